"""Step 1 of an import: parse each file as a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from papertrail.core import TopicPath, topic_path
from papertrail.core.limits import TEXT, TOPIC_DEPTH
from papertrail.core.prose_marker import MARKER, marker
from papertrail.core.settings import Settings
from papertrail.importing.inputs import STANDARD_INPUT, DecodedText, ImportOptions, InputFile, decode, records_folder
from papertrail.readers import Entry, NotAList
from papertrail.readers.by_suffix import DataReader, data_reader, reader_of
from papertrail.readers.markdown import reader as markdown
from papertrail.readers.markdown.document import Document, DocumentEntry, Run, lines_of, topic_name
from papertrail.readers.markdown.pieces import ParsedEntry
from papertrail.readers.urls import UrlResolver
from papertrail.records.library import Library
from papertrail.rules.support.documents import document_fault, document_key
from papertrail.text.strings import one_line, unique_slugs

_MOST_OF_FIELD = 3
"""Values of one field that are reported one by one."""
_UNNAMED = "Papers"


@dataclass(frozen=True, kw_only=True)
class ParsedList:
    """A file, parsed as a list."""

    source: InputFile
    document: Document
    name: str
    resolver: UrlResolver
    text: str
    line_count: int
    """The number of lines in the file."""
    decisions: tuple[str, ...] = ()
    exists: bool = False
    """Whether the project already contains this list."""
    document_path: str | None = None
    """The path of the file, relative to the project, if papertrail can render the list to it."""
    is_data: bool = False
    """Whether the file is of data, such as BibTeX: its entries become records, but there is no document to render."""
    not_understood: tuple[tuple[int, str], ...] = ()

    has_topics: bool = False
    """Whether the entries of a data file state their topics."""

    @property
    def source_name(self) -> str:
        """The name of the file among the sources of the project: without folders outside the project."""
        name = PurePosixPath(self.source.name).name
        folder = self.source.folder if self.source.is_inside else "/".join(self.source.folders)
        return one_line(f"{folder}/{name}".lstrip("/"))[:TEXT] or name

    def path(self, run: Run) -> TopicPath:
        """The topic of a run in the topic tree."""
        return run.topic if self.is_data else (self.name, *run.topic)

    @property
    def entries(self) -> list[tuple[Run, DocumentEntry]]:
        """The entries in order, each with its run."""
        return [(run, entry) for run in self.document.runs for entry in run.entries]

    @property
    def style(self) -> str:
        """The most common style of the runs."""
        return Counter(run.style for run in self.document.runs).most_common(1)[0][0]


def parse_list(
    file: InputFile, options: ImportOptions, settings: Settings, library: Library, others: Sequence[ParsedList]
) -> ParsedList:
    """Parse a file. Raises `NotAList` if it does not contain a list.

    `others` are the lists that are already parsed. `--topic` only names the first list.
    """
    decoded = decode(file)
    try:
        if file.entries is not None:
            return _data_list(file, decoded, lambda _: ([*(file.entries or ())], []), options, settings)
        is_named = file.name != STANDARD_INPUT
        if reader := data_reader(file.name, options.names) if is_named else reader_of(decoded.text, options.names):
            return _data_list(file, decoded, reader, options, settings)
        named = None if others else options.topic or None
        document = markdown.read_document(decoded.text, file.name if is_named else _UNNAMED, named=named)
    except NotAList as error:
        raise NotAList(f"cannot import {file.name}: {error}") from None
    if file.folders and not named:
        document = replace(document, name=_name_with_folders(document.name, file))
    path = f"{file.folder}/{PurePosixPath(file.name).name}".lstrip("/") if file.is_inside else None
    name = _free_name(document, path, library, [other.name for other in others])
    return ParsedList(
        source=file,
        document=document,
        name=name,
        resolver=UrlResolver(base_url=options.base_url, records=records_folder(settings, options), folder=file.folder),
        text=decoded.text,
        line_count=decoded.line_count,
        decisions=(*decoded.decisions, *document.decisions),
        exists=name in _list_names(library),
        document_path=_document_path(path, settings, library, others),
    )


def _name_with_folders(title: str, file: InputFile) -> str:
    """The name of a list in a folder. A README is the document of its folder."""
    stem = PurePosixPath(file.name).stem.casefold()
    is_of_folder = stem in ("readme", "index") or title.casefold() == file.folders[-1].casefold()
    return topic_name(" › ".join(file.folders if is_of_folder else (*file.folders, title)))


def _document_path(path: str | None, settings: Settings, library: Library, others: Iterable[ParsedList]) -> str | None:
    """The path of a file in the project that can be the document of a list, and is not that of another one."""
    if path is None or document_fault(path, settings.own_folders):
        return None
    topics = library.registries.topics or ()
    taken = {*(topic.document for topic in topics), *(other.document_path for other in others)}
    return None if document_key(path) in {document_key(other) for other in taken if other} else path


def _list_names(library: Library) -> list[str]:
    registered = [topic.name for topic in library.registries.topics or ()]
    return registered or list(dict.fromkeys(path[0] for paper in library.papers for path in paper.topics))


def _free_name(document: Document, path: str | None, library: Library, others: Collection[str]) -> str:
    """A unique name for the list. If the project already contains this list, its name."""
    existing = _list_names(library)
    slugs = unique_slugs(existing)
    for topic in library.registries.topics or ():
        if path and topic.document == path and _is_same_list(document, library, slugs[topic.name]):
            return topic.name
    name, number = document.name, 1
    while name in others or (name in existing and not _is_same_list(document, library, slugs[name])):
        number += 1
        name = f"{document.name} ({number})"
    return name


def _is_same_list(document: Document, library: Library, slug: str) -> bool:
    prose = library.prose.get(slug)
    return prose is not None and MARKER.sub(lambda found: marker(found["topic"].strip()), prose[1]) == document.prose


def _data_list(
    file: InputFile, decoded: DecodedText, reader: DataReader, options: ImportOptions, settings: Settings
) -> ParsedList:
    """A data file as a document with one run per topic."""
    entries, problems = reader(decoded.text)
    topic = topic_path(options.topic) if options.topic else _topic_of_data(file, entries)
    lines = tuple(lines_of(decoded.text))
    document = Document(
        name=topic[0],
        runs=tuple(_data_runs(entries, topic, len(lines))),
        prose="",
        headings=(),
        lines=lines,
        kinds=_line_kinds(entries, len(lines)),
    )
    return ParsedList(
        source=file,
        document=document,
        name=topic[0],
        resolver=UrlResolver(records=records_folder(settings, options)),
        text=decoded.text,
        line_count=decoded.line_count,
        decisions=(*decoded.decisions, *_data_decisions(entries)),
        is_data=True,
        has_topics=any(entry.paper.topics for entry in entries),
        not_understood=tuple((problem.line, problem.text) for problem in problems),
    )


def _topic_of_data(file: InputFile, entries: Sequence[Entry]) -> TopicPath:
    """The topic of entries without one: the folders of the file or, in a folder of single works, its name."""
    if file.folders:
        return file.folders[:TOPIC_DEPTH]
    of_one_work = file.parent if len(entries) == 1 else ""
    return (of_one_work or folder_topic(PurePosixPath(file.name).stem if file.name != STANDARD_INPUT else ""),)


def folder_topic(name: str) -> str:
    """The topic of a folder or a file, by its name."""
    return (one_line(name.replace("_", " ")) or _UNNAMED).replace(">", "›")


def _data_runs(entries: Sequence[Entry], default: TopicPath, end: int) -> Iterator[Run]:
    """A run for each topic of the entries. Entries without a topic get the default."""
    by_topic: dict[TopicPath, list[DocumentEntry]] = {}
    for entry in entries:
        for topic in entry.paper.topics or (default,):
            by_topic.setdefault(topic, []).append(_document_entry(entry))
    for topic, of_topic in by_topic.items():
        yield Run(style="", start=0, end=end, entries=tuple(of_topic), topic=topic)


def _document_entry(entry: Entry) -> DocumentEntry:
    """An entry of a data file as an entry of a document."""
    parsed = ParsedEntry(text=entry.raw, units=(), doubts=entry.doubts)
    paper = replace(entry.paper, topics=())
    return DocumentEntry(
        parsed=parsed,
        paper=paper,
        start=entry.start,
        end=entry.end,
        venue_names=entry.venue_names,
        key=entry.key,
    )


def _line_kinds(entries: Sequence[Entry], count: int) -> tuple[str, ...]:
    in_records = {number for entry in entries for number in range(entry.start, entry.end)}
    return tuple("record" if number in in_records else "structure" for number in range(count))


def _data_decisions(entries: Sequence[Entry]) -> Iterator[str]:
    """What is not imported, and what needs a decision. A field of many entries is reported once."""
    values: dict[str, list[tuple[int, str]]] = {}
    for entry in entries:
        for text in entry.not_kept:
            values.setdefault(text.partition(":")[0], []).append((entry.start + 1, text))
        yield from (f"line {entry.start + 1}: {text}" for text in entry.doubts)
    for found in values.values():
        if len(found) <= _MOST_OF_FIELD:
            yield from (f"line {line}: not imported: {text}" for line, text in found)
        else:
            first = ", ".join(f"{line}" for line, _ in found[:_MOST_OF_FIELD])
            yield f"lines {first} and {len(found) - _MOST_OF_FIELD} more: not imported: {found[0][1]}, and so on"
