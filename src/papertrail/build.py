"""Joins the stages; decides nothing itself.

Pure forms take `Sources` and give values; `*_from_disk` forms read the project first.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

import jinja2

from papertrail import parser, rules, sources
from papertrail.catalog import Related, catalog_of
from papertrail.config import Settings
from papertrail.diagnostics import FILE_START, Diagnostic, has_error
from papertrail.exporters import EXPORTS, Exporter, atom_feed, citation_of, json_ld_of, tags_of, work_of
from papertrail.importers.again import says_the_same
from papertrail.importers.inline import references_of
from papertrail.importers.places import Place
from papertrail.limits import NOTES_BYTES, PROSE_BYTES, RECORD_LIMITS, REGISTRY_LIMITS, Limits
from papertrail.models import Catalog, Library, Paper, Record, RegistryFile, Row, Section
from papertrail.nodes import Mapping, Sequence
from papertrail.notes import named_notes, shown_by
from papertrail.pages import (
    About,
    Cited,
    DataSet,
    Maker,
    Notebook,
    PageOptions,
    PaperPlaces,
    PlannedPage,
    SiteFile,
    data_sets,
    index_files,
    pages_of,
)
from papertrail.parallel import processes, shared_out
from papertrail.sources import Sources
from papertrail.stages import QUIET, Advance, Stages
from papertrail.templating import environment, template_mistakes

_RECORDS = 128
"""Records of a block, which are read and checked together."""
_MANY = 1_000
"""Records from which on it pays to read them in several processes."""
_SHORTEN = "shorten it; long reading notes belong into a file of their own, named under `notes`"
Prepared = list[tuple[str, list[tuple[int, str]], list[tuple[str, str]]]]
"""Ids of papers, with their rows in each look that pages have, and with their data in each form."""
RELATED = 8
"""Related papers of a page, less those that it names as papers of the same topic."""


@dataclass(frozen=True)
class Checked:
    """A list that was read and checked."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be published: there are warnings at most."""
        return not has_error(self.diagnostics)

    @cached_property
    def catalog(self) -> Catalog:
        """The list in its final order, of all papers that could be made out."""
        return catalog_of(self.library)


def check(found: Sources, stages: Stages = QUIET) -> Checked:
    """Read and check a list."""
    with stages("reading records") as advance:
        library, of_records = _library(found, advance)
    with stages("checking"):
        return Checked(library, tuple(rules.check(library, of_records)))


def check_from_disk(settings: Settings, stages: Stages = QUIET) -> Checked:
    """Read a project's files and check them."""
    with stages("reading files"):
        found = sources.read(settings)
    return check(found, stages)


def library_of(found: Sources) -> Library:
    """Parse every file; what cannot be parsed is told in `Library.unread`."""
    return _library(found, lambda done, of: None)[0]


@dataclass(frozen=True, slots=True)
class _Block:
    """Some records as they were read: papers with the lines that name them, and what is wrong with them."""

    number: int
    papers: list[tuple[Paper | None, int]]
    unread: list[Diagnostic]
    problems: rules.Found


