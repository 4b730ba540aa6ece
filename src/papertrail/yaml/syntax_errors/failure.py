"""Where libyaml stopped, what is said of it, and how a value is written in quotes: what all looks share."""

from __future__ import annotations

import re
from typing import NamedTuple

from papertrail.core.fields import COLUMN, REGISTRIES

SHOWN = 100
"""Characters of a line up to which a remedy writes it out in full."""

# All patterns of these modules are matched at the start of a line, and none can match one character in two ways: a
# line of 64 KiB costs no more than reading it.
FIELD = re.compile(r"([ \t]*(?:- +)?[^\s:#\"'\[\]{},-][^:]*:[ \t]+)(\S.*)")
"""A field's name with its colon, and its value."""
ITEM = re.compile(r"([ \t]*- +)(\S.*)")
"""The dash of an item, and its value."""
CLOSING = {"[": "]", "{": "}"}
_PARTS = {"label", "url", *(field.name for fields in (COLUMN, *REGISTRIES.values()) for field in fields)}
"""What may stand behind a dash as the name of a field; anything else there is text."""


class Explanation(NamedTuple):
    """What is said of a failure, and of which part of which line."""

    row: int
    """0-based, as are the columns."""
    start: int
    end: int
    message: str
    help: str


class Failure(NamedTuple):
    """Where libyaml stopped, and what it explanation."""

    lines: list[str]
    row: int
    column: int
    problem: str
    context: str
    opened: tuple[int, int] | None
    """Where the part began that could not be read, such as a bracket."""

    @property
    def line(self) -> str:
        """The line on which libyaml stopped."""
        return self.lines[self.row]

    def row_before(self, row: int) -> int | None:
        """The last line before `row` with something other than a comment on it."""
        found = (r for r in range(row - 1, -1, -1) if self.lines[r].strip() and self.lines[r].lstrip()[0] != "#")
        return next(found, None)


def field_of(line: str) -> re.Match[str] | None:
    """A field and its value, or an item of a list."""
    field = FIELD.match(line)
    item = ITEM.match(line)
    return item if item and (field is None or field[1].strip(" \t:-") not in _PARTS) else field


def to_quote(row: int, field: re.Match[str], message: str) -> Explanation:
    """Ask for quotes around the value of a field or an item, written out where the line is short enough."""
    value = without_comment(field[2])
    shown = in_quotes(value)
    if len(value) < SHOWN:
        help = f"write {field[1].strip()} {shown}"
    else:
        mark = "single quote, '" if shown[0] == "'" else 'double quote, "'
        help = f"put a {mark}, before and after the value"
        help += f", and write each {shown[0]} inside it twice" if shown[0] in value else ""
    return Explanation(row, len(field[1]), len(field[1]) + len(value), message, help)


def unclosed(failure: Failure, row: int, column: int) -> Explanation:
    """A quote at that place that is never closed."""
    line = failure.lines[row].rstrip()
    field = FIELD.match(line)
    alone = field is not None and len(field[1]) == column and len(line) < SHOWN
    return Explanation(
        row, column, len(line), "the quote that opens here is not closed",
        f"write {line.strip()}{line[column]}" if alone
        else f"put the same quote, {line[column : column + 1]}, at the end of the text",
    )  # fmt: skip


def quote_above(failure: Failure) -> Explanation | None:
    """A quote that a line before left open, so that it was closed by the next one of its kind."""
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
    """A value without a comment behind it; `#3` is taken for a part of the text."""
    return re.split(r"[ \t]#(?=[ \t]|$)", value, maxsplit=1)[0].rstrip()


def in_quotes(value: str) -> str:
    """A text as YAML in quotes, whatever is in it. Quotes that were there around it, but did not hold, are dropped."""
    mark, last = value[:1], value[-1:]
    straight = mark in "\"'" and last == mark and len(value) > 2 and not _closes_early(value, mark)
    if straight or (len(value) > 2 and mark in "“”„" and last in "“”"):
        value = value[1:-1]
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _closes_early(value: str, mark: str) -> bool:
    """Whether the next quote of the kind is one that closes, as in `"a" and "b"` but not in `"a "b" c"`."""
    at = value.index(mark, 1)
    return at == len(value) - 1 or (not value[at - 1].isspace() and not value[at + 1].isalnum())


def cut(text: str) -> str:
    """A text as far as a remedy writes it out."""
    return text if len(text) < SHOWN else text[: SHOWN - 1] + "…"
