"""Which items of lists and rows of tables became entries, and which ones were left as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from papertrail.readers.markdown.blocks import Block, Item
from papertrail.readers.markdown.document import DocumentSource, ListCoverage, Run
from papertrail.readers.markdown.tokens import is_within_limits

_BULLET = r"\s*+(?:[-*+]|\d++[.)])\s++"
_LINK_FIRST = re.compile(rf"{_BULLET}(?:\\?\[|[*_`(])*+\[?[^\[\]]*+\]\(https?://")
"""A list item that begins with a link to another page, which may be in brackets or emphasised."""
_CITATION = re.compile(rf"{_BULLET}(?:[^,.\[\]]++[,.]){{2}}(?:(?!https?:|\]\()[^\d\n]|\d)*?(?<!\d)(?:19|20)\d\d(?!\d)")
"""A list item that has the parts of a citation and then a year."""
_PARAGRAPH = re.compile(r"[^\w\[]{0,9}\[[*_\"“]*+(?:[^\[\]\s]++\s++){2}[^\[\]]*+\]\(https?://")
"""A paragraph that begins with a link of three words or more, perhaps after an emoji: a title, and not a label."""
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_SIGNS = re.compile(
    r"\]\(https?://|href\s*+=\s*+[\"']?https?://|<https?://"
    rf"|[(\[,`'’]\s?+{_YEAR}|{_YEAR}[)\]`*_.]*+\s*+\Z|\A\s*+(?:\d++[.)])?+\W{{0,9}}[\"“「《*](?:[^\s\"”」》*]++\s++){{2}}"
)
"""Signs of a work in an item: a link, a year that is set off from the words around it, or a title in quotes."""
_LINKED = re.compile(r"\]\(https?://|href\s*+=\s*+[\"']?https?://")
_FILLER = re.compile(r"[\s.…*+-]*+")
_ROW = re.compile(r"(?i)<tr\b")
_LONGEST = 2_000
"""Characters of an item that are searched."""


def coverage_of(source: DocumentSource, runs: Sequence[Run], blocks: Sequence[Block]) -> Iterator[ListCoverage]:
    """What became of the items of the lists and tables among some blocks, and of paragraphs that begin with a title."""
    read = {line: entry.start for run in runs for entry in run.entries for line in range(entry.start, entry.end)}
    for kind, group in groupby(blocks, lambda block: block.kind):
        if kind == "paragraph":
            texts = [Item(start=block.start, end=block.end) for block in group]
            begins = [item for item in texts if _PARAGRAPH.match(source.lines[item.start].lstrip())]
            if len(begins) > 1:
                yield from _coverage(source, "paragraph", begins, read)
        for block in group if kind in _KINDS else ():
            items = _rows(source, block) if kind == "html-table" else _leaves(source, block.items, read)
            yield from _coverage(source, _KINDS[kind], [*items], read)


_KINDS = {"list": "list item", "table": "table row", "html-table": "table row"}


def _coverage(
    source: DocumentSource, kind: str, items: Sequence[Item], read: Mapping[int, int]
) -> Iterator[ListCoverage]:
    is_one = kind == "list item" and _is_one_entry(source, items, read)
    unread = [item for item in items if is_one or not _is_read(item, read)]
    done = len(items) - len(unread)
    others = [item for item in unread if not _FILLER.fullmatch(source.lines[item.start])]
    may_be = [item for item in others if _may_be_work(source, item, kind)]
    if done or len(may_be) > max(1, len(items) / 2):
        left = others if kind == "list item" else may_be
        likely = may_be if done or kind != "list item" else [item for item in others if _begins_as_work(source, item)]
        yield ListCoverage(
            kind=kind,
            read=done,
            left=tuple(item.start for item in left),
            likely=len(likely),
            reason="in one entry" if is_one else _reason(source, left, done),
        )


def _leaves(source: DocumentSource, items: Sequence[Item], read: Mapping[int, int]) -> Iterator[Item]:
    """The items, and instead of a category those of the lists in it."""
    for item in items:
        nested = [inner for block in item.lists for inner in block.items]
        is_category = _is_read(item, read) or sum(_begins_as_work(source, inner) for inner in nested) > 1
        if nested and item.start not in read and is_category and not _LINKED.search(source.lines[item.start]):
            yield from _leaves(source, nested, read)
        else:
            yield item


def _rows(source: DocumentSource, block: Block) -> Iterator[Item]:
    """The rows of a table in HTML that have cells other than headings."""
    text = source.text_of(block)
    starts = [match.start() for match in _ROW.finditer(text)]
    line, counted = block.start, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, counted = line + text.count("\n", counted, start), start
        row = text[start:end].rstrip()
        if "<td" in row.lower():
            yield Item(start=line, end=line + row.count("\n") + 1)


def _is_read(item: Item, read: Mapping[int, int]) -> bool:
    return any(number in read for number in range(item.start, item.end))


def _is_one_entry(source: DocumentSource, items: Sequence[Item], read: Mapping[int, int]) -> bool:
    """Whether a list of works was read as the lines below a title."""
    texts = [source.text(item.start, item.end)[:_LONGEST] for item in items]
    long = sum(_SIGNS.search(text) is not None and len(text.split()) > 6 for text in texts)
    entries = {read.get(item.start) for item in items}
    return len(items) > 3 and long * 2 > len(items) and len(entries) == 1 and None not in entries


def _begins_as_work(source: DocumentSource, item: Item) -> bool:
    line = source.lines[item.start][:_LONGEST]
    return bool(_LINK_FIRST.match(line) or _CITATION.match(line))


def _may_be_work(source: DocumentSource, item: Item, kind: str) -> bool:
    """Whether an item has a link to another page or, in a list, another sign of a work."""
    text = source.text(item.start, item.end)[:_LONGEST]
    if kind == "list item":
        return _begins_as_work(source, item) or (_SIGNS.search(text) is not None and len(text.split()) > 3)
    return bool(_LINKED.search(text))


def _reason(source: DocumentSource, left: Sequence[Item], read: int) -> str:
    spans = {(item.start, item.end) for item in left}  # the rows of a table in HTML can be on one line
    if not all(is_within_limits(source.text(*span)) for span in spans):
        return "left as text; too many special characters"
    return f"left as text; {'no title, authors or venue found' if read else 'most show no title, authors or venue'}"