def _library(found: Sources, advance: Advance) -> tuple[Library, list[rules.Found]]:
    """The library, and what is wrong with single records, block by block."""
    unread = list(found.unread)
    registry_files = []
    for path, data in sorted(found.registries):
        text, root = _parse(path, data, REGISTRY_LIMITS, unread)
        registry_files.append(RegistryFile(path=path, name=path.rpartition("/")[2], text=text, root=root))
    registries = parser.registries_of(registry_files)
    files = sorted(found.records)
    listed = {file.name: file.path for file in registry_files if isinstance(file.root, Sequence)}
    around = Library(registries=registries, listed=listed)
    blocks = _blocks(files, around, advance)
    unread += (diagnostic for block in blocks for diagnostic in block.unread)
    papers = (paper for block in blocks for paper in block.papers)
    records = [
        Record(path=path, id=_id(path), data=data, paper=paper, line=line, read=_reread)
        for (path, data), (paper, line) in zip(files, papers, strict=True)
    ]
    prose = {}
    for slug, path, data in sorted(found.prose):
        if len(data) > PROSE_BYTES:
            unread.append(_too_large(path, PROSE_BYTES))
            continue
        decoded, faults = parser.decode(path, data)
        unread += faults
        prose[slug] = (path, decoded or "")
    texts = _notes(found, records, unread)
    images = dict(found.images)
    shown = {path for notes, text in texts.items() for path in shown_by(notes, text)}
    library = Library(
        records=tuple(records),
        registry_files=tuple(registry_files),
        registries=registries,
        listed=listed,
        prose=prose,
        unread=tuple(unread),
        notes=texts,
        images={path: images[path] for path in sorted(shown & images.keys())},
        files=found.files,
        docs_dir=found.docs_dir,
    )
    return library, [block.problems for block in blocks]


