"""What was read: the records and registries of a list, and for the rules also the files that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.limits import RECORD_LIMITS
from papertrail.core.paper import Paper
from papertrail.core.registries import Registries
from papertrail.records.parse import ParsedFile, parse_file
from papertrail.yaml.nodes import Mapping, Node, items_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record."""

    path: str
    """Relative to the project."""
    id: str
    paper: Paper | None
    """The paper, as far as it could be made out; None where there is no name to call it by."""
    line: int = 1
    """The line on which the paper is named; the first is 1."""
    notes: str | None = None
    """The file that it names as the paper's notes."""


@dataclass(frozen=True, kw_only=True)
class RecordFile:
    """The file of a record, with its text and nodes.

    Only its bytes are kept. A list of 100,000 papers would take some gigabytes for the positions of values in which
    nothing is wrong, so the file is parsed again for a rule that asks for them.
    """

    record: Record
    data: bytes
    parsed: ParsedFile | None = None
    """What the file was parsed as, while its record is checked for the first time."""

    @cached_property
    def _parsed(self) -> ParsedFile:
        return self.parsed or parse_file(self.path, self.data, RECORD_LIMITS)

    @property
    def path(self) -> str:
        """Relative to the project."""
        return self.record.path

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def paper(self) -> Paper | None:
        """The record's paper."""
        return self.record.paper

    @property
    def notes(self) -> str | None:
        """The file that the record names as the paper's notes."""
        return self.record.notes

    @property
    def text(self) -> str:
        """The text of the file."""
        return self._parsed.text

    @property
    def root(self) -> Node | None:
        """The nodes of the file; None where it could not be parsed."""
        return self._parsed.root

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
    """A list as it was read: what it is published from."""

    records: tuple[Record, ...] = ()
    """In the order of their paths."""
    registries: Registries = field(default_factory=Registries)
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
    texts: MappingType[str, str] = field(default_factory=dict, compare=False)
    """The text of each file that could be decoded, by path, for reports of what is wrong."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of all records that could be made out."""
        return tuple(record.paper for record in self.records if record.paper is not None)

    def without_texts(self) -> Library:
        """The same without the texts, which take a third of its memory and which a site has no use for."""
        return replace(self, texts={})


@dataclass(frozen=True, kw_only=True)
class ParsedLibrary(Library):
    """A list with the files that it was read from: what the rules check."""

    record_files: tuple[RecordFile, ...] = ()
    """The files of `records`, in the same order."""
    registry_files: tuple[RegistryFile, ...] = ()
    registry_paths: MappingType[str, str] = field(default_factory=dict)
    """Paths of the registries that are lists, by name. One that is something else is reported once, for itself, and not
    for every record that it would have held for."""
    read_errors: tuple[Diagnostic, ...] = ()
    """What went wrong while reading; the rules of the family PT0 pass it on."""

    def published(self) -> Library:
        """The library without the files; their texts come along for reports."""
        return Library(**{field.name: getattr(self, field.name) for field in fields(Library)})


class FileTexts(MappingType[str, str]):
    """Texts by path; those of records are decoded when they are asked for."""

    def __init__(self, records: MappingType[str, RecordFile], others: MappingType[str, str]) -> None:
        self._records, self._others = records, others

    def __getitem__(self, path: str) -> str:
        return self._others[path] if path in self._others else self._records[path].text

    def __iter__(self) -> Iterator[str]:
        yield from self._others
        yield from (path for path in self._records if path not in self._others)

    def __len__(self) -> int:
        return len(self._others.keys() | self._records.keys())
