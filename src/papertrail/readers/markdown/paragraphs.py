"""Paragraphs that may be entries, each with the list of keys or links directly below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from papertrail.core import Paper
from papertrail.readers.markdown.blocks import Block, Item
from papertrail.readers.markdown.classify import is_label, key_of
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource
from papertrail.readers.markdown.induction.reader import read_in
from papertrail.readers.markdown.is_work import is_essay, is_work
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.pieces import ParsedEntry, Piece
from papertrail.readers.markdown.tokens import is_within_limits

_KEYED = re.compile(
    r"\s*(?:[-*+]|\d+[.)])\s+(?P<key>[^\W\d_][\w /&.-]{0,30}?)\s*(?:[:：]|\s(?=https?://|<http))\s*(?P<value>.*)",
    re.DOTALL,
)
_PARTS = ("authors", "venue", "year", "institution", "link")
MOST_PARAGRAPHS = 5
"""The limit for a work of several paragraphs."""
TITLE_FIRST = re.compile(r"\W{0,9}?(?:\*\*|__|<b>|<strong>|\[(?:[^\]\s]*+\s){2})")
"""The start of a text whose title is marked or linked."""
ONLY_LINKS = re.compile(r"(?:<?https?://\S++|\[(?:!\[)?[^\[\]]*+\]\([^)\[]*+\)|[\s,;/|&()\[\].]|and)++")
"""Links, and what may be between them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Blocks that may be an entry."""

    entry: DocumentEntry
    following: int
    """The number of the block after it."""
    is_headed: bool = False
    """Whether its first block is a heading."""


def paragraph_entries(source: DocumentSource) -> dict[int, Candidate]:
    """Return the paragraphs that are works, by the number of their block."""
    candidates = {}
    for number, block in enumerate(source.blocks):
        if block.kind != "paragraph":
            continue
        entry, following = _with_further_parts(source, number, _following(source, number))
        if entry and (entry.raw in source.regular or (is_work(entry) and not is_essay(entry) and _is_compact(entry))):
            candidates[number] = Candidate(entry, following)
    return candidates


def _with_further_parts(source: DocumentSource, number: int, following: int) -> tuple[DocumentEntry | None, int]:
    """A paragraph with what follows it, and with further paragraphs of authors, a venue or links, and their end."""
    start = source.blocks[number].start
    entry = entry_at(source, start, source.blocks[following - 1].end)
    while entry and not _has_all_parts(entry.paper) and following < min(len(source.blocks), number + MOST_PARAGRAPHS):
        block = source.blocks[following]
        is_other = TITLE_FIRST.match(source.lines[block.start]) or is_regular(source, following)
        may_be_part = block.kind == "paragraph" and not is_other
        longer = entry_at(source, start, block.end) if may_be_part else None
        if not longer or len(longer.parsed.units) < 2 or not _are_parts(longer.parsed):
            break
        entry, following = longer, following + 1
    return entry, following


def _has_all_parts(paper: Paper) -> bool:
    return bool(paper.links and paper.authors and (paper.venues or paper.date))


def _are_parts(parsed: ParsedEntry) -> bool:
    """Whether the last line holds known parts of the work whose marked title is in the first one."""
    title = next((piece for piece in parsed.units[0].pieces if piece.kind == "title"), None)
    last = parsed.units[-1].pieces
    are_known = all(p.kind in _PARTS and (p.kind != "link" or is_label(p.text)) for p in last)
    return bool(last) and are_known and title is not None and is_marked(parsed.text, title)


def _is_compact(entry: DocumentEntry) -> bool:
    """Whether a paragraph has little text apart from what is known of a work."""
    remarks = sum(len(piece.text.split()) for piece in entry.parsed.units[0].pieces if piece.kind == "remark")
    return remarks <= 25 and len(entry.paper.full_title.split()) <= 40


def entry_at(source: DocumentSource, start: int, end: int) -> DocumentEntry | None:
    """Return the entry in some lines of a document, if they have the title of a paper."""
    text = source.text(start, end)
    if not is_within_limits(text):
        return None
    parsed = read_in(source, text)
    paper = paper_of(parsed)
    return DocumentEntry(parsed=parsed, paper=paper, start=start, end=end) if paper else None


def is_titled(parsed: ParsedEntry) -> bool:
    """Whether an entry has a title of several words."""
    return any(piece.kind == "title" and piece.text.count(" ") > 1 for piece in parsed.pieces)


def is_marked(text: str, title: Piece) -> bool:
    """Whether a title is linked, emphasised or quoted."""
    return title.form != "{title}" or text[title.start - 1 : title.start] in tuple('*_"“')


def paragraph_texts(source: DocumentSource) -> list[str]:
    """Return the paragraphs of a document, each with the list of keys or links directly below it."""
    texts = (_text_of(source, number) for number, block in enumerate(source.blocks) if block.kind == "paragraph")
    return [text for text in texts if is_within_limits(text)]


def _text_of(source: DocumentSource, number: int) -> str:
    """A paragraph with the list of keys or links directly below it."""
    return source.text(source.blocks[number].start, source.blocks[_following(source, number) - 1].end)


def is_regular(source: DocumentSource, number: int) -> bool:
    """Whether a block is a paragraph that is a work by the layout of all paragraphs, with a title of several words."""
    text = _text_of(source, number)
    return source.blocks[number].kind == "paragraph" and text in source.regular and is_titled(source.readings[text])


def _following(source: DocumentSource, number: int) -> int:
    """The number of the block after a paragraph and the list of keys or links directly below it."""
    after = source.blocks[number + 1] if number + 1 < len(source.blocks) else None
    return number + (2 if after and is_list_of_keys(source, after) else 1)


def is_list_of_keys(source: DocumentSource, block: Block) -> bool:
    """Whether a block is a list of keys with values: `- Code: https://...`, `- **Venue**: OSDI 2020`."""
    if block.kind != "list" or not block.items:
        return False
    return sum(_is_keyed(source, item) for item in block.items) >= 0.8 * len(block.items)


def _is_keyed(source: DocumentSource, item: Item) -> bool:
    """Whether an item is a key with a value. Titles have colons too: the key must be known, or the value be links."""
    match = _KEYED.match(re.sub(r"[*_`]", "", source.text(item.start, item.end)))
    return match is not None and (key_of(match["key"]) is not None or bool(ONLY_LINKS.fullmatch(match["value"])))
