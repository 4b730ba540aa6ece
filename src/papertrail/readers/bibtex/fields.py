"""The values of a BibTeX or BibLaTeX entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from papertrail.core import Venue
from papertrail.core.authors import Author, author_of_parts
from papertrail.core.identifiers import arxiv_in, doi_in
from papertrail.readers.bibtex.latex import parts_of, text_of, url_of
from papertrail.readers.common.field_pool import FieldPool
from papertrail.readers.common.fields import Pair, WorkFields, iso_date, year_of
from papertrail.readers.common.links import LABELS, is_url
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
"""Characters of all authors of an entry."""


@dataclass(frozen=True, kw_only=True)
class BibtexEntry:
    """An entry with its macros expanded."""

    type: str
    """In lower case."""
    fields: Mapping[str, str]
    """Values without their delimiters, by lower-case names."""
    duplicates: tuple[Pair, ...] = ()
    """Fields that are already defined."""
    doubts: tuple[str, ...] = ()


def work_fields(entry: BibtexEntry) -> WorkFields:
    """The values of an entry, with those that do not fit into a record."""
    fields = FieldPool(entry.fields)
    fields.take("crossref")
    date = _date(fields)
    arxiv = _arxiv(fields)
    container, preprint = _container(entry.type, fields)
    arxiv = arxiv or preprint
    venue = _venue(container, "journal" if entry.type == "article" else "booktitle", date, fields)
    title, subtitle = text_of(fields.first("title")), text_of(fields.first("subtitle"))
    work = WorkFields(
        title=f"{title}: {subtitle}" if title and subtitle else title or subtitle,
        type="article-journal" if entry.type == "article" and venue else _TYPES.get(entry.type, "article"),
        authors=_people(fields),
        venues=[venue] if venue else [],
        arxiv=arxiv,
        doi=_doi(fields),
        date=date,
        institutions=_institutions(entry.type, fields),
        links=_links(fields),
        remarks=[text_of(value) for value in fields.take(*_REMARKS)],
        keywords=[text_of(part) for value in fields.take("keywords", "keyword") for part in parts_of(value, ",;")],
        doubts=entry.doubts,
    )
    return replace(work, not_kept=[*fields.left, *entry.duplicates])


def _date(fields: FieldPool) -> str | None:
    """The date, from `date = {2019-03-25}` of BibLaTeX, or from year, month and day."""
    parts = re.match(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?(?![0-9])", one_line(fields.first("date")))
    year_text = fields.first("year")
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text_of(year_text))
    if parts:
        return iso_date(*(int(part) if part else None for part in parts.groups()))
    if year is None or iso_date(int(year[0])) is None:
        fields.put_back("year", year_text)
        return None
    month, day = _month_and_day(text_of(fields.first("month")), text_of(fields.first("day")))
    return iso_date(int(year[0]), month, day)


def _month_and_day(month: str, day: str) -> tuple[int | None, int | None]:
    """The month and the day, from `mar`, `March`, `3`, or `25 March`."""
    word = re.search(r"[a-z]{3}", month.lower())
    numbers = [int(number) for number in re.findall(r"(?<![0-9])[0-9]{1,2}(?![0-9])", f"{month} {day}")[:2]]
    if word and word[0] in _MONTHS:
        return _MONTHS.index(word[0]) + 1, next(iter(numbers), None)
    return (numbers[0], numbers[1] if len(numbers) > 1 else None) if numbers else (None, None)


def _arxiv(fields: FieldPool) -> str | None:
    kind = fields.first("archiveprefix", "eprinttype") or "arXiv"
    eprint = fields.first("eprint", "arxivid", "arxiv")
    arxiv = arxiv_in(url_of(eprint)) if kind.strip().casefold() == "arxiv" else None
    if eprint and not arxiv:
        fields.put_back("eprint", f"{kind} {eprint}")
    return arxiv or arxiv_in(url_of(fields.peek("doi")))


def _container(kind: str, fields: FieldPool) -> tuple[str, str | None]:
    """The container of the work, or the arXiv id if the container is a preprint server."""
    if kind == "book":
        container = fields.first("publisher")
    elif kind in ("techreport", "report"):
        container = fields.first("type")
    elif any(name in fields for name in _CONTAINERS):
        container = fields.first(*_CONTAINERS)
    else:
        container = "" if _url_in(fields, "howpublished") else fields.first("howpublished")
    text = one_line(text_of(container))
    if not is_preprint(text):
        return text, None
    volume = fields.first("volume")
    arxiv = Venue(text=text).arxiv or arxiv_in(volume.removeprefix("abs/"))
    if volume and not arxiv:
        fields.put_back("volume", volume)
    return ("", arxiv) if arxiv else (text, None)


def _venue(container: str, name: str, date: str | None, fields: FieldPool) -> str:
    """The container with its year. A full name that is replaced with a short one stays in the pool."""
    series = one_line(text_of(fields.first("series")))
    venue = venue_text(container, year_of(date), series)
    if series and venue_text(container, year_of(date)) == venue:
        fields.put_back("series", series)
    if container and venue != with_year(container, year_of(date)):
        fields.put_back(name, container)
    return venue


def _people(fields: FieldPool) -> list[Author]:
    """The names of the authors, or else of the editors."""
    names = fields.first("author", "authors") or fields.first("editor")
    if len(names) > _AUTHORS:
        fields.put_back("author", names)
        return []
    return [_name(name) for name in split_multiple_persons_names(" ".join(names.split()))]


def _name(name: str) -> Author:
    name = name.strip()
    if name.casefold() in ("others", "et al.", "et al"):
        return Author("et al.")
    if name.startswith("{") and _closing(name) == len(name) - 1:
        return Author(one_line(text_of(name, math=False)), organization=True)
    parts = parse_single_name_into_parts(name, strict=False)
    given, family = " ".join(parts.first), " ".join([*parts.von, *parts.last])
    return author_of_parts(*(one_line(text_of(part, math=False)) for part in (family, given, " ".join(parts.jr))))


def _closing(text: str) -> int:
    """The position of the brace that closes the one at the start."""
    depth = 0
    for match in re.finditer(r"(?<!\\)[{}]", text):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return -1


def _institutions(kind: str, fields: FieldPool) -> list[str]:
    names = ("school", "institution", "affiliation") if kind != "misc" else (*_INSTITUTIONS, "publisher")
    institutions = [text_of(part) for value in fields.take(*names) for part in parts_of(value, ";")]
    return [name for name in institutions if not is_preprint(name)]


def _doi(fields: FieldPool) -> str | None:
    text = fields.first("doi")
    doi = doi_in(url_of(text))
    if text and not doi:
        fields.put_back("doi", text)
    return doi


def _links(fields: FieldPool) -> list[Pair]:
    named = [(LABELS[name], url_of(value)) for name in LABELS for value in fields.take(name)]
    others = [
        ("Paper", url) for name in ("howpublished", *_REMARKS) if (url := _url_in(fields, name)) and fields.take(name)
    ]
    return [*named, *others]


def _url_in(fields: FieldPool, name: str) -> str:
    """The URL in a field with nothing else in it."""
    url = url_of(fields.peek(name))
    return url if url and is_url(url) else ""
