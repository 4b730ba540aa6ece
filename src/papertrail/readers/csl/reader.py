"""CSL-JSON: what Zotero, pandoc and other citation programs write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.csl.item import said_of
from papertrail.readers.entry import Entry, NotAList, NotUnderstood

_SPACE = re.compile(r"[ \t\n]*")
_REMEDY = "export it anew as CSL JSON, or mend the line"

Placed = tuple[Any, int, int]
"""A value, and where its text begins and ends."""


def read(text: str) -> tuple[list[Entry], list[NotUnderstood]]:
    """The items of a file, and those that are none.

    The file is a list of items, an object with such a list under `items`, or one item. Raises `NotAList` for any other,
    and where nothing can be read.
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
        said = said_of(item) if isinstance(item, dict) else None
        entry = entry_of(said, start=line, end=last + 1, raw=raw) if said else None
        if entry:
            entries.append(entry)
        else:
            problems.append(not_understood(line, raw))
        line, end_before = last, end
    if not entries:
        raise NotAList(_nothing_in(problems))
    return entries, problems


def _nothing_in(problems: list[NotUnderstood]) -> str:
    where = f"line {problems[0].line}: this is no item with a title" if problems else "the list has no items"
    return f"{where}; CSL-JSON is a list of items, each with a title: [{{...}}, {{...}}]"


def _items(text: str) -> list[Placed]:
    """The items with their places; the whole text is JSON."""
    try:
        value = json.loads(text)
        if isinstance(value, list):
            return list(_elements(text, _skip(text, 0)))
        if isinstance(value, dict) and isinstance(value.get("items"), list):
            # Of two lists of one name JSON takes the last.
            return list(_elements(text, [start for key, start in _members(text) if key == "items"][-1]))
    except json.JSONDecodeError as error:
        raise NotAList(f"line {error.lineno}: this is not JSON ({error.msg}); {_REMEDY}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or lists in lists in lists
        raise NotAList(f"the file is no list of citations, though it begins as JSON; {_REMEDY}") from error
    if isinstance(value, dict) and "title" in value:
        return [(value, _skip(text, 0), len(text.rstrip()))]
    raise NotAList("the file is JSON, but no list of items: [{...}, {...}]; choose CSL JSON where you export it")


def _elements(text: str, start: int) -> Iterator[Placed]:
    """The elements of the list that begins at `start`."""
    place = _skip(text, start + 1)
    while text[place] != "]":
        value, end = _DECODER.raw_decode(text, place)
        yield value, place, end
        place = _after(text, end)


def _members(text: str) -> Iterator[tuple[str, int]]:
    """The keys of the object that the text is, and where their values begin."""
    place = _skip(text, _skip(text, 0) + 1)
    while text[place] != "}":
        key, end = _DECODER.raw_decode(text, place)
        start = _skip(text, _skip(text, end) + 1)
        yield key, start
        place = _after(text, _DECODER.raw_decode(text, start)[1])


def _after(text: str, end: int) -> int:
    """Where the next element begins, or the bracket that closes all."""
    place = _skip(text, end)
    return _skip(text, place + 1) if text[place] == "," else place


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


_DECODER = json.JSONDecoder()
