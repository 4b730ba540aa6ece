"""A hand-written list in Markdown: its entries, the topics that they stand under, and everything around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from papertrail.importers.blocks import Block, Item, blocks_of
from papertrail.importers.cells import Column as Cell
from papertrail.importers.cells import columns_of, read_row
from papertrail.importers.entries import BULLET, read_entry
from papertrail.importers.entry import NotAList
from papertrail.importers.inline import is_tame, plain, references_of
from papertrail.importers.markup_tables import (
    Heading,
    html_table,
    markdown_cells,
    markdown_headings,
)
from papertrail.importers.reading import Reading, paper_of
from papertrail.importers.words import key_of
from papertrail.models import Column, Paper, TopicPath
from papertrail.patterns import ENTRIES
from papertrail.prose import MARKER, marker
from papertrail.text import one_line


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entry of a document."""

    reading: Reading
    paper: Paper
    """Without an id and without topics."""
    start: int
    """Its first line; that of the document is 0."""
    end: int
    """The line after its last one, blank lines before the next entry included."""

    @property
    def raw(self) -> str:
        """How it is spelled."""
        return self.reading.text


@dataclass(frozen=True, kw_only=True)
class Run:
    """Neighbouring entries under one topic, which one line of the prose takes the place of."""

    style: str
    start: int
    end: int
    entries: tuple[Found, ...]
    topic: TopicPath = ()
    """Below the list."""
    columns: tuple[Column, ...] = ()
    """Of a table."""
    frame: str | None = None
    """Of a table, what stands around its rows."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that was read."""

    name: str
    runs: tuple[Run, ...]
    prose: str
    """The document with a line in place of each run."""
    headings: tuple[TopicPath, ...]
    """Every topic that has entries, or has topics with entries, in the order of the document."""
    lines: tuple[str, ...]
    kinds: tuple[str, ...]
    """For each line, `record`, `structure` or `prose`."""
    decisions: tuple[str, ...] = ()


def read_document(text: str, name: str, *, named: str | None = None) -> Document:
    """Read a document. `name` is that of its file, `named` what the list is to be called.

    Raises `NotAList` for one without entries.
    """
    if found := MARKER.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotAList(f"line {line} is already a place for papers; render the list first, and import what that gives")
    with references_of(text):
        return _read(text, name, named)


def _read(text: str, name: str, named: str | None) -> Document:
    lines = text.split("\n")
    blocks = blocks_of(text)
    items = {block.start: _items(block.items, lines) for block in blocks if block.kind == "list"}
    runs = list(_joined(_runs(blocks, lines, items), lines))
    if (essays := _essays(blocks, items)) > sum(len(run.entries) for run in runs):
        raise NotAList(
            f"its lists are prose: {essays} items are sentences about works, often about several at once, and no "
            "record could say what they say; keep it as a page of the site"
        )
    if not runs:
        raise NotAList(
            "no entries of a reading list were found: no table, list or paragraphs that give works with links, venues "
            "or authors"
        )
    named = _topic_name(named) if named else None
    otherwise = named or _title_above(blocks, lines, runs[0].start) or _file_title(name)
    title, placed, decisions = _filed(runs, blocks, lines, otherwise)
    return Document(
        name=named or title,
        runs=placed,
        prose=_prose(lines, placed),
        headings=_headings(placed, blocks),
        lines=tuple(lines_of(text)),
        kinds=_kinds(lines, blocks, placed)[: len(lines_of(text))],
        decisions=tuple(decisions),
    )


def lines_of(text: str) -> list[str]:
    """The lines of a text; what the last line feed ends is no further line."""
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


_H1 = re.compile(r"(?is)<h1\b[^<>]*>(.*?)</h1\s*>")
_FRONT_TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$")


def _title_above(blocks: Sequence[Block], lines: Sequence[str], end: int) -> str | None:
    """The document's title where no heading of Markdown gives it: in its front matter, or as a heading in HTML."""
    for block in blocks:
        if block.start >= end or block.kind == "heading":
            return None
        text = _text(lines, block.start, block.end)
        found = _H1.search(text) if block.kind in ("html", "paragraph") else None
        found = found or (_FRONT_TITLE.search(text) if block.kind == "other" and block.start == 0 else None)
        if found and (title := plain(found[1], html=True)):
            return _topic_name(title)
    return None


def _file_title(name: str) -> str:
    stem = re.sub(r"\.[A-Za-z]+$", "", name.rpartition("/")[2])
    return _topic_name(stem.replace("_", " "))


