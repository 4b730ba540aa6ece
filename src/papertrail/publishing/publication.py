"""The pages and files of one build: which MkDocs renders, and which are put together from shells."""

from __future__ import annotations

import gc
import posixpath
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, groupby, islice

import jinja2

from papertrail.core.errors import PapertrailError
from papertrail.pages import Page, PageOptions, PlannedPage, SiteFile
from papertrail.pipeline.plan import Plan, Prepared
from papertrail.publishing.page_assembler import Lane
from papertrail.publishing.search import entries_of
from papertrail.publishing.writer import Writer
from papertrail.runtime.processes import SharedWork, processes, shared_out
from papertrail.runtime.progress import Stages
from papertrail.runtime.text_store import TextStore
from papertrail.templating.environment import template_fault, template_mistakes

_PAPERS, _PAGES = 64, 16
"""How many a process takes at a time."""


@dataclass(kw_only=True)
class Publication:
    """What a build publishes of ours, by address."""

    options: PageOptions
    plan: Plan
    pages: dict[str, PlannedPage]
    files: dict[str, SiteFile]
    entries: TextStore = field(default_factory=TextStore)
    """The entries of pages for the theme's search that were made along with the pages."""

    @property
    def outline(self) -> tuple[object, ...]:
        """What of pages and files shows on other pages: the navigation in its order, and which addresses there are."""
        pages = self.pages.values()
        navigation = [(page.address, page.title) for page in pages if page.in_navigation]
        return navigation, {(page.address, page.kind, page.leads_on) for page in pages}, self.files.keys()

    def address_of(self, file: str) -> str:
        """The address of the page whose file is at a path."""
        stem = file.removesuffix(".html")
        folder = stem.removesuffix("/index")
        return f"{folder}.md" if f"{folder}.md" in self.pages else f"{stem}.md"

    def without(self, taken: Container[str]) -> Publication:
        """The same without pages and files whose own files are taken."""
        options = self.options
        return replace(
            self,
            pages={address: page for address, page in self.pages.items() if options.file_of(address) not in taken},
            files={address: file for address, file in self.files.items() if address not in taken},
        )

    def search_entries(self) -> Iterator[str]:
        """The entries of each page for the theme's search, in the order of the pages."""
        for address, page in self.pages.items():
            made = self.entries.get(address)
            yield entries_of(page, self.options) if made is None else made


def hardest(pages: Iterable[PlannedPage]) -> list[PlannedPage]:
    """Of each kind of page the one whose title has the most signs that a theme could spell in its own way."""
    found: dict[str, tuple[int, PlannedPage]] = {}
    for page in pages:
        signs = sum(not sign.isalnum() and sign != " " for sign in page.title)
        if page.kind not in found or signs > found[page.kind][0]:
            found[page.kind] = signs, page
    return [page for _, page in found.values()]


Drawing = SharedWork[Prepared]
"""What pages show of the papers, as it is being made."""


def begin_drawing(plan: Plan) -> Drawing | None:
    """Have other processes begin with what pages show of the papers, while this one is busy with MkDocs' own; None
    where there are none, and papers are best drawn when they are asked for.
    """

    def work(numbers: Iterator[int]) -> Prepared:
        try:
            with template_mistakes():
                return plan.prepare(numbers)
        except jinja2.TemplateError as error:
            raise _told(error) from error

    jobs = processes()
    return SharedWork(plan.papers, _PAPERS, work, jobs) if jobs > 1 else None


def write_pages(
    publication: Publication,
    addresses: list[str],
    files: list[str],
    *,
    drawing: Drawing | None,
    lane: Lane,
    writer: Writer,
    stages: Stages,
) -> None:
    """Write these pages and files, when `drawing` of their papers is finished.

    Raises `PapertrailError` for a mistake in a template, and `LaneDiffersError` where a page from a shell is not what
    the theme makes of it.
    """
    options, plan = publication.options, publication.plan
    with stages("trying the theme"):
        for planned in hardest(publication.pages[address] for address in addresses):
            lane.page(planned, _made(planned))  # so that these become the samples of their kinds
    portions = [*_portions(publication.pages[address] for address in addresses)]
    portions += ([publication.files[address]] for address in files)
    # So that nobody is left with a long one at the end.
    portions.sort(key=lambda tasks: sum(task.weight for task in tasks), reverse=True)

    def work(numbers: Iterator[int]) -> TextStore:
        entries = TextStore()
        for task in chain.from_iterable(map(portions.__getitem__, numbers)):
            if isinstance(task, SiteFile):
                _write_file(task, writer)
            else:
                page = _made(task)
                writer.put(options.file_of(task.address), lane.page(task, page))
                entries[task.address] = entries_of(task, options)
        return entries

    gc.freeze()  # what is there stays; looking through it for cycles again and again would touch all of it
    try:
        if drawing is not None:
            with stages("drawing papers") as advance:
                plan.keep(drawing.finish(advance))
        with stages("making pages") as advance:
            made = [0, *accumulate(map(len, portions))]

            def told(done: int, of: int) -> None:
                advance(made[done], made[of])

            for entries in shared_out(len(portions), 1, work, processes(), told):
                publication.entries.take(entries)
    finally:
        gc.unfreeze()


def _portions(pages: Iterable[PlannedPage]) -> Iterator[list[PlannedPage | SiteFile]]:
    """Pages in portions for one process each: those of a folder together, as they have shells in common."""
    in_order = sorted(pages, key=lambda page: (page.kind, posixpath.dirname(page.address)))
    for _, found in groupby(in_order, key=lambda page: (page.kind, posixpath.dirname(page.address))):
        while portion := list(islice(found, _PAGES)):
            yield [*portion]


def _write_file(file: SiteFile, writer: Writer) -> None:
    content = file.make()
    writer.put(file.address, content.encode() if isinstance(content, str) else content)


def _made(planned: PlannedPage) -> Page:
    try:
        return planned.make()
    except jinja2.TemplateError as error:
        raise _told(error) from error


def _told(error: jinja2.TemplateError) -> PapertrailError:
    """A mistake in a template with its place, which would not come out of another process."""
    return PapertrailError(template_fault(error))


def write_ordinarily(
    publication: Publication, addresses: list[str], files: list[str], theme: Callable[[Page], str], writer: Writer
) -> None:
    """Write these pages, with the theme rendered for each, and files."""
    for address in files:
        _write_file(publication.files[address], writer)
    for address in addresses:
        page = _made(publication.pages[address])
        html = theme(page).encode("utf-8", errors="xmlcharrefreplace")
        writer.put(publication.options.file_of(address), html)
