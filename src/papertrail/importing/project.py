"""The project that an import adds to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from papertrail.core.limits import REGISTRY_LIMITS
from papertrail.core.prose_marker import FOLDER as PROSE
from papertrail.core.settings import Settings
from papertrail.records.files import Sources
from papertrail.records.library import Library
from papertrail.yaml.nodes import Sequence as SequenceNode
from papertrail.yaml.parse import parse


@dataclass(frozen=True, kw_only=True)
class Project:
    """The files of a project, and the list in them."""

    sources: Sources
    settings: Settings
    library: Library

    def path(self, name: str) -> str:
        """The path of a file in the folder of records."""
        return f"{self.settings.papers}/{name}"

    def registry_text(self, name: str) -> str | None:
        """The text of a registry. None if it does not exist."""
        texts = {path.rpartition("/")[2]: data for path, data in self.sources.registries}
        return texts[name].decode("utf-8-sig") if name in texts else None

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

    def with_files(self, files: Mapping[str, str], removed: Collection[str] = ()) -> Sources:
        """The sources with new or changed files, and without those that are removed."""
        records = {path: data for path, data in self.sources.records if path not in removed}
        registries = dict(self.sources.registries)
        prose = {path: (slug, path, data) for slug, path, data in self.sources.prose}
        for path, text in files.items():
            name = path.rpartition("/")[2]
            if path.startswith(self.path(f"{PROSE}/")):
                prose[path] = (name.removesuffix(".md"), path, text.encode())
            elif name.startswith("_"):
                registries[path] = text.encode()
            else:
                records[path] = text.encode()
        return replace(
            self.sources,
            records=tuple(records.items()),
            registries=tuple(registries.items()),
            prose=tuple(prose.values()),
        )


def schema_line(name: str) -> str:
    """The first line of a registry, which refers to its JSON Schema."""
    return f"# yaml-language-server: $schema=../schema/{name}.schema.json\n"


def registry_root(text: str) -> SequenceNode | None:
    """The root node of a registry. None if it is empty."""
    root, _ = parse("", text.removeprefix("\ufeff").replace("\r\n", "\n"), REGISTRY_LIMITS)
    return root if isinstance(root, SequenceNode) else None
