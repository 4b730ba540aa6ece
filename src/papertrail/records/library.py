"""What was read: the records and registries with their text, for the rules to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from functools import cached_property

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.paper import Paper
from papertrail.core.registries import Registries
from papertrail.yaml.nodes import Mapping, Node, items_of, text_of

ReadFile = tuple[str, Node | None]
"""The text of a file, empty where it could not be decoded, and what it says, None where it could not be parsed."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record file.

    What its paper is made from is not kept: a list of 100,000 papers would take some gigabytes for the places of values
    in which nothing is wrong. Who asks for the text or the nodes has the file read again.
    """

    path: str
    """Relative to the project."""
    id: str
    data: bytes
    paper: Paper | None
    """The paper, as far as it could be made out; None where there is no name to call it by."""
    line: int = 1
    """The line on which the paper is named; the first is 1."""
    read: Callable[[str, bytes], ReadFile]
    """Reads the file with this path and content."""

    @property
    def text(self) -> str:
        """What the file holds."""
        return self._read[0]

    @property
    def root(self) -> Node | None:
        """What the file says; None where it could not be read."""
        return self._read[1]

    @cached_property
    def _read(self) -> ReadFile:
        return self.read(self.path, self.data)

    @property
    def notes(self) -> str | None:
        """The file that it names as the paper's notes."""
        return self.paper.notes if self.paper else text_of(self.node("notes"))

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


class _Texts(MappingType[str, str]):
    """Texts by path; those of records are read when they are asked for."""

    def __init__(self, records: MappingType[str, Record], others: MappingType[str, str]) -> None:
        self._records, self._others = records, others

    def __getitem__(self, path: str) -> str:
        return self._others[path] if path in self._others else self._records[path].text

    def __iter__(self) -> Iterator[str]:
        yield from self._others
        yield from (path for path in self._records if path not in self._others)

    def __len__(self) -> int:
        return len(self._others.keys() | self._records.keys())


@dataclass(frozen=True, kw_only=True)
class Library:
    """All files of a list as they were read."""

    records: tuple[Record, ...] = ()
    """In the order of their paths."""
    registry_files: tuple[RegistryFile, ...] = ()
    registries: Registries = field(default_factory=Registries)
    listed: MappingType[str, str] = field(default_factory=dict)
    """Paths of the registries that are lists, as they should be, by name."""
    unread: tuple[Diagnostic, ...] = ()
    """What went wrong while reading; the rules of the family PT0 pass it on."""
    prose: MappingType[str, tuple[str, str]] = field(default_factory=dict)
    """Path and text of the document around a list, by the list's slug; see `papertrail.core.prose_marker`."""
    notes: MappingType[str, str] = field(default_factory=dict)
    """Text of the notes that records name, by their path; without those that could not be read."""
    images: MappingType[str, bytes] = field(default_factory=dict)
    """Content of the images below the folder of records that these notes refer to, by their path. Once the rules find
    no error, each may be published."""
    files: frozenset[str] = frozenset()
    """Paths of the project's other files that a record or its notes may link to, notes and images among them."""
    docs_dir: str = "docs"
    """The folder of pages: of those files, what is in it is on the site."""

    def without_texts(self) -> Library:
        """The same without what the files of records hold, which is a third of all that is known of them."""
        return replace(self, records=tuple(replace(record, data=b"", read=_let_go) for record in self.records))

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of all records that could be made out."""
        return tuple(record.paper for record in self.records if record.paper is not None)

    @cached_property
    def texts(self) -> MappingType[str, str]:
        """The text of each file that could be decoded, by path."""
        others = {file.path: file.text for file in self.registry_files} | dict(self.prose.values()) | dict(self.notes)
        return _Texts({record.path: record for record in self.records}, others)


def _let_go(path: str, data: bytes) -> ReadFile:
    raise RuntimeError(f"the text of {path} was let go")