# Runs of entries


Items = list[tuple[Item, Found]]
"""The items of a list that can be read as entries."""


def _runs(blocks: Sequence[Block], lines: Sequence[str], items: Mapping[int, Items]) -> Iterator[Run]:
    """The runs in order. A block that holds no entries ends one; `items` are those of each list by its first line."""
    paragraphs = _paragraph_entries(blocks, lines)
    skip = -1
    quiet = False
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            quiet = bool(_QUIET.search(plain(block.text)))
        if block.start < skip:
            continue
        if number in paragraphs:
            found = paragraphs[number]
            skip = found.end
            yield found
        elif quiet:
            continue
        elif block.kind == "table":
            yield from _markdown_table(block, lines)
        elif block.kind == "html-table":
            yield from _html_table(block, lines)
        elif block.kind == "list":
            yield from _list(block, lines, items[block.start])


_QUIET = re.compile(
    r"(?i)\b(?:contribut\w+|glossary|acronyms|licen[cs]e|acknowledge?ments?|table of contents?|contents|"
    r"star history|how to cite|citing|"
    r"related (?:lists|repositories|repos|projects)|other lists|external reading lists|changelog)\b|^toc$|目录"
)
"""Headings below which links are not entries."""


def _essays(blocks: Sequence[Block], items: Mapping[int, Items]) -> int:
    """The items of lists that are rather prose about works than works."""
    count = 0
    for block in blocks:
        found = [entry for _, entry in items.get(block.start, ())] if block.kind == "list" else []
        essays = sum(_is_essay(entry) for entry in found)
        count += len(block.items) if found and essays * 2 >= len(found) else 0
    return count


def _text(lines: Sequence[str], start: int, end: int) -> str:
    return "\n".join(lines[start:end])


def _markdown_table(block: Block, lines: Sequence[str]) -> Iterator[Run]:
    headings = markdown_headings(lines[block.start], lines[block.start + 1])
    if not all(is_tame(lines[item.start]) for item in block.items):
        return
    spans = [markdown_cells(lines[item.start]) for item in block.items]
    sources = [[lines[item.start][slice(*span)] for span in row] for item, row in zip(block.items, spans, strict=True)]
    columns = columns_of([heading.text for heading in headings], sources)
    head = _text(lines, block.start, block.start + 2) + "\n"
    groups: list[tuple[str | None, list[Found]]] = [(None, [])]
    for item, row in zip(block.items, spans, strict=True):
        reading = read_row(lines[item.start], row, columns, html=False)
        if _is_group(reading):
            groups.append((reading.pieces[0].text, []))
        elif (paper := paper_of(reading)) is not None:
            groups[-1][1].append(Found(reading=reading, paper=paper, start=item.start, end=item.start + 1))
    if not _is_list_table([entry.paper for _, found in groups for entry in found], columns):
        return
    for place, (label, entries) in enumerate(groups):
        if not entries:
            continue
        found = _whole(entries, lines)
        first = place == 0 and found[0].start == block.start + 2
        yield Run(
            style="markdown-table", start=block.start if first else found[0].start, end=found[-1].end,
            entries=tuple(found), columns=_model_columns(headings, columns, found),
            frame=(head if first else "") + ENTRIES, topic=(label,) if label else (),
        )  # fmt: skip


def _whole(found: list[Found], lines: Sequence[str]) -> list[Found]:
    """Rows that say nothing go with the one before them."""
    result = []
    for entry, after in zip_longest(found, found[1:]):
        end = after.start if after else entry.end
        text = _text(lines, entry.start, end)
        result.append(replace(entry, end=end, reading=replace(entry.reading, text=text)))
    return result


def _is_group(reading: Reading) -> bool:
    """Whether a row only names those below it: a year or a word in one cell, and nothing in the others."""
    pieces = reading.pieces
    return len(reading.units) > 1 and len(pieces) == 1 and pieces[0].url is None and len(pieces[0].text.split()) <= 4


