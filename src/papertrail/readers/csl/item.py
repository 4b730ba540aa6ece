"""What an item of CSL-JSON says of a work.

https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from papertrail.core import Venue
from papertrail.core.fields import TYPES
from papertrail.readers.common.field_pool import Taken
from papertrail.readers.common.fields import Said, full_name, iso_date, shown, year_of
from papertrail.readers.common.links import arxiv_of, doi_of
from papertrail.readers.common.venues import is_preprint, venue_text, with_year
from papertrail.text.strings import one_line

_CONTAINERS = ("container-title", "event-title", "event")
_REMARKS = ("note", "annote")
_BY_PUBLISHER = frozenset({"book", "standard"})
"""Types of works whose publisher is their venue."""
_BY_INSTITUTION = frozenset({"thesis", "report", "software", "dataset", "speech"})
"""Types of works whose publisher is where their authors worked."""
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family")
_MARKED = re.compile(r"<(i|b|sub|sup|sc)>([^<]*)</\1>|<span[^<>]{0,100}>([^<]*)</span>")
_DATE = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2}))?(?:[-/]([0-9]{1,2}))?(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])((?:1[5-9]|20)[0-9]{2})(?![0-9])")


def said_of(item: Mapping[str, Any]) -> Said:
    """The values of an item; those that have no place in a record are named too."""
    fields = Taken({str(name): _text(value) for name, value in item.items() if name not in ("author", "issued", "id")})
    kind = fields.first("type")
    if kind and kind not in TYPES:
        fields.put_back("type", kind)
    date = _date(item.get("issued"))
    arxiv = _arxiv(fields)
    container, preprint = _container(kind, fields)
    arxiv, venue = arxiv or preprint, _venue(container, date, fields)
    said = Said(
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
    unnamed = [("author", _text(item["author"]))] if not said.authors and item.get("author") else []
    return replace(said, not_kept=[*undated, *unnamed, *fields.left])


def _text(value: Any) -> str:
    """A value as text; what is made of several is not meant to be read, and only told of."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    try:
        return str(value) if isinstance(value, int | float) else shown(json.dumps(value, ensure_ascii=False))
    except (RecursionError, ValueError):  # lists in lists in lists
        return "…"


def _plain(text: str) -> str:
    """A text without the marks that CSL allows in it."""
    return one_line(_MARKED.sub(lambda found: found[2] or found[3] or "", text))


def _date(value: Any) -> str | None:
    """From `{"date-parts": [[2019, 3, 25]]}`, `{"raw": "2019-03-25"}`, or a text."""
    if not isinstance(value, dict):
        return _date_in(_text(value))
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [int(text) for part in first[:3] if (text := _text(part)[:5]).isascii() and text.isdecimal()]
    year, month, day = [*numbers, None, None, None][:3]
    return iso_date(year, month, day) or _date_in(_text(value.get("raw"))) or _date_in(_text(value.get("literal")))


def _date_in(text: str) -> str | None:
    line = one_line(text[:100])
    if found := _DATE.match(line):
        return iso_date(*(int(part) if part else None for part in found.groups()))
    year = _YEAR.search(line)
    return iso_date(int(year[0])) if year else None


def _people(value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    return [name for name in map(_name, names) if name]


def _name(value: Any) -> str:
    if not isinstance(value, dict):
        return one_line(value) if isinstance(value, str) else ""
    literal = one_line(_text(value.get("literal")))
    if literal:
        return "et al." if literal.casefold() == "others" else literal
    given, *particles, family = (one_line(_text(value.get(part))) for part in _NAME_PARTS)
    family = " ".join(part for part in (*particles, family) if part)
    return full_name(given, family, one_line(_text(value.get("suffix"))))


def _arxiv(fields: Taken) -> str | None:
    """The arXiv id that one of the fields is, in which programs put it."""
    for name in ("number", "note", "archive_location", "archive-location"):
        text = re.sub(r"\s*\[[\w.-]{1,20}\]$", "", fields.peek(name)[:100])
        if "arxiv" in f"{text} {fields.peek('archive')}".casefold() and (found := arxiv_of(text)):
            fields.take(name, "archive")
            return found
    return arxiv_of(fields.peek("DOI"))


def _container(kind: str, fields: Taken) -> tuple[str, str | None]:
    """What the work is in, as a person names it, and the arXiv id where this is only a preprint's place."""
    text = _plain(fields.first("publisher") if kind in _BY_PUBLISHER else fields.first(*_CONTAINERS))
    if not is_preprint(text):
        return text, None
    arxiv = Venue(text=text).arxiv
    return ("", arxiv) if arxiv else (text, None)


def _venue(container: str, date: str | None, fields: Taken) -> str:
    """The container with its year, under its short name where that is no abbreviation with full stops."""
    year = year_of(date)
    given = _plain(fields.first("container-title-short", "journalAbbreviation"))
    short = given if container and "." not in given else ""
    if given and not short:
        fields.put_back("container-title-short", given)
    venue = with_year(short, year) if short else venue_text(container, year)
    if container and venue not in (container, with_year(container, year)):
        fields.put_back("container-title", container)
    return venue


def _doi(fields: Taken) -> str | None:
    spelled = fields.first("DOI")
    found = doi_of(spelled)
    if spelled and not found:
        fields.put_back("DOI", spelled)
    return found
