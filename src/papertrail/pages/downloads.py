"""The downloads and feeds of the site: for all papers, lists and their sections, venues, institutions and so on.

Files of papers exist for all papers, each list, each venue and each institution. On other pages, a script takes the
papers of the page from the files of all papers, so that the site does not contain each paper dozens of times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papertrail.core import Catalog, Group, Row, Section
from papertrail.pages.page import PageOptions
from papertrail.pages.pagination import section_places

ALL_PAPERS = "papers"
"""Address of the files of all papers, without suffix."""
FEEDS = "feeds.opml"
"""Address of the list of all feeds."""
_ALL_FORMS = ("bibtex", "ris", "csl-json", "json", "csv")
_LIST_FORMS = ("bibtex", "json", "csv")
_GROUP_FORMS = ("bibtex", "json")


@dataclass(frozen=True, kw_only=True)
class Download:
    """A set of papers with a feed, and possibly files to download."""

    title: str
    page: str
    """Address of the page of these papers."""
    anchor: str = ""
    """The anchor of the papers on a page that also has others."""
    base: str = ALL_PAPERS
    """Address without suffix of the files that contain these papers: `papers`, `venues/eurosys/papers`."""
    feed: str
    kind: str = ""
    """The folder of the page: `lists`, `venues` and so on."""
    rows: tuple[Row, ...]
    forms: tuple[str, ...] = ()
    """Formats of the files that contain only these papers, as in `papertrail export`."""

    @property
    def has_bar(self) -> bool:
        """Whether the page has a bar, which saves the papers that it shows in all formats."""
        return "csv" in self.forms

    def file(self, suffix: str) -> str:
        """Return the address of a file."""
        return self.base + suffix


def downloads_of(catalog: Catalog, options: PageOptions) -> Iterator[Download]:
    """Yield all downloads; the first one has all papers."""
    yield Download(title=options.site_name, page="index.md", feed="feed.xml", rows=catalog.rows, forms=_ALL_FORMS)
    by_id = {row.paper.id: row for row in catalog.rows}
    places = section_places(catalog.lists, options.split)
    for root in catalog.lists:
        yield _with_files("lists", root.slug, root.topic.name, _rows(root, by_id), _LIST_FORMS)
        for section in root.walk():
            if section is not root and section.papers:
                yield _section_feed(root, section, _rows(section, by_id), places[section.path])
    for folder, groups in (("venues", catalog.venues), ("institutions", catalog.institutions)):
        for group in groups:
            yield _with_files(folder, group.slug, group.name, group.rows, _GROUP_FORMS)
            yield from (_group_feed(folder, part) for part in group.parts)
    for folder, groups in (("years", catalog.years), ("keywords", catalog.keywords), ("authors", catalog.authors)):
        yield from (_group_feed(folder, group) for group in groups)


def _rows(section: Section, by_id: dict[str, Row]) -> tuple[Row, ...]:
    return tuple(by_id[paper.id] for paper in section.papers)


def _with_files(kind: str, slug: str, title: str, rows: tuple[Row, ...], forms: tuple[str, ...]) -> Download:
    folder = f"{kind}/{slug}"
    return Download(
        title=title,
        page=f"{folder}.md",
        base=f"{folder}/papers",
        feed=f"{folder}/feed.xml",
        kind=kind,
        rows=rows,
        forms=forms,
    )


def list_text(slug: str) -> str:
    """Return the address of a list as Markdown. It does not end in `.md`, as those of pages do."""
    return f"lists/{slug}/papers.md.txt"


def section_feed(root: Section, section: Section) -> str:
    """Return the address of the feed of a section."""
    return f"lists/{root.slug}/{section.slug}/feed.xml"


def _section_feed(root: Section, section: Section, rows: tuple[Row, ...], place: tuple[str, str]) -> Download:
    page, anchor = place
    title = " > ".join(section.path)
    return Download(title=title, page=page, anchor=anchor, feed=section_feed(root, section), kind="lists", rows=rows)


def _group_feed(folder: str, group: Group) -> Download:
    address = f"{folder}/{group.slug}"
    return Download(title=group.name, page=f"{address}.md", feed=f"{address}/feed.xml", kind=folder, rows=group.rows)
