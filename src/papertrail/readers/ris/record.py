"""The values of a RIS record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from papertrail.core import Author, Venue
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import arxiv_in, doi_in, id_in
from papertrail.readers.common.details import is_path, notes_of, serial_numbers
from papertrail.readers.common.fields import Pair, WorkFields
from papertrail.readers.common.links import is_url
from papertrail.readers.common.markup import plain_of
from papertrail.readers.common.people import named, organization
from papertrail.readers.common.values import date_in, language_in, pages_in, status_in, year_of
from papertrail.readers.common.venues import full_name, is_preprint, venue_text, with_year
from papertrail.text.strings import one_line

_TYPES = {
    "ABST": "article-journal", "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case",
    "CHAP": "chapter", "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "DATA": "dataset", "AGGR": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter",
    "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure", "GOVDOC": "report", "INPR": "article-journal", "JFULL": "article-journal",
    "JOUR": "article-journal", "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine",
    "MPCT": "motion_picture", "NEWS": "article-newspaper", "PAT": "patent", "PCOMM": "personal_communication",
    "RPRT": "report", "SER": "book", "SLIDE": "speech", "STAND": "standard", "STAT": "legislation", "THES": "thesis",
    "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip
_LINKS = {"UR": "Paper", "LK": "Paper", "L1": "PDF", "L2": "Full text", "L3": "Link", "L4": "Image"}
_BOOKS = ("book", "standard")
_BY_INSTITUTION = ("thesis", "report")


class Tags:
    """The tags of a record with their values. Reading a tag removes it, so that the rest can be reported."""

    def __init__(self, tags: Iterable[tuple[str, str]]) -> None:
        self._left = [(tag, value) for tag, value in tags if value.strip()]

    def take(self, *tags: str) -> list[str]:
        """Remove tags and return their values, in the order of the file."""
        values = [value for tag, value in self._left if tag in tags]
        self._left = [(tag, value) for tag, value in self._left if tag not in tags]
        return values

    def first(self, *tags: str) -> str:
        """Remove and return the first value of the first tag that exists; other values of it stay."""
        for wanted in tags:
            for number, (tag, value) in enumerate(self._left):
                if tag == wanted:
                    del self._left[number]
                    return value
        return ""

    def put_back(self, tag: str, value: str) -> None:
        """Put a value back that could not be used."""
        if value:
            self._left.append((tag, value))

    @property
    def left(self) -> list[Pair]:
        """The tags that are not used."""
        return list(dict.fromkeys(self._left))


def work_fields(tags: Tags, *, is_inverted: bool) -> WorkFields:
    """The values of a record, with those that do not fit into one of papertrail.

    `is_inverted` is whether the names of people have a comma: one without is that of an organization.
    """
    ris_type = tags.first("TY")
    kind = _TYPES.get(ris_type, "article")
    title = tags.first("TI", "T1", "CT", "BT")
    date, status = _date(tags)
    arxiv = _arxiv(tags)
    container, preprint = _container(kind, tags)
    arxiv, venue = arxiv or preprint, venue_text(container, year_of(date))
    notes = notes_of(tags.take("N1", "RN"))
    numbers = serial_numbers("SN", *tags.take("SN"))
    links = _links(tags)
    full = full_name(container) if venue != with_year(container, year_of(date)) else ""
    if container and not full and venue != with_year(container, year_of(date)):
        tags.put_back("T2", container)
    for short in tags.take("ST", "TT"):
        if not title.startswith(short):
            tags.put_back("ST", short)
    tags.take("ID")
    return WorkFields(
        title=title,
        type=kind,
        authors=[_author(name, is_inverted) for name in tags.take("AU", "A1")],
        editors=[_author(name, is_inverted) for name in tags.take("ED", "A2")],
        venues=[venue] if venue else [],
        venue_names={Venue(text=venue).series: full} if full else {},
        arxiv=arxiv or notes.arxiv,
        doi=_doi(tags) or notes.doi,
        date=date,
        status=status or notes.status or ("in press" if ris_type == "INPR" else None),
        institutions=tags.take("PB") if kind in _BY_INSTITUTION else [],
        publication=_details(kind, tags),
        ids=[*numbers.ids, *_ids(tags), *notes.ids],
        language=language_in(tags.first("LA")),
        awards=notes.awards,
        abstract=tags.first("AB", "N2"),
        links=links,
        remarks=notes.remarks,
        keywords=[word for words in tags.take("KW") for word in words.split("\n")],
        custom=numbers.others,
        not_kept=tags.left,
    )


def _date(tags: Tags) -> tuple[str | None, str | None]:
    """The most precise date, and a status instead of one."""
    texts = tags.take("DA", "PY", "Y1")
    dates = [date for text in texts if (date := date_in(text))]
    status = next(filter(None, map(status_in, texts)), None)
    if not dates and not status:
        for text in texts:
            tags.put_back("PY", text)
    return max(dates, key=len, default=None), status


def _author(name: str, is_inverted: bool) -> Author:
    line = one_line(name)
    is_body = is_inverted and ("," not in line.rstrip(",")) and " " in line
    return organization(line.rstrip(",")) if is_body or line.endswith(",") else named(line)


def _arxiv(tags: Tags) -> str | None:
    text = tags.first("AN")
    arxiv = arxiv_in(text) if "arxiv" in text.casefold() else None
    if text and not arxiv:
        tags.put_back("AN", text)
    return arxiv


def _container(kind: str, tags: Tags) -> tuple[str, str | None]:
    """The container of the work, or the arXiv id if the container is a preprint server."""
    if kind in _BOOKS:
        text = tags.first("PB")
    elif kind in _BY_INSTITUTION:
        text = tags.first("M3", "T2")
    else:
        names = [name for tag in ("T2", "JF", "BT", "JO", "C3", "JA", "J1", "J2") for name in tags.take(tag)]
        text = names[0] if names else ""
        for name in dict.fromkeys(names):
            if name != text:
                tags.put_back("J2", name)
    line = one_line(plain_of(text))
    arxiv = Venue(text=line).arxiv if is_preprint(line) else None
    return ("", arxiv) if arxiv else (line, None)


def _details(kind: str, tags: Tags) -> dict[str, str]:
    """The values of `publication`."""
    first, last = tags.first("SP"), tags.first("EP")
    details = {
        "volume": tags.first("VL"),
        "number": tags.first("IS", "M1"),
        "pages": pages_in("-".join(part for part in (first, last) if part)),
        "publisher": tags.first("PB"),
        "series": tags.first("T3", "T2") if kind in _BOOKS else tags.first("T3"),
        "edition": tags.first("ET"),
        "address": tags.first("CY", "PP"),
    }
    return {name: text for name, text in details.items() if text}


def _ids(tags: Tags) -> Iterable[Identifier]:
    for text in tags.take("AN"):
        pmid = id_in("pmid", text) if re.match(r"(?i)pmid", text) else None
        if pmid:
            yield "pmid", pmid
        else:
            tags.put_back("AN", text)


def _links(tags: Tags) -> list[Pair]:
    """The links, of which a line may have several. What is no URL stays."""
    links: list[Pair] = []
    for tag, label in _LINKS.items():
        for value in tags.take(tag):
            for url in re.split(r"[;\s]+", value):
                if is_url(url):
                    links.append((label, url))
                elif url:
                    tags.put_back(tag, "a path on your computer" if is_path(url) or tag != "UR" else url)
    return links


def _doi(tags: Tags) -> str | None:
    text = tags.first("DO", "DI")
    doi = doi_in(text)
    if text and not doi:
        tags.put_back("DO", text)
    return doi
