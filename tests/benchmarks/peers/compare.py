"""Whether two built sites hold the same: the same pages, on each the same rows in the same order, in each row the same
texts and the same links, around the rows the same links too; the same feeds, and the same entries of the search.

Pages are read one after the other, so that sites of any size can be compared. They are taken apart by patterns that
hold for what papertrail writes, and for what is made to be like it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from html import unescape
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urljoin

MOST_TOLD = 5
"""Differences that are told."""

OURS_ALONE: Mapping[str, str] = {
    "/404/": "the theme's page for an address that is not there",
    "/data/": "says where the exports are, which a peer does not make",
    "/lists/": "names all lists where there are too many for the navigation, as Home does",
    "/statistics/": "charts, which a peer does not draw",
}
"""Addresses of pages that are not looked for in a peer's site, each with the reason."""

_EXPORT = re.compile(r"/papers\.(?:bib|json|csv)$")
"""Links that only our pages have: to the exports."""
_RELATED = re.compile(r'<h2 id="s-related">.*?</ul>', re.DOTALL)
"""A part that only our pages have: papers that are like one, which takes a ranking of all by what they share."""

_ROW = re.compile(r'<tr role="row"[^>]* data-paper="([^"]+)"[^>]*>(.*?)</tr>', re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*? href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")

_TITLE = re.compile(r"<title>(.*?)</title>")

Link = tuple[str, str]
"""The whole address that a link leads to, from the top of the site or from a scheme on, and its text."""


class DifferentError(Exception):
    """Two sites do not hold the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    paper: str
    texts: tuple[str, ...]
    """What stands between its tags, sorted: Hugo reads a record's links without their order."""
    links: frozenset[Link]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds that is compared."""

    rows: list[Row]
    others: list[Link]
    """The links outside the rows."""


@dataclass
class Count:
    """How much was compared and found the same."""

    pages: int = 0
    rows: int = 0
    links: int = 0
    feeds: int = 0
    sought: int = 0
    """Entries of the index of the search."""
    omitted: list[str] = field(default_factory=list)
    """Addresses of our pages that were not compared."""

    def __str__(self) -> str:
        left = f"; not compared: {', '.join(self.omitted)}" if self.omitted else ""
        same = f"{self.pages:,} pages, {self.rows:,} rows, {self.links:,} links, {self.feeds:,} feeds"
        return f"the same {same}, {self.sought:,} entries of the search{left}"


def compare(ours: Path, theirs: Path, omitted: Mapping[str, str], *, search: bool = True) -> Count:
    """Compare two built sites, but for the pages of ours in `omitted`, and with `search` what their search finds.
    Raises `DifferentError`, which names the first differences.
    """
    here, there = pages(ours), pages(theirs)
    count = Count(omitted=sorted(here.keys() & omitted.keys()))
    found = list(_apart("the page", here.keys() - omitted.keys(), there.keys() - omitted.keys()))
    found += _feeds(ours, theirs, count)
    if search:
        found += _apart("in its search", sought(ours) - omitted.keys(), own := sought(theirs))
        count.sought = len(own)
    for address in sorted((here.keys() & there.keys()) - omitted.keys()):
        if len(found) >= MOST_TOLD:
            break
        mine, other = (page_of(files[address], address, bool(omitted)) for files in (here, there))
        count.pages += 1
        count.rows += len(mine.rows)
        count.links += len(mine.others) + sum(len(row.links) for row in mine.rows)
        found += differences(address, mine, other)
    if found:
        raise DifferentError("\n".join(found[:MOST_TOLD]))
    return count


def _apart(what: str, ours: Set[str], theirs: Set[str]) -> Iterator[str]:
    yield from (f"only our site has {what} {name}" for name in sorted(ours - theirs))
    yield from (f"only the peer's site has {what} {name}" for name in sorted(theirs - ours))


def _feeds(ours: Path, theirs: Path, count: Count) -> Iterator[str]:
    here, there = ({file.relative_to(site).as_posix() for file in site.rglob("feed.xml")} for site in (ours, theirs))
    yield from _apart("the feed", here, there)
    for name in sorted(here & there):
        own, other = (_TITLE.findall((site / name).read_text(encoding="utf-8")) for site in (ours, theirs))
        count.feeds += 1
        if [unescape(title) for title in own] != [unescape(title) for title in other]:
            yield f"{name}: its titles differ"


def sought(site: Path) -> set[str]:
    """The addresses that the search of a site knows."""
    files = (site / "search" / name for name in ("entries.json", "search_index.json"))
    index = json.loads(next(file for file in files if file.is_file()).read_text(encoding="utf-8"))
    return {f"/{entry['location']}" for entry in index["docs"]}


def pages(site: Path) -> dict[str, Path]:
    """The file of each page, by its address."""
    return {address_of(f"/{file.relative_to(site).as_posix()}"): file for file in site.rglob("*.html")}


def address_of(path: str) -> str:
    """The address of the page that a path on a site leads to, whether the builder makes a folder of each page or a
    file; a query and a fragment stay.

    >>> address_of("/venues/sysconf/index.html"), address_of("/venues/sysconf.html#x"), address_of("/index.html")
    ('/venues/sysconf/', '/venues/sysconf/#x', '/')
    """
    end = min((place for sign in "?#" if (place := path.find(sign)) >= 0), default=len(path))
    page, tail = path[:end], path[end:]
    if page.endswith("/index.html"):
        return page.removesuffix("index.html") + tail
    return page.removesuffix(".html") + "/" + tail if page.endswith(".html") else path


def page_of(file: Path, address: str, with_peer: bool) -> Page:
    """What a page holds; `with_peer` leaves out what only our pages have."""
    html = file.read_text(encoding="utf-8")
    start = html.index("<article")
    html = html[start : html.index("</article>", start)]
    if with_peer:
        html = _RELATED.sub("", html)
    here = _place(file, address)
    rows = [Row(found[1], _texts(found[2]), frozenset(_links(found[2], here))) for found in _ROW.finditer(html)]
    others = _links(_ROW.sub("", html) if rows else html, here)
    return Page(rows, sorted(link for link in others if not (with_peer and _EXPORT.search(link[0]))))


def _place(file: Path, address: str) -> str:
    """What a link on the page is relative to: its folder, or its file where it has none of its own."""
    return address if file.name == "index.html" else f"{address.rstrip('/')}.html"


def _links(html: str, here: str) -> Iterator[Link]:
    return ((resolved(here, unescape(found[1])), _text(found[2])) for found in _LINK.finditer(html))


def resolved(here: str, link: str) -> str:
    """Where a link on the page at `here` leads.

    >>> resolved("/venues/sysconf/", "../../lists/a/#x"), resolved("/venues/sysconf.html", "../lists/a.html#x")
    ('/lists/a/#x', '/lists/a/#x')
    """
    if link.startswith("http"):
        return link
    return address_of(link if link.startswith("/") else here + link if link.startswith("#") else urljoin(here, link))


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _texts(html: str) -> tuple[str, ...]:
    return tuple(sorted(unescape(text) for text in _TAG.split(html) if text and not text.isspace()))


def differences(address: str, ours: Page, theirs: Page) -> Iterator[str]:
    """What differs on one page: the first row that does, and the first link outside the rows."""
    if ours.rows != theirs.rows:
        pairs = enumerate(zip_longest(ours.rows, theirs.rows), 1)
        number, (own, other) = next((number, pair) for number, pair in pairs if pair[0] != pair[1])
        yield f"{address}: row {number} is {_told(own, other)} in our site, and {_told(other, own)} in the peer's"
    if ours.others != theirs.others:
        only_ours, only_theirs = set(ours.others) - set(theirs.others), set(theirs.others) - set(ours.others)
        counts = "" if only_ours or only_theirs else f" ({len(ours.others)} and {len(theirs.others)} of the same)"
        alone = f"links of ours alone {sorted(only_ours)[:3]}, of the peer's alone {sorted(only_theirs)[:3]}"
        yield f"{address}: {alone}{counts}"


def _told(row: Row | None, other: Row | None) -> str:
    if row is None:
        return "none"
    if other is None or row.paper != other.paper:
        return row.paper
    texts = [text for text in row.texts if text not in other.texts]
    return f"{row.paper} with {texts} and {sorted(row.links - other.links)}"
