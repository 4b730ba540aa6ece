"""CSV for spreadsheets: a header, then each paper on one line, whatever stands in its record."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from papertrail.core import Paper
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
)
"""The columns, the same for every list: keys of `custom` share one."""

_BETWEEN = "; "

# A spreadsheet takes a cell that begins so for a formula; in the wide forms of East Asian keyboards too.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def csv_file(lines: Iterable[str]) -> Iterator[str]:
    """A file of lines below the header, in parts."""
    yield _line(HEADER)
    yield from lines


def csv_line(paper: Paper) -> str:
    """The line of a paper; several values of a field are parted by `; `."""
    return _line([_cell(value) if value else value for value in _row(paper)])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Echo(), lineterminator="\n")


def _line(cells: Sequence[str]) -> str:
    return str(_WRITER.writerow(cells))  # it returns what `write` does


def _row(paper: Paper) -> tuple[str, ...]:
    """The values as the record has them, in the order of the header."""
    return (
        paper.id,
        paper.name,
        paper.title or "",
        paper.type,
        _BETWEEN.join(paper.authors),
        _BETWEEN.join(venue.text for venue in paper.venues),
        str(paper.year or ""),
        _BETWEEN.join(paper.institutions),
        _BETWEEN.join(f"{link.label}: {url}" for link in paper.links if (url := web_url(link.url))),
        " ".join(paper.remarks),
        _BETWEEN.join(paper.keywords),
        _BETWEEN.join(" > ".join(path) for path in paper.topics),
        paper.added or "",
        _BETWEEN.join(f"{key}: {value}" for key, value in paper.custom),
    )


def _cell(value: str) -> str:
    """A value on one line, and with an apostrophe before what would be a formula."""
    line = one_line(value)
    return f"'{line}" if line.startswith(_FORMULA) else line
