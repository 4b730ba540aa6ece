"""CSV for spreadsheets: a header, then one line per paper."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from papertrail.core import Author, Paper
from papertrail.core.authors import authors_of
from papertrail.exporters.web_urls import web_url
from papertrail.text.strings import one_line

HEADER = (
    "id",
    "name",
    "title",
    "type",
    "authors",
    "venue",
    "year",
    "institutions",
    "links",
    "remarks",
    "keywords",
    "topics",
    "added",
    "custom",
    "date",
    "status",
    "doi",
    "arxiv",
    "isbn",
    "volume",
    "number",
    "pages",
    "publisher",
    "language",
    "awards",
    "abstract",
    "series",
    "edition",
    "address",
    "editors",
)
"""The columns, the same for every list; all keys of `custom` share one."""

_BETWEEN = "; "

# Spreadsheets interpret cells that start with these as formulas, including the full-width forms.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def csv_file(lines: Iterable[str]) -> Iterator[str]:
    """Yield the header and the lines, in parts."""
    yield _line(HEADER)
    yield from lines


def csv_line(paper: Paper) -> str:
    """Return the line of a paper; values of a field are separated by `; `."""
    return _line([_cell(value) if value else value for value in _row(paper)])


class _Echo:
    """A file-like object that returns what is written to it."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Echo(), lineterminator="\n")


def _line(cells: Sequence[str]) -> str:
    return str(_WRITER.writerow(cells))  # returns the result of `write`


def _row(paper: Paper) -> tuple[str, ...]:
    """Return the values of a record in the order of the header."""
    ids = dict(reversed(paper.identifiers))
    return (
        paper.id,
        paper.name,
        paper.title or "",
        paper.type,
        _people(paper.authors),
        _BETWEEN.join(venue.text for venue in paper.venues),
        str(paper.year or ""),
        _BETWEEN.join(paper.institutions),
        _BETWEEN.join(f"{link.label}: {url}" for link in paper.links if (url := web_url(link.url))),
        " ".join(paper.remarks),
        _BETWEEN.join(paper.keywords),
        _BETWEEN.join(" > ".join(path) for path in paper.topics),
        paper.added or "",
        _BETWEEN.join(f"{key}: {value}" for key, value in paper.custom),
        paper.date or "",
        paper.status or "",
        *(ids.get(scheme, "") for scheme in ("doi", "arxiv", "isbn")),
        *(getattr(paper.publication, name) or "" for name in ("volume", "number", "pages", "publisher")),
        paper.language or "",
        _BETWEEN.join(paper.awards),
        paper.abstract or "",
        *(getattr(paper.publication, name) or "" for name in ("series", "edition", "address")),
        _people(paper.publication.editors),
    )


def _people(authors: tuple[Author, ...]) -> str:
    """Return names, as the record writes them unless it has several in one text."""
    if not any(author.several for author in authors):
        return _BETWEEN.join(author.text for author in authors)
    people = authors_of(authors)
    return _BETWEEN.join([*(person.family_first for person in people.people), *["et al."] * people.others])


def _cell(value: str) -> str:
    """Return a value on one line, with an apostrophe before anything that looks like a formula."""
    line = one_line(value)
    return f"'{line}" if line.startswith(_FORMULA) else line
