"""The values of a BibTeX or BibLaTeX entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from papertrail.core import Author, Venue
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import address_of, arxiv_in, doi_in, id_in
from papertrail.core.paper import topic_path
from papertrail.readers.bibtex.capitals import protected_words
from papertrail.readers.bibtex.latex import parts_of, text_of, url_of
from papertrail.readers.bibtex.names import names_in
from papertrail.readers.common.details import is_private, notes_of, serial_numbers
from papertrail.readers.common.field_pool import FieldPool
from papertrail.readers.common.fields import Pair, WorkFields
from papertrail.readers.common.links import LABELS, is_url
from papertrail.readers.common.values import (
    date_in,
    day_in,
    iso_date,
    language_in,
    month_and_day,
    pages_in,
    status_in,
    year_of,
)
from papertrail.readers.common.venues import full_name, is_preprint, venue_text, with_year
from papertrail.text.strings import one_line

_TYPES = {
    "inproceedings": "paper-conference", "conference": "paper-conference", "book": "book", "mvbook": "book",
    "proceedings": "book", "mvproceedings": "book", "collection": "book", "mvcollection": "book", "booklet": "pamphlet",
    "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "inreference": "entry-encyclopedia", "review": "review", "periodical": "periodical",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report", "manual": "report", "software": "software", "dataset": "dataset", "online": "webpage",
    "www": "webpage", "electronic": "webpage", "patent": "patent", "unpublished": "manuscript", "standard": "standard",
}  # fmt: skip
_CONTAINERS = ("journal", "journaltitle", "booktitle", "eventtitle")
_REMARKS = ("note", "annote", "annotation", "comment", "comments")
_ADDED = ("date-added", "dateadded", "added-at", "creationdate", "timestamp")
_DETAILS = {
    "volume": ("volume",), "number": ("number", "issue"), "pages": ("pages", "eid", "articleno", "article-number"),
    "publisher": ("publisher",), "series": ("series",), "edition": ("edition",), "address": ("address", "location"),
}  # fmt: skip
"""The names of fields with the values of `publication`, by their names there."""
_SCHEMES = ("pmid", "acl", "dblp", "openreview", "openalex", "s2")
_PUBLISHED_PARTS = frozenset({"inproceedings", "conference", "incollection", "inbook", "proceedings", "collection"})
_AUTHORS = 65_536
"""Characters of all authors of an entry."""


@dataclass(frozen=True, kw_only=True)
class BibtexEntry:
    """An entry with its macros expanded."""

    type: str
    """In lower case."""
    key: str = ""
    fields: Mapping[str, str]
    """Values without their delimiters, by lower-case names."""
    duplicates: tuple[Pair, ...] = ()
    """Fields that are already defined."""
    doubts: tuple[str, ...] = ()


def work_fields(entry: BibtexEntry) -> WorkFields:
    """The values of an entry, with those that do not fit into a record."""
    kind, fields = entry.type, FieldPool(entry.fields)
    fields.take("crossref")
    private = [(name, "a path on your computer") for name in entry.fields if is_private(name) and fields.take(name)]
    status = _status(fields)
    date = _date(fields)
    arxiv = _arxiv(fields)
    container, preprint = _container(kind, fields)
    arxiv = arxiv or preprint
    venue = _venue(container, kind, date, fields)
    title = _title(fields)
    links = _links(fields)
    notes = notes_of(text_of(value) for value in fields.take(*_REMARKS, "award", "awards"))
    numbers = serial_numbers("ISBN", *(text_of(value) for value in fields.take("isbn", "issn")))
    added = next((day for name in _ADDED if (day := day_in(fields.peek(name))) and fields.take(name)), None)
    if kind in _PUBLISHED_PARTS and "publisher" not in fields:
        fields.put_back("publisher", fields.first("organization"))
    return WorkFields(
        title=text_of(title),
        capitals=protected_words(title),
        type=_type(kind, venue),
        authors=_people(fields, "author", "authors"),
        editors=_people(fields, "editor", "editors"),
        venues=[venue] if venue else [],
        venue_names=_full_names(venue, container, kind, date, fields),
        arxiv=arxiv or notes.arxiv,
        doi=_doi(fields) or notes.doi,
        date=date,
        status=status or notes.status,
        publication=_details(fields),
        ids=[*numbers.ids, *_ids(entry.key, fields), *notes.ids],
        language=language_in(text_of(fields.first("language", "langid", "hyphenation"))),
        awards=notes.awards,
        abstract=_paragraphs(fields.first("abstract")),
        institutions=_institutions(kind, fields),
        links=links,
        remarks=notes.remarks,
        keywords=_words(fields, "keywords", "keyword", "mendeley-tags"),
        topics=[topic_path(word.replace(">", "›")) for word in _words(fields, "groups", "mendeley-groups")],
        added=added,
        custom=numbers.others,
        doubts=entry.doubts,
        not_kept=[*private, *fields.left, *entry.duplicates],
    )


def _type(kind: str, venue: str) -> str:
    return "article-journal" if kind == "article" and venue else _TYPES.get(kind, "article")


def _title(fields: FieldPool) -> str:
    title, subtitle = fields.first("title"), fields.first("subtitle")
    return f"{title}: {subtitle}" if title and subtitle else title or subtitle


def _status(fields: FieldPool) -> str | None:
    """The status, from `pubstate` of BibLaTeX or from `year = {in press}`."""
    for name in ("pubstate", "year", "date"):
        if status := status_in(re.sub(r"[0-9]{4}", "", text_of(fields.peek(name)))):
            if not re.search("[0-9]{4}", fields.peek(name)):
                fields.take(name)
            return status
    return None


def _date(fields: FieldPool) -> str | None:
    """The date, from `date = {2019-03-25}` of BibLaTeX, or from year, month and day."""
    date_text, year_text = fields.first("date"), fields.first("year")
    if date := date_in(text_of(date_text)):
        return date
    fields.put_back("date", date_text)
    year = year_of(date_in(text_of(year_text)))
    if year is None:
        fields.put_back("year", year_text)
        return None
    month_text = text_of(fields.first("month"))
    month, day = month_and_day(f"{month_text} {text_of(fields.first('day'))}")
    if month_text and not month:
        fields.put_back("month", month_text)
    return iso_date(year, month, day)


def _arxiv(fields: FieldPool) -> str | None:
    kind = fields.first("archiveprefix", "eprinttype") or "arXiv"
    eprint = fields.first("eprint", "arxivid", "arxiv")
    arxiv = arxiv_in(url_of(eprint)) if kind.strip().casefold() == "arxiv" else None
    if eprint and not arxiv:
        is_pubmed = kind.strip().casefold() in ("pubmed", "pmid")
        fields.put_back("pmid" if is_pubmed else "eprint", eprint if is_pubmed else f"{kind} {eprint}")
    return arxiv or arxiv_in(url_of(fields.peek("doi")))


def _container(kind: str, fields: FieldPool) -> tuple[str, str | None]:
    """The container of the work, or the arXiv id if the container is a preprint server."""
    text = one_line(_container_text(kind, fields))
    if not is_preprint(text):
        return text, None
    volume = fields.first("volume")
    arxiv = Venue(text=text).arxiv or arxiv_in(volume.removeprefix("abs/"))
    if volume and not arxiv:
        fields.put_back("volume", volume)
    return ("", arxiv) if arxiv else (text, None)


def _container_text(kind: str, fields: FieldPool) -> str:
    if kind in ("book", "mvbook", "proceedings", "collection"):
        return text_of(fields.first("publisher"))
    if kind in ("techreport", "report", "phdthesis", "mastersthesis", "thesis"):
        default = "mathesis" if kind == "mastersthesis" else ""
        text = text_of(fields.first("type")) or default
        return _KINDS.get(text.casefold(), text)
    if any(name in fields for name in _CONTAINERS):
        return text_of(fields.first(*_CONTAINERS))
    return "" if _url_in(fields, "howpublished") else text_of(fields.first("howpublished"))


_KINDS = {"mathesis": "Master's thesis", "phdthesis": "", "techreport": "", "resreport": ""}
"""What the kinds of theses and reports in BibLaTeX stand for."""


def _venue(container: str, kind: str, date: str | None, fields: FieldPool) -> str:
    """The container with its year, or its short name if the series has one."""
    series = one_line(text_of(fields.peek("series"))) if kind in _PUBLISHED_PARTS | {"article"} else ""
    venue = venue_text(container, year_of(date), series)
    if series and venue_text(container, year_of(date)) != venue:
        fields.take("series")
    return venue


def _full_names(venue: str, container: str, kind: str, date: str | None, fields: FieldPool) -> dict[str, str]:
    """The full name of a venue that is known by its short name. A name with a number is that of one year."""
    if not container or venue == with_year(container, year_of(date)):
        return {}
    if full := full_name(container):
        return {Venue(text=venue).series: full}
    fields.put_back("journal" if kind == "article" else "booktitle", container)
    return {}


def _people(fields: FieldPool, *names: str) -> list[Author]:
    latex = fields.first(*names)
    if len(latex) > _AUTHORS:
        fields.put_back(names[0], latex)
        return []
    return names_in(latex)


def _details(fields: FieldPool) -> dict[str, str]:
    """The values of `publication`."""
    details = {name: text_of(fields.first(*names)) for name, names in _DETAILS.items()}
    return {name: pages_in(text) if name == "pages" else text for name, text in details.items() if text}


def _ids(key: str, fields: FieldPool) -> Iterator[Identifier]:
    """The valid identifiers. The keys of DBLP are identifiers too."""
    for scheme in _SCHEMES:
        text = url_of(fields.first(scheme))
        if value := id_in(scheme, text):
            yield scheme, value
        else:
            fields.put_back(scheme, text)
    if key.startswith("DBLP:") and (value := id_in("dblp", key)):
        yield "dblp", value


def _paragraphs(latex: str) -> str:
    return "\n\n".join(text_of(paragraph) for paragraph in re.split(r"\n[ \t]*\n", latex))


def _words(fields: FieldPool, *names: str) -> list[str]:
    return [text_of(part) for value in fields.take(*names) for part in parts_of(value, ",;")]


def _institutions(kind: str, fields: FieldPool) -> list[str]:
    """The institutions. The organization of a conference is its publisher."""
    names = ["school", "institution", "affiliation"]
    names += [] if kind in _PUBLISHED_PARTS else ["organization"]
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
    pmcid = url_of(fields.peek("pmcid"))
    if re.fullmatch(r"(?i)pmc[0-9]{1,9}", pmcid) and fields.take("pmcid"):
        others.append(("PubMed Central", address_of("pmcid", pmcid.upper())))
    return [*named, *others]


def _url_in(fields: FieldPool, name: str) -> str:
    """The URL in a field with nothing else in it."""
    url = url_of(fields.peek(name))
    return url if url and is_url(url) else ""
