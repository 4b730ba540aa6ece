"""The project that an import adds to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from papertrail.core.limits import REGISTRY_LIMITS
from papertrail.core.settings import Settings
from papertrail.records.files import Sources
from papertrail.records.library import ParsedLibrary
from papertrail.records.registry_files import is_entry, registry_of
from papertrail.yaml.nodes import Node
from papertrail.yaml.nodes import Sequence as SequenceNode
from papertrail.yaml.parse import parse


@dataclass(frozen=True, kw_only=True)
class Project:
    """The files of a project, and the list in them."""

    sources: Sources
    settings: Settings
    library: ParsedLibrary

    def path(self, name: str) -> str:
        """The path of a file in the folder of records."""
        return f"{self.settings.papers}/{name}"

    @cached_property
    def registry_texts(self) -> Mapping[str, str]:
        """The texts of the files of registries, by path."""
        return {path: data.decode("utf-8-sig") for path, data in self.sources.registries}

    def has_folder(self, registry: str) -> bool:
        """Whether a registry has files with one entry each."""
        papers = self.settings.papers
        return any(registry_of(path, papers) == registry and is_entry(path, papers) for path in self.registry_texts)

    def registry_text(self, name: str) -> str | None:
        """The text of a registry's file. None if it does not exist."""
        return self.registry_texts.get(self.path(name))

    @cached_property
    def record_paths(self) -> Mapping[str, str]:
        """The paths of records by id."""
        return {record.id: record.path for record in self.library.records}

    def record_text(self, id: str) -> str:
        """The text of a record, with line feeds as line ends."""
        return self._records[self.record_paths[id]].decode("utf-8-sig").replace("\r\n", "\n")

    @cached_property
    def _records(self) -> Mapping[str, bytes]:
        return dict(self.sources.records)

    @cached_property
    def ordered_ids(self) -> frozenset[str]:
        """The ids of papers that the topic registry names."""
        topics = [topic for root in self.library.registries.topics or () for _, topic in root.walk()]
        return frozenset(id for topic in topics for id in (*topic.order, *topic.start))


def root_of(text: str) -> Node | None:
    """The root node of a file of a registry. None if it is empty."""
    return parse("", text.removeprefix("\ufeff").replace("\r\n", "\n"), REGISTRY_LIMITS)[0]


def registry_root(text: str) -> SequenceNode | None:
    """The list of entries in a registry. None if it is empty."""
    root = root_of(text)
    return root if isinstance(root, SequenceNode) else None
