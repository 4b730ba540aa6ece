"""The pages and files of one build: which MkDocs renders, and which are put together from shells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import jinja2

from papertrail.errors import PapertrailError
from papertrail.pages import Page, PageOptions, PlannedPage, SiteFile
from papertrail.parallel import processes, shared_out
from papertrail.site.lane import Lane
from papertrail.site.search import entry_texts
from papertrail.site.writing import Writer
from papertrail.stages import Advance
from papertrail.templating import template_fault

_BLOCK = 32
"""Pages that a process takes at a time."""


@dataclass(kw_only=True)
class Publication:
    """What a build publishes of ours, by address."""

    options: PageOptions
    pages: dict[str, PlannedPage]
    files: dict[str, SiteFile]
    entries: dict[str, list[str]] = field(default_factory=dict)
    """The entries of pages for the theme's search, of those made so far."""

    def made(self, address: str) -> Page:
        """A page, made anew."""
        page = self.pages[address].make()
        self.entries[address] = entry_texts(page, self.options)
        return page

    def search_entries(self) -> Iterator[str]:
        """The entries of all pages, in the order of the pages."""
        for address in self.pages:
            yield from self.entries.get(address, ())


def hardest(pages: Iterable[PlannedPage]) -> list[PlannedPage]:
    """Of each kind of page the one whose title has the most signs that a theme could spell in its own way."""
    found: dict[str, tuple[int, PlannedPage]] = {}
    for page in pages:
        signs = sum(not sign.isalnum() and sign != " " for sign in page.title)
        if page.kind not in found or signs > found[page.kind][0]:
            found[page.kind] = signs, page
    return [page for _, page in found.values()]


def write_pages(
    publication: Publication, addresses: list[str], files: list[str], lane: Lane, writer: Writer, advance: Advance
) -> Mapping[str, list[str]]:
    """Write these pages and files, and give the search entries of the pages by address.

    Raises `PapertrailError` for a mistake in a template, and `LaneDiffersError` where a page from a shell is not what
    the theme makes of it.
    """
    pages = [publication.pages[address] for address in addresses]
    for planned in hardest(pages):  # so that these become the samples of their kinds
        lane.page(planned, planned.make())

    def work(numbers: Iterator[int]) -> dict[str, list[str]]:
        entries = {}
        for number in numbers:
            if number < len(files):
                _write_file(publication.files[files[number]], writer)
                continue
            planned = pages[number - len(files)]
            try:
                page = planned.make()
            except jinja2.TemplateError as error:  # its place would not come out of another process
                raise PapertrailError(template_fault(error)) from error
            writer.put(publication.options.file_of(planned.address), lane.page(planned, page))
            entries[planned.address] = entry_texts(page, publication.options)
        return entries

    found: dict[str, list[str]] = {}
    for entries in shared_out(len(files) + len(pages), _BLOCK, work, processes(), advance):
        found |= entries
    return found


def write_ordinarily(
    publication: Publication, addresses: list[str], theme: Callable[[Page], str], writer: Writer
) -> None:
    """Write pages with the theme rendered for each."""
    for address in addresses:
        page = publication.made(address)
        html = theme(page).encode("utf-8", errors="xmlcharrefreplace")
        writer.put(publication.options.file_of(address), html)


def _write_file(file: SiteFile, writer: Writer) -> None:
    content = file.make()
    writer.put(file.address, content.encode() if isinstance(content, str) else content)
