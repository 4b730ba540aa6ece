"""Metadata in the head of a paper's page: Highwire tags and schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from papertrail.core import Institution, Names
from papertrail.core.authors import Person
from papertrail.core.identifiers import address_of, id_in
from papertrail.exporters.citation_data import CitationData
from papertrail.exporters.csl_types import IN_JOURNALS
from papertrail.exporters.web_urls import web_url
from papertrail.text.strings import one_line

# Types of schema.org; the default is CreativeWork.
_TYPES = {
    "article": "ScholarlyArticle",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "map": "Map",
    "motion_picture": "VideoObject",
    "paper-conference": "ScholarlyArticle",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "ScholarlyArticle",
    "review-book": "ScholarlyArticle",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
_ARTICLES = frozenset(["ScholarlyArticle", "Article", "NewsArticle", "BlogPosting", "SocialMediaPosting", "Report"])
# Outside of strings, JSON has none of these characters, and `{` only before a quote or `}`. `<` could end a script
# element or start a comment; `{{` and `{%` are template and macro syntax.
_INERT = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
_OPENING = re.compile(r'\{(?!["}])')


def highwire_tags(work: CitationData) -> Iterator[tuple[str, str]]:
    """Yield names and contents of `<meta>` elements, in order; the contents are not escaped.

    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    yield "citation_title", work.title
    for person in work.authors.people:
        yield "citation_author", person.family_first
        if person.orcid:
            yield "citation_author_orcid", address_of("orcid", person.orcid)
        # The institution of each author is unknown, unless there is only one.
        if len(work.institutions) == 1:
            yield "citation_author_institution", work.institutions[0]
    once = {
        "citation_publication_date": _date(work, "/"),
        _place_tag(work): work.container or work.publisher,
        "citation_volume": work.details.volume,
        "citation_issue": work.details.number,
        "citation_firstpage": work.pages[0],
        "citation_lastpage": work.pages[1],
        "citation_doi": work.doi,
        "citation_isbn": work.ids.get("isbn"),
        "citation_pmid": work.ids.get("pmid"),
        "citation_arxiv_id": work.arxiv,
        "citation_language": work.language,
        "citation_abstract": one_line(work.abstract or ""),
        "citation_pdf_url": work.pdf,
        "citation_public_url": work.url,
    }
    yield from ((name, value) for name, value in once.items() if name and value)
    if work.container and work.details.publisher:
        yield "citation_publisher", work.details.publisher
    yield from (("citation_editor", person.family_first) for person in work.editors.people)
    yield from (("citation_keywords", keyword) for keyword in work.keywords)


def _place_tag(work: CitationData) -> str:
    """Return the tag for the venue; empty for preprints, which are identified by their arXiv id."""
    if work.type in IN_JOURNALS:
        return "citation_journal_title"
    return {
        "paper-conference": "citation_conference_title",
        "chapter": "citation_inbook_title",
        "thesis": "citation_dissertation_institution",
        "report": "citation_technical_report_institution",
        "book": "citation_publisher",
    }.get(work.type, "")


def json_ld_of(work: CitationData, list_name: str, url: str | None, institutions: Names[Institution]) -> str:
    """Return a work as schema.org JSON-LD that is safe inside a script element.

    `list_name` is its name in the list, `url` the URL of its page, or None if unknown.
    """
    schema_type = _TYPES.get(work.type, "CreativeWork")
    members = {
        "@context": "https://schema.org",
        "@type": schema_type,
        "name": work.title,
        "headline": work.title if schema_type in _ARTICLES else None,
        "alternateName": name if (name := one_line(list_name)) != work.title else None,
        "author": [_author(person) for person in work.authors.people],
        "editor": [_author(person) for person in work.editors.people],
        "datePublished": _date(work, "-"),
        "creativeWorkStatus": work.status,
        "abstract": work.abstract,
        "award": list(work.awards),
        "inLanguage": work.language,
        "volumeNumber": work.details.volume,
        "issueNumber": work.details.number,
        "pagination": work.details.pages,
        "bookEdition": work.details.edition,
        "isbn": work.ids.get("isbn"),
        "identifier": [_identifier(scheme, value) for scheme, value in work.ids.items()],
        "isPartOf": _container(work),
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
        "sourceOrganization": [_institution(name, institutions) for name in work.institutions],
        "codeRepository": work.url if schema_type == "SoftwareSourceCode" else None,
        "keywords": list(work.keywords),
        "sameAs": list(work.addresses),
        "url": web_url(url) if url else None,
    }
    present = {key: value for key, value in members.items() if value}
    return _OPENING.sub(r"\\u007b", json.dumps(present, ensure_ascii=False).translate(_INERT))


def _identifier(scheme: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _author(person: Person) -> dict[str, str]:
    url = web_url(person.url) if person.url else None
    if person.is_body:
        body = {"@type": "Organization", "name": person.name, "url": url}
        return {key: value for key, value in body.items() if value}
    parts = {
        "@type": "Person",
        "name": person.name,
        "givenName": person.given,
        "familyName": person.family,
        "url": url,
        "sameAs": address_of("orcid", person.orcid) if person.orcid else None,
    }
    return {key: value for key, value in parts.items() if value}


def _container(work: CitationData) -> dict[str, str] | None:
    if not work.container:
        return None
    types = {"chapter": "Book", "webpage": "WebSite", "post-weblog": "Blog"}
    schema_type = "Periodical" if work.type in IN_JOURNALS else types.get(work.type, "CreativeWork")
    short = {"alternateName": work.series} if work.series and work.series != work.container else {}
    return {"@type": schema_type, "name": work.container, **short}


def _institution(name: str, institutions: Names[Institution]) -> dict[str, Any]:
    entry = institutions.find(name)
    full = one_line(entry.full) if entry and entry.full else ""
    url = web_url(entry.url) if entry and entry.url else None
    ror = id_in("ror", entry.ror) if entry and entry.ror else None
    same = address_of("ror", ror) if ror else None
    members = {
        "name": full or name,
        "alternateName": name if full and full != name else None,
        "url": url,
        "sameAs": same,
    }
    return {"@type": "Organization"} | {key: value for key, value in members.items() if value}


def _date(work: CitationData, between: str) -> str | None:
    if work.year is None:
        return None
    parts = [f"{work.year:04}", *(f"{part:02}" for part in (work.month, work.day) if part)]
    return between.join(parts)