def _html_table(block: Block, lines: Sequence[str]) -> Iterator[Run]:
    text = _text(lines, block.start, block.end)
    table = html_table(text)
    if table is None or not table.headings or re.search(r"(?i)\browspan\s*=\s*[\"']?[2-9]", text):
        return  # a cell that stands for several rows belongs to none of them
    if not all(is_tame(text[row.start : row.end]) for row in table.rows):
        return
    sources = [[text[row.start + a : row.start + b] for a, b in row.cells] for row in table.rows]
    columns = columns_of([heading.text for heading in table.headings], sources)
    found: list[Found] = []
    for number, row in enumerate(table.rows):
        last = number + 1 == len(table.rows)
        source = text[row.start : row.end if last else table.rows[number + 1].start]
        reading = read_row(source, row.cells, columns, html=True)
        if (paper := paper_of(reading)) is None:
            return
        start = block.start + text.count("\n", 0, row.start)
        found.append(Found(reading=reading, paper=paper, start=start, end=start + source.rstrip().count("\n") + 1))
    if not _is_list_table([entry.paper for entry in found], columns):
        return
    frame = text[: table.rows[0].start] + ENTRIES + text[table.rows[-1].end :]
    yield Run(
        style="html-table", start=block.start, end=block.end, entries=tuple(found),
        columns=_model_columns(table.headings, columns, found), frame=frame,
    )  # fmt: skip


def _is_list_table(papers: Sequence[Paper], columns: Sequence[Cell]) -> bool:
    """Whether a table lists works: its rows have links, or a year or a venue, beside a name."""
    if not papers:
        return False
    linked = sum(bool(_outward(paper)) for paper in papers)
    kinds = {column.kind for column in columns}
    dated = sum(bool(paper.date or any(v.year for v in paper.venues)) for paper in papers)
    known = len(kinds & {"venue", "year", "authors", "link", "institution"}) >= 2
    return linked * 2 >= len(papers) or (known and dated * 2 >= len(papers)) or (known and linked > 0)


def _outward(paper: Paper) -> list[str]:
    """The addresses of a paper that lead anywhere but to a part of its own document."""
    return [link.url for link in paper.links if not link.url.startswith("#")]


_FIELDS = {
    "title": "name", "venue": "venue", "year": "year", "authors": "authors", "institution": "institutions",
    "link": "links", "remark": "remarks", "keyword": "keywords",
}  # fmt: skip


def _model_columns(
    headings: Sequence[Heading], columns: Sequence[Cell], entries: Sequence[Found]
) -> tuple[Column, ...]:
    """The columns as the topic tree says them: each field in one column, further columns of links by their label."""
    links = [n for n, column in enumerate(columns) if column.kind == "link"]
    labels = {n: _label_of(n, entries) for n in links} if len(links) > 1 else {}
    fields = _FIELDS | ({"title": "title", "name": "name"} if "name" in {c.kind for c in columns} else {})
    taken: set[str] = set()
    found = []
    for n, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        name = column.key if column.kind == "custom" else fields[column.kind]
        if labels.get(n):
            name = f"link {labels[n]}"
        if name in taken:
            name = column.key if column.kind != "link" else f"link {column.heading or n}"
        taken.add(name)
        found.append(
            Column(field=name, header=heading.text, width=heading.width, align=heading.align, chars=heading.chars)
        )
    return tuple(found)


def _label_of(place: int, entries: Sequence[Found]) -> str | None:
    """The label that the links of a column mostly bear."""
    labels = [
        piece.text
        for entry in entries
        if place < len(entry.reading.units)
        for piece in entry.reading.units[place].pieces
        if piece.kind == "link"
    ]
    return max(sorted(set(labels)), key=labels.count) if labels else None


def cells_of(columns: Sequence[Column]) -> tuple[Cell, ...]:
    """The columns of a topic as rows are read by."""
    kinds = {name: kind for kind, name in _FIELDS.items()} | {"title": "title", "date": "year"}
    if any(column.field == "title" for column in columns):
        kinds["name"] = "name"
    return tuple(
        Cell(
            heading=column.header,
            kind="link" if column.field.startswith("link ") else kinds.get(column.field, "custom"),
            key=column.field,
        )
        for column in columns
    )


def read_again(raw: str, style: str, columns: Sequence[Column]) -> Paper | None:
    """The paper that an entry's spelling gives, read on its own as an entry of a style; None where it gives none."""
    if style == "markdown-table":
        line = next((line for line in raw.split("\n") if re.search(r"\w", line)), raw)
        return paper_of(read_row(line, markdown_cells(line), cells_of(columns), html=False))
    if style == "html-table":
        table = html_table(raw)
        if (
            table is None
            or len(table.rows) != 1
            or raw[: table.rows[0].start].strip()
            or raw[table.rows[0].end :].strip()
        ):
            return None
        return paper_of(read_row(raw, table.rows[0].cells, cells_of(columns), html=True))
    return paper_of(read_entry(raw))


