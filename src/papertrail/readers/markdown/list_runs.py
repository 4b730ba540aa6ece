"""The entries of a list, or those of the lists nested in its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from papertrail.readers.markdown.blocks import Block, Item
from papertrail.readers.markdown.document import Found, Run, text_of_lines
from papertrail.readers.markdown.entry import read_entry
from papertrail.readers.markdown.is_work import is_entries, is_essay
from papertrail.readers.markdown.markers import BULLET
from papertrail.readers.markdown.pieces import paper_of
from papertrail.readers.markdown.tokens import is_tame, plain

Items = list[tuple[Item, Found]]
"""The items of a list that can be read as entries."""


def essays_in(blocks: Sequence[Block], items: Mapping[int, Items]) -> int:
    """The items of lists that are rather prose about works than works."""
    count = 0
    for block in blocks:
        found = [entry for _, entry in items.get(block.start, ())] if block.kind == "list" else []
        essays = sum(is_essay(entry) for entry in found)
        count += len(block.items) if found and essays * 2 >= len(found) else 0
    return count


def list_runs(block: Block, lines: Sequence[str], found: Items) -> Iterator[Run]:
    """The entries of a list, or, where its items are categories, those of the lists nested in them."""
    nested = [item for item in block.items if _has_works(item, lines)]
    if len(nested) * 2 < len(block.items) and is_entries([entry for _, entry in found], len(block.items)):
        entries = tuple(entry for _, entry in found)
        yield Run(style="bullets", start=block.start, end=entries[-1].end, entries=entries)
        return
    for item in block.items:
        if len(item.lists) == 1 and _is_category(text_of_lines(lines, item.start, item.lists[0].start)):
            for run in list_runs(item.lists[0], lines, items_of_list(item.lists[0].items, lines)):
                yield replace(run, topic=(_category(lines[item.start]), *run.topic))


def _has_works(item: Item, lines: Sequence[str]) -> bool:
    """Whether an item is a category: no link or venue in its own line, and a list of works nested in it."""
    if len(item.lists) != 1 or not _is_category(text_of_lines(lines, item.start, item.lists[0].start)):
        return False
    below = item.lists[0]
    titles = sum(bool(_LINKED_ITEM.match(lines[inner.start])) for inner in below.items)
    return titles * 2 > len(below.items) or any(_has_works(inner, lines) for inner in below.items)


_LINKED_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+[*_]{0,2}\[[^\]]*\s[^\]]*\s[^\]]*\]\(")
"""A list item that begins with a link of three words or more: a title, and not a label."""


def _is_category(head: str) -> bool:
    return "](" not in head and "://" not in head and len(plain(head).split()) <= 12


def _category(line: str) -> str:
    bullet = BULLET.match(line)
    return plain(line[bullet.end() :] if bullet else line).strip(" :：*_") or "More"


def items_of_list(items: Sequence[Item], lines: Sequence[str]) -> Items:
    """The items of a list that can be read as entries; one with too much in it cannot."""
    found: Items = []
    for number, item in enumerate(items):
        end = items[number + 1].start if number + 1 < len(items) else item.end
        if number + 1 == len(items):
            end = _without_tail(lines, item.start, end)
        text = text_of_lines(lines, item.start, end)
        if is_tame(text) and (paper := paper_of(reading := read_entry(text))) is not None:
            found.append((item, Found(reading=reading, paper=paper, start=item.start, end=end)))
    return found


_TAIL = re.compile(r"(?:\s*<[^<>]*>\s*)+|\s*(?:<[^<>]*>\s*)*\[[^\[\]]*\]\(#[^()]*\)\s*(?:<[^<>]*>\s*)*|\s*")


def _without_tail(lines: Sequence[str], start: int, end: int) -> int:
    """The end of the last item without unindented lines of HTML, or of links into the document, right below it."""
    while end > start + 1 and not lines[end - 1].startswith((" ", "\t")) and _TAIL.fullmatch(lines[end - 1]):
        end -= 1
    return end
