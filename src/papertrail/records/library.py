"""A list as it was read: records and registries, and for the rules also their files."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, fields, replace

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.images import ImageFile
from papertrail.core.limits import RECORD_LIMITS
from papertrail.core.paper import Paper
from papertrail.core.registries import Registries
from papertrail.core.settings import OWN_FOLDERS
from papertrail.records.parse import ParsedFile, parse_file
from papertrail.yaml.nodes import Mapping, Node, Sequence, items_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record."""

    path: str
    """Relative to the project."""
    id: str
    paper: Paper | None
    """The paper, without values of the wrong form; None if it has no name."""
    line: int = 1
    """The line of the field `name`, counted from 1."""
    notes: str | None = None
    """The value of the field `notes`."""


@dataclass(frozen=True, kw_only=True)
class RecordFile:
    """The file of a record, with its text and nodes.

    Only the bytes are kept. The nodes of 100,000 records would take several gigabytes, so the file is parsed again
    for a rule that needs them.
    """

    record: Record
    data: bytes
    parsed: ParsedFile | None = field(default=None, compare=False, repr=False)
    """The parsed file, from when its record is checked for the first time, or when it is parsed again."""

    @property
    def _parsed(self) -> ParsedFile:
        if self.parsed is None:
            object.__setattr__(self, "parsed", parse_file(self.path, self.data, RECORD_LIMITS))
        assert self.parsed is not None
        return self.parsed

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
        """The value of the field `notes`."""
        return self.record.notes

    @property
    def text(self) -> str:
        """The text of the file."""
        return self._parsed.text

    @property
    def root(self) -> Node | None:
        """The nodes of the file; None if it could not be parsed."""
        return (self.parsed or self._parsed).root

    def node(self, *keys: str | int) -> Node | None:
        """The node of a field, or of an item in it: `node("links", 0)`. None if there is none."""
        node = self.root
        for key in keys:
            if isinstance(key, str):
                node = node.get(key) if isinstance(node, Mapping) else None
            else:
                items = items_of(node)
                node = items[key] if key < len(items) else None
        return node


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistryFile:
    """One registry file."""

    path: str
    name: str
    """`_topics.yml` and so on, also for a file in the folder of the registry."""
    text: str
    root: Node | None
    is_entry: bool = False
    """Whether it is in the folder of its registry, where each entry has a file."""

    @property
    def has_form(self) -> bool:
        """Whether it is a list of entries, or the fields of one entry. PT101 reports other files."""
        return isinstance(self.root, Mapping if self.is_entry else Sequence)

    @property
    def entries(self) -> list[Node]:
        """The entries in the file."""
        return items_of(self.root) if self.has_form else []


@dataclass(frozen=True, kw_only=True)
class Library:
    """A list as it was read, with everything that is published."""

    records: tuple[Record, ...] = ()
    """In the order of their paths."""
    registries: Registries = field(default_factory=Registries)
    registry_paths: MappingType[str, str] = field(default_factory=dict)
    """Where new entries of each registry belong, by its name: to its file, or to its folder if it has one. A registry
    with a broken file is missing: it is reported once, not for every record that uses it."""
    prose: MappingType[str, tuple[str, str]] = field(default_factory=dict)
    """Path and text of the document around a list, by the list's slug; see `papertrail.core.prose_marker`."""
    notes: MappingType[str, str] = field(default_factory=dict)
    """Text of the notes that records name, by path, without notes that could not be read."""
    pages: MappingType[str, str] = field(default_factory=dict)
    """Text of the pages in the docs folder that show or cite papers, by path."""
    images: MappingType[str, ImageFile] = field(default_factory=dict)
    """The images in the records folder that these notes show, by path. They may be published if the rules
    report no error."""
    files: frozenset[str] = frozenset()
    """Paths of the other files that a record or its notes may link to, notes and images included."""
    unread: frozenset[str] = frozenset()
    """Paths of YAML files that are not read as records: hidden ones in the records folder, and records next to it."""
    records_dir: str = "papers"
    """The records folder."""
    docs_dir: str = "docs"
    """The docs folder. Of `files`, only those in it are on the site."""
    own_folders: tuple[str, ...] = OWN_FOLDERS
    """The folders of papertrail and MkDocs, in which no document of a list can be."""
    texts: MappingType[str, str] = field(default_factory=dict, compare=False)
    """The text of each file that could be decoded, by path, for reports of problems."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of all records that have one."""
        return tuple([record.paper for record in self.records if record.paper is not None])

    def with_texts(self, texts: MappingType[str, str]) -> Library:
        """The library with other texts: those in memory take a third of it."""
        return replace(self, texts=texts)


@dataclass(frozen=True, kw_only=True)
class ParsedLibrary(Library):
    """A list with its files, for the rules."""

    record_files: tuple[RecordFile, ...] = ()
    """The files of `records`, in the same order."""
    registry_files: tuple[RegistryFile, ...] = ()
    this_year: int | None = None
    """The current year, if it is known."""
    new: frozenset[str] = frozenset()
    """Paths of files that are new, if changes are checked: of duplicates, a new one is reported."""
    read_errors: tuple[Diagnostic, ...] = ()
    """Problems found while reading the files; the rules PT001 to PT005 report them."""

    def entries(self, registry: str) -> Iterator[tuple[str, Node]]:
        """The entries of a registry, in all its files, each with the path of its file."""
        for file in self.registry_files:
            if file.name == registry:
                yield from ((file.path, entry) for entry in file.entries)

    def published(self) -> Library:
        """The library without the files, but with their texts, for reports."""
        return Library(**{field.name: getattr(self, field.name) for field in fields(Library)})


class FileTexts(MappingType[str, str]):
    """Texts by path. Records are decoded on demand."""

    def __init__(self, records: MappingType[str, RecordFile], others: MappingType[str, str]) -> None:
        self._records, self._others = records, others

    def __getitem__(self, path: str) -> str:
        return self._others[path] if path in self._others else self._records[path].text

    def __iter__(self) -> Iterator[str]:
        yield from self._others
        yield from (path for path in self._records if path not in self._others)

    def __len__(self) -> int:
        return len(self._others.keys() | self._records.keys())