def _list(block: Block, lines: Sequence[str], found: Items) -> Iterator[Run]:
    """The entries of a list, or, where its items are categories, those of the lists nested in them."""
    nested = [item for item in block.items if _has_works(item, lines)]
    if len(nested) * 2 < len(block.items) and _is_entries([entry for _, entry in found], len(block.items)):
        entries = tuple(entry for _, entry in found)
        yield Run(style="bullets", start=block.start, end=entries[-1].end, entries=entries)
        return
    for item in block.items:
        if len(item.lists) == 1 and _is_category(_text(lines, item.start, item.lists[0].start)):
            for run in _list(item.lists[0], lines, _items(item.lists[0].items, lines)):
                yield replace(run, topic=(_category(lines[item.start]), *run.topic))


def _has_works(item: Item, lines: Sequence[str]) -> bool:
    """Whether an item is a category: no link or venue in its own line, and a list of works nested in it."""
    if len(item.lists) != 1 or not _is_category(_text(lines, item.start, item.lists[0].start)):
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


def _items(items: Sequence[Item], lines: Sequence[str]) -> Items:
    found: Items = []
    for number, item in enumerate(items):
        end = items[number + 1].start if number + 1 < len(items) else item.end
        if number + 1 == len(items):
            end = _without_tail(lines, item.start, end)
        text = _text(lines, item.start, end)
        if is_tame(text) and (paper := paper_of(reading := read_entry(text))) is not None:
            found.append((item, Found(reading=reading, paper=paper, start=item.start, end=end)))
    return found


_TAIL = re.compile(r"(?:\s*<[^<>]*>\s*)+|\s*(?:<[^<>]*>\s*)*\[[^\[\]]*\]\(#[^()]*\)\s*(?:<[^<>]*>\s*)*|\s*")


def _without_tail(lines: Sequence[str], start: int, end: int) -> int:
    """The end of the last item without unindented lines of HTML, or of links into the document, right below it."""
    while end > start + 1 and not lines[end - 1].startswith((" ", "\t")) and _TAIL.fullmatch(lines[end - 1]):
        end -= 1
    return end


def _is_entries(found: Sequence[Found], total: int) -> bool:
    """Whether the items of a list are works: most of them have links, or authors with a venue or a year."""
    if not found or len(found) < total:
        return False
    works = sum(_is_work(entry) for entry in found)
    essays = sum(_is_essay(entry) for entry in found)
    return works >= 0.6 * total and essays < 0.5 * total


def _is_work(entry: Found) -> bool:
    paper = entry.paper
    if any(piece.kind == "title" and (piece.url or "").startswith("#") for piece in entry.reading.pieces):
        return False
    if paper.links and not _outward(paper):
        return False
    plain_title = next((p for p in entry.reading.pieces if p.kind == "title"), None)
    if paper.links and plain_title and plain_title.form == "{title}" and _in_sentence(entry, plain_title.end):
        return False
    return (
        bool(paper.links)
        or bool(paper.authors and (paper.venues or paper.date))
        or bool(paper.venues and len(paper.full_title.split()) > 3)
    )


_SENTENCE = re.compile(
    r"(?i)\b(?:see|at|in|the|our|here|on|to|a|an|via|this|my|your|of|from|with|by|and|for|read|follow|use|also|please)$"
)


def _in_sentence(entry: Found, end: int) -> bool:
    """Whether the first link is a part of the sentence that was taken for a title."""
    head = entry.reading.text[:end].rstrip(" [(\\*_")
    return bool(_SENTENCE.search(head)) or head.startswith("Please")


def _is_essay(entry: Found) -> bool:
    """Whether an entry is rather a paragraph of prose that mentions works: much text behind the first of them."""
    head = entry.reading.units[0]
    words = sum(len(piece.text.split()) for piece in head.pieces if piece.kind in ("remark", "authors", "venue"))
    return words > 35


# Paragraphs


