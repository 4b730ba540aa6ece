"""The sorted form of a registry: entries in the order of their names, each with the comments above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from papertrail.core.sequences import longest_sorted
from papertrail.text.strings import sort_key
from papertrail.yaml.edit_registry import Entry, append_entries
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, text_of
from papertrail.yaml.source_map import Insertion, Source
from papertrail.yaml.write import item

_FEWEST = 8
"""Entries from which on a registry counts as sorted although some are not in their place."""
_NEW_ENTRIES = 5
"""Entries that may be out of place in a list that is kept sorted, if they are at most a fifth of it."""


class Misplaced(NamedTuple):
    """An entry that is not in its place in a sorted list."""

    node: Scalar
    """Its name."""
    number: int
    after: int
    """The number of the entry that it follows in the sorted list; -1 if it is the first."""


def misplaced_entries(root: Sequence) -> list[Misplaced]:
    """The entries of a sorted registry that are not in their place: as few as possible, as they are the new ones.

    None if the registry is not sorted, is short, or is not written as lines that start with dashes.
    """
    names = [entry_name(entry) for entry in root.items]
    nodes = [name for name in names if name is not None]
    if len(nodes) < max(_FEWEST, len(names)):
        return []
    keys = [sort_key(node.text) for node in nodes]
    kept = longest_sorted(keys)
    others = sorted({*range(len(keys))} - {*kept})
    if len(others) > max(1, min(_NEW_ENTRIES, len(keys) // 5)):
        return []
    sorted_keys = [keys[number] for number in kept]
    places = [bisect_right(sorted_keys, keys[number]) for number in others]
    return [Misplaced(nodes[n], n, kept[at - 1] if at else -1) for n, at in zip(others, places, strict=True)]


def with_moved_entry(text: str, root: Sequence, entry: Misplaced) -> str:
    """The text of a registry with an entry in its place. The comments above an entry move with it."""
    source = Source(text)
    if source.in_brackets(root):
        return text
    first, last = _first_line(source, root, entry.number), source.last_line(root.items[entry.number])
    target = source.last_line(root.items[entry.after]) + 1 if entry.after >= 0 else _first_line(source, root, 0)
    start, end = source.starts[first - 1], _start_of(source, last + 1)
    lines = text[start:end]
    if not lines.endswith("\n"):  # the last line of the file
        start, lines = max(0, start - 1), lines + "\n"
    at = _start_of(source, target)
    return source.with_insertions([Insertion(start, "", end - start), Insertion(at, lines)])


def _first_line(source: Source, root: Sequence, number: int) -> int:
    """The first line of an entry with the comments above it, without those at the top of the file."""
    line = root.items[number].line
    while line > 1 and source.line(line - 1).lstrip().startswith("#"):
        line -= 1
    if number == 0 and line == 1:
        while line < root.items[0].line and re.match(r"#\s*yaml-language-server:", source.line(line)):
            line += 1
    return line


def _start_of(source: Source, line: int) -> int:
    return source.starts[line - 1] if line <= len(source.starts) else len(source.text)


def add_entries(text: str, root: Node | None, new: Iterable[Entry]) -> str:
    """Add entries to a registry: in their places if it is sorted, else at its end."""
    names = [entry_name(entry) for entry in root.items] if isinstance(root, Sequence) else []
    keys = [sort_key(name.text) for name in names if name is not None]
    source = Source(text)
    is_sorted = keys == sorted(keys) and len(keys) == len(names) > 1
    if not isinstance(root, Sequence) or not is_sorted or source.in_brackets(root):
        return append_entries(text, root, new)
    insertions = []
    for entry in sorted(new, key=lambda entry: sort_key(_new_name(entry))):
        at, lines = bisect_right(keys, sort_key(_new_name(entry))), item(entry, root.column - 1)
        if at:
            insertions.append(source.below(source.last_line(root.items[at - 1]), lines))
        else:
            insertions.append(Insertion(source.starts[_first_line(source, root, 0) - 1], lines + "\n"))
    return source.with_insertions(insertions)


def entry_name(entry: Node) -> Scalar | None:
    """The node of an entry's name."""
    name = entry.get("name") if isinstance(entry, Mapping) else entry
    return name if isinstance(name, Scalar) and text_of(name) else None


def _new_name(entry: Entry) -> str:
    return entry if isinstance(entry, str) else str(entry["name"])
