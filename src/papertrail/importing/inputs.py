"""The files to import, read: each as a list that is to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TypeVar

from papertrail.core import TopicPath, topic_path
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.importing.entry_format import Form
from papertrail.importing.matching import Work
from papertrail.importing.report import Decisions
from papertrail.readers import NotAList
from papertrail.readers.by_suffix import READERS, Reader, found_of
from papertrail.readers.markdown import reader as markdown
from papertrail.readers.markdown.document import Document, Found, Run, lines_of
from papertrail.readers.urls import Place
from papertrail.records.library import Library
from papertrail.text.strings import UNPRINTABLE, one_line, unique_slugs

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Input:
    """A file to import."""

    name: str
    """As it is told of."""
    data: bytes
    folder: str = ""
    """Its folder inside the project, relative to the top."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to import."""

    topic: str | None = None
    base_url: str | None = None
    folder: str = ""
    """Where new records go, below the folder of records."""
    added: str | None = None
    """The day, as new records say it."""
    schema: bool = True
    """Whether the project has the schemas that editors check with."""
    tell: Callable[[str, int, int], None] = lambda what, done, total: None
    """Told of each step, with how much is done of how much."""


@dataclass
class Listed:
    """A list that a document becomes, while it is being made."""

    source: Input
    document: Document
    name: str
    place: Place
    text: str
    decisions: Decisions
    placed: list[tuple[Run, Found, Work]] = field(default_factory=list)
    forms: dict[TopicPath, Form] = field(default_factory=dict)
    present: bool = False
    """Whether the project has the list already."""
    new: int = 0
    flat: bool = False
    lines: int = 0
    """Lines of the file."""
    comments: list[str] = field(default_factory=list)
    """What records say of its disagreements with others."""
    style: str = ""
    """The style that most of its runs have."""
    shared: str | None = None
    """The pattern that several of its topics follow."""
    not_understood: tuple[tuple[int, str], ...] = ()

    def path(self, run: Run) -> TopicPath:
        """The topic of a run, from the list down."""
        return (self.name, *run.topic)


def read_list(
    source: Input, options: Options, settings: Settings, library: Library, before: Sequence[Listed]
) -> Listed:
    """Read a file. Raises `NotAList` for one that is no list.

    `before` are the lists of the files before it.
    """
    if options.topic is not None and not all(map(one_line, topic_path(options.topic))):
        raise PapertrailError("--topic needs a name; parts of a path are joined by ` > `")
    decisions = Decisions()
    text, count = _text(source, decisions)
    suffix = PurePosixPath(source.name).suffix.lower()
    if reader := READERS.get(suffix):
        return replace(_read_data(source, text, reader, options, settings, decisions), lines=count)
    topic = options.topic if options.topic and len(before) == 0 else None
    document = _refused(source.name, lambda: markdown.read_document(text, source.name, named=topic))
    name, present = _list_name(document, library, [found.name for found in before])
    for decision in document.decisions:
        decisions.add(decision)
    place = Place(base_url=options.base_url, records=folder_of(settings, options), folder=source.folder)
    return Listed(
        source=source,
        document=document,
        name=name,
        place=place,
        text=text,
        lines=count,
        decisions=decisions,
        present=present,
    )


def _text(source: Input, decisions: Decisions) -> tuple[str, int]:
    """The text of a file, as a record and a document may have it, and how many lines the file has."""
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        raise NotAList(
            f"{source.name} is not imported: line {line} is not UTF-8; save the file with that encoding"
        ) from None
    if source.data.startswith(b"\xef\xbb\xbf"):
        decisions.add("the file begins with a byte-order mark, which is left out")
    if "\r" in text:
        decisions.add("the file has Windows line ends; the document is written with line feeds, as git keeps text")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, content in enumerate(text.split("\n"), 1):
        if found := UNPRINTABLE.search(content):
            decisions.add(f"line {number}: the invisible character U+{ord(found[0]):04X} is left out")
    return UNPRINTABLE.sub("", text), len(lines_of(text))


def _refused(name: str, read: Callable[[], T]) -> T:
    """What `read` gives; where it refuses, the refusal names the file."""
    try:
        return read()
    except NotAList as error:
        raise NotAList(f"{name} is not imported: {error}") from None


def folder_of(settings: Settings, options: Options) -> str:
    """The folder of new records."""
    return f"{settings.papers}/{options.folder}".rstrip("/")


def _list_name(document: Document, library: Library, others: Sequence[str]) -> tuple[str, bool]:
    """A name for the list, and whether the project has this very list."""
    registered = [topic.name for topic in library.registries.topics or ()]
    known = registered or list(dict.fromkeys(path[0] for paper in library.papers for path in paper.topics))
    slugs = unique_slugs(known)
    name, number = document.name, 1
    while name in known or name in others:
        prose = library.prose.get(slugs[name]) if name in known else None
        if name not in others and prose is not None and prose[1] == document.prose:
            return name, True
        number += 1
        name = f"{document.name} ({number})"
    return name, False


def _read_data(
    source: Input, text: str, reader: Reader, options: Options, settings: Settings, decisions: Decisions
) -> Listed:
    """Entries of BibTeX, CSL-JSON or CSV, as a document of one run under one topic."""
    entries, problems = _refused(source.name, lambda: reader(text))
    stem = one_line(PurePosixPath(source.name).stem.replace("_", " ")) or "Papers"
    path = topic_path(options.topic) if options.topic else (stem.replace(">", "›"),)
    lines = tuple(lines_of(text))
    kinds = ["structure"] * len(lines)
    found: list[Found] = []
    for entry in entries:
        for kept in entry.not_kept:
            decisions.add(f"line {entry.start + 1}: not kept: {kept}")
        for doubt in entry.doubts:
            decisions.add(f"line {entry.start + 1}: {doubt}")
        for n in range(entry.start, min(entry.end, len(lines))):
            kinds[n] = "record"
        found.append(found_of(entry))
    runs: dict[TopicPath, list[Found]] = {}
    for item in found:
        for topic in item.paper.topics or (path,):
            runs.setdefault(topic, []).append(replace(item, paper=replace(item.paper, topics=())))
    document = Document(
        name=path[0],
        runs=tuple(
            Run(style="", start=0, end=len(lines), entries=tuple(items), topic=topic) for topic, items in runs.items()
        ),
        prose="",
        headings=(),
        lines=lines,
        kinds=tuple(kinds),
    )
    return Listed(
        source=source, document=document, name=path[0], place=Place(records=folder_of(settings, options)), text=text,
        decisions=decisions,
        flat=True, not_understood=tuple((problem.line, problem.text) for problem in problems),
    )  # fmt: skip
