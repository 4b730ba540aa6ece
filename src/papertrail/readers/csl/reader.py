"""CSL-JSON, the format of Zotero, pandoc and other citation software."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.csl.item import key_of, work_fields
from papertrail.readers.entry import Entry, NotAList, NotUnderstood

_SPACE = re.compile(r"[ \t\n]*")
_HELP = "export the file again as CSL JSON"

Positioned = tuple[Any, int, int]
"""A value, and the start and the end of its text."""


def read(text: str) -> tuple[list[Entry], list[NotUnderstood]]:
    """The entries of a file, and the items that were not understood.

    The file contains a list of items, an object with such a list under `items`, or one item. Raises `NotAList` for any
    other file, and if no item has a title.
    """
    source = as_lines(text)
    entries: list[Entry] = []
    problems: list[NotUnderstood] = []
    line = end_before = 0
    items = _items(source)
    refuse_too_many(items)
    for item, start, end in items:
        line += source.count("\n", end_before, start)
        last = line + source.count("\n", start, end)
        raw = source[start:end]
        fields = work_fields(item) if isinstance(item, dict) else None
        entry = entry_of(fields, start=line, end=last + 1, raw=raw) if fields else None
        if entry:
            entries.append(replace(entry, key=key_of(item)))
        else:
            problems.append(not_understood(line, raw))
        line, end_before = last, end
    if not entries:
        raise NotAList(_nothing_in(problems))
    return entries, problems


def _nothing_in(problems: list[NotUnderstood]) -> str:
    problem = f"line {problems[0].line}: not an item with a title" if problems else "the list has no items"
    return f'{problem}; CSL-JSON is a list of items with titles: [{{"title": "..."}}, ...]'


def _items(text: str) -> list[Positioned]:
    """The items with their positions."""
    try:
        value = json.loads(text)
        if isinstance(value, list):
            return list(_elements(text, _skip(text, 0)))
        if isinstance(value, dict) and isinstance(value.get("items"), list):
            # Of duplicate keys, JSON parsers use the last.
            return list(_elements(text, [start for key, start in _members(text) if key == "items"][-1]))
    except json.JSONDecodeError as error:
        raise NotAList(f"line {error.lineno}: invalid JSON: {error.msg}; {_HELP}") from error
    except (ValueError, RecursionError) as error:  # a number with thousands of digits, or deeply nested lists
        raise NotAList(f"the JSON is too deeply nested, or a number too long; {_HELP}") from error
    if isinstance(value, dict) and "title" in value:
        return [(value, _skip(text, 0), len(text.rstrip()))]
    raise NotAList(f"the JSON is not a list of items: [{{...}}, {{...}}]; {_HELP}")


def _elements(text: str, start: int) -> Iterator[Positioned]:
    """The elements of the list that starts at `start`."""
    position = _skip(text, start + 1)
    while text[position] != "]":
        value, end = _DECODER.raw_decode(text, position)
        yield value, position, end
        position = _after(text, end)


def _members(text: str) -> Iterator[tuple[str, int]]:
    """The keys of an object, and the starts of their values."""
    position = _skip(text, _skip(text, 0) + 1)
    while text[position] != "}":
        key, end = _DECODER.raw_decode(text, position)
        start = _skip(text, _skip(text, end) + 1)
        yield key, start
        position = _after(text, _DECODER.raw_decode(text, start)[1])


def _after(text: str, end: int) -> int:
    """The start of the next element, or of the closing bracket."""
    position = _skip(text, end)
    return _skip(text, position + 1) if text[position] == "," else position


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


_DECODER = json.JSONDecoder()
