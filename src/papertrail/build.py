"""Joins the stages; decides nothing itself.

Pure forms take `Sources` and give values; `*_from_disk` forms read the project first.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import jinja2

from papertrail import rules, sources
from papertrail.catalog import Related, catalog_of
from papertrail.config import Settings
from papertrail.diagnostics import Diagnostic, has_error
from papertrail.exporters import EXPORTS, Exporter, atom_feed, citation_of, json_ld_of, tags_of, work_of
from papertrail.models import Catalog, Library, Paper, Row, Section
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
from papertrail.reader import Reader
from papertrail.sources import Sources
from papertrail.stages import QUIET, Stages
from papertrail.templating import environment, template_mistakes
from papertrail.textstore import TextStore

Prepared = list[TextStore]
"""Rows of papers in each look that pages have, and papers in each form of data."""
_KEPT = ("bibtex", "json")
"""Forms of data in which a paper is in many files: those of each venue and institution."""
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

    def without_texts(self) -> Checked:
        """The same without what the files of records hold: a site is made of papers."""
        return Checked(self.library.without_texts(), self.diagnostics)

    @cached_property
    def catalog(self) -> Catalog:
        """The list in its final order, of all papers that could be made out."""
        return catalog_of(self.library)


class Checker:
    """Reads and checks a list, and when it has changed, does so again for what the change has to do with."""

    def __init__(self) -> None:
        self._reader, self._rules = Reader(), rules.Checker()

    def check(self, found: Sources, stages: Stages = QUIET) -> Checked:
        """The list as it is now."""
        with stages("reading records") as advance:
            library, of_records = self._reader.read(found, advance)
        with stages("checking"):
            return Checked(library, tuple(self._rules.check(library, of_records)))


def check(found: Sources, stages: Stages = QUIET) -> Checked:
    """Read and check a list."""
    return Checker().check(found, stages)


def check_from_disk(settings: Settings, stages: Stages = QUIET) -> Checked:
    """Read a project's files and check them."""
    with stages("reading files"):
        found = sources.read(settings)
    return check(found, stages)


def library_of(found: Sources) -> Library:
    """Parse every file; what cannot be parsed is told in `Library.unread`."""
    return Reader().read(found)[0]


def same_entry(catalog: Catalog, prose: str = "") -> Callable[[Row, Section, str], bool]:
    """Says whether an entry's spelling in the document that it was imported from says just what its record says.

    `prose` is the text around the entries, where the addresses of links may stand that only have a name.
    """
    # Only documents ask for it, and to load the importers takes as long as to check a hundred records.
    from papertrail.importers.again import says_the_same
    from papertrail.importers.inline import references_of
    from papertrail.importers.places import Place

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
    keep: Callable[[Iterable[Prepared]], None]
    """Takes what `prepare` gave there, so that it is not made again."""


def plan(checked: Checked, templates: jinja2.Environment, options: PageOptions) -> Plan:
    """The pages and files of the site. Raises `jinja2.TemplateError` for a mistake in a template that shows at once."""
    catalog = checked.catalog
    with template_mistakes():
        make, exporter = Maker(catalog, templates, options), Exporter(catalog, kept=_KEPT)
    notebook = Notebook(checked.library, options, make.places)
    sets = tuple(data_sets(catalog, options))
    stores = [*make.rows.stores, *exporter.stores]

    def prepare(numbers: Iterable[int]) -> Prepared:
        for number in numbers:
            row = catalog.rows[number]
            make.rows.prepare(row)
            for form in _KEPT:
                exporter.one(form, row.paper)
        return stores

    def keep(prepared: Iterable[Prepared]) -> None:
        for of_process in prepared:
            for store, found in zip(stores, of_process, strict=True):
                if found is not store:
                    store.take(found)

    return Plan(
        pages=tuple(pages_of(make, _about(catalog, exporter, notebook))),
        files=tuple(_files(make, sets, exporter, notebook)),
        papers=len(catalog.rows),
        prepare=prepare,
        keep=keep,
    )


def _files(make: Maker, sets: Iterable[DataSet], exporter: Exporter, notebook: Notebook) -> Iterator[SiteFile]:
    catalog, options = make.catalog, make.options
    yield from index_files(catalog, options)
    yield from notebook.files()
    for found in sets:
        for form in found.forms:
            address = found.file(EXPORTS[form].suffix)
            yield SiteFile(address=address, make=partial(exporter.parts, form, found.rows), weight=len(found.rows))
        yield SiteFile(address=found.feed, make=partial(_feed, found, options, make.places))


def _feed(found: DataSet, options: PageOptions, places: PaperPlaces) -> str:
    return atom_feed(
        found.rows,
        title=found.title,
        site_name=options.site_name,
        address=found.feed,
        site_url=options.site_url,
        page_of=lambda row: places.url(row.paper),
        home=options.url_of(found.page),
    )


def _about(catalog: Catalog, exporter: Exporter, notebook: Notebook) -> About:
    venues, institutions = catalog.venue_names, catalog.institution_names

    def cited(paper: Paper, url: str | None) -> Cited:
        work = work_of(paper, venues)
        return Cited(
            citation=citation_of(work, exporter.one("bibtex", paper)),
            tags=tuple(tags_of(work)),
            json_ld=json_ld_of(work, paper.name, url, institutions),
        )

    return About(
        cite=cited,
        related=Related(catalog.rows, venues, institutions, most=RELATED).to,
        notes=notebook.notes_of,
    )