def _paragraph_entries(blocks: Sequence[Block], lines: Sequence[str]) -> dict[int, Run]:
    """By the number of its first block, each run of paragraphs that are entries."""
    found: dict[int, tuple[Found, int]] = {}
    headed = _heading_entries(blocks, lines)
    for number, block in enumerate(blocks):
        if block.kind == "paragraph" and (entry := _paragraph(number, blocks, lines)):
            found[number] = entry
    found |= headed
    sure = sum(_is_sure(entry) for entry, _ in found.values())
    paragraphs = sum(block.kind == "paragraph" for block in blocks)
    others = any(block.kind in ("table", "html-table", "list") and len(block.items) > 2 for block in blocks)
    if sure < 3 and (others or sure * 2 < paragraphs or sure == 0):
        return {}
    runs: dict[int, Run] = {}
    current: list[int] = []
    quiet = False
    for number, block in enumerate([*blocks, Block(kind="end", start=len(lines), end=len(lines))]):
        if block.kind == "heading" and number not in headed:
            quiet = bool(_QUIET.search(plain(block.text)))
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
            reading = read_entry(_text(lines, block.start, after.end))
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
        text = _text(lines, entry.start, end)
        placed.append(replace(entry, end=end, reading=replace(entry.reading, text=text)))
    return Run(style="paragraphs", start=entries[0].start, end=entries[-1].end, entries=tuple(placed))


def _paragraph(number: int, blocks: Sequence[Block], lines: Sequence[str]) -> tuple[Found, int] | None:
    """The entry that a paragraph is, together with a list of links right below it, and the block after it."""
    block = blocks[number]
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    end, following = block.end, number + 1
    if after and after.kind == "list" and _is_keyed(after, lines):
        end, following = after.end, number + 2
    text = _text(lines, block.start, end)
    if not is_tame(text):
        return None
    reading = read_entry(text)
    paper = paper_of(reading)
    if paper is None:
        return None
    entry = Found(reading=reading, paper=paper, start=block.start, end=end)
    return (entry, following) if _is_work(entry) and not _is_essay(entry) and _is_compact(entry) else None


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
        found = _KEYED.match(re.sub(r"[*_`]", "", _text(lines, item.start, item.end)))
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
    if title is None or len(title.text.split()) < 2 or len(title.text) > 300:
        return False
    links = [piece for piece in entry.reading.pieces if piece.kind == "link"]
    if len(units) > 1:
        return bool(links or entry.paper.venues)
    bracketed = any(re.match(r"\\?\[\\?\[|\(\[|\\\[|\[", piece.form) and piece.form[:1] in "[\\(" for piece in links)
    marked = title.form != "{title}" or entry.reading.text[title.start - 1 : title.start] in tuple('*_"“')
    whole = not entry.reading.text[links[-1].end :].strip(" .") if links else False
    return bool(links) and whole and ((bracketed and links[0].form.startswith(("[[", "\\[", "([", "[\\["))) or marked)


# Topics


def _joined(runs: Iterator[Run], lines: Sequence[str]) -> Iterator[Run]:
    """Runs of the same form with nothing but blank lines between them are one."""
    last: Run | None = None
    for run in runs:
        blank = last is not None and not _text(lines, last.end, run.start).strip()
        if (
            last
            and blank
            and last.style == run.style
            and run.style in ("bullets", "paragraphs")
            and last.topic == run.topic
        ):
            last = _together(last, run, lines)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _together(one: Run, two: Run, lines: Sequence[str]) -> Run:
    final = one.entries[-1]
    text = _text(lines, final.start, two.start)
    longer = replace(final, end=two.start, reading=replace(final.reading, text=text))
    return replace(one, end=two.end, entries=(*one.entries[:-1], longer, *two.entries))


def _filed(
    runs: Sequence[Run], blocks: Sequence[Block], lines: Sequence[str], otherwise: str
) -> tuple[str, tuple[Run, ...], list[str]]:
    """The list's name, the runs with their topics, and what a person should look at."""
    titles = {entry.start for run in runs for entry in run.entries}
    headings = [b for b in blocks if b.kind == "heading" and plain(b.text) and b.start not in titles]
    paths = [_above(run, headings) for run in runs]
    title = _title(headings, runs, paths)
    below = [tuple(plain(h.text) for h in path if h is not title) for path in paths]
    decisions: list[str] = []
    placed: list[Run] = []
    taken: set[TopicPath] = set()
    last_end = 0
    for run, names in zip(runs, below, strict=True):
        label = _label_above(run, blocks, lines, last_end)
        path = tuple(map(_topic_name, (*names, *([label] if label else []), *run.topic)))
        if path in taken:
            first = path
            number = 2
            base = path or (_topic_name(plain(title.text)) if title else otherwise,)
            while path in taken:
                path = (*base[:-1], f"{base[-1]} ({number})")
                number += 1
            decisions.append(
                f"line {run.start + 1}: there are several runs of entries under {' > '.join(first) or 'the list'}; "
                f"this one is filed as {' > '.join(path)}, which you may rename"
            )
        taken.add(path)
        year = next((date for name in reversed((*names, *run.topic)) if (date := _year_of(name))), None)
        placed.append(_dated(replace(run, topic=path), year))
        last_end = run.end
    name = _topic_name(plain(title.text)) if title else otherwise
    return name, tuple(placed), decisions


