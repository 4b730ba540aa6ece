"""What all explainers share: the failure of libyaml, the explanation, and values in quotes."""

from __future__ import annotations

import re
from typing import NamedTuple

from papertrail.core.fields import COLUMN, REGISTRIES

SHOWN = 100
"""Characters of a line up to which a help text shows all of it."""

# All patterns of these modules are matched at the start of a line, and none can match a character in two ways, so that
# a line of 64 KiB takes linear time.
FIELD = re.compile(r"([ \t]*(?:- +)?[^\s:#\"'\[\]{},-][^:]*:[ \t]+)(\S.*)")
"""The name of a field with its colon, and its value."""
ITEM = re.compile(r"([ \t]*- +)(\S.*)")
"""The dash of an item, and its value."""
CLOSING = {"[": "]", "{": "}"}
_PARTS = {"label", "url", *(field.name for fields in (COLUMN, *REGISTRIES.values()) for field in fields)}
"""Field names that can follow a dash. Anything else there is text."""


class Explanation(NamedTuple):
    """The message for a failure, and the part of the line that it is about."""

    row: int
    """0-based, as are the columns."""
    start: int
    end: int
    message: str
    help: str


class Failure(NamedTuple):
    """Where libyaml stopped, and what it reported."""

    lines: list[str]
    row: int
    column: int
    problem: str
    context: str
    opened: tuple[int, int] | None
    """The start of the construct that could not be parsed, such as a bracket."""

    @property
    def line(self) -> str:
        """The line on which libyaml stopped."""
        return self.lines[self.row]

    def row_before(self, row: int) -> int | None:
        """The last line before `row` that is neither empty nor a comment."""
        rows = (r for r in range(row - 1, -1, -1) if self.lines[r].strip() and self.lines[r].lstrip()[0] != "#")
        return next(rows, None)


def field_of(line: str) -> re.Match[str] | None:
    """A field with its value, or an item of a list."""
    field = FIELD.match(line)
    item = ITEM.match(line)
    return item if item and (field is None or field[1].strip(" \t:-") not in _PARTS) else field


def to_quote(row: int, field: re.Match[str], message: str) -> Explanation:
    """Ask for quotes around the value of a field or an item, and show it if the line is short."""
    value = without_comment(field[2])
    shown = in_quotes(value)
    if len(value) < SHOWN:
        help = f"write {field[1].strip()} {shown}"
    else:
        help = "put the value in double quotes" if shown[0] == '"' else "put the value in single quotes"
        help += f", and write each {shown[0]} inside it twice" if shown[0] in value else ""
    return Explanation(row, len(field[1]), len(field[1]) + len(value), message, help)


def unclosed(failure: Failure, row: int, column: int) -> Explanation:
    """A quote that is not closed."""
    line = failure.lines[row].rstrip()
    field = FIELD.match(line)
    alone = field is not None and len(field[1]) == column and len(line) < SHOWN
    return Explanation(
        row, column, len(line), "unclosed quote",
        f"write {line.strip()}{line[column]}" if alone
        else f"add {line[column : column + 1]} at the end of the text",
    )  # fmt: skip


def quote_above(failure: Failure) -> Explanation | None:
    """A quote that is not closed on an earlier line, so that the next quote of its kind closes it."""
    for row in range(failure.row - 1, max(failure.row - 20, -1), -1):
        field = FIELD.match(failure.lines[row])
        if field is None:
            continue
        mark, value = field[2][0], field[2]
        if (
            mark in "\"'"
            and mark not in value[1:]
            and any(mark in line for line in failure.lines[row + 1 : failure.row + 1])
        ):
            return unclosed(failure, row, len(field[1]))
        return None
    return None


def without_comment(value: str) -> str:
    """A value without a comment after it. `#3` is part of the text."""
    return re.split(r"[ \t]#(?=[ \t]|$)", value, maxsplit=1)[0].rstrip()


def in_quotes(value: str) -> str:
    """A text in YAML quotes. Quotes around it that did not work are removed."""
    mark, last = value[:1], value[-1:]
    straight = mark in "\"'" and last == mark and len(value) > 2 and not _closes_early(value, mark)
    if straight or (len(value) > 2 and mark in "“”„" and last in "“”"):
        value = value[1:-1]
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _closes_early(value: str, mark: str) -> bool:
    """Whether the next quote of the kind is a closing one, as in `"a" and "b"` but not in `"a "b" c"`."""
    at = value.index(mark, 1)
    return at == len(value) - 1 or (not value[at - 1].isspace() and not value[at + 1].isalnum())


def cut(text: str) -> str:
    """A text, cut if it is too long for a help text."""
    return text if len(text) < SHOWN else text[: SHOWN - 1] + "…"
