"""Limits of libyaml, which it reports as other mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.yaml.syntax_errors.failure import Explanation, Failure

_LONGEST_NAME = 1024
"""Characters before a colon, quotes included. libyaml takes longer text for a value."""
_INDENT = re.compile(r"[ \t]*(?:- +)*")
_COLON = re.compile(r":(?=\s|$)")


def long_name(failure: Failure) -> Explanation | None:
    """A field name or a label that is too long."""
    for row, start in _starts(failure):
        end = _end(failure.lines[row], start)
        if end - start > _LONGEST_NAME:
            return Explanation(
                row, start, end, f"the text before the colon is longer than {_LONGEST_NAME:,} characters",
                "shorten it, or write a field name and a colon before it",
            )  # fmt: skip
    return None


def _starts(failure: Failure) -> Iterator[tuple[int, int]]:
    """Where a name can start: where libyaml began to read one, at the start of a line, and in brackets."""
    if failure.opened is not None:
        yield failure.opened
    yield failure.row, len(_INDENT.match(failure.line)[0])  # type: ignore[index]
    if "flow" in failure.context and failure.line[failure.column : failure.column + 1] == ":":
        before = failure.line[: failure.column].rstrip()
        mark = before[-1:]
        quoted = before.rfind(mark, 0, -1) if mark in ("'", '"') else -1
        start = quoted if quoted >= 0 else max(before.rfind(sign) for sign in "[{,") + 1
        yield failure.row, start + len(before[start:]) - len(before[start:].lstrip())


def _end(line: str, start: int) -> int:
    """The end of a name; its start if it has none."""
    mark = line[start : start + 1]
    if mark in ("'", '"') and mark:
        return line.find(mark, start + 1) + 1
    colon = _COLON.search(line, start)
    return colon.start() if colon else start


def nesting(failure: Failure) -> Explanation | None:
    """Thousands of brackets."""
    if "nesting" not in failure.problem:
        return None
    return Explanation(
        failure.row, failure.column, failure.column, "values are nested too deep",
        "put text that starts with [ or { in quotes",
    )  # fmt: skip
