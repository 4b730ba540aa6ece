"""Loads the files of a list as a library.

Records are parsed and checked in blocks: several processes share them, and after a change only blocks that differ are
parsed again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic
from papertrail.core.images import ImageFile
from papertrail.core.limits import NOTES_BYTES, PROSE_BYTES, RECORD_LIMITS, REGISTRY_LIMITS
from papertrail.notes import image_paths, named_notes, printable_lines
from papertrail.records.files import Sources
from papertrail.records.library import FileTexts, ParsedLibrary, Record, RecordFile, RegistryFile
from papertrail.records.paper import paper_of
from papertrail.records.parse import empty_file, parse_file, too_large
from papertrail.records.registries import registries_of
from papertrail.records.registry_files import folder_of, is_entry, registry_of
from papertrail.rules.checker import DiagnosticsByRule, check_records
from papertrail.runtime.processes import process_count, run_parallel
from papertrail.runtime.progress import Advance
from papertrail.yaml import nodes
from papertrail.yaml.decode import decode

_BLOCK_RECORDS = 128
"""Records in a block."""
_MANY_RECORDS = 1_000
"""Fewer records are parsed by one process, as starting others takes longer."""

_File = tuple[str, bytes]
"""Path and content."""
_PaperOfRecord = tuple[Paper | None, int, str | None]
"""The paper of a record, with the line of its name and the notes that it names."""
_Prose = dict[str, tuple[str, str]]
"""Path and text of the document around each list, by the slug of the list."""


@dataclass(frozen=True, slots=True)
class _RecordBlock:
    """Some records that are parsed and checked together."""

    number: int
    papers: list[_PaperOfRecord]
    read_errors: list[Diagnostic]
    diagnostics: DiagnosticsByRule


class Loader:
    """Loads the files of a list, and after a change parses only what has changed."""

    def __init__(self) -> None:
        self._starts: list[str] = []
        """The first path of each block. They stay, so that a new record changes one block only."""
        self._blocks: list[tuple[list[_File], _RecordBlock]] = []
        self._registry_files: list[_File] | None = None
        self._registries = ParsedLibrary()

    def load(
        self, sources: Sources, advance: Advance = lambda done, total: None
    ) -> tuple[ParsedLibrary, list[DiagnosticsByRule]]:
        """Return the library, and the diagnostics of single records for each block."""
        if self._registry_files != sorted(sources.registries):
            self._registry_files = sorted(sources.registries)
            self._registries, self._blocks = _registries(self._registry_files, sources.records_dir), []
        self._registries = replace(self._registries, this_year=sources.this_year)
        files = sorted(sources.records)
        blocks = self._load_blocks(files, advance)
        return _library(sources, self._registries, files, blocks), [block.diagnostics for block in blocks]

    def _load_blocks(self, files: list[_File], advance: Advance) -> list[_RecordBlock]:
        """Return the blocks of all records. Blocks whose files did not change are reused."""
        if not self._starts:
            self._starts = [path for path, _ in files[_BLOCK_RECORDS::_BLOCK_RECORDS]]
        parts = [list(part) for _, part in groupby(files, key=lambda file: bisect_right(self._starts, file[0]))]
        loaded = {part[0][0]: (part, block) for part, block in self._blocks}
        blocks: dict[int, _RecordBlock] = {}
        for number, part in enumerate(parts):
            before, block = loaded.get(part[0][0], (None, None))
            if block is not None and before == part:
                blocks[number] = replace(block, number=number)
        changed = [(number, part) for number, part in enumerate(parts) if number not in blocks]
        blocks |= _parsed_blocks(changed, self._registries, lambda done: advance(done, len(files)))
        self._blocks = [(part, blocks[number]) for number, part in enumerate(parts)]
        return [block for _, block in self._blocks]


def _parsed_blocks(
    parts: Sequence[tuple[int, list[_File]]], registries: ParsedLibrary, advance: Callable[[int], None]
) -> dict[int, _RecordBlock]:
    """Parse and check blocks, in several processes if there are many. Return them by their numbers."""
    context = replace(registries, registry_files=(), read_errors=())

    def work(indexes: Iterator[int]) -> list[_RecordBlock]:
        return [_parsed_block(*parts[index], context) for index in indexes]

    jobs = process_count() if len(parts) * _BLOCK_RECORDS >= _MANY_RECORDS else 1
    results = run_parallel(len(parts), 1, work, jobs, lambda done, total: advance(done * _BLOCK_RECORDS))
    return {block.number: block for blocks in results for block in blocks}


def _parsed_block(number: int, files: list[_File], registries: ParsedLibrary) -> _RecordBlock:
    record_files = []
    read_errors: list[Diagnostic] = []
    for path, data in files:
        parsed = parse_file(path, data, RECORD_LIMITS)
        read_errors += parsed.diagnostics
        if parsed.root is None and not parsed.diagnostics:
            read_errors.append(empty_file(path, "add the lines `name: ...` and `topic: ...`, or delete the file"))
        fields = parsed.root if isinstance(parsed.root, nodes.Mapping) else None
        name = fields.get("name") if fields else None
        paper = paper_of(_id(path), parsed.root)
        record = Record(
            path=path,
            id=_id(path),
            paper=paper,
            line=name.line if name else 1,
            notes=nodes.text_of(fields.get("notes")) if fields else None,
        )
        record_files.append(RecordFile(record=record, data=data, parsed=parsed))
    records = tuple(file.record for file in record_files)
    library = replace(registries, records=records, record_files=tuple(record_files))
    papers = [(record.paper, record.line, record.notes) for record in records]
    return _RecordBlock(number, papers, read_errors, check_records(library))


def _registries(files: list[_File], records_dir: str) -> ParsedLibrary:
    """Return a library with the registries only."""
    registry_files, read_errors, broken = [], list[Diagnostic](), set[str]()
    for path, data in files:
        file, errors = _registry_file(path, data, records_dir)
        registry_files.append(file)
        read_errors += errors
        if not file.has_form and (errors or file.root is not None):
            broken.add(file.name)
    return ParsedLibrary(
        registry_files=tuple(registry_files),
        registries=registries_of(registry_files),
        registry_paths={
            file.name: f"{records_dir}/{folder_of(file.name)}" if file.is_entry else file.path
            for file in registry_files  # files in folders come last
            if file.root is not None and file.name not in broken
        },
        read_errors=tuple(read_errors),
    )


def _registry_file(path: str, data: bytes, records_dir: str) -> tuple[RegistryFile, list[Diagnostic]]:
    """Return a file of a registry, and what is wrong with its encoding or its syntax."""
    alone = is_entry(path, records_dir)
    text, root, diagnostics = parse_file(path, data, RECORD_LIMITS if alone else REGISTRY_LIMITS)
    errors = list(diagnostics)
    if alone and root is None and not errors:
        errors.append(empty_file(path, "add the line `name: ...`, or delete the file"))
    name = registry_of(path, records_dir) or ""
    return RegistryFile(path=path, name=name, text=text, root=root, is_entry=alone), errors


def _library(
    sources: Sources, registries: ParsedLibrary, files: Sequence[_File], blocks: Sequence[_RecordBlock]
) -> ParsedLibrary:
    """Return the library of all files."""
    record_files = _record_files(files, (paper for block in blocks for paper in block.papers))
    records = tuple(file.record for file in record_files)
    prose, prose_errors = _prose(sources)
    notes, notes_errors = _notes(sources, records)
    pages = {path: printable_lines(data.decode("utf-8-sig", "replace")) for path, data in sources.pages}
    images = dict(sources.images)
    shown = {path for notes_path, text in notes.items() for path in image_paths(notes_path, text)}
    block_errors = [error for block in blocks for error in block.read_errors]
    return replace(
        registries,
        records=records,
        record_files=record_files,
        prose=prose,
        read_errors=(*sources.read_errors, *registries.read_errors, *block_errors, *prose_errors, *notes_errors),
        notes=notes,
        pages=pages,
        images={path: ImageFile(path, images[path]) for path in sorted(shown & images.keys())},
        files=sources.files,
        unread=sources.unread,
        new=sources.new,
        records_dir=sources.records_dir,
        docs_dir=sources.docs_dir,
        own_folders=sources.own_folders,
        texts=_texts(record_files, registries.registry_files, prose, notes | pages),
    )


def _record_files(files: Sequence[_File], papers: Iterable[_PaperOfRecord]) -> tuple[RecordFile, ...]:
    return tuple(
        RecordFile(
            record=Record(path=path, id=paper.id if paper else _id(path), paper=paper, line=line, notes=notes),
            data=data,
        )
        for (path, data), (paper, line, notes) in zip(files, papers, strict=True)
    )


def _prose(sources: Sources) -> tuple[_Prose, list[Diagnostic]]:
    """Return the documents around lists, and the errors of those that cannot be read."""
    prose: _Prose = {}
    errors: list[Diagnostic] = []
    for slug, path, data in sorted(sources.prose):
        if len(data) > PROSE_BYTES:
            errors.append(too_large(path, PROSE_BYTES))
            continue
        text, decoding_errors = decode(path, data)
        errors += decoding_errors
        prose[slug] = (path, text or "")
    return prose, errors


def _notes(sources: Sources, records: Sequence[Record]) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the texts of the notes that records name, by path, and the errors of those that cannot be read."""
    named = named_notes(records)
    texts: dict[str, str] = {}
    errors: list[Diagnostic] = []
    for path, data in sorted(sources.notes):
        if path not in named:
            continue
        if len(data) > NOTES_BYTES:
            errors.append(too_large(path, NOTES_BYTES, "shorten it, or move it to a page in the docs folder"))
            continue
        text, decoding_errors = decode(path, data)
        errors += decoding_errors
        if text is not None:
            texts[path] = text
    return texts, errors


def _texts(
    records: Iterable[RecordFile], registries: Iterable[RegistryFile], prose: _Prose, texts: dict[str, str]
) -> FileTexts:
    others = {file.path: file.text for file in registries} | dict(prose.values()) | texts
    return FileTexts({file.path: file for file in records}, others)


def _id(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
