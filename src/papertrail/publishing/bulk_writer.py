"""Writes the pages and files that MkDocs does not know, in several processes."""

from __future__ import annotations

import gc
import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain, groupby, islice

from papertrail.core.errors import PapertrailError
from papertrail.pages import Page, PageOptions, PlannedPage, SiteFile
from papertrail.pipeline.plan import Prerendered, SitePlan
from papertrail.publishing.page_assembler import PageAssembler
from papertrail.publishing.publication import Publication, hardest
from papertrail.publishing.search import entries_of
from papertrail.publishing.theme_shell import encoded
from papertrail.publishing.writer import Writer
from papertrail.runtime.processes import ParallelWork, process_count, run_parallel
from papertrail.runtime.progress import Progress
from papertrail.runtime.text_store import TextStore
from papertrail.templating.environment import is_template_error, template_errors, template_message

_PAPERS_AT_ONCE, _PAGES_AT_ONCE = 64, 16
"""How many of them a process takes at a time."""

_Portion = Sequence[PlannedPage | SiteFile]

PaperRendering = ParallelWork[Prerendered]
"""The rendering of what pages show of papers, in processes that run while MkDocs reads its own pages."""


def start_rendering(plan: SitePlan) -> PaperRendering | None:
    """Render what pages show of the papers in other processes; None if there is only one process."""

    def work(numbers: Iterator[int]) -> Prerendered:
        with template_errors_with_position(), template_errors():
            return plan.prerender(numbers)

    jobs = process_count()
    return ParallelWork(plan.papers, _PAPERS_AT_ONCE, work, jobs) if jobs > 1 else None


def write_assembled(
    publication: Publication,
    addresses: Sequence[str],
    *,
    rendering: PaperRendering | None,
    assembler: PageAssembler,
    writer: Writer,
    progress: Progress,
) -> None:
    """Write pages and files with these addresses; pages are assembled from shells.

    Raise `PapertrailError` for an error in a template, and `ThemeDiffersError` if the theme renders a page in another
    way than its shell does.
    """
    pages = [publication.pages[address] for address in addresses if address in publication.pages]
    files = [publication.files[address] for address in addresses if address in publication.files]
    with progress.step("preparing the theme"):
        for planned in hardest(pages):
            assembler.page(planned, rendered(planned))  # these become the samples of their kinds
    portions = [*_portions(pages), *([file] for file in files)]
    portions.sort(key=lambda tasks: sum(task.weight for task in tasks), reverse=True)  # no long one at the end
    with _frozen_garbage():
        if rendering is not None:
            with progress.step("rendering papers") as advance:
                publication.plan.add_prerendered(rendering.finish(advance))
        with progress.step("rendering pages") as advance:
            done = [0, *accumulate(map(len, portions))]
            work = _portion_writer(portions, publication.options, assembler, writer)

            def report(portion: int, of: int) -> None:
                advance(done[portion], done[of])

            for entries in run_parallel(len(portions), 1, work, process_count(), report):
                publication.entries.take(entries)


def write_themed(
    publication: Publication, addresses: Sequence[str], theme: Callable[[Page], str], writer: Writer
) -> None:
    """Write pages and files with these addresses; the theme renders every page."""
    for address in addresses:
        if address in publication.files:
            _write_file(publication.files[address], writer)
        else:
            html = theme(rendered(publication.pages[address]))
            writer.put(publication.options.file_of(address), encoded(html))


def rendered(planned: PlannedPage) -> Page:
    """Render a page. Raise `PapertrailError` for an error in a template."""
    with template_errors_with_position():
        return planned.make()


@contextmanager
def template_errors_with_position() -> Iterator[None]:
    """Turn an error in a template into a `PapertrailError` with its position, which can be sent between processes."""
    try:
        yield
    except Exception as error:
        if not is_template_error(error):
            raise
        raise PapertrailError(template_message(error)) from error


def _portion_writer(
    portions: Sequence[_Portion], options: PageOptions, assembler: PageAssembler, writer: Writer
) -> Callable[[Iterator[int]], TextStore]:
    """Return a function that writes the portions with some numbers, and returns the search entries of their pages."""

    def write(numbers: Iterator[int]) -> TextStore:
        entries = TextStore()
        for task in chain.from_iterable(map(portions.__getitem__, numbers)):
            if isinstance(task, SiteFile):
                _write_file(task, writer)
                continue
            with template_errors_with_position():
                page = assembler.page(task, rendered(task))
            writer.put(options.file_of(task.address), page)
            entries[task.address] = entries_of(task, options)
        return entries

    return write


def _portions(pages: Iterable[PlannedPage]) -> Iterator[_Portion]:
    """Split pages into portions for one process each. Pages of a folder stay together, as they share shells."""

    def kind_and_folder(page: PlannedPage) -> tuple[str, str]:
        return page.kind, posixpath.dirname(page.address)

    for _, group in groupby(sorted(pages, key=kind_and_folder), key=kind_and_folder):
        while portion := list(islice(group, _PAGES_AT_ONCE)):
            yield portion


def _write_file(file: SiteFile, writer: Writer) -> None:
    content = file.make()
    writer.put(file.address, content.encode() if isinstance(content, str) else content)


@contextmanager
def _frozen_garbage() -> Iterator[None]:
    """Keep the garbage collector from searching the values that exist now, which stay until the end."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
