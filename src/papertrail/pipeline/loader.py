"""From files to a library: records in blocks, which are read on all processors, and not again while they stay as they
are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from itertools import groupby

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic
from papertrail.core.limits import NOTES_BYTES, PROSE_BYTES, RECORD_LIMITS, REGISTRY_LIMITS
from papertrail.notes import image_paths, named_notes
from papertrail.records.files import Sources
from papertrail.records.library import FileTexts, ParsedLibrary, Record, RecordFile, RegistryFile
from papertrail.records.paper import paper_of
from papertrail.records.parse import parse_file, too_large
from papertrail.records.registries import registries_of
from papertrail.rules.checker import DiagnosticsByRule, check_records
from papertrail.runtime.processes import processes, shared_out
from papertrail.runtime.progress import Advance
from papertrail.yaml.decode import decode
from papertrail.yaml.nodes import Mapping, Sequence, text_of

_RECORDS = 128
"""Records of a block, which are read and checked together."""
_MANY = 1_000
"""Records from which on it pays to read them in several processes."""

File = tuple[str, bytes]
"""A path, and what the file holds."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Some records as they were read: each paper with the line and the notes that it names, and what is wrong with
    them.
    """

    number: int
    papers: list[tuple[Paper | None, int, str | None]]
    unread: list[Diagnostic]
    problems: DiagnosticsByRule


class Reader:
    """Reads the files of a list, and again those that changed."""

    def __init__(self) -> None:
        self._starts: list[str] = []
        """The paths with which blocks begin: they stay, so that a new record changes one block only."""
        self._known: list[tuple[list[File], _Block]] = []
        self._registries: list[File] | None = None
        self._around = ParsedLibrary()
        """The registries as they were read."""

    def read(
        self, found: Sources, advance: Advance = lambda done, of: None
    ) -> tuple[ParsedLibrary, list[DiagnosticsByRule]]:
        """The library, and what is wrong with single records, block by block."""
        if self._registries != sorted(found.registries):
            self._registries, self._around, self._known = sorted(found.registries), _registries(found), []
        files = sorted(found.records)
        blocks = self._blocks(files, replace(self._around, registry_files=(), read_errors=()), advance)
        unread = [*found.unread, *self._around.read_errors]
        unread += (diagnostic for block in blocks for diagnostic in block.unread)
        papers = (paper for block in blocks for paper in block.papers)
        records = [
            Record(path=path, id=paper.id if paper else _id(path), paper=paper, line=line, notes=notes)
            for (path, _), (paper, line, notes) in zip(files, papers, strict=True)
        ]
        record_files = tuple(
            RecordFile(record=record, data=data) for record, (_, data) in zip(records, files, strict=True)
        )
        prose = {}
        for slug, path, data in sorted(found.prose):
            if len(data) > PROSE_BYTES:
                unread.append(too_large(path, PROSE_BYTES))
                continue
            decoded, faults = decode(path, data)
            unread += faults
            prose[slug] = (path, decoded or "")
        texts = _notes(found, records, unread)
        images = dict(found.images)
        shown = {path for notes, text in texts.items() for path in image_paths(notes, text)}
        library = replace(
            self._around,
            records=tuple(records),
            record_files=record_files,
            prose=prose,
            read_errors=tuple(unread),
            notes=texts,
            images={path: images[path] for path in sorted(shown & images.keys())},
            files=found.files,
            docs_dir=found.docs_dir,
            texts=_texts(record_files, self._around.registry_files, prose, texts),
        )
        return library, [block.problems for block in blocks]

    def _blocks(self, files: list[File], around: ParsedLibrary, advance: Advance) -> list[_Block]:
        """The records in blocks; those that are as they were before are not read again."""
        if not self._starts:
            self._starts = [path for path, _ in files[_RECORDS::_RECORDS]]
        parts = [list(part) for _, part in groupby(files, key=lambda file: bisect_right(self._starts, file[0]))]
        before = {part[0][0]: (part, block) for part, block in self._known}
        blocks: dict[int, _Block] = {}
        for number, part in enumerate(parts):
            known = before.get(part[0][0])
            if known and known[0] == part:
                blocks[number] = replace(known[1], number=number)
        missing = [number for number in range(len(parts)) if number not in blocks]

        def work(numbers: Iterator[int]) -> list[_Block]:
            return [_block(missing[number], parts[missing[number]], around) for number in numbers]

        def told(done: int, of: int) -> None:
            advance(done * _RECORDS, len(files))

        jobs = processes() if len(missing) * _RECORDS >= _MANY else 1
        for found in shared_out(len(missing), 1, work, jobs, told):
            blocks |= {block.number: block for block in found}
        self._known = [(part, blocks[number]) for number, part in enumerate(parts)]
        return [blocks[number] for number in range(len(parts))]


def _registries(found: Sources) -> ParsedLibrary:
    """The registries, and no more."""
    unread: list[Diagnostic] = []
    files = []
    for path, data in sorted(found.registries):
        parsed = parse_file(path, data, REGISTRY_LIMITS)
        unread += parsed.diagnostics
        name = path.rpartition("/")[2]
        files.append(RegistryFile(path=path, name=name, text=parsed.text, root=parsed.root))
    return ParsedLibrary(
        registry_files=tuple(files),
        registries=registries_of(files),
        registry_paths={file.name: file.path for file in files if isinstance(file.root, Sequence)},
        read_errors=tuple(unread),
    )


def _block(number: int, files: list[tuple[str, bytes]], around: ParsedLibrary) -> _Block:
    unread: list[Diagnostic] = []
    record_files = []
    for path, data in files:
        parsed = parse_file(path, data, RECORD_LIMITS)
        unread += parsed.diagnostics
        paper = paper_of(_id(path), parsed.root)
        fields = parsed.root if isinstance(parsed.root, Mapping) else None
        named = fields.get("name") if fields else None
        line = named.line if named else 1
        notes = text_of(fields.get("notes")) if fields else None
        record = Record(path=path, id=_id(path), paper=paper, line=line, notes=notes)
        record_files.append(RecordFile(record=record, data=data, parsed=parsed))
    records = tuple(file.record for file in record_files)
    problems = check_records(replace(around, records=records, record_files=tuple(record_files)))
    papers = [(record.paper, record.line, record.notes) for record in records]
    return _Block(number, papers, unread, problems)


def _texts(
    records: Iterable[RecordFile],
    registries: Iterable[RegistryFile],
    prose: MappingType[str, tuple[str, str]],
    notes: MappingType[str, str],
) -> FileTexts:
    others = {file.path: file.text for file in registries} | dict(prose.values()) | dict(notes)
    return FileTexts({file.path: file for file in records}, others)


def _id(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _notes(found: Sources, records: list[Record], unread: list[Diagnostic]) -> dict[str, str]:
    """The text of the notes that records name, by path."""
    named = named_notes(records)
    texts = {}
    for path, data in sorted(found.notes):
        if path not in named:
            continue
        if len(data) > NOTES_BYTES:
            unread.append(too_large(path, NOTES_BYTES, "shorten it; a longer text belongs into the folder of pages"))
            continue
        text, faults = decode(path, data)
        unread += faults
        if text is not None:
            texts[path] = text
    return texts