def _topic_name(text: str) -> str:
    """A heading as a topic's name: ` > ` would part a path."""
    return re.sub(r"(?<=\s)>(?=\s)|^>|>$", "›", one_line(text).strip(" #")).strip()[:200] or "More"


def _year_of(heading: str) -> str | None:
    found = re.fullmatch(
        r"(?:.{0,30}\s)?\(?((?:19|20)\d\d)\)?(?:\s+(?:papers|venues|conferences?|publications?))?",
        heading.strip(),
        re.IGNORECASE,
    )
    return found[1] if found else None


def _dated(run: Run, year: str | None) -> Run:
    """A year in the heading is that of the entries that tell none."""
    if year is None:
        return run
    entries = []
    for entry in run.entries:
        reading = replace(entry.reading, year=year)
        paper = paper_of(reading)
        entries.append(replace(entry, reading=reading, paper=paper) if paper and paper.year == int(year) else entry)
    return replace(run, entries=tuple(entries))


def _above(run: Run, headings: Sequence[Block]) -> list[Block]:
    """The headings that a run stands under, the outermost first."""
    path: list[Block] = []
    for heading in headings:
        if heading.start > run.start:
            break
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
    return path


def _title(headings: Sequence[Block], runs: Sequence[Run], paths: Sequence[list[Block]]) -> Block | None:
    """The heading that names the document: the first, where all entries stand under it, or where none does directly."""
    if not headings:
        return None
    first = headings[0]
    if all(path and path[0] is first for path in paths):
        return first
    highest = min(heading.level for heading in headings)
    directly = any(path and path[-1] is first for path in paths)
    before = first.start < min(run.start for run in runs)
    return (
        first
        if before and first.level == highest and not directly and not any(first in path for path in paths)
        else None
    )


_EMPHASISED = re.compile(r"\s*(?:[-*+]\s+)?(\*\*|__|\*|_)\s*\(?(?P<text>[^*_]{1,80}?)\)?\s*\1\s*[:：]?\s*")


def _label_above(run: Run, blocks: Sequence[Block], lines: Sequence[str], last_end: int) -> str | None:
    """A line right above a run that is no heading and yet names it: `*(Lectures)*`, `**2016**`, a summary."""
    before = [block for block in blocks if last_end <= block.start and block.end <= run.start and block.kind != "rule"]
    if not before or before[-1].kind not in ("paragraph", "html"):
        return None
    block = before[-1]
    text = _text(lines, block.start, block.end).strip()
    if found := _EMPHASISED.fullmatch(text):
        return found["text"].strip()
    if found := re.search(r"(?is)<summary[^<>]*>(.*?)</summary\s*>", text):
        return plain(found[1], html=True) or None
    if found := re.fullmatch(r"(?is)<(b|strong|h[1-6]|center)\b[^<>]*>(.{1,100}?)</\1\s*>", text):
        return plain(found[2], html=True) or None
    return None


def _headings(runs: Sequence[Run], blocks: Sequence[Block]) -> tuple[TopicPath, ...]:
    found: dict[TopicPath, None] = {}
    for run in runs:
        for end in range(1, len(run.topic) + 1):
            found.setdefault(run.topic[:end])
    return tuple(found)


# The text around the entries


def _prose(lines: Sequence[str], runs: Sequence[Run]) -> str:
    found: list[str] = []
    place = 0
    for run in runs:
        found += lines[place : run.start]
        found.append(marker(" > ".join(run.topic)))
        place = run.end
    return "\n".join([*found, *lines[place:]])


def _kinds(lines: Sequence[str], blocks: Sequence[Block], runs: Sequence[Run]) -> tuple[str, ...]:
    kinds = ["prose" if line.strip() else "structure" for line in lines]
    for block in blocks:
        if block.kind in ("heading", "rule"):
            kinds[block.start : block.end] = ["structure"] * (block.end - block.start)
    for run in runs:
        kinds[run.start : run.end] = ["structure"] * (run.end - run.start)
        for entry in run.entries:
            for n in range(entry.start, entry.end):
                kinds[n] = "record" if lines[n].strip() else "structure"
    return tuple(kinds)
