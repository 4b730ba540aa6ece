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
    fixed: str | None = None
    """The line as the help says to write it, if that is known. The rest of the file is parsed as if it were there."""


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
    shown = _in_single_quotes(value[:-1].rstrip()) if _has_stray_quote(value) else in_quotes(value)
    if len(value) < SHOWN:
        help = f"write {field[1].strip()} {shown}"
    else:
        help = "put the value in double quotes" if shown[0] == '"' else "put the value in single quotes"
        help += f", and write each {shown[0]} inside it twice" if shown[0] in value else ""
    fixed = f"{field[1]}{shown}"
    return Explanation(row, len(field[1]), len(field[1]) + len(value), message, help, fixed)


def unclosed(lines: list[str], row: int, column: int) -> Explanation:
    """A quote that is not closed."""
    line = lines[row].rstrip()
    end = _end_of_item(line, column)
    fixed = f"{line[:end]}{line[column]}{line[end:]}"
    whole = field_of(line) is not None and len(line) < SHOWN
    help = f"write {fixed.strip()}" if whole else f"add {line[column]} at the end of the text"
    return Explanation(row, column, end, "unclosed quote", help, fixed)


def _end_of_item(line: str, column: int) -> int:
    """Where a text ends whose quote is not closed: at the end of the line, or of an item in brackets."""
    before = line[:column].rstrip()
    if not before.endswith(("[", "{", ",")) and not _IN_BRACES.search(before):
        return len(line)
    end = _ITEM_END.search(line, column)
    return end.start() if end else len(line)


_ITEM_END = re.compile(r"[,\]}]")
_IN_BRACES = re.compile(r"[{,][^{},:]*:$")
"""The start of a mapping in braces, up to the name of a field."""
_FIELD_START = re.compile(r"[ \t]*(?:- +)*")
_LOOKS_LIKE_A_FIELD = re.compile(r"[ \t]*- |[ \t]+[^\W\d]\w*:(?:\s|$)|[a-z_]+:(?:\s|$)")
"""Fields of records and registries are in lower case, but not labels of links. Other words with a colon are text."""


def quote_over_fields(lines: list[str], row: int, column: int, end_row: int) -> Explanation | None:
    """A quote that is closed only on a later line, so that the fields between them became part of the text."""
    start = len(_FIELD_START.match(lines[row])[0])  # type: ignore[index]
    if start == column:  # an item of a list
        start = lines[row].rfind("-", 0, column)
    for line in lines[row + 1 : end_row + 1]:
        indent = len(line) - len(line.lstrip())
        if indent <= start and _LOOKS_LIKE_A_FIELD.match(line):
            return unclosed(lines, row, column)
    return None


def without_comment(value: str) -> str:
    """A value without a comment after it. `#3` is part of the text."""
    return re.split(r"[ \t]#(?=[ \t]|$)", value, maxsplit=1)[0].rstrip()


def in_quotes(value: str) -> str:
    """A text in YAML quotes. Quotes around it that did not work are removed."""
    mark, last = value[:1], value[-1:]
    straight = mark in "\"'" and last == mark and len(value) > 2
    has_apostrophe = mark == "'" and value.count(mark) % 2 == 1
    straight = straight and (has_apostrophe or not _closes_early(value, mark))
    if straight or (len(value) > 2 and mark in "“”„" and last in "“”"):
        value = value[1:-1]
    if '"' in value or "\\" in value:
        return _in_single_quotes(value)
    return f'"{value}"'


def _in_single_quotes(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _has_stray_quote(value: str) -> bool:
    """Whether a value ends with a quote that was never opened."""
    mark, count = value[-1:], value.count(value[-1:])
    if mark == '"' == value[:1]:
        return count > 1 and count % 2 == 1 and _closes_early(value, mark)
    return len(value) > 1 and mark in "\"'" and count == 1 and not value.endswith("s'")


def _closes_early(value: str, mark: str) -> bool:
    """Whether the next quote of the kind is a closing one, as in `"a" and "b"` but not in `"a "b" c"`."""
    at = value.index(mark, 1)
    return at == len(value) - 1 or (not value[at - 1].isspace() and not value[at + 1].isalnum())


def cut(text: str) -> str:
    """A text, cut if it is too long for a help text."""
    return text if len(text) < SHOWN else text[: SHOWN - 1] + "…"
