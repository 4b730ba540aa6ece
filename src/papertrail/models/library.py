"""What was read: the records and registries with their text, for the rules to look at."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from functools import cached_property

from papertrail.diagnostics import Diagnostic
from papertrail.models.paper import Paper
from papertrail.models.registries import Registries
from papertrail.nodes import Mapping, Node, items_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record file."""

    path: str
    """Relative to the project."""
    id: str
    text: str
    root: Node | None
    """What the file says; None where it could not be read."""
    paper: Paper | None
    """The paper, as far as it could be made out; None where there is no name to call it by."""

    def node(self, *keys: str | int) -> Node | None:
        """The node under a field, or further in: `node("links", 0)`; None where there is none."""
        found = self.root
        for key in keys:
            if isinstance(key, str):
                found = found.get(key) if isinstance(found, Mapping) else None
            else:
                items = items_of(found)
                found = items[key] if key < len(items) else None
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistryFile:
    """One registry file."""

    path: str
    name: str
    """`_topics.yml` and so on."""
    text: str
    root: Node | None


@dataclass(frozen=True, kw_only=True)
class Library:
    """All files of a list as they were read."""

    records: tuple[Record, ...] = ()
    """In the order of their paths."""
    registry_files: tuple[RegistryFile, ...] = ()
    registries: Registries = field(default_factory=Registries)
    unread: tuple[Diagnostic, ...] = ()
    """What went wrong while reading; the rules of the family PT0 pass it on."""
    prose: MappingType[str, tuple[str, str]] = field(default_factory=dict)
    """Path and text of the document around a list, by the list's slug; see `papertrail.prose`."""
    notes: MappingType[str, str] = field(default_factory=dict)
    """Text of the notes that records name, by their path; without those that could not be read."""
    images: MappingType[str, bytes] = field(default_factory=dict)
    """Content of the images below the folder of records that these notes refer to, by their path. Once the rules find
    no error, each may be published."""
    files: frozenset[str] = frozenset()
    """Paths of the project's other files that a record or its notes may link to, notes and images among them."""
    docs_dir: str = "docs"
    """The folder of pages: of those files, what is in it is on the site."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of all records that could be made out."""
        return tuple(record.paper for record in self.records if record.paper is not None)

    @cached_property
    def texts(self) -> MappingType[str, str]:
        """The text of each file that could be decoded, by path."""
        found = {record.path: record.text for record in self.records}
        found |= {file.path: file.text for file in self.registry_files}
        return found | dict(self.prose.values()) | dict(self.notes)

    @cached_property
    def roots(self) -> MappingType[str, Node | None]:
        """What each file says, by path; None for a file that could not be parsed."""
        found = {record.path: record.root for record in self.records}
        return found | {file.path: file.root for file in self.registry_files}
