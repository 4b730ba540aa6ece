"""Entries that are paragraphs, or headings with the paragraphs and lists below them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest

from papertrail.core import Paper
from papertrail.readers.markdown.blocks import Block, Item
from papertrail.readers.markdown.classify import is_label, key_of
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource, Run
from papertrail.readers.markdown.headings import blocks_without_entries
from papertrail.readers.markdown.induction.reader import read_in
from papertrail.readers.markdown.is_work import in_sentence, is_essay, is_work, outward_urls
from papertrail.readers.markdown.list_runs import spans_of
from papertrail.readers.markdown.markers import KEY, content_of
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.pieces import ParsedEntry, Piece, Unit
from papertrail.readers.markdown.tokens import is_within_limits

_KEYED = re.compile(
    r"\s*(?:[-*+]|\d+[.)])\s+(?P<key>[^\W\d_][\w /&.-]{0,30}?)\s*(?:[:：]|\s(?=https?://|<http))\s*(?P<value>.*)",
    re.DOTALL,
)
_MOST_REMARKS = 60
"""Words of remarks below a title that is a heading."""
_PARTS = ("authors", "venue", "year", "institution", "link")
_FIGURE = re.compile(r"\s*+!\[[^\[\]]*+\]\([^()]*+\)\s*+")
_MOST_PARAGRAPHS = 5
_MOST_BLOCKS = 20
"""The limit for a work whose title is a heading with a link."""
_TITLE_FIRST = re.compile(r"\W{0,9}?(?:\*\*|__|<b>|<strong>|\[(?:[^\]\s]*+\s){2})")
_ONLY_LINKS = re.compile(r"(?:<?https?://\S++|\[(?:!\[)?[^\[\]]*+\]\([^)\[]*+\)|[\s,;/|&()\[\].]|and)++")
_BRACKETED_LINK = ("[[", "\\[", "([", "[\\[")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Blocks that may be an entry."""

    entry: DocumentEntry
    following: int
    """The number of the block after it."""
    is_headed: bool = False
    """Whether its first block is a heading."""


def paragraph_runs(source: DocumentSource) -> dict[int, Run]:
    """Return each run of paragraphs, or of lines of one, that are entries, by the number of its first block."""
    lines = _line_runs(source)
    candidates = _paragraph_entries(source) | _heading_entries(source)
    candidates = {number: candidate for number, candidate in candidates.items() if number not in lines}
    certain = _certain(source, candidates)
    if not _are_entries(candidates, len(certain) + len(lines), source.blocks):
        return lines
    groups = _groups(source, candidates, certain)
    return lines | {numbers[0]: _run(source, [candidates[n].entry for n in numbers]) for numbers in groups}


def _line_runs(source: DocumentSource) -> dict[int, Run]:
    """The paragraphs each line of which is an entry, as runs by the number of the block."""
    quiet = blocks_without_entries(source)
    runs = {}
    for number, block in enumerate(source.blocks):
        if block.kind == "paragraph" and block.end - block.start > 1 and number not in quiet:
            lines = (_line_entry(source, line) for line in range(block.start, block.end))
            entries = [entry for entry in takewhile(bool, lines) if entry]
            if len(entries) == block.end - block.start:
                runs[number] = Run(style="bullets", start=block.start, end=block.end, entries=tuple(entries))
    return runs


def _line_entry(source: DocumentSource, line: int) -> DocumentEntry | None:
    """A line that begins with a marked title of several words, and shows other parts of a work."""
    entry = _entry(source, line, line + 1) if _TITLE_FIRST.match(source.lines[line]) else None
    is_entry = entry and is_work(entry) and _is_titled(entry.parsed) and not is_essay(entry)
    return entry if is_entry else None


def _certain(source: DocumentSource, candidates: Mapping[int, _Candidate]) -> set[int]:
    """The numbers of the candidates that are certainly entries, or written like one."""
    certain = {number for number, one in candidates.items() if one.is_headed or _is_certain(source, one.entry)}
    forms = {_form(candidates[number].entry) for number in certain}
    written = {number for number, candidate in candidates.items() if _form(candidate.entry) in forms}
    return certain | {number for number in written if not _may_be_sentence(candidates[number].entry)}


