"""A row of a table: what each cell holds, by its column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, islice, takewhile, zip_longest

from papertrail.readers.markdown.cell_items import read_institutions_cell, read_keywords_cell
from papertrail.readers.markdown.cell_text import cell_link, has_words, image_value, text_of
from papertrail.readers.markdown.classify import date_of, is_label, is_venue
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.links import image, venue_link
from papertrail.readers.markdown.list_items import items_in, without_items
from papertrail.readers.markdown.pieces import CUSTOM, ParsedEntry, Piece, Pieces, Unit, as_piece, as_unit
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.remarks import as_remark
from papertrail.readers.markdown.source_patterns import pattern_of
from papertrail.readers.markdown.table_columns import NOTHING, TableColumn
from papertrail.readers.markdown.token_context import label_of, with_brackets
from papertrail.readers.markdown.tokens import Token, tokens_from
from papertrail.readers.markdown.trimming import clean, value_in, without_last, without_spaces
from papertrail.text.math import change_formulas

_BLANK_LINE = re.compile(r"[ \t]*\n[ \t]*\n")
"""At the start of an HTML cell: what follows is Markdown, according to CommonMark."""


Row = tuple[Cursor, Sequence[Offsets]]
"""A source, and the offsets of the cells of a row in it."""
CellReader = Callable[[Cursor, TableColumn | None], Pieces]
"""Reads a cell that may hold any parts of an entry; without a column if the table has fewer than the row."""


def read_row(
    row: Cursor, cells: Sequence[Offsets], columns: Sequence[TableColumn], read_mixed: CellReader
) -> ParsedEntry:
    """Read a row; `cells` are the offsets of its cells, without the pipes or tags around them."""
    units = [
        as_unit(row.between(*offsets), _with_pipes(row, _read_cell(content_of_cell(row, offsets), column, read_mixed)))
        for offsets, column in zip_longest(cells, columns[: len(cells)])
    ]
    units = _with_own_keys(units, columns)
    return ParsedEntry(
        text=row.text, units=tuple(_with_own_venues(_with_title(units))), html=row.html, references=row.references,
        doubts=tuple(_surplus(row, cells[len(columns) :])),
    )  # fmt: skip


def _with_pipes(row: Cursor, pieces: Pieces) -> Pieces:
    """Parts of a cell without the backslashes that pipes in formulas need because of the table."""
    if row.html or "$" not in row.source:
        return pieces
    return tuple(
        replace(piece, text=change_formulas(piece.text, lambda formula: formula.replace("\\|", "|")))
        for piece in pieces
    )


def _surplus(row: Cursor, cells: Sequence[Offsets]) -> list[str]:
    texts = [plain(row.between(*offsets)) for offsets in cells]
    return [f'row has more cells than the table has columns: "{text[:80]}"' for text in texts if text][:1]


def _with_title(units: list[Unit]) -> list[Unit]:
    """The title of a row without one is its first link."""
    if any(piece.kind in ("title", "name") for unit in units for piece in unit.pieces):
        return units
    for number, unit in enumerate(units):
        for place, link in enumerate(unit.pieces):
            if link.kind == "link" and link.text:
                pieces = (*unit.pieces[:place], _as_title(link), *unit.pieces[place + 1 :])
                return [*units[:number], replace(unit, pieces=pieces), *units[number + 1 :]]
    return units


def _with_own_keys(units: Sequence[Unit], columns: Sequence[TableColumn]) -> list[Unit]:
    """Each image of a row under a key that no other one and no column has."""
    taken = {CUSTOM + column.key for column in columns if column.kind == "custom"}
    return [
        replace(unit, pieces=tuple(_with_own_key(piece, column, taken) for piece in unit.pieces))
        for unit, column in zip_longest(units, columns[: len(units)])
    ]


def _with_own_key(piece: Piece, column: TableColumn | None, taken: set[str]) -> Piece:
    if not piece.kind.startswith(CUSTOM) or (column and piece.kind == CUSTOM + column.key):
        return piece
    name = re.sub(r" \d{1,4}$", "", piece.kind)
    kind = next(k for k in chain([piece.kind], (f"{name} {n}" for n in count(2))) if k not in taken)
    taken.add(kind)
    old, new = piece.kind.removeprefix(CUSTOM), kind.removeprefix(CUSTOM)
    return replace(piece, kind=kind, form=piece.form.replace(f"{{{old}}}", f"{{{new}}}"))


def _with_own_venues(units: list[Unit]) -> list[Unit]:
    """A badge with a venue only counts in a row that does not write one."""
    venues = [piece for unit in units for piece in unit.pieces if piece.kind == "venue"]
    if not any(piece.form for piece in venues):
        return units
    return [replace(unit, pieces=tuple(p for p in unit.pieces if p.kind != "venue" or p.form)) for unit in units]


def _as_title(link: Piece) -> Piece:
    return replace(link, kind="title", form=link.form.replace("{label}", "{title}").replace("{url}", "{url Paper}"))


def content_of_cell(row: Cursor, offsets: Offsets) -> Cursor:
    """Return the content of a cell; after a blank line, that of a cell in HTML is Markdown."""
    cell = row.between(*offsets)
    is_markdown = cell.html and cell.match(_BLANK_LINE)
    return without_spaces(cell._replace(html=False) if is_markdown else cell)


def _read_cell(cursor: Cursor, column: TableColumn | None, read_mixed: CellReader) -> Pieces:
    """Read a cell; one without a column can hold any part of an entry."""
    cell = EntryLine.of(cursor)
    has_links = any(token.kind in ("link", "image") for token in cell.tokens)
    if not has_links and NOTHING.fullmatch(plain(cursor)):
        return ()
    read = _READERS.get(column.kind) if column else None
    pieces = read(cell, column) if read and column else None
    if pieces is None:
        pieces = read_mixed(cursor, column)
    return tuple(map(_as_name, pieces)) if column and column.kind == "name" else pieces


def _as_name(piece: Piece) -> Piece:
    """The title in a column of names is a name."""
    return replace(piece, kind="name", form=piece.form.replace("{title}", "{name}")) if piece.kind == "title" else piece


def _read_year(cell: EntryLine, column: TableColumn) -> Pieces:
    year = value_in(cell.cursor)
    return as_piece("year", year) if date_of(plain(year)) else as_piece(CUSTOM + column.key, clean(cell.cursor))


def _read_authors(cell: EntryLine, column: TableColumn) -> Pieces:
    return as_piece("authors", value_in(cell.cursor))


def _read_institutions(cell: EntryLine, column: TableColumn) -> Pieces:
    return read_institutions_cell(cell)


def _read_keywords(cell: EntryLine, column: TableColumn) -> Pieces:
    return read_keywords_cell(cell)


def _read_custom(cell: EntryLine, column: TableColumn) -> Pieces | None:
    """A text or a single image as a custom value; None for anything else."""
    cursor = cell.cursor
    images = [token for token in cell.tokens if token.kind == "image"]
    if cell.links or len(images) > 1:
        return None
    if not images:
        return as_piece(CUSTOM + column.key, clean(cursor))
    before, after = cursor.between(cursor.start, images[0].start), cursor.at(images[0].end)
    has_text = has_words(cursor.over(before.source + after.source))
    return None if has_text else image_value(column.key, cursor, images[0])


# Venues


def _read_venues(cell: EntryLine, column: TableColumn) -> Pieces | None:
    """A text or links as venues; None for anything else."""
    if not cell.links:
        has_image = any(token.kind == "image" for token in cell.tokens)
        return None if has_image else as_piece("venue", value_in(cell.cursor))
    links = cell.links
    for link in links:
        cell = _read_linked_venue(cell, link, is_first=link is links[0])
    rest = text_of(cell.cursor)
    if has_words(rest):
        cell = cell.add(as_piece("venue" if is_venue(rest.source) else "remark", rest))
    return cell.pieces


def _read_linked_venue(cell: EntryLine, link: Token, *, is_first: bool) -> EntryLine:
    """Read up to the end of a link; its text is a venue unless it is a label."""
    before = text_of(cell.cursor.between(cell.cursor.start, link.start))
    if has_words(before):
        cell = cell.add(as_piece("venue", without_last(before, " ,;/(")))
    label = label_of(cell.cursor, link)
    is_value = label and ((is_first and not cell.pieces) or not is_label(label))
    return cell.add(venue_link(cell.cursor, link) if is_value else cell_link(cell, link)).at(link.end)


# Links


def _read_links(cell: EntryLine, column: TableColumn) -> Pieces:
    whole = cell.cursor
    items = [whole.between(*item.span()) for item in items_in(whole)]
    for token in cell.tokens:
        if token.kind == "image":
            cell = cell.add(image(cell, token))
    links = cell.links
    for link in links:
        outer = _around_link(whole, items, links, link)
        cell = _read_between(cell, outer.start)
        cell = cell.add(cell_link(cell, link, outer)).at(outer.end)
    return _read_between(cell, whole.end).pieces


def _around_link(whole: Cursor, items: Sequence[Cursor], links: Sequence[Token], link: Token) -> Cursor:
    """A link with the list item around it that holds nothing else, or with its brackets."""
    position = bisect_right(items, link.start, key=lambda item: item.start) - 1
    item = items[position] if position >= 0 and link.end <= items[position].end else None
    if item and _has_one(links, item):
        rest = item.between(item.start, link.start).source + " " + item.at(link.end).source
        if not has_words(item.over(rest)):
            return item
    return with_brackets(whole, link)


def _has_one(links: Sequence[Token], item: Cursor) -> bool:
    inside = takewhile(lambda link: link.start < item.end, tokens_from(links, item.start))
    return sum(1 for _ in islice(inside, 2)) == 1


def _read_between(cell: EntryLine, end: int) -> EntryLine:
    """Read what is between two links as remarks; images between them were read before."""
    images = [piece for piece in cell.pieces if piece.kind.startswith(CUSTOM) and piece.start < piece.end <= end]
    for known in sorted(images, key=lambda piece: piece.start):
        if cell.cursor.start <= known.start:
            cell = _read_remark(cell, known.start).at(known.end)
    return _read_remark(cell, end)


def _read_remark(cell: EntryLine, end: int) -> EntryLine:
    rest = text_of(cell.cursor.between(cell.cursor.start, end))
    return cell.add(as_piece("remark", rest) if has_words(rest) else ()).at(end)


# Remarks


def _read_remarks(cell: EntryLine, column: TableColumn) -> Pieces:
    """The items of a list, or lines, as remarks."""
    cursor = cell.cursor
    items = items_in(cursor)
    outside = cursor.over(without_items(cursor.source))
    if items and not has_words(outside):
        remarks = [_item_remark(cursor, item) for item in items]
    else:
        breaks = [token.offsets for token in cell.tokens if token.kind == "tag" and token.name == "br"]
        starts = [cursor.start, *(end for _, end in breaks)]
        ends = [*(start for start, _ in breaks), cursor.end]
        lines = (without_spaces(cursor.between(*offsets)) for offsets in zip(starts, ends, strict=True))
        remarks = [as_piece("remark", line) for line in lines if plain(line)]
    return tuple(chain.from_iterable(remarks))


def _item_remark(cursor: Cursor, item: re.Match[str]) -> Pieces:
    whole, content = cursor.between(*item.span()), without_spaces(cursor.between(*item.span("content")))
    if not content.source:
        return ()
    form = pattern_of(whole, [(content.offsets, "{remark}")])
    return as_piece("remark", whole, text=as_remark(content), form=form)


_READERS: Mapping[str, Callable[[EntryLine, TableColumn], Pieces | None]] = {
    "venue": _read_venues, "year": _read_year, "authors": _read_authors, "institution": _read_institutions,
    "keyword": _read_keywords, "link": _read_links, "remark": _read_remarks, "custom": _read_custom,
}  # fmt: skip
"""What reads the cells of a column that hold nothing else; None if one does."""
