"""Entries that are paragraphs, or headings with a list of keys below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from papertrail.readers.markdown.blocks import Block, Item
from papertrail.readers.markdown.classify import is_label, key_of
from papertrail.readers.markdown.document import Found, Run, text_of_lines
from papertrail.readers.markdown.entry import read_entry
from papertrail.readers.markdown.is_work import in_sentence, is_essay, is_work
from papertrail.readers.markdown.pieces import Piece, paper_of
from papertrail.readers.markdown.tokens import is_tame, plain

QUIET = re.compile(
    r"(?i)\b(?:contribut\w+|glossary|acronyms|licen[cs]e|acknowledge?ments?|table of contents?|contents|"
    r"star history|how to cite|citing|"
    r"related (?:lists|repositories|repos|projects)|other lists|external reading lists|changelog)\b|^toc$|目录"
)
"""Headings below which links are not entries."""


def paragraph_runs(blocks: Sequence[Block], lines: Sequence[str]) -> dict[int, Run]:
    """By the number of its first block, each run of paragraphs that are entries."""
    found: dict[int, tuple[Found, int]] = {}
    headed = _heading_entries(blocks, lines)
    for number, block in enumerate(blocks):
        if block.kind == "paragraph" and (entry := _paragraph(number, blocks, lines)):
            found[number] = entry
    found |= headed
    sure = sum(_is_sure(entry) for entry, _ in found.values())
    paragraphs = sum(block.kind == "paragraph" for block in blocks)
    below = {inside for number, (_, end) in found.items() for inside in range(number + 1, end)}
    others = any(
        block.kind in ("table", "html-table", "list") and len(block.items) > 2 and number not in below
        for number, block in enumerate(blocks)
    )
    if sure < 3 and (others or sure * 2 < paragraphs or sure == 0):
        return {}
    runs: dict[int, Run] = {}
    current: list[int] = []
    quiet = False
    for number, block in enumerate([*blocks, Block(kind="end", start=len(lines), end=len(lines))]):
        if block.kind == "heading" and number not in headed:
            quiet = bool(QUIET.search(plain(block.text)))
        follows = current and blocks[number - 1 : number] and number > 0 and found[current[-1]][1] == number
        inside = current and number < found[current[-1]][1]
        if inside:
            continue
        if current and not (follows and number in found and not quiet):
            runs[current[0]] = _paragraph_run([found[n][0] for n in current], lines)
            current = []
        if number in found and not quiet and (_is_sure(found[number][0]) or current):
            current.append(number)
    return runs


def _heading_entries(blocks: Sequence[Block], lines: Sequence[str]) -> dict[int, tuple[Found, int]]:
    """Headings that are titles: below each stands nothing but a list of keys with values, and there are several."""
    found: dict[int, tuple[Found, int]] = {}
    for number, block in enumerate(blocks[:-1]):
        after = blocks[number + 1]
        alone = number + 2 >= len(blocks) or blocks[number + 2].kind in ("heading", "rule")
        if block.kind == "heading" and block.level > 1 and after.kind == "list" and alone and _is_keyed(after, lines):
            reading = read_entry(text_of_lines(lines, block.start, after.end))
            paper = paper_of(reading)
            known = {piece.kind for unit in reading.units[1:] for piece in unit.pieces} & {"authors", "venue", "link"}
            if paper and known:
                entry = Found(reading=reading, paper=paper, start=block.start, end=after.end)
                found[number] = (entry, number + 2)
    return found if len(found) > 1 else {}


def _paragraph_run(entries: list[Found], lines: Sequence[str]) -> Run:
    placed = []
    for number, entry in enumerate(entries):
        end = entries[number + 1].start if number + 1 < len(entries) else entry.end
        text = text_of_lines(lines, entry.start, end)
        placed.append(replace(entry, end=end, reading=replace(entry.reading, text=text)))
    return Run(style="paragraphs", start=entries[0].start, end=entries[-1].end, entries=tuple(placed))


def _paragraph(number: int, blocks: Sequence[Block], lines: Sequence[str]) -> tuple[Found, int] | None:
    """The entry that a paragraph is, together with a list of links right below it, and the block after it."""
    block = blocks[number]
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    end, following = block.end, number + 1
    if after and after.kind == "list" and _is_keyed(after, lines):
        end, following = after.end, number + 2
    text = text_of_lines(lines, block.start, end)
    if not is_tame(text):
        return None
    reading = read_entry(text)
    paper = paper_of(reading)
    if paper is None:
        return None
    entry = Found(reading=reading, paper=paper, start=block.start, end=end)
    return (entry, following) if is_work(entry) and not is_essay(entry) and _is_compact(entry) else None


_KEYED = re.compile(
    r"\s*(?:[-*+]|\d+[.)])\s+(?P<key>[^\W\d_][\w /&.-]{0,30}?)\s*(?:[:：]|\s(?=https?://|<http))\s*(?P<value>.*)",
    re.DOTALL,
)


_ONLY_LINKS = re.compile(r"(?:<?https?://\S+|\[[^\]]*\]\([^)]*\)|[\s,;/|&()\[\].]|and)+")


def _is_keyed(block: Block, lines: Sequence[str]) -> bool:
    """Whether the items of a list are keys with values: `- Code: https://...`, `- **Venue**: OSDI 2020`.

    A title may have a colon too, so the key must be one that is known, or its value nothing but links.
    """

    def keyed(item: Item) -> bool:
        found = _KEYED.match(re.sub(r"[*_`]", "", text_of_lines(lines, item.start, item.end)))
        return found is not None and (key_of(found["key"]) is not None or bool(_ONLY_LINKS.fullmatch(found["value"])))

    return bool(block.items) and sum(keyed(item) for item in block.items) >= 0.8 * len(block.items)


def _is_compact(entry: Found) -> bool:
    """Whether a paragraph has little text beside what is known of a work."""
    remarks = sum(len(piece.text.split()) for piece in entry.reading.units[0].pieces if piece.kind == "remark")
    return remarks <= 25 and len(entry.paper.full_title.split()) <= 40


def _is_sure(entry: Found) -> bool:
    """Whether a paragraph is beyond doubt an entry, and not a sentence with a link in it."""
    units = entry.reading.units
    title = next((p for p in entry.reading.pieces if p.kind == "title"), None)
    if title is None or len(title.text) > 300:
        return False
    links = [piece for piece in entry.reading.pieces if piece.kind == "link"]
    if len(title.text.split()) < 2 and not _names_system(entry, title, links):
        return False
    if len(units) > 1:
        return bool(links or entry.paper.venues)
    bracketed = any(re.match(r"\\?\[\\?\[|\(\[|\\\[|\[", piece.form) and piece.form[:1] in "[\\(" for piece in links)
    marked = title.form != "{title}" or entry.reading.text[title.start - 1 : title.start] in tuple('*_"“')
    whole = not entry.reading.text[links[-1].end :].strip(" .") if links else False
    return bool(links) and whole and ((bracketed and links[0].form.startswith(("[[", "\\[", "([", "[\\["))) or marked)


def _names_system(entry: Found, title: Piece, links: Sequence[Piece]) -> bool:
    """Whether a single word is a name (`**Orca**: ...`) above a line of links, and no word such as `**Note**`."""
    text = entry.reading.text
    if not links or in_sentence(entry, links[0].start):
        return False
    marked = text[title.start - 1 : title.start] in tuple("*_")
    line = text[text.rfind("\n", 0, links[0].start) + 1 :]
    return (
        marked
        and key_of(title.text) is None
        and bool(_ONLY_LINKS.fullmatch(line))
        and all(is_label(piece.text) for piece in links)
    )
