"""CSL-JSON, the format of Zotero, pandoc and other citation software."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.common.json_values import parse_json
from papertrail.readers.common.positions import PositionedMapping
from papertrail.readers.csl.item import is_csl, key_of, text_of, work_fields
from papertrail.readers.entry import Entry, NotAList, NotUnderstood


def read(text: str) -> tuple[list[Entry], list[NotUnderstood]]:
    """The entries of a file, and the items that were not understood.

    The file contains a list of items, an object with such a list under `items`, or one item. Raises `NotAList` for any
    other file, and if no item has a title.
    """
    source = as_lines(text)
    value, problems = parse_json(source)
    items = _items(value)
    refuse_too_many(items)
    entries: list[Entry] = []
    last, end = source.count("\n"), source[: len(source) - len(source.lstrip())].count("\n")
    for item in items:
        line = item.start if isinstance(item, PositionedMapping) else min(end, last)
        end = item.end if isinstance(item, PositionedMapping) else line + 1
        fields = work_fields(item) if isinstance(item, dict) else None
        entry = entry_of(fields, start=line, end=end, raw="") if fields else None
        if entry:
            entries.append(replace(entry, key=key_of(item)))
        else:
            problems.append(not_understood(line, text_of(item)))
    if not entries:
        raise NotAList(_nothing_in(problems))
    return entries, problems


def has_csl(value: Any) -> bool:
    """Whether a JSON value contains items of CSL-JSON, rather than any other mappings."""
    return isinstance(value, list | dict) and any(isinstance(item, dict) and is_csl(item) for item in _found(value))


def _nothing_in(problems: list[NotUnderstood]) -> str:
    problem = f"line {problems[0].line}: not an item with a title" if problems else "the list has no items"
    return f'{problem}; CSL-JSON is a list of items with titles: [{{"title": "..."}}, ...]'


def _items(value: Any) -> Sequence[Any]:
    if isinstance(value, list) or (isinstance(value, dict) and ("title" in value or "items" in value)):
        return _found(value)
    raise NotAList("the JSON is not a list of items: [{...}, {...}]; export the file again as CSL JSON")


def _found(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        items = value.get("items")
        return items if isinstance(items, list) else [value]
    return value if isinstance(value, list) else []