def _may_be_sentence(entry: DocumentEntry) -> bool:
    """Whether a paragraph may be a sentence that leads to its first link."""
    title, link = (next((p for p in entry.parsed.pieces if p.kind == kind), None) for kind in ("title", "link"))
    is_bracketed = link is not None and link.form.startswith(_BRACKETED_LINK)
    is_clear = is_bracketed or (title is not None and _is_marked(entry.raw, title))
    return not is_clear or (link is not None and in_sentence(entry, link.start))


def _form(entry: DocumentEntry) -> object:
    """How an entry is written: the forms of its title and its first link, and the mark before the title."""
    pieces = entry.parsed.pieces
    forms = {piece.kind: piece.form for piece in reversed(pieces) if piece.kind in ("title", "link")}
    title = next((piece.start for piece in pieces if piece.kind == "title"), 0)
    return (*forms.items(),), entry.raw[:title]


def _are_entries(candidates: Mapping[int, _Candidate], certain: int, blocks: Sequence[Block]) -> bool:
    """Whether enough candidates are certainly entries."""
    if certain >= 3:
        return True
    nested = {n for number, candidate in candidates.items() for n in range(number + 1, candidate.following)}
    has_other_entries = any(
        block.kind in ("table", "html-table", "list") and len(block.items) > 2 and number not in nested
        for number, block in enumerate(blocks)
    )
    paragraphs = sum(block.kind == "paragraph" and number not in nested for number, block in enumerate(blocks))
    return certain > 0 and certain * 2 >= paragraphs and not has_other_entries


def _groups(
    source: DocumentSource, candidates: Mapping[int, _Candidate], certain: Collection[int]
) -> Iterator[list[int]]:
    """The numbers of consecutive candidates; the first one of each group is certainly an entry."""
    group: list[int] = []
    following = 0
    quiet = blocks_without_entries(source)
    for number in range(len(source.blocks)):
        if group and number < following:
            continue
        candidate = candidates.get(number) if number not in quiet else None
        if group and not (candidate and number == following):
            yield group
            group = []
        if candidate and (group or number in certain):
            group.append(number)
            following = candidate.following
    if group:
        yield group


def _run(source: DocumentSource, entries: Sequence[DocumentEntry]) -> Run:
    extended = []
    for entry, after in zip_longest(entries, entries[1:]):
        end = after.start if after else entry.end
        parsed = replace(entry.parsed, text=source.text(entry.start, end))
        extended.append(replace(entry, end=end, parsed=parsed))
    return Run(style="paragraphs", start=entries[0].start, end=entries[-1].end, entries=tuple(extended))


# Candidates


def _heading_entries(source: DocumentSource) -> dict[int, _Candidate]:
    """Headings that are titles: most of those of a level that have only paragraphs and lists below them."""
    sections: dict[int, list[tuple[int, int]]] = {}
    for number, following in _leaf_sections(source):
        sections.setdefault(source.blocks[number].level, []).append((number, following))
    entries: dict[int, _Candidate] = {}
    for of_level in sections.values():
        works = {n: work for n, following in of_level if (work := _heading_entry(source, n, following))}
        keyed = {n for n, work in works.items() if _is_list_of_keys(source, source.blocks[n + 1])}
        if len(works) > 1 and (len(works) >= 0.6 * len(of_level) or works.keys() == keyed):
            entries |= works
    return entries


def _leaf_sections(source: DocumentSource) -> Iterator[tuple[int, int]]:
    """The numbers of headings with blocks but no headings below them, each with that of the block after these."""
    quiet = blocks_without_entries(source)
    ends = [n for n, block in enumerate(source.blocks) if block.kind in ("heading", "rule")]
    for number, following in zip_longest(ends, ends[1:], fillvalue=len(source.blocks)):
        heading, after = source.blocks[number], source.blocks[following : following + 1]
        is_leaf = not (after and after[0].kind == "heading" and after[0].level > heading.level)
        if heading.level > 1 and is_leaf and following > number + 1 and number not in quiet:
            yield number, following


