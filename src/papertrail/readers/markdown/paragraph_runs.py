"""Runs of entries that are paragraphs, or headings with the paragraphs and lists below them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest

from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.classify import is_label, key_of
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource, Run
from papertrail.readers.markdown.headings import blocks_without_entries
from papertrail.readers.markdown.is_work import in_sentence, is_essay, is_work, outward_urls
from papertrail.readers.markdown.paragraphs import (
    ONLY_LINKS,
    TITLE_FIRST,
    Candidate,
    entry_at,
    is_marked,
    is_titled,
    paragraph_entries,
)
from papertrail.readers.markdown.pieces import Piece
from papertrail.readers.markdown.titled_headings import heading_entries

_BRACKETED_LINK = ("[[", "\\[", "([", "[\\[")


def paragraph_runs(source: DocumentSource) -> dict[int, Run]:
    """Return each run of paragraphs, or of lines of one, that are entries, by the number of its first block."""
    lines = _line_runs(source)
    candidates = paragraph_entries(source) | heading_entries(source)
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
    entry = entry_at(source, line, line + 1) if TITLE_FIRST.match(source.lines[line]) else None
    is_entry = entry and is_work(entry) and is_titled(entry.parsed) and not is_essay(entry)
    return entry if is_entry else None


def _are_entries(candidates: Mapping[int, Candidate], certain: int, blocks: Sequence[Block]) -> bool:
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
    source: DocumentSource, candidates: Mapping[int, Candidate], certain: Collection[int]
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


def _certain(source: DocumentSource, candidates: Mapping[int, Candidate]) -> set[int]:
    """The numbers of the candidates that are certainly entries, or written like one."""
    certain = {number for number, one in candidates.items() if one.is_headed or _is_certain(source, one.entry)}
    forms = {_form(candidates[number].entry) for number in certain}
    written = {number for number, candidate in candidates.items() if _form(candidate.entry) in forms}
    return certain | {number for number in written if not _may_be_sentence(candidates[number].entry)}


def _form(entry: DocumentEntry) -> object:
    """How an entry is written: the forms of its title and its first link, and the mark before the title."""
    pieces = entry.parsed.pieces
    forms = {piece.kind: piece.form for piece in reversed(pieces) if piece.kind in ("title", "link")}
    title = next((piece.start for piece in pieces if piece.kind == "title"), 0)
    return (*forms.items(),), entry.raw[:title]


def _may_be_sentence(entry: DocumentEntry) -> bool:
    """Whether a paragraph may be a sentence that leads to its first link."""
    title, link = (next((p for p in entry.parsed.pieces if p.kind == kind), None) for kind in ("title", "link"))
    is_bracketed = link is not None and link.form.startswith(_BRACKETED_LINK)
    is_clear = is_bracketed or (title is not None and is_marked(entry.raw, title))
    return not is_clear or (link is not None and in_sentence(entry, link.start))


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
    has_marks = is_marked(parsed.text, title)
    if has_marks and _is_complete(entry):
        return True
    if not links or parsed.text[links[-1].end :].strip(" ."):
        return False
    return has_marks or links[0].form.startswith(_BRACKETED_LINK)


def _is_complete(entry: DocumentEntry) -> bool:
    """Whether an entry has two of authors, a venue or a date, and a link, and nothing that is unknown."""
    paper = entry.paper
    fields = (paper.authors, paper.venues or paper.date, outward_urls(paper))
    return sum(map(bool, fields)) >= 2 and not paper.remarks and len(paper.full_title.split()) >= 3


def _names_system(entry: DocumentEntry, title: Piece, links: Sequence[Piece]) -> bool:
    """Whether a single word is a name (`**Orca**: ...`) above a line of links, and no word such as `**Note**`."""
    text = entry.parsed.text
    if not links or in_sentence(entry, links[0].start) or key_of(title.text) is not None:
        return False
    line = text[text.rfind("\n", 0, links[0].start) + 1 :]
    is_emphasised = text[title.start - 1 : title.start] in tuple("*_")
    return is_emphasised and bool(ONLY_LINKS.fullmatch(line)) and all(is_label(link.text) for link in links)