def _blocks(files: list[tuple[str, bytes]], around: Library, advance: Advance) -> list[_Block]:
    """The records in blocks, which are the same however many processes read them."""
    count = -(-len(files) // _RECORDS)

    def work(numbers: Iterator[int]) -> list[_Block]:
        return [_block(number, files[number * _RECORDS : (number + 1) * _RECORDS], around) for number in numbers]

    jobs = processes() if len(files) >= _MANY else 1
    found = [block for part in shared_out(count, 1, work, jobs, advance) for block in part]
    return sorted(found, key=lambda block: block.number)


def _block(number: int, files: list[tuple[str, bytes]], around: Library) -> _Block:
    unread: list[Diagnostic] = []
    records = []
    for path, data in files:
        read = _parse(path, data, RECORD_LIMITS, unread)
        paper = parser.paper_of(_id(path), read[1])
        named = read[1].get("name") if isinstance(read[1], Mapping) else None
        line = named.line if named else 1
        records.append(Record(path=path, id=_id(path), data=data, paper=paper, line=line, read=_Known(read)))
    problems = rules.check_records(replace(around, records=tuple(records)))
    return _Block(number, [(record.paper, record.line) for record in records], unread, problems)


@dataclass(frozen=True, slots=True)
class _Known:
    """Gives what a file was read as."""

    read: tuple[str, parser.Root]

    def __call__(self, path: str, data: bytes) -> tuple[str, parser.Root]:
        return self.read


def _id(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _reread(path: str, data: bytes) -> tuple[str, parser.Root]:
    return _parse(path, data, RECORD_LIMITS, [])


def _notes(found: Sources, records: list[Record], unread: list[Diagnostic]) -> dict[str, str]:
    """The text of the notes that records name, by path."""
    named = named_notes(records)
    texts = {}
    for path, data in sorted(found.notes):
        if path not in named:
            continue
        if len(data) > NOTES_BYTES:
            unread.append(_too_large(path, NOTES_BYTES, "shorten it; a longer text belongs into the folder of pages"))
            continue
        text, faults = parser.decode(path, data)
        unread += faults
        if text is not None:
            texts[path] = text
    return texts


def _parse(path: str, data: bytes, limits: Limits, unread: list[Diagnostic]) -> tuple[str, parser.Root]:
    if len(data) > limits.bytes:
        unread.append(_too_large(path, limits.bytes))
        return "", None
    text, faults = parser.decode(path, data)
    unread += faults
    if text is None:
        return "", None
    root, faults = parser.parse(path, text, limits)
    unread += faults
    return text, root


def _too_large(path: str, most: int, help: str = _SHORTEN) -> Diagnostic:
    return Diagnostic(
        path=path,
        span=FILE_START,
        code="PT001",
        message=f"the file is larger than {most // 1024:,} KiB",
        help=help,
    )


def same_entry(catalog: Catalog, prose: str = "") -> Callable[[Row, Section, str], bool]:
    """Says whether an entry's spelling in the document that it was imported from says just what its record says.

    `prose` is the text around the entries, where the addresses of links may stand that only have a name.
    """

    def same(row: Row, section: Section, raw: str) -> bool:
        topic = section.topic
        place = Place(base_url=topic.base_url, records=posixpath.dirname(row.path))
        named = (catalog.institution_names.find(name) for name in row.paper.institutions)
        urls = {entry.url for entry in named if entry and entry.url}
        with references_of(prose):
            return says_the_same(raw, row.paper, topic.style, topic.table_columns, place, urls)

    return same


def templates_of(settings: Settings) -> jinja2.Environment:
    """The templates of a project."""
    return environment(settings.root / settings.templates)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a site consists of, with nothing of it made."""

    pages: tuple[PlannedPage, ...]
    files: tuple[SiteFile, ...]
    """Beside the pages: data, feeds, images, and the indexes that filters are made from."""
    papers: int
    prepare: Callable[[Iterable[int]], Prepared]
    """Makes what many pages and files show of the papers with these numbers; other processes can do so too."""
    keep: Callable[[Prepared], None]
    """Takes what `prepare` gave there, so that it is not made again."""


def plan(checked: Checked, templates: jinja2.Environment, options: PageOptions) -> Plan:
    """The pages and files of the site. Raises `jinja2.TemplateError` for a mistake in a template that shows at once."""
    catalog = checked.catalog
    with template_mistakes():
        make, exporter = Maker(catalog, templates, options), Exporter(catalog)
    sets = tuple(data_sets(catalog, options))
    forms = tuple(dict.fromkeys(form for found in sets for form in found.forms))

    def prepare(numbers: Iterable[int]) -> Prepared:
        rows = (catalog.rows[number] for number in numbers)  # one after the other: others take from the same numbers
        return [(row.paper.id, make.rows.prepared(row), exporter.prepared(row.paper, forms)) for row in rows]

    def keep(prepared: Prepared) -> None:
        for id, rows, texts in prepared:
            make.rows.keep(id, rows)
            exporter.keep(id, texts)

    return Plan(
        pages=tuple(pages_of(make, _about(checked, options))),
        files=tuple(_files(checked, options, sets, exporter)),
        papers=len(catalog.rows),
        prepare=prepare,
        keep=keep,
    )


def _files(checked: Checked, options: PageOptions, sets: Iterable[DataSet], exporter: Exporter) -> Iterator[SiteFile]:
    catalog = checked.catalog
    places, entries = PaperPlaces(catalog, options), dict[str, str]()
    yield from index_files(catalog, options)
    yield from Notebook(checked.library, options, places).files()
    for found in sets:
        for form in found.forms:
            address = found.file(EXPORTS[form].suffix)
            yield SiteFile(address=address, make=partial(exporter.text, form, found.rows), weight=len(found.rows))
        yield SiteFile(address=found.feed, make=partial(_feed, found, options, places, entries))


def _feed(found: DataSet, options: PageOptions, places: PaperPlaces, entries: dict[str, str]) -> str:
    return atom_feed(
        found.rows,
        title=found.title,
        site_name=options.site_name,
        address=found.feed,
        site_url=options.site_url,
        page_of=lambda row: places.url(row.paper),
        home=options.url_of(found.page),
        known=entries,
    )


def _about(checked: Checked, options: PageOptions) -> About:
    catalog = checked.catalog
    venues, institutions = catalog.venue_names, catalog.institution_names

    def cited(paper: Paper, url: str | None) -> Cited:
        work = work_of(paper, venues)
        return Cited(
            citation=citation_of(work, paper.name),
            tags=tuple(tags_of(work)),
            json_ld=json_ld_of(work, paper.name, url, institutions),
        )

    return About(
        cite=cited,
        related=Related(catalog.rows, venues, institutions, most=RELATED).to,
        notes=Notebook(checked.library, options, PaperPlaces(catalog, options)).notes_of,
    )