def _heading_entry(source: DocumentSource, number: int, following: int) -> _Candidate | None:
    """A heading as the title of a work, if it is a link, or if there are authors, a venue or links below it.

    Figures, code and what follows them are other text.
    """
    heading, *below = source.blocks[number:following]
    parts = [heading, *takewhile(lambda block: _is_text(source, block), below)]
    is_short = len(parts) <= (_MOST_BLOCKS if "](" in heading.text else _MOST_PARAGRAPHS)
    if not is_short or _are_works(source, range(number + 1, following)):
        return None
    if (entry := _entry(source, heading.start, parts[-1].end)) is None:
        return None
    below_title = entry.parsed.units[1:]
    pieces = [piece for unit in below_title for piece in unit.pieces]
    is_linked = any(piece.kind == "title" and piece.url for piece in entry.parsed.units[0].pieces)
    remarks = sum(_words_of_remarks(entry.raw, unit) for unit in below_title)
    is_described = {piece.kind for piece in pieces} & {"authors", "venue", "link"} and remarks <= _MOST_REMARKS
    is_title = len(entry.paper.full_title.split()) > 1 and len(outward_urls(entry.paper)) == len(entry.paper.links)
    return _Candidate(entry, number + len(parts), True) if is_title and (is_linked or is_described) else None


def _words_of_remarks(text: str, unit: Unit) -> int:
    """How many words a line has as remarks, unless a key such as `Abstract:` is before them."""
    key = KEY.match(text, content_of(Cursor.of(text).between(unit.start, unit.end)).start, unit.end)
    if key and key_of(key["key"]) == "remark":
        return 0
    return sum(len(piece.text.split()) for piece in unit.pieces if piece.kind == "remark")


def _is_text(source: DocumentSource, block: Block) -> bool:
    return block.kind == "list" or (block.kind == "paragraph" and not _FIGURE.fullmatch(source.text_of(block)))


def _are_works(source: DocumentSource, numbers: range) -> bool:
    """Whether there is a list or a table of works among some blocks, or most of their paragraphs are works."""
    paragraphs = [number for number in numbers if source.blocks[number].kind == "paragraph"]
    titled = sum(_is_regular(source, number) for number in paragraphs)
    return titled * 2 > len(paragraphs) or any(_has_rows(source, source.blocks[number]) for number in numbers)


def _has_rows(source: DocumentSource, block: Block) -> bool:
    """Whether a block is a table, or a list whose items are works."""
    if block.kind != "list" or _is_list_of_keys(source, block):
        return block.kind in ("table", "html-table")
    works = sum(_is_row(source, start, end) for start, end in spans_of(source, block.items))
    return works * 2 > len(block.items)


def _is_row(source: DocumentSource, start: int, end: int) -> bool:
    text = source.text(start, end)
    if not is_within_limits(text) or not _is_titled(read_in(source, text)):
        return False
    entry = _entry(source, start, end)
    return entry is not None and is_work(entry)


def _is_titled(parsed: ParsedEntry) -> bool:
    """Whether an entry has a title of several words."""
    return any(piece.kind == "title" and piece.text.count(" ") > 1 for piece in parsed.pieces)


def _entry(source: DocumentSource, start: int, end: int) -> DocumentEntry | None:
    text = source.text(start, end)
    if not is_within_limits(text):
        return None
    parsed = read_in(source, text)
    paper = paper_of(parsed)
    return DocumentEntry(parsed=parsed, paper=paper, start=start, end=end) if paper else None


def _paragraph_entries(source: DocumentSource) -> dict[int, _Candidate]:
    """Paragraphs that are works, each with the list of keys or links directly below it."""
    candidates = {}
    for number, block in enumerate(source.blocks):
        if block.kind != "paragraph":
            continue
        entry, following = _with_further_parts(source, number, _following(source, number))
        is_regular = entry is not None and entry.raw in source.regular
        if entry and (is_regular or (is_work(entry) and not is_essay(entry) and _is_compact(entry))):
            candidates[number] = _Candidate(entry, following)
    return candidates


def paragraph_texts(source: DocumentSource) -> list[str]:
    """Return the paragraphs of a document, each with the list of keys or links directly below it."""
    texts = (_text_of(source, number) for number, block in enumerate(source.blocks) if block.kind == "paragraph")
    return [text for text in texts if is_within_limits(text)]


def _text_of(source: DocumentSource, number: int) -> str:
    """A paragraph with the list of keys or links directly below it."""
    return source.text(source.blocks[number].start, source.blocks[_following(source, number) - 1].end)


def _is_regular(source: DocumentSource, number: int) -> bool:
    """Whether a block is a paragraph that is a work by the layout of all paragraphs, with a title of several words."""
    text = _text_of(source, number)
    return source.blocks[number].kind == "paragraph" and text in source.regular and _is_titled(source.readings[text])


