"""The distribution of sections and rows over pages: long lists are split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from papertrail.core import Row, Section, TopicPath
from papertrail.templating.words import ENGLISH, Words

SectionPlaces = Mapping[TopicPath, tuple[str, str]]
"""The page and the anchor of each section; the anchor is empty for the section of the page itself."""


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """A page of a list."""

    address: str
    section: Section
    whole: bool
    """Whether the page includes the sections below; otherwise these have their own pages."""
    rows: tuple[Row, ...]
    """The section's own rows on this page."""
    part: PageNumber


@dataclass(frozen=True, kw_only=True, slots=True)
class PageNumber:
    """One of several pages with the rows of a section or group."""

    number: int
    of: int
    first: str
    """Address of the first page."""

    def title(self, whole: str, words: Words = ENGLISH) -> str:
        """Return the title of this page, given the title of the first one."""
        if self.number == 1:
            return whole
        return words.gettext("%(title)s (page %(number)s)", title=whole, number=self.number)

    @property
    def previous(self) -> str | None:
        """Address of the previous page."""
        return numbered_address(self.first, self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        """Address of the next page."""
        return numbered_address(self.first, self.number + 1) if self.number < self.of else None


def numbered_address(address: str, number: int) -> str:
    """Return the address of one of several pages; slugs never contain an underscore.

    >>> numbered_address("years/2019.md", 1), numbered_address("years/2019.md", 2)
    ('years/2019.md', 'years/2019/page_2.md')
    """
    return address if number == 1 else f"{address.removesuffix('.md')}/page_{number}.md"


def split_rows(rows: tuple[Row, ...], address: str, split: int) -> Iterator[tuple[PageNumber, tuple[Row, ...]]]:
    """Yield at most `split` rows per page; one empty page if there are no rows."""
    starts = range(0, len(rows) or 1, split)
    for number, start in enumerate(starts, 1):
        yield PageNumber(number=number, of=len(starts), first=address), rows[start : start + split]


def section_pages(root: Section, split: int) -> Iterator[SectionPage]:
    """Yield the pages of a list: one, or one per section at the shallowest level that fits."""
    return _pages(root, f"lists/{root.slug}.md", f"lists/{root.slug}", split)


def _pages(section: Section, address: str, folder: str, split: int) -> Iterator[SectionPage]:
    if sum(len(below.rows) for below in section.walk()) <= split:
        part = PageNumber(number=1, of=1, first=address)
        yield SectionPage(address=address, section=section, whole=True, rows=section.rows, part=part)
        return
    for part, rows in split_rows(section.rows, address, split):
        here = numbered_address(address, part.number)
        yield SectionPage(address=here, section=section, whole=not section.sections, rows=rows, part=part)
    for below in section.sections:
        yield from _pages(below, f"{folder}/{below.slug}.md", folder, split)


def shown(page: SectionPage) -> list[tuple[Section, tuple[Row, ...]]]:
    """Return the sections on a page with their rows there."""
    below = page.section.sections if page.whole else ()
    return [(page.section, page.rows), *((section, section.rows) for root in below for section in root.walk())]


def rows_on(page: SectionPage) -> tuple[Row, ...]:
    """Return the distinct papers on a page, in order of their first row."""
    return tuple({row.paper.id: row for _, rows in shown(page) for row in rows}.values())


def section_places(lists: Iterable[Section], split: int) -> SectionPlaces:
    """Return the page and anchor of each section."""
    places: dict[TopicPath, tuple[str, str]] = {}
    for root in lists:
        for page in section_pages(root, split):
            places.setdefault(page.section.path, (page.address, ""))
            if page.whole:
                for below in page.section.walk():
                    places.setdefault(below.path, (page.address, anchor(below)))
    return places


def anchor(section: Section) -> str:
    """Return the `id` of a section's heading."""
    return f"s-{section.slug}"
