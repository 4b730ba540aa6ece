"""The pages about the whole list: Home, Recently added, and Data and feeds."""

from __future__ import annotations

import json
from functools import partial
from itertools import groupby
from urllib.parse import urlsplit

from papertrail.core import Row
from papertrail.pages.browse_page import ADDRESS as BROWSE
from papertrail.pages.downloads import Download
from papertrail.pages.group_pages import Axis
from papertrail.pages.head_tags import feed_link, linked_data
from papertrail.pages.list_pages import index_address
from papertrail.pages.page import Heading, Page, PageOptions, PlannedPage, SearchEntry, SiteFile
from papertrail.pages.renderer import PageRenderer

NEWEST_ON_HOME = 6
NEWEST_PAPERS = "assets/newest.json"
MOST_NEW = 200
"""Maximum number of papers that the site can show as new since a reader's last visit."""
NEWEST = 50
"""Maximum number of papers on the page Recently added."""


def home(renderer: PageRenderer, axes: tuple[Axis, ...], all_papers: Download) -> PlannedPage:
    """Plan the home page."""
    options = renderer.options
    return PlannedPage(
        address="index.md",
        kind="home",
        title=options.site_name,
        make=partial(_home, renderer, axes, all_papers),
        search=lambda: (SearchEntry(title=options.site_name, text=_description(renderer)),),
        in_navigation=True,
    )


def _description(renderer: PageRenderer) -> str:
    return renderer.options.site_description or renderer.words.ngettext(
        "%(num)s paper by topic, venue, institution and year.",
        "%(num)s papers by topic, venue, institution and year.",
        len(renderer.catalog.rows),
    )


def _home(renderer: PageRenderer, axes: tuple[Axis, ...], all_papers: Download) -> Page:
    catalog, options = renderer.catalog, renderer.options
    years = [int(group.name) for group in catalog.years]
    newest = recently_added(catalog.rows)[:NEWEST_ON_HOME]
    return Page(
        address="index.md",
        title=options.site_name,
        html=renderer.html(
            "index.md",
            "home",
            options.site_name,
            lead=options.site_description,
            lists=catalog.lists,
            axes=axes,
            paper_count=len(catalog.rows),
            first_year=min(years, default=None),
            last_year=max(years, default=None),
            newest=newest,
            index=index_address(BROWSE),
        ),
        headings=(
            *((Heading(level=2, anchor="s-recent", text=renderer.words.gettext("Recently added")),) if newest else ()),
            *((Heading(level=2, anchor="s-topics", text=renderer.words.gettext("Topics")),) if catalog.lists else ()),
        ),
        description=_description(renderer),
        head=feed_link(options.relative_url("index.md", all_papers.feed), all_papers.title),
    )


def recently_added(rows: tuple[Row, ...]) -> list[Row]:
    """Return the papers with an `added` date, latest first; papers of one day are in list order."""
    return sorted((row for row in rows if row.paper.added), key=lambda row: row.paper.added or "", reverse=True)


def newest_file(rows: tuple[Row, ...]) -> SiteFile:
    """Return the ids of the newest papers, each followed by its former ids, for `visit.js`."""

    def text() -> str:
        papers = [row.paper for row in recently_added(rows)[:MOST_NEW]]
        return json.dumps([" ".join((paper.id, *paper.aliases)) for paper in papers]) + "\n"

    return SiteFile(address=NEWEST_PAPERS, make=text, fetched=True)


def recent(renderer: PageRenderer, all_papers: Download) -> PlannedPage:
    """Plan the page of recently added papers, by day."""
    return PlannedPage(
        address="recent.md",
        kind="recent",
        title=renderer.words.gettext("Recently added"),
        make=partial(_recent, renderer, all_papers),
        search=lambda: (SearchEntry(title=renderer.words.gettext("Recently added")),),
        in_navigation=any(row.paper.added for row in renderer.catalog.rows),
    )


def _recent(renderer: PageRenderer, all_papers: Download) -> Page:
    title = renderer.words.gettext("Recently added")
    newest = recently_added(renderer.catalog.rows)[:NEWEST]
    days = groupby(newest, key=lambda row: row.paper.added or "")
    by_day = [(day, list(rows)) for day, rows in days]
    return Page(
        address="recent.md",
        title=title,
        html=renderer.html(
            "recent.md",
            "recent",
            title,
            days=by_day,
            columns=renderer.columns(newest),
            data=all_papers,
            most=NEWEST,
        ),
        headings=tuple(Heading(level=2, anchor=f"s-{day}", text=day) for day, _ in by_day),
        description=renderer.words.gettext("Papers recently added to %(site)s.", site=renderer.options.site_name),
        head=feed_link(renderer.options.relative_url("recent.md", all_papers.feed), all_papers.title),
    )


def missing_page(renderer: PageRenderer) -> str:
    """Return what the page of a wrong URL offers, which the server may show at any URL."""
    root = urlsplit(renderer.options.site_url or "/").path
    return renderer.html("404.html", "missing", "", site_root=root)


def data_page(renderer: PageRenderer, sets: tuple[Download, ...]) -> PlannedPage:
    """Plan the page of all downloads and feeds."""
    return PlannedPage(
        address="data.md",
        kind="data",
        title=renderer.words.gettext("Data and feeds"),
        make=partial(_data, renderer, sets),
        search=lambda: (
            SearchEntry(
                title=renderer.words.gettext("Data and feeds"), text="BibTeX, RIS, CSL-JSON, JSON, CSV, Atom, OPML"
            ),
        ),
        in_navigation=True,
    )


def _data(renderer: PageRenderer, sets: tuple[Download, ...]) -> Page:
    title = renderer.words.gettext("Data and feeds")
    all_papers, lists = sets[0], [download for download in sets if download.kind == "lists" and download.forms]
    return Page(
        address="data.md",
        title=title,
        html=renderer.html("data.md", "data", title, everything=all_papers, lists=lists),
        head=_dataset(all_papers, renderer.options),
        description=renderer.words.gettext(
            "Download the papers as BibTeX, RIS, CSL-JSON, JSON or CSV, or subscribe to a feed of new papers."
        ),
    )


_MEDIA_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}


def _dataset(everything: Download, options: PageOptions) -> str:
    """Return the files of all papers for search engines; they ask for a description, a URL and a name."""
    if options.site_url is None:
        return ""
    files = [
        {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": options.absolute(everything.file(suffix))}
        for suffix, media_type in _MEDIA_TYPES.items()
    ]
    return linked_data(
        {
            "@type": "Dataset",
            "name": everything.title,
            "description": options.site_description or everything.title,
            "url": options.site_url,
            "isAccessibleForFree": True,
            "distribution": files,
        }
    )