def _following(source: DocumentSource, number: int) -> int:
    """The number of the block after a paragraph and the list of keys or links directly below it."""
    after = source.blocks[number + 1] if number + 1 < len(source.blocks) else None
    return number + (2 if after and _is_list_of_keys(source, after) else 1)


def _with_further_parts(source: DocumentSource, number: int, following: int) -> tuple[DocumentEntry | None, int]:
    """A paragraph with what follows it, and with further paragraphs of authors, a venue or links, and their end."""
    start = source.blocks[number].start
    entry = _entry(source, start, source.blocks[following - 1].end)
    while entry and not _has_all_parts(entry.paper) and following < min(len(source.blocks), number + _MOST_PARAGRAPHS):
        block = source.blocks[following]
        is_other = _TITLE_FIRST.match(source.lines[block.start]) or _is_regular(source, following)
        may_be_part = block.kind == "paragraph" and not is_other
        longer = _entry(source, start, block.end) if may_be_part else None
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
    return bool(last) and are_known and title is not None and _is_marked(parsed.text, title)


def _is_list_of_keys(source: DocumentSource, block: Block) -> bool:
    """Whether a block is a list of keys with values: `- Code: https://...`, `- **Venue**: OSDI 2020`."""
    if block.kind != "list" or not block.items:
        return False
    return sum(_is_keyed(source, item) for item in block.items) >= 0.8 * len(block.items)


def _is_keyed(source: DocumentSource, item: Item) -> bool:
    """Whether an item is a key with a value. Titles have colons too: the key must be known, or the value be links."""
    match = _KEYED.match(re.sub(r"[*_`]", "", source.text(item.start, item.end)))
    return match is not None and (key_of(match["key"]) is not None or bool(_ONLY_LINKS.fullmatch(match["value"])))


def _is_compact(entry: DocumentEntry) -> bool:
    """Whether a paragraph has little text apart from what is known of a work."""
    remarks = sum(len(piece.text.split()) for piece in entry.parsed.units[0].pieces if piece.kind == "remark")
    return remarks <= 25 and len(entry.paper.full_title.split()) <= 40


# Certain entries


def _is_certain(source: DocumentSource, entry: DocumentEntry) -> bool:
    """Whether a paragraph is certainly an entry, not a sentence with a link in it."""
    parsed = entry.parsed
    if parsed.text in source.regular:
        return True
    title = next((piece for piece in parsed.pieces if piece.kind == "title"), None)
    if title is None or len(title.text) > 300:
        return False
    links = [piece for piece in parsed.pieces if piece.kind == "link"]
    if len(title.text.split()) < 2 and not _names_system(entry, title, links):
        return False
    if len(parsed.units) > 1:
        return bool(links or entry.paper.venues)
    is_marked = _is_marked(parsed.text, title)
    if is_marked and _is_complete(entry):
        return True
    if not links or parsed.text[links[-1].end :].strip(" ."):
        return False
    return is_marked or links[0].form.startswith(_BRACKETED_LINK)


def _is_complete(entry: DocumentEntry) -> bool:
    """Whether an entry has two of authors, a venue or a date, and a link, and nothing that is unknown."""
    paper = entry.paper
    fields = (paper.authors, paper.venues or paper.date, outward_urls(paper))
    return sum(map(bool, fields)) >= 2 and not paper.remarks and len(paper.full_title.split()) >= 3


def _is_marked(text: str, title: Piece) -> bool:
    """Whether a title is linked, emphasised or quoted."""
    return title.form != "{title}" or text[title.start - 1 : title.start] in tuple('*_"“')


def _names_system(entry: DocumentEntry, title: Piece, links: Sequence[Piece]) -> bool:
    """Whether a single word is a name (`**Orca**: ...`) above a line of links, and no word such as `**Note**`."""
    text = entry.parsed.text
    if not links or in_sentence(entry, links[0].start) or key_of(title.text) is not None:
        return False
    line = text[text.rfind("\n", 0, links[0].start) + 1 :]
    is_emphasised = text[title.start - 1 : title.start] in tuple("*_")
    return is_emphasised and bool(_ONLY_LINKS.fullmatch(line)) and all(is_label(link.text) for link in links)
