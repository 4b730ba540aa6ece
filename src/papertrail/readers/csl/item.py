"""The values of a CSL-JSON item, also in the variant of Crossref, where titles are lists.

https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from papertrail.core import Venue
from papertrail.core.authors import Author
from papertrail.core.fields import TYPES
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import address_of, arxiv_in, doi_in, id_in
from papertrail.readers.common.details import is_private, notes_of, serial_numbers
from papertrail.readers.common.field_pool import FieldPool
from papertrail.readers.common.fields import Pair, WorkFields, shown
from papertrail.readers.common.markup import plain_of
from papertrail.readers.common.people import named, organization, person, with_orcid
from papertrail.readers.common.values import date_in, iso_date, language_in, pages_in, status_in, year_of
from papertrail.readers.common.venues import full_name, is_preprint, venue_text, with_year
from papertrail.text.strings import one_line
from papertrail.text.title_case import words_of

_CONTAINERS = ("container-title", "event-title", "event")
_NAMES = ("author", "editor")
_BY_PUBLISHER = frozenset({"book", "standard"})
"""Types whose publisher is the venue."""
_BY_INSTITUTION = frozenset({"thesis", "report", "software", "dataset", "speech"})
"""Types whose publisher is the institution of the authors."""
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family")
_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "book-chapter": "chapter",
    "book-section": "chapter", "book-part": "chapter", "posted-content": "article", "preprint": "article",
    "monograph": "book", "edited-book": "book", "reference-book": "book", "proceedings": "book",
    "dissertation": "thesis", "peer-review": "review", "reference-entry": "entry", "report-component": "report",
    "article-newspaper": "article-newspaper",
}  # fmt: skip
"""CSL types by the names that Crossref uses."""
_TITLES = ("title", "subtitle", "container-title-short", "short-container-title")
_DETAILS = {
    "volume": ("volume",), "number": ("issue", "number"), "pages": ("page", "article-number"),
    "publisher": ("publisher",), "series": ("collection-title",), "edition": ("edition",),
    "address": ("publisher-place", "publisher-location", "event-place"),
}  # fmt: skip
"""The names of variables with the values of `publication`, by their names there."""
_ONLY_HERE = frozenset({"issued", "container-title", "collection-title", "event-title", "citation-key"})
_NO_CASE = re.compile(r"""(?s)<span class=["']nocase["']>(.*?)(?:</span>|\Z)""")
_ABSTRACT_HEADING = re.compile(r"(?i)<jats:title>abstract\.?</jats:title>")
"""What Crossref writes before many abstracts."""


def work_fields(item: Mapping[str, Any]) -> WorkFields:
    """The values of an item, with those that do not fit into a record."""
    fields = FieldPool(_texts(item))
    private = [(name, "a path on your computer") for name in item if is_private(str(name)) and fields.take(name)]
    kind = _type(fields)
    date, arxiv = _date(item.get("issued")), _arxiv(fields)
    container, preprint = _container(kind, fields)
    arxiv, venue = arxiv or preprint, _venue(container, date, fields)
    notes = notes_of(fields.take("note", "annote"))
    numbers = serial_numbers("ISBN", *fields.take("ISBN", "ISSN"))
    title = _title(fields)
    status = _status(item.get("issued"), fields)
    undated = [("issued", text_of(item["issued"]))] if not date and not status and item.get("issued") else []
    return WorkFields(
        title=title,
        capitals=[word for text in _NO_CASE.findall(title) for word in words_of(text) if word != word.lower()],
        type=kind if kind in TYPES else "article",
        authors=_people(item.get("author")),
        editors=_people(item.get("editor")),
        venues=[venue] if venue else [],
        venue_names=_full_names(venue, container, date, fields),
        arxiv=arxiv or notes.arxiv,
        doi=_doi(fields) or notes.doi,
        date=date,
        status=status or notes.status,
        institutions=[*(fields.take("publisher") if kind in _BY_INSTITUTION else []), *_affiliations(item)],
        publication=_details(fields),
        ids=[*numbers.ids, *_ids(fields), *notes.ids],
        language=language_in(fields.first("language")),
        awards=notes.awards,
        abstract=_ABSTRACT_HEADING.sub("", fields.first("abstract")),
        links=_links(fields),
        remarks=notes.remarks,
        keywords=_keywords(fields),
        custom=numbers.others,
        not_kept=[*private, *undated, *_unnamed(item), *fields.left],
    )


def _texts(item: Mapping[str, Any]) -> dict[str, str]:
    """The values of an item as texts. Of several container titles, which Crossref gives, the first is the series."""
    texts = {str(name): text_of(value) for name, value in item.items() if name not in (*_NAMES, "issued", "id")}
    titles = item.get("container-title")
    if isinstance(titles, list) and len(titles) == 2:
        texts |= {"container-title": text_of(titles[1]), "collection-title": text_of(titles[0])}
    return texts | {name: text_of(item[name][0]) for name in _TITLES if isinstance(item.get(name), list) and item[name]}


def is_csl(item: Mapping[str, Any]) -> bool:
    """Whether an item has fields that only CSL-JSON has."""
    authors = item.get("author")
    people = [name for name in authors if isinstance(name, dict)] if isinstance(authors, list) else []
    return not _ONLY_HERE.isdisjoint(item) or any("family" in name or "literal" in name for name in people)


def key_of(item: Mapping[str, Any]) -> str:
    """The id of an item in its file."""
    return one_line(text_of(item.get("id")))


def text_of(value: Any) -> str:
    """A value as text, also a list of texts. Other values are only shown in messages."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    if value is None or isinstance(value, bool) or value in ([], {}):
        return ""
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return str(value["name"])
    try:
        return str(value) if isinstance(value, int | float) else shown(json.dumps(value, ensure_ascii=False))
    except (RecursionError, ValueError):  # deeply nested lists
        return "…"


def _type(fields: FieldPool) -> str:
    kind = fields.first("type")
    kind = _TYPES.get(kind, kind)
    if kind and kind not in TYPES:
        fields.put_back("type", kind)
    return kind


def _title(fields: FieldPool) -> str:
    title, subtitle = fields.first("title"), fields.first("subtitle")
    return f"{title}: {subtitle}" if title and subtitle and subtitle not in title else title or subtitle


def _date(value: Any) -> str | None:
    """Parse `{"date-parts": [[2019, 3, 25]]}`, `{"raw": "2019-03-25"}`, or a text."""
    if not isinstance(value, dict):
        return date_in(text_of(value))
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [int(text) for part in first[:3] if (text := text_of(part)[:5]).isascii() and text.isdecimal()]
    year, month, day = [*numbers, None, None, None][:3]
    return iso_date(year, month, day) or date_in(text_of(value.get("raw"))) or date_in(text_of(value.get("literal")))


def _status(issued: Any, fields: FieldPool) -> str | None:
    """The status, from `status`, or from a text such as `in press` instead of a date."""
    if (stated := status_in(fields.peek("status"))) and fields.take("status"):
        return stated
    if isinstance(issued, dict):
        return status_in(text_of(issued.get("literal") or issued.get("raw")))
    return status_in(text_of(issued))


def _people(value: Any) -> list[Author]:
    names = value if isinstance(value, list) else [value]
    return [author for author in map(_author, names) if author.text]


def _author(value: Any) -> Author:
    if not isinstance(value, dict):
        return named(value) if isinstance(value, str) and value.strip() else Author("")
    if literal := one_line(text_of(value.get("literal")) or text_of(value.get("name"))):
        return organization(literal)
    given, *particles, family = (one_line(text_of(value.get(part))) for part in _NAME_PARTS)
    family = " ".join(part for part in (*particles, family) if part)
    author = person(family, given, text_of(value.get("suffix")))
    return with_orcid(author, id_in("orcid", text_of(value.get("ORCID") or value.get("orcid"))))


def _keywords(fields: FieldPool) -> list[str]:
    texts = fields.take("keyword", "categories", "subject")
    return [word for text in texts for word in re.split("[,;]", plain_of(text))]


def _unnamed(item: Mapping[str, Any]) -> list[Pair]:
    return [(name, text_of(item[name])) for name in _NAMES if item.get(name) and not _people(item[name])]


def _affiliations(item: Mapping[str, Any]) -> list[str]:
    """The affiliations of the authors, which Crossref gives."""
    authors = item.get("author")
    lists = (
        (author.get("affiliation") for author in authors if isinstance(author, dict))
        if isinstance(authors, list)
        else ()
    )
    parts = (part for affiliations in lists if isinstance(affiliations, list) for part in affiliations)
    return [name for part in parts if isinstance(part, dict) and (name := one_line(text_of(part.get("name"))))]


def _arxiv(fields: FieldPool) -> str | None:
    """The arXiv id. Programs write it into several fields."""
    for name in ("number", "note", "archive_location", "archive-location"):
        text = re.sub(r"\[[\w.-]{1,20}\]$", "", fields.peek(name)[:100]).rstrip()
        if "arxiv" in f"{text} {fields.peek('archive')}".casefold() and (arxiv := arxiv_in(text)):
            fields.take(name, "archive")
            return arxiv
    return arxiv_in(fields.peek("DOI"))


def _container(kind: str, fields: FieldPool) -> tuple[str, str | None]:
    """The container of the work, or the arXiv id if the container is a preprint server."""
    text = one_line(plain_of(fields.first("publisher") if kind in _BY_PUBLISHER else fields.first(*_CONTAINERS)))
    if not is_preprint(text):
        return text, None
    arxiv = Venue(text=text).arxiv
    return ("", arxiv) if arxiv else (text, None)


def _venue(container: str, date: str | None, fields: FieldPool) -> str:
    """The container with its year. Short names with full stops are not used."""
    year = year_of(date)
    abbreviation = one_line(
        plain_of(fields.first("container-title-short", "short-container-title", "journalAbbreviation"))
    )
    short = abbreviation if container and "." not in abbreviation else ""
    if abbreviation and not short and abbreviation != container:
        fields.put_back("container-title-short", abbreviation)
    return with_year(short, year) if short else venue_text(container, year)


def _full_names(venue: str, container: str, date: str | None, fields: FieldPool) -> dict[str, str]:
    """The full name of a venue that is known by its short name. A name with a number is that of one year."""
    if not container or venue == with_year(container, year_of(date)):
        return {}
    if full := full_name(container):
        return {Venue(text=venue).series: full}
    fields.put_back("container-title", container)
    return {}


def _details(fields: FieldPool) -> dict[str, str]:
    """The values of `publication`."""
    details = {name: fields.first(*names) for name, names in _DETAILS.items()}
    return {name: pages_in(text) if name == "pages" else text for name, text in details.items() if text}


def _ids(fields: FieldPool) -> Iterator[Identifier]:
    text = fields.first("PMID")
    if value := id_in("pmid", text):
        yield "pmid", value
    else:
        fields.put_back("PMID", text)


def _links(fields: FieldPool) -> list[Pair]:
    links = [("Paper", url) for url in fields.take("URL")]
    text = fields.peek("PMCID")
    if re.fullmatch(r"(?i)pmc[0-9]{1,9}", text) and fields.take("PMCID"):
        links.append(("PubMed Central", address_of("pmcid", text.upper())))
    return links


def _doi(fields: FieldPool) -> str | None:
    text = fields.first("DOI")
    doi = doi_in(text)
    if text and not doi:
        fields.put_back("DOI", text)
    return doi
