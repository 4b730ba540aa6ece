"""The values of a CSL-JSON item.

https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from papertrail.core import Venue
from papertrail.core.authors import Author, author_of_parts
from papertrail.core.fields import TYPES
from papertrail.core.identifiers import arxiv_in, doi_in, id_in
from papertrail.readers.common.field_pool import FieldPool
from papertrail.readers.common.fields import WorkFields, iso_date, shown, year_of
from papertrail.readers.common.venues import is_preprint, venue_text, with_year
from papertrail.text.strings import one_line

_CONTAINERS = ("container-title", "event-title", "event")
_REMARKS = ("note", "annote")
_BY_PUBLISHER = frozenset({"book", "standard"})
"""Types whose publisher is the venue."""
_BY_INSTITUTION = frozenset({"thesis", "report", "software", "dataset", "speech"})
"""Types whose publisher is the institution of the authors."""
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family")
_MARKED = re.compile(r"<(i|b|sub|sup|sc)>([^<]*)</\1>|<span[^<>]{0,100}>([^<]*)</span>")
_DATE = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2}))?(?:[-/]([0-9]{1,2}))?(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])((?:1[5-9]|20)[0-9]{2})(?![0-9])")


def work_fields(item: Mapping[str, Any]) -> WorkFields:
    """The values of an item, with those that do not fit into a record."""
    fields = FieldPool(
        {str(name): _text(value) for name, value in item.items() if name not in ("author", "issued", "id")}
    )
    kind = fields.first("type")
    if kind and kind not in TYPES:
        fields.put_back("type", kind)
    date = _date(item.get("issued"))
    arxiv = _arxiv(fields)
    container, preprint = _container(kind, fields)
    arxiv, venue = arxiv or preprint, _venue(container, date, fields)
    work = WorkFields(
        title=_plain(fields.first("title")),
        type=kind if kind in TYPES else "article",
        authors=_people(item.get("author")),
        venues=[venue] if venue else [],
        arxiv=arxiv,
        doi=_doi(fields),
        date=date,
        institutions=fields.take("publisher") if kind in _BY_INSTITUTION else [],
        links=[("Paper", url) for url in fields.take("URL")],
        remarks=[_plain(remark) for remark in fields.take(*_REMARKS)],
        keywords=[word for words in fields.take("keyword") for word in re.split("[,;]", words)],
    )
    undated = [("issued", _text(item["issued"]))] if not date and item.get("issued") else []
    unnamed = [("author", _text(item["author"]))] if not work.authors and item.get("author") else []
    return replace(work, not_kept=[*undated, *unnamed, *fields.left])


def _text(value: Any) -> str:
    """A value as text. Lists and objects are only shown in messages."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    try:
        return str(value) if isinstance(value, int | float) else shown(json.dumps(value, ensure_ascii=False))
    except (RecursionError, ValueError):  # deeply nested lists
        return "…"


def _plain(text: str) -> str:
    """A text without the markup of CSL."""
    return one_line(_MARKED.sub(lambda match: match[2] or match[3] or "", text))


def _date(value: Any) -> str | None:
    """Parse `{"date-parts": [[2019, 3, 25]]}`, `{"raw": "2019-03-25"}`, or a text."""
    if not isinstance(value, dict):
        return _date_in(_text(value))
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [int(text) for part in first[:3] if (text := _text(part)[:5]).isascii() and text.isdecimal()]
    year, month, day = [*numbers, None, None, None][:3]
    return iso_date(year, month, day) or _date_in(_text(value.get("raw"))) or _date_in(_text(value.get("literal")))


def _date_in(text: str) -> str | None:
    line = one_line(text[:100])
    if match := _DATE.match(line):
        return iso_date(*(int(part) if part else None for part in match.groups()))
    year = _YEAR.search(line)
    return iso_date(int(year[0])) if year else None


def _people(value: Any) -> list[Author]:
    names = value if isinstance(value, list) else [value]
    return [author for author in map(_author, names) if author.text]


def _author(value: Any) -> Author:
    if not isinstance(value, dict):
        return Author(one_line(value) if isinstance(value, str) else "")
    literal = one_line(_text(value.get("literal")) or _text(value.get("name")))
    if literal:
        is_rest = literal.casefold() in ("others", "et al.", "et al")
        return Author("et al.") if is_rest else Author(literal, organization=True)
    given, *particles, family = (one_line(_text(value.get(part))) for part in _NAME_PARTS)
    family = " ".join(part for part in (*particles, family) if part)
    author = author_of_parts(family, given, one_line(_text(value.get("suffix"))))
    orcid = id_in("orcid", _text(value.get("ORCID") or value.get("orcid")))
    return replace(author, orcid=orcid) if orcid else author


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
    text = _plain(fields.first("publisher") if kind in _BY_PUBLISHER else fields.first(*_CONTAINERS))
    if not is_preprint(text):
        return text, None
    arxiv = Venue(text=text).arxiv
    return ("", arxiv) if arxiv else (text, None)


def _venue(container: str, date: str | None, fields: FieldPool) -> str:
    """The container with its year. Short names with full stops are not used."""
    year = year_of(date)
    abbreviation = _plain(fields.first("container-title-short", "journalAbbreviation"))
    short = abbreviation if container and "." not in abbreviation else ""
    if abbreviation and not short:
        fields.put_back("container-title-short", abbreviation)
    venue = with_year(short, year) if short else venue_text(container, year)
    if container and venue not in (container, with_year(container, year)):
        fields.put_back("container-title", container)
    return venue


def _doi(fields: FieldPool) -> str | None:
    text = fields.first("DOI")
    doi = doi_in(text)
    if text and not doi:
        fields.put_back("DOI", text)
    return doi
