"""JSON, and JSON Lines: values whose objects have lines."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from papertrail.readers.common.fields import not_understood
from papertrail.readers.common.positions import PositionedMapping
from papertrail.readers.entry import NotAList, NotUnderstood

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.?)*+(?:"|\Z)|[{}]', re.DOTALL)


Parsed = tuple[Any, list[NotUnderstood]]
"""The value of a file, and the values that are not part of it because their key occurs again."""


def parse_json(text: str) -> Parsed:
    """The value of a file, or the list of the values in its lines. Raises `NotAList` for invalid JSON."""
    try:
        problems: list[NotUnderstood] = []
        return _parse(text, 0, problems), problems
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise _invalid(error, 0) from error
    return parse_json_lines(text)


def parse_json_lines(text: str) -> Parsed:
    """The values of a file with one in each line. Raises `NotAList` for a line that is not valid JSON."""
    values, problems = list[Any](), list[NotUnderstood]()
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            try:
                values.append(_parse(line, number, problems))
            except json.JSONDecodeError as error:
                raise _invalid(error, number) from error
    return values, problems


def _parse(text: str, line: int, problems: list[NotUnderstood]) -> Any:
    """The value of a text that starts at a line."""
    starts = [0, *accumulate(len(part) + 1 for part in text.split("\n"))]
    spans = _objects(text)

    def positioned(pairs: list[tuple[str, Any]]) -> PositionedMapping:
        start, end = (line + bisect_right(starts, place) - 1 for place in next(spans))
        mapping = PositionedMapping(pairs, start, end + 1)
        if len(mapping) < len(pairs):
            problems.extend(
                not_understood(start, f"{key}: {value}") for key, value in pairs if mapping[key] is not value
            )
        return mapping

    try:
        return json.loads(text, object_pairs_hook=positioned)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:  # a number with thousands of digits, or deeply nested lists
        raise NotAList("the JSON is too deeply nested, or a number too long; export the file again") from error


def _objects(text: str) -> Iterator[tuple[int, int]]:
    """The first and the last character of each object, in the order of their ends, as the parser completes them."""
    opened: list[int] = []
    for token in _TOKEN.finditer(text):
        if token[0] == "{":
            opened.append(token.start())
        elif token[0] == "}":
            yield opened.pop(), token.start()


def _invalid(error: json.JSONDecodeError, line: int) -> NotAList:
    return NotAList(f"line {line + error.lineno}: invalid JSON: {error.msg}; export the file again")
