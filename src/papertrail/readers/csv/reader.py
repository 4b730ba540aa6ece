"""CSV files of spreadsheets and other programs: a header, then one paper per row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any

from papertrail.core.limits import DIAGNOSTICS_OF_FILE
from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.readers.mappings.names import NO_NAMES, FieldNames, role_of
from papertrail.readers.mappings.row import row_fields
from papertrail.text.strings import one_line, quoted

_DELIMITERS = (",", ";", "\t", "|")
_EMPTY = " \t,;|"
_ALONE = re.compile(r'(?<!")"(?!")')
"""A quote that is not doubled."""
_COLUMNS = 200
"""The most columns of a file; others are ignored."""
_SEPARATOR = re.compile(r"(?i)sep=(.)$")

Row = tuple[list[str], int, int]
"""The cells of a row, its first line, and the line after its last one."""


def read(text: str, names: FieldNames = NO_NAMES) -> tuple[list[Entry], list[NotUnderstood]]:
    """The entries of a file, and the rows that were not understood.

    Raises `NotAList` if no column contains names or titles, or if no row has one.
    """
    lines = as_lines(text).split("\n")
    refuse_too_many(line for line in lines if line.strip(_EMPTY))
    first = _header_line(lines)
    delimiter = _delimiter_of(lines[first])
    problems: list[NotUnderstood] = []
    rows = _rows(lines, first, delimiter, problems)
    header, header_start, _ = next(rows, ([], first, first))
    header = [one_line(name) for name in header[:_COLUMNS]]
    if not {"name", "title", "paper"} & {names.role_of(name) for name in header}:
        raise NotAList(_no_header(header, header_start))
    entries: list[Entry] = []
    for cells, start, end in rows:
        raw = "\n".join(lines[start:end])
        entry = entry_of(row_fields(header, cells, names), start=start, end=end, raw=raw)
        if entry:
            entries.append(entry)
        elif any(map(str.strip, cells)):
            problems.append(not_understood(start, raw))
    if not entries:
        raise NotAList(f"line {header_start + 1}: no row after the header has a name or a title")
    return entries, sorted(problems, key=lambda problem: problem.line)


def _no_header(header: Sequence[str], start: int) -> str:
    names = ", ".join(quoted(name, 30) for name in header[:10] if name)
    found = f"found {names}" if names else "found no names"
    return f'line {start + 1}: no column "name", "title" or "paper" in the header ({found}); add a header line'


def _header_line(lines: Sequence[str]) -> int:
    """The first line with text. Spreadsheets may write `sep=;` above the header."""
    numbers = (n for n, line in enumerate(lines) if line.strip() and not _SEPARATOR.match(line.strip(" ")))
    return next(numbers, 0)


def _delimiter_of(line: str) -> str:
    """The delimiter with the most known column names in the header, or else with the most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        names = [name.strip(' "') for name in line[:100_000].split(delimiter)]
        return sum(role_of(name) != "custom" for name in names), len(names)

    return max(_DELIMITERS, key=known)


def _rows(lines: Sequence[str], start: int, delimiter: str, problems: list[NotUnderstood]) -> Iterator[Row]:
    """The rows from line `start`. A malformed line is repaired, or else added to `problems` and skipped."""
    for _ in range(DIAGNOSTICS_OF_FILE):
        reader = _csv(lines[start:], delimiter)
        done = 0
        try:
            for cells in reader:
                yield cells, start + done, start + reader.line_num
                done = reader.line_num
            return
        except csv.Error:
            start += done
            repaired = _repaired(lines[start], delimiter)
            if repaired != lines[start]:
                lines = [*lines[:start], *(_repaired(line, delimiter) for line in lines[start:])]
                continue
            problems.append(not_understood(start, lines[start]))
            start += 1
    if start < len(lines):
        problems.append(not_understood(start, "\n".join(lines[start : start + 10])))


def _csv(lines: Sequence[str], delimiter: str) -> Any:
    return csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True, skipinitialspace=True)


def _repaired(line: str, delimiter: str) -> str:
    """A line with the quotes in quoted cells doubled, and without the spaces after them, if it is malformed."""
    try:
        list(_csv([line], delimiter))
    except csv.Error:
        return delimiter.join(map(_repaired_cell, _cells(line.replace('\\"', '""'), delimiter)))
    return line


def _repaired_cell(cell: str) -> str:
    quoted = cell.strip(" ")
    is_quoted = len(quoted) > 1 and quoted[0] == quoted[-1] == '"'
    return '"' + _ALONE.sub('""', quoted[1:-1]) + '"' if is_quoted else cell


def _cells(line: str, delimiter: str) -> Iterator[str]:
    """The cells of a malformed line: a quoted one ends with a quote before a delimiter."""
    opened: list[str] = []
    for part in line.split(delimiter):
        bare = part.strip(" ")
        is_closed = bare.endswith('"') and (bool(opened) or len(bare) > 1)
        if (opened or bare.startswith('"')) and not is_closed:
            opened.append(part)
        else:
            yield delimiter.join([*opened, part])
            opened = []
    if opened:
        yield delimiter.join(opened)
