"""Atom feeds (RFC 4287) of recently added papers. Times come from `added`, never from the clock."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from datetime import date
from functools import lru_cache
from urllib.parse import urljoin

from papertrail.core import Paper, Row
from papertrail.core.authors import Person, authors_of
from papertrail.core.identifiers import address_of
from papertrail.exporters.citation_data import title_of, url_of
from papertrail.exporters.web_urls import web_url
from papertrail.text.markdown import html_inline, html_text, html_url
from papertrail.text.strings import one_line

MOST_ENTRIES = 50
BRIEF_ENTRIES = 20
"""Maximum number of entries of a brief feed. There are thousands of them, one for each author."""
_NO_ENTRIES = "1970-01-01"
"""`updated` is required, even in a feed without entries."""

_SPACE = uuid.UUID("6f0b7b3e-6a0e-5d0c-9d63-0c4f0b3a7a11")


def atom_feed(
    rows: Iterable[Row],
    *,
    title: str,
    site_name: str,
    address: str,
    site_url: str | None,
    page_of: Callable[[Row], str],
    home: str = "",
    brief: bool = False,
    kept: MutableMapping[tuple[str, str], str] | None = None,
) -> str:
    """Return a feed of the papers with the latest `added`, newest first; papers of one day in the order of `rows`.

    `address` (of the feed), `home` (of the page that the feed belongs to) and the results of `page_of` are relative to
    the root of the site. Without `site_url` they are omitted, and entries link to the work itself. Papers without a
    valid `added` are omitted. Ids depend on the name of the site and the first id of the paper or the address of the
    feed, so they do not change with the URL of the site.

    With `brief`, the feed has at most 20 papers, without remarks, abstract, keywords and links to code. `kept` keeps
    parts of entries, as each paper is in many feeds of a site; all of them have the same site and pages.
    """
    parts = {} if kept is None else kept
    dated = [row for row in rows if _is_day(row.paper.added)]
    most = BRIEF_ENTRIES if brief else MOST_ENTRIES
    newest = sorted(dated, key=lambda row: row.paper.added or "", reverse=True)[:most]
    site = web_url(site_url.rstrip("/") + "/") if site_url else None
    name = one_line(site_name) or one_line(title) or "papertrail"
    feed = [
        ("id", _id(name, "feed", address)),
        ("title", one_line(title) or name),
        ("updated", _time(newest[0].paper.added or "" if newest else _NO_ENTRIES)),
    ]
    head = "".join(_element(tag, text, "  ") for tag, text in feed)
    head += f"  {_author(name)}"
    if site:
        head += f"  {_link('self', urljoin(site, address), 'application/atom+xml')}"
        head += f"  {_link('alternate', urljoin(site, home), 'text/html')}"

    def once(row: Row, part: str, render: Callable[[], str]) -> str:
        if (row.paper.id, part) not in parts:
            parts[row.paper.id, part] = render()
        return parts[row.paper.id, part]

    def entry(row: Row) -> str:
        start = once(row, "start", lambda: _start(row.paper, name, urljoin(site, page_of(row)) if site else None))
        end = _summary(row.paper) if brief else once(row, "end", lambda: _keywords_and_content(row.paper))
        return f"  <entry>\n{start}{end}  </entry>\n"

    entries = "".join([entry(row) for row in newest])
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n{head}{entries}</feed>\n'
    )


def _start(paper: Paper, site_name: str, page: str | None) -> str:
    time = _time(paper.added or "")
    first_id = paper.aliases[0] if paper.aliases else paper.id
    parts = [
        _element("id", _id(site_name, "paper", first_id)),
        _element("title", title_of(paper)),
        _element("updated", time),
        _element("published", time),
        *(f"    {_author(person.name, _uri(person))}" for person in authors_of(paper.authors).people),
        *(f"    {link}" for link in _links(page, url_of(paper))),
    ]
    return "".join(parts)


def _summary(paper: Paper) -> str:
    return _element("summary", one_line(paper.venues[-1].text)) if paper.venues else ""


def _keywords_and_content(paper: Paper) -> str:
    keywords = dict.fromkeys(map(one_line, paper.keywords))
    categories = "".join(f'    <category term="{html_text(keyword)}"/>\n' for keyword in keywords if keyword)
    return f'{categories}    <content type="html">{html_text(_content(paper))}</content>\n'


def _links(page: str | None, work: str | None) -> Iterator[str]:
    """Yield links to the page of the paper and to the work; without a page, to the work only."""
    if page:
        yield _link("alternate", page, "text/html")
        if work:
            yield _link("related", work)
    elif work:
        yield _link("alternate", work)


def _content(paper: Paper) -> str:
    """Return title, venues, remarks and links as HTML."""
    texts = (*(venue.text for venue in paper.venues), paper.status or "", *paper.awards)
    venues = ", ".join(html_text(line) for text in texts if (line := one_line(text)))
    links = (
        f'<a href="{html_url(url)}">{html_text(one_line(link.label) or url)}</a>'
        for link in paper.links
        if (url := web_url(link.url))
    )
    paragraphs = [
        f"<cite>{html_text(title_of(paper))}</cite>",
        venues,
        *(html_inline(line) for remark in paper.remarks if (line := one_line(remark))),
        html_text(one_line(paper.abstract or "")),
        " · ".join(links),
    ]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)


def _author(name: str, uri: str | None = None) -> str:
    uri_element = f"<uri>{html_text(uri)}</uri>" if uri else ""
    return f"<author><name>{html_text(name)}</name>{uri_element}</author>\n"


def _uri(person: Person) -> str | None:
    return address_of("orcid", person.orcid) if person.orcid else web_url(person.url) if person.url else None


def _element(tag: str, text: str, indent: str = "    ") -> str:
    return f"{indent}<{tag}>{html_text(text)}</{tag}>\n"


def _link(rel: str, href: str, media_type: str | None = None) -> str:
    type_attribute = f' type="{media_type}"' if media_type else ""
    return f'<link rel="{rel}"{type_attribute} href="{html_text(href)}"/>\n'


def _id(site_name: str, kind: str, name: str) -> str:
    return uuid.uuid5(_SPACE, f"{site_name}\n{kind}\n{name}").urn


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


@lru_cache(maxsize=4096)
def _is_day(text: str | None) -> bool:
    if not text or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
