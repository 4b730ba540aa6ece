"""What the fields of BibTeX and BibLaTeX say of a work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from papertrail.core import Venue
from papertrail.readers.bibtex.latex import address_of, parts_of, text_of
from papertrail.readers.common.field_pool import Taken
from papertrail.readers.common.fields import Pair, Said, full_name, iso_date, year_of
from papertrail.readers.common.links import LABELS, arxiv_of, doi_of, is_address
from papertrail.readers.common.venues import is_preprint, venue_text, with_year
from papertrail.text.strings import one_line

_TYPES = {
    "inproceedings": "paper-conference", "conference": "paper-conference", "book": "book", "mvbook": "book",
    "proceedings": "book", "collection": "book", "incollection": "chapter", "inbook": "chapter",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report", "software": "software", "dataset": "dataset", "online": "webpage", "www": "webpage",
    "electronic": "webpage", "patent": "patent", "unpublished": "manuscript", "standard": "standard",
}  # fmt: skip
_CONTAINERS = ("journal", "journaltitle", "booktitle", "eventtitle")
_REMARKS = ("note", "annote", "annotation", "comment", "comments")
_INSTITUTIONS = ("school", "institution", "organization", "affiliation")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AUTHORS = 65_536
"""Characters of all authors of a work."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """An entry as the file spells it."""

    type: str
    """In small letters."""
    fields: Mapping[str, str]
    """Values without what encloses them, by the names of fields in small letters."""
    again: tuple[Pair, ...] = ()
    """Fields that the entry has a second time."""
    doubts: tuple[str, ...] = ()


def said_of(work: Work) -> Said:
    """The values of a work; those that have no place in a record are named too."""
    fields = Taken(work.fields)
    fields.take("crossref")
    date = _date(fields)
    arxiv = _arxiv(fields)
    container, preprint = _container(work.type, fields)
    arxiv = arxiv or preprint
    venue = _venue(container, "journal" if work.type == "article" else "booktitle", date, fields)
    title, subtitle = text_of(fields.first("title")), text_of(fields.first("subtitle"))
    said = Said(
        title=f"{title}: {subtitle}" if title and subtitle else title or subtitle,
        type="article-journal" if work.type == "article" and venue else _TYPES.get(work.type, "article"),
        authors=_people(fields),
        venues=[venue] if venue else [],
        arxiv=arxiv,
        doi=_doi(fields),
        date=date,
        institutions=_institutions(work.type, fields),
        links=_links(fields),
        remarks=[text_of(value) for value in fields.take(*_REMARKS)],
        keywords=[text_of(part) for value in fields.take("keywords", "keyword") for part in parts_of(value, ",;")],
        doubts=work.doubts,
    )
    return replace(said, not_kept=[*fields.left, *work.again])


def _date(fields: Taken) -> str | None:
    """From `date = {2019-03-25}` of BibLaTeX, or from year, month and day."""
    parts = re.match(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?(?![0-9])", one_line(fields.first("date")))
    given = fields.first("year")
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text_of(given))
    if parts:
        return iso_date(*(int(part) if part else None for part in parts.groups()))
    if year is None or iso_date(int(year[0])) is None:
        fields.put_back("year", given)
        return None
    month, day = _month_and_day(text_of(fields.first("month")), text_of(fields.first("day")))
    return iso_date(int(year[0]), month, day)


def _month_and_day(month: str, day: str) -> tuple[int | None, int | None]:
    """From `mar`, `March`, `3`, or `25 March`."""
    word = re.search(r"[a-z]{3}", month.lower())
    numbers = [int(number) for number in re.findall(r"(?<![0-9])[0-9]{1,2}(?![0-9])", f"{month} {day}")[:2]]
    if word and word[0] in _MONTHS:
        return _MONTHS.index(word[0]) + 1, next(iter(numbers), None)
    return (numbers[0], numbers[1] if len(numbers) > 1 else None) if numbers else (None, None)


def _arxiv(fields: Taken) -> str | None:
    kind = fields.first("archiveprefix", "eprinttype") or "arXiv"
    eprint = fields.first("eprint", "arxivid", "arxiv")
    found = arxiv_of(address_of(eprint)) if kind.strip().casefold() == "arxiv" else None
    if eprint and not found:
        fields.put_back("eprint", f"{kind} {eprint}")
    return found or arxiv_of(address_of(fields.peek("doi")))


def _container(kind: str, fields: Taken) -> tuple[str, str | None]:
    """What the work is in, as a person names it, and the arXiv id where this is only a preprint's place."""
    if kind == "book":
        container = fields.first("publisher")
    elif kind in ("techreport", "report"):
        container = fields.first("type")
    elif any(name in fields for name in _CONTAINERS):
        container = fields.first(*_CONTAINERS)
    else:
        container = "" if _address_in(fields, "howpublished") else fields.first("howpublished")
    text = one_line(text_of(container))
    if not is_preprint(text):
        return text, None
    volume = fields.first("volume")
    arxiv = Venue(text=text).arxiv or arxiv_of(volume.removeprefix("abs/"))
    if volume and not arxiv:
        fields.put_back("volume", volume)
    return ("", arxiv) if arxiv else (text, None)


def _venue(container: str, name: str, date: str | None, fields: Taken) -> str:
    """The container with its year; a full name that gave way to a short one is told of."""
    series = one_line(text_of(fields.first("series")))
    venue = venue_text(container, year_of(date), series)
    if series and venue_text(container, year_of(date)) == venue:
        fields.put_back("series", series)
    if container and venue != with_year(container, year_of(date)):
        fields.put_back(name, container)
    return venue


def _people(fields: Taken) -> list[str]:
    """The names; those of editors where there are no authors."""
    spelled = fields.first("author", "authors") or fields.first("editor")
    if len(spelled) > _AUTHORS:
        fields.put_back("author", spelled)
        return []
    return [_name(name) for name in split_multiple_persons_names(" ".join(spelled.split()))]


def _name(spelled: str) -> str:
    if spelled.strip().casefold() in ("others", "et al.", "et al"):
        return "et al."
    parts = parse_single_name_into_parts(spelled, strict=False)
    given, family = " ".join(parts.first), " ".join([*parts.von, *parts.last])
    return full_name(*(one_line(text_of(part)) for part in (given, family, " ".join(parts.jr))))


def _institutions(kind: str, fields: Taken) -> list[str]:
    names = ("school", "institution", "affiliation") if kind != "misc" else (*_INSTITUTIONS, "publisher")
    found = [text_of(part) for value in fields.take(*names) for part in parts_of(value, ";")]
    return [name for name in found if not is_preprint(name)]


def _doi(fields: Taken) -> str | None:
    spelled = fields.first("doi")
    found = doi_of(address_of(spelled))
    if spelled and not found:
        fields.put_back("doi", spelled)
    return found


def _links(fields: Taken) -> list[Pair]:
    named = [(LABELS[name], address_of(value)) for name in LABELS for value in fields.take(name)]
    others = [
        ("Paper", address)
        for name in ("howpublished", *_REMARKS)
        if (address := _address_in(fields, name)) and fields.take(name)
    ]
    return [*named, *others]


def _address_in(fields: Taken, name: str) -> str:
    """The address that a field is, and nothing else."""
    address = address_of(fields.peek(name))
    return address if address and is_address(address) else ""
