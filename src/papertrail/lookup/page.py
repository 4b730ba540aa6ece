"""Papers by the address of their page, from its tags and its JSON-LD (https://schema.org/ScholarlyArticle).

Tags: `citation_*` (https://scholar.google.com/intl/en/scholar/inclusion.html), or else Dublin Core.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from papertrail.core.identifiers import arxiv_in, doi_in, id_in, identifier, identifiers_of
from papertrail.lookup.html import page_data
from papertrail.lookup.names import KnownNames, without_volume
from papertrail.lookup.result import NotFound
from papertrail.readers.common.fields import WorkFields
from papertrail.readers.common.people import named, with_orcid
from papertrail.readers.common.values import date_in, language_in, pages_in, year_of
from papertrail.readers.common.venues import full_name, venue_text, with_year
from papertrail.web import Client, FetchFailure

_ACCEPT = "text/html, application/xhtml+xml;q=0.9"
_CONFERENCES = ("conference_title", "conference", "inbook_title", "book_title")
_JOURNALS = ("journal_title", "journal_abbrev")
_PROCEEDINGS = frozenset({"acl", "cvf", "neurips", "openreview", "pmlr", "usenix"})
"""Identifiers of papers at conferences, whatever their pages call them."""
_DATES = ("publication_date", "date", "cover_date", "online_date", "year")
_DETAILS = {"volume": "volume", "number": "issue", "publisher": "publisher"}
_DUBLIN_CORE = {
    "title": "title", "creator": "author", "date": "date", "issued": "date", "publisher": "publisher",
    "identifier": "doi", "language": "language", "relation": "conference", "ispartof": "journal_title",
}  # fmt: skip
"""Tags by their names in Dublin Core, which pages have that have no others."""
_ARTICLES = frozenset({"ScholarlyArticle", "Article", "TechArticle", "MedicalScholarlyArticle", "Report", "Thesis"})
_BODY = re.compile(r"(?i)</(?:head|body|html)\b|<(?:body|main|header|div|h1|p)\b")
"""What follows the metadata in a page that is complete."""
_SUBMITTED = "OpenReview states when a paper was submitted; check the year of the venue"
_HELP = "give its DOI, or save its BibTeX as a file and add the file"

_Values = Mapping[str, list[str]]
"""The values of tags, by their names without `citation_`."""


def fields_of_page(url: str, client: Client, names: KnownNames) -> WorkFields | NotFound:
    """The paper whose page is at a URL."""
    answer = client.fetch(url, accept=_ACCEPT)
    if isinstance(answer, FetchFailure):
        return NotFound.after(answer)
    if not _BODY.search(answer.text):
        return NotFound(message="only a part of the page arrived", help="try again later")
    data = page_data(answer.text)
    values: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for name, content in data.meta:
        if name.startswith(("citation_", "bepress_citation_")):
            values.setdefault(name.partition("citation_")[2], []).append(content)
        elif label := _DUBLIN_CORE.get(name.removeprefix("dcterms.").removeprefix("dc.")) if "." in name else None:
            others.setdefault(label, []).append(content)
    linked = next((item for item in data.linked if not _ARTICLES.isdisjoint(_strings(item.get("@type")))), None)
    if not values.get("title") and linked:
        values = {**_linked_values(linked), **values}
    values = values if values.get("title") else {**others, **values}
    if not values.get("title"):
        return NotFound(message="the page does not say in its metadata which paper it is about", help=_HELP)
    return _fields(values, url, answer.url, names)


def _fields(values: _Values, url: str, base: str, names: KnownNames) -> WorkFields:
    date = date_in(_first(values, *_DATES))
    container = _first(values, *_CONFERENCES, *_JOURNALS)
    venue, full = _venue(values, container, date, names)
    pdf = urljoin(base, _first(values, "pdf_url"))
    pages = [page for page in (_first(values, "firstpage"), _first(values, "lastpage")) if page]
    details = {name: _first(values, tag) for name, tag in _DETAILS.items()}
    return WorkFields(
        title=_first(values, "title"),
        type=_type(values, container, url),
        authors=list(_authors(values)),
        venues=[venue] if venue else [],
        venue_names=full,
        arxiv=arxiv_in(_first(values, "arxiv_id")),
        doi=next(filter(None, map(doi_in, values.get("doi", ()))), None),
        date=date,
        publication={**details, "pages": pages_in("-".join(pages) or _first(values, "pages"))},
        doubts=[_SUBMITTED] if venue and identifier(url, "openreview") else [],
        language=language_in(_first(values, "language")),
        institutions=[*values.get("author_institution", ()), *values.get("author_affiliation", ())],
        abstract=_first(values, "abstract"),
        links=[("Paper", url), *([("PDF", pdf)] if _first(values, "pdf_url") and pdf != url else [])],
        keywords=[word for text in values.get("keywords", ()) for word in re.split("[;,]", text)],
    )


def _first(values: _Values, *names: str) -> str:
    return next((text for name in names for text in values.get(name, ())), "")


def _type(values: _Values, container: str, url: str) -> str:
    if any(values.get(name) for name in _CONFERENCES) or any(
        scheme in _PROCEEDINGS for scheme, _ in identifiers_of(url)
    ):
        return "paper-conference"
    if any(values.get(name) for name in _JOURNALS):
        return "article-journal"
    return "thesis" if values.get("dissertation_institution") and not container else "article"


def _authors(values: _Values) -> Iterator[Any]:
    """The authors, with their ORCID iDs if all of them have one."""
    texts = values.get("author") or values.get("authors") or []
    authors = [name for text in texts for name in text.split(";") if name.strip()]
    orcids: list[str | None] = [id_in("orcid", text) for text in values.get("author_orcid", ())]
    complete = orcids if len(orcids) == len(authors) else [None] * len(authors)
    for name, orcid in zip(authors, complete, strict=True):
        yield with_orcid(named(name), orcid)


def _venue(values: _Values, container: str, date: str | None, names: KnownNames) -> tuple[str, dict[str, str]]:
    """The venue with its year, and its full name if it is known by a short one."""
    year = year_of(date)
    texts = [text for name in (*_CONFERENCES, *_JOURNALS) for text in values.get(name, ())]
    if known := next((name for text in texts if (name := names.venue(text))), None):
        return with_year(known, year), {}
    title = without_volume(container)
    venue = venue_text(title, year)
    full = full_name(title) if venue != with_year(title, year) else ""
    return venue, {re.sub(r" [0-9]{4}$", "", venue): full} if full else {}


# JSON-LD


def _linked_values(item: Mapping[str, Any]) -> dict[str, list[str]]:
    """The values of an article in JSON-LD, as tags have them."""
    people = [part for part in _list(item.get("author")) if isinstance(part, str | dict)]
    affiliations = (part.get("affiliation") for part in people if isinstance(part, dict))
    container = item.get("isPartOf")
    identifiers = [text for name in ("doi", "sameAs", "identifier", "@id") for text in _strings(item.get(name))]
    values = {
        "title": _strings(item.get("headline")) or _strings(item.get("name")),
        "author": [name for part in people for name in _strings(part)[:1]],
        "author_institution": [name for part in affiliations for name in _strings(part)],
        "date": _strings(item.get("datePublished")),
        "journal_title": _containers(container),
        "publisher": _strings(item.get("publisher")),
        "doi": [doi for text in identifiers if (doi := doi_in(text))],
        "abstract": _strings(item.get("abstract")) or _strings(item.get("description")),
        "keywords": _strings(item.get("keywords")),
    }
    return {name: texts for name, texts in values.items() if texts}


def _containers(value: Any) -> list[str]:
    """The names of what an article is part of, the outermost first: the issue of a volume of a journal has none."""
    found: list[str] = []
    for _ in range(4):
        found = [*_strings(value), *found]
        value = value.get("isPartOf") if isinstance(value, dict) else None
    return found


def _name_of(thing: Mapping[str, Any]) -> Any:
    parts = [thing[name] for name in ("givenName", "familyName") if isinstance(thing.get(name), str)]
    return thing.get("name") or thing.get("value") or " ".join(parts)


def _list(value: Any) -> list[Any]:
    return value[:1_000] if isinstance(value, list) else [value]


def _strings(value: Any) -> list[str]:
    """The texts of a value: of a text, of the name of a thing, or of a list of them."""
    found = []
    for part in _list(value):
        name = _name_of(part) if isinstance(part, dict) else part
        found += [name] if isinstance(name, str) and name.strip() else []
    return found
