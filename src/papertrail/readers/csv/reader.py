"""CSV of spreadsheets and of other programs: a header, then a paper on each row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from papertrail.core.limits import TOLD_OF_A_FILE
from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.csv.row import role_of, said_of
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.text.strings import one_line, quoted

_DELIMITERS = (",", ";", "\t")
_EMPTY = " \t,;"
_COLUMNS = 200
"""Columns of a file; what stands beyond is not looked at."""
_SEPARATOR = re.compile(r"(?i)sep=(.)$")

Row = tuple[list[str], int, int]
"""The cells of a row, its first line and the line after its last."""


def read(text: str) -> tuple[list[Entry], list[NotUnderstood]]:
    """The rows of a file as entries, and those that could not be read.

    Raises `NotAList` where no column is known to hold names or titles, and where no row can be read.
    """
    lines = as_lines(text).split("\n")
    refuse_too_many(line for line in lines if line.strip(_EMPTY))
    first = _header_line(lines)
    delimiter = _delimiter_of(lines[first])
    problems: list[NotUnderstood] = []
    rows = _rows(lines, first, delimiter, problems)
    header, header_start, _ = next(rows, ([], first, first))
    header = [one_line(name) for name in header[:_COLUMNS]]
    if not {"name", "title", "paper"} & {role_of(name) for name in header}:
        raise NotAList(_no_header(header, header_start))
    entries: list[Entry] = []
    for cells, start, end in rows:
        raw = "\n".join(lines[start:end])
        entry = entry_of(said_of(header, cells), start=start, end=end, raw=raw)
        if entry:
            entries.append(entry)
        elif any(map(str.strip, cells)):
            problems.append(not_understood(start, raw))
    if not entries:
        raise NotAList(f"line {header_start + 1}: no row with a name or a title follows the header; write one")
    return entries, sorted(problems, key=lambda told: told.line)


def _no_header(header: Sequence[str], start: int) -> str:
    shown = ", ".join(quoted(name, 30) for name in header[:10] if name) or "nothing"
    return (
        f"line {start + 1}: no column is called name, title or paper; the first line holds {shown}; "
        "write the names of the columns there"
    )


def _header_line(lines: Sequence[str]) -> int:
    """The first line that says something; a spreadsheet may write `sep=;` before it."""
    said = (n for n, line in enumerate(lines) if line.strip() and not _SEPARATOR.match(line.strip(" ")))
    return next(said, 0)


def _delimiter_of(line: str) -> str:
    """The sign between the columns: that by which most names of the header are known, else by which there are most."""

    def known(delimiter: str) -> tuple[int, int]:
        names = [name.strip(' "') for name in line[:100_000].split(delimiter)]
        return sum(role_of(name) != "custom" for name in names), len(names)

    return max(_DELIMITERS, key=known)


def _rows(lines: Sequence[str], start: int, delimiter: str, problems: list[NotUnderstood]) -> Iterator[Row]:
    """The rows from a line on; a line with which no row can begin is told of, and reading goes on after it."""
    for _ in range(TOLD_OF_A_FILE):
        reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                yield cells, start + done, start + reader.line_num
                done = reader.line_num
            return
        except csv.Error:
            start += done
            problems.append(not_understood(start, lines[start]))
            start += 1
    if start < len(lines):
        problems.append(not_understood(start, "\n".join(lines[start : start + 10])))
