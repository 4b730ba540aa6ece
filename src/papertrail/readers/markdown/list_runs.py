"""The entries of a list, or those of the lists nested in its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from papertrail.readers.markdown.blocks import Block, Item
from papertrail.readers.markdown.classify import is_label, key_of
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource, Run
from papertrail.readers.markdown.induction.reader import read_in
from papertrail.readers.markdown.is_work import LINKED_ITEM, are_entries, is_essay, is_sentence, is_work
from papertrail.readers.markdown.known_words import LINK_WORDS
from papertrail.readers.markdown.markers import BULLET, HTML_ITEM
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.pieces import Piece
from papertrail.readers.markdown.tokens import is_within_limits

_FILLER = re.compile(
    r"(?i)(?:\W*+|(?:and )?(?:(?:many|much) )?(?:more|coming|to be|tb[ad]|todo|work in progress|wip|etc)\b.{0,25})$"
)
"""The text of an item that only says that there are more."""
_AFTER_LIST = re.compile(r"\s*+(?:<[^<>]*+>\s*+)*+(?:\[[^\[\]]*+\]\(#[^()]*+\)\s*+(?:<[^<>]*+>\s*+)*+)?")
"""A line of HTML tags, or of a link into the document."""


def essays_in(blocks: Sequence[Block], entries: Mapping[int, Sequence[DocumentEntry]]) -> int:
    """Count the items of lists that are mostly prose about works. `entries` are those of each list by its line."""
    return sum(len(block.items) for block in blocks if _is_prose(entries.get(block.start, ())))


def _is_prose(entries: Sequence[DocumentEntry]) -> bool:
    return bool(entries) and sum(map(is_essay, entries)) * 2 >= len(entries)


def list_runs(source: DocumentSource, block: Block, entries: Sequence[DocumentEntry]) -> Iterator[Run]:
    """Yield the entries of a list, or, if its items are categories, those of the lists nested in them."""
    categories = sum(_has_works(source, item) for item in block.items)
    works = [entry for entry in entries if not _is_filler(entry)]
    has_few_sentences = sum(map(is_sentence, entries)) <= max(1, len(entries) / 5)
    is_list = categories * 2 < len(block.items) <= 2 * len(works) and has_few_sentences
    if is_list and are_entries(works, source.regular) and not _is_contents(works):
        for start, end in _stretches(works):
            stretch = (*works[start : end - 1], _without_blank_lines(source, works[end - 1]))
            yield Run(style="bullets", start=stretch[0].start, end=stretch[-1].end, entries=stretch)
        return
    for item in block.items:
        if _is_category(source, item):
            nested = item.lists[0]
            for run in list_runs(source, nested, entries_of_list(source, nested.items)):
                yield replace(run, topic=(_category(source, item), *run.topic))


def annotated_runs(block: Block, entries: Sequence[DocumentEntry]) -> Iterator[Run]:
    """Yield the items of a list without links, if most are titles such as `Orca: Serving Models` with notes."""
    annotated = [entry for entry in entries if _is_annotated(entry)]
    if (
        any(_has_acronym(entry) or entry.paper.institutions for entry in annotated)
        and len(block.items) == len(entries)
        and len(annotated) >= max(2, 0.6 * len(entries))
    ):
        yield Run(style="bullets", start=block.start, end=entries[-1].end, entries=tuple(entries))


def _has_acronym(entry: DocumentEntry) -> bool:
    """Whether a title begins with a name such as `GPipe:`."""
    name = entry.paper.name
    return " " not in name and sum(map(str.isupper, name)) > 1


def _is_annotated(entry: DocumentEntry) -> bool:
    is_named = bool(entry.paper.institutions or entry.paper.title) and key_of(entry.paper.name) is None
    words, ends_sentence = entry.paper.full_title.split(), entry.paper.full_title.endswith((".", "!", "?", ":"))
    return len(entry.parsed.units) > 1 and is_named and 4 <= len(words) <= 25 and not ends_sentence


def _is_filler(entry: DocumentEntry) -> bool:
    """Whether an item is no work: a key with links, a sentence such as `See [others](url)`, or `More to come!`."""
    title = next(piece for piece in entry.parsed.pieces if piece.kind in ("title", "name"))
    if entry.raw[title.end :].startswith((":", "：")) and not title.url:
        return key_of(title.text) is not None or title.text.casefold() in LINK_WORDS
    is_filler = not is_work(entry) and _FILLER.match(title.text) is not None
    return is_sentence(entry) or is_filler or _is_kind(entry, title)


def _is_kind(entry: DocumentEntry, title: Piece) -> bool:
    """Whether an item is one word above links to something else, such as `Talks` above a list of talks."""
    paper, below = entry.paper, entry.parsed.units[1:]
    is_word = " " not in title.text and not title.url and not (paper.authors or paper.venues or paper.date)
    links = [piece for unit in below for piece in unit.pieces if piece.kind == "link"]
    return is_word and bool(links) and not any(is_label(link.label) for link in paper.links)


def _is_contents(entries: Sequence[DocumentEntry]) -> bool:
    """Whether all links lead to parts of one page, as in a table of contents with whole addresses."""
    urls = [link.url.partition("#") for entry in entries for link in entry.paper.links]
    return len(urls) > 1 and all(fragment and page == urls[0][0] for page, _, fragment in urls)


def _stretches(entries: Sequence[DocumentEntry]) -> Iterator[tuple[int, int]]:
    """The numbers of the first and after the last of entries without other items between them."""
    starts = [n for n, entry in enumerate(entries) if n == 0 or entries[n - 1].end < entry.start]
    return pairwise([*starts, len(entries)])


def _without_blank_lines(source: DocumentSource, entry: DocumentEntry) -> DocumentEntry:
    """An entry without the blank lines before an item that is none."""
    text = source.text(entry.start, entry.end).rstrip()
    end = entry.start + text.count("\n") + 1
    return entry if end == entry.end else replace(entry, end=end, parsed=replace(entry.parsed, text=text))


def _has_works(source: DocumentSource, item: Item) -> bool:
    """Whether an item is a category: no link or venue in its own line, and a list of works nested in it."""
    if not _is_category(source, item):
        return False
    items = item.lists[0].items
    linked = sum(bool(LINKED_ITEM.match(source.lines[inner.start])) for inner in items)
    return linked * 2 > len(items) or any(_has_works(source, inner) for inner in items)


def _is_category(source: DocumentSource, item: Item) -> bool:
    """Whether an item is a few words without links, and one list nested in it."""
    if len(item.lists) != 1:
        return False
    head = source.text(item.start, item.lists[0].start)
    return "](" not in head and "://" not in head and len(source.plain(head).split()) <= 12


def _category(source: DocumentSource, item: Item) -> str:
    line = source.lines[item.start]
    bullet = BULLET.match(line)
    return source.plain(line[bullet.end() :] if bullet else line).strip(" :：*_") or "More"


def entries_of_list(source: DocumentSource, items: Sequence[Item]) -> list[DocumentEntry]:
    """Return the items of a list that can be read as entries; items with too many special characters are skipped."""
    entries = []
    for start, end in spans_of(source, items):
        text = source.text(start, end)
        if is_within_limits(text) and (paper := paper_of(parsed := read_in(source, text))) is not None:
            entries.append(DocumentEntry(parsed=parsed, paper=paper, start=start, end=end))
    return entries


def texts_of_entries(source: DocumentSource, block: Block) -> Iterator[str]:
    """Yield the items of a list, or of the lists nested in it if they are categories, as entries to read together."""
    for item, (start, end) in zip(block.items, spans_of(source, block.items), strict=True):
        if _has_works(source, item):
            yield from texts_of_entries(source, item.lists[0])
        elif is_within_limits(text := source.text(start, end)):
            yield text


def spans_of(source: DocumentSource, items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Yield the lines of each item, with the blank lines before the next one."""
    for item, after in zip_longest(items, items[1:]):
        yield item.start, after.start if after else _without_lines_after(source.lines, item)


def _without_lines_after(lines: Sequence[str], last: Item) -> int:
    """The end of the last item without the unindented lines of HTML, or of links into the document, after it."""
    end = last.end
    if HTML_ITEM.match(lines[last.start]):
        while end > last.start + 1 and lines[end - 1].lstrip().startswith("<!--"):
            end -= 1
        return end
    while end > last.start + 1 and not lines[end - 1].startswith((" ", "\t")) and _AFTER_LIST.fullmatch(lines[end - 1]):
        end -= 1
    return end
