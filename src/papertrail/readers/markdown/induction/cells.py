"""Cells that may hold any parts of an entry: those of a column are read by one layout, as entries are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from papertrail.core import Paper
from papertrail.readers.markdown.cell_text import has_words
from papertrail.readers.markdown.classify import is_label
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.induction.atoms import Atom, atoms_of
from papertrail.readers.markdown.induction.layout import Layout, best_reading
from papertrail.readers.markdown.induction.reader import expected, keeps_stop_of, pieces_of, readings_of
from papertrail.readers.markdown.induction.segments import QUOTES, Segment, segments_of
from papertrail.readers.markdown.induction.weights import Texts, Weights, weights_of
from papertrail.readers.markdown.pieces import Pieces, as_piece
from papertrail.readers.markdown.table_cells import CellReader, Row, content_of_cell
from papertrail.readers.markdown.table_columns import TableColumn
from papertrail.readers.markdown.trimming import clean, with_stop

_TITLES = ("title", "name")
_SEPARATOR = re.compile(r"[^\w\s]|_")
_BREAK = re.compile(r"(?i)</?(?:br|p|div|li|ul|details|summary)\b")
_DESCRIBES = re.compile(r"\s*+(?:[-–—:]\s|<br)")
"""What is before a description."""
_MOST_DESCRIPTIONS = 3
_IN_TITLES = {"authors": -2.0, "venue": -4.0, "year": -2.0}
"""Weights of fields in a column of titles, where they are less likely than in an entry."""
_UNLIKELY = -5.0
"""The weight of a title that looks like something else."""
_MARKS = ("*", "_")
_WITHIN_TEXT = (*QUOTES, "(", "$")
"""What may be around a part of a title."""


def read_columns(rows: Sequence[Row], columns: Sequence[TableColumn]) -> CellReader:
    """Return what reads the cells of the columns of a table by their layouts."""
    kinds = {column.kind for column in columns} - {*_TITLES, "link"}
    readings = cache(lambda column: _readings(column, _cells_of(column, rows, columns), kinds))

    def read(cell: Cursor, column: TableColumn | None) -> Pieces:
        return _in_row(cell, column, readings(column).get(_as_entry(cell).text, ()))

    return read


def _cells_of(column: TableColumn | None, rows: Iterable[Row], columns: Sequence[TableColumn]) -> Iterator[Cursor]:
    """The cells of a column, or those without one."""
    number = columns.index(column) if column else len(columns)
    for row, offsets in rows:
        of_column = offsets[number : number + 1] if column else offsets[number:]
        yield from (_as_entry(content_of_cell(row, cell)) for cell in of_column)


def read_as_paper(paper: Paper) -> CellReader:
    """Return what reads cells by the layouts that fit a paper."""

    def read(cell: Cursor, column: TableColumn | None) -> Pieces:
        entry = _as_entry(cell)
        atoms = atoms_of(entry)
        if not atoms:
            return _in_row(cell, column, ())
        known = Texts()
        shown = replace(paper, title=None) if column and column.kind == "name" else paper
        candidates = [
            [(one, _of_column(one, expected(entry, one, shown, known), column)) for one in starting]
            for starting in _segments_of(entry, atoms, column)
        ]
        return _in_row(cell, column, pieces_of(entry, best_reading(candidates, Layout()), keeps_stop_of(shown)))

    return read


def _readings(column: TableColumn | None, cells: Iterable[Cursor], others: Collection[str]) -> Mapping[str, Pieces]:
    """The pieces of each cell of a column by its text, with offsets in it."""
    cursors = {cell.text: cell for cell in cells}
    atoms = {text: found for text, cell in cursors.items() if (found := atoms_of(cell))}
    segments = {text: _segments_of(cursors[text], found, column) for text, found in atoms.items()}

    def weigh(segment: Segment, known: Texts) -> Weights:
        if column and column.kind in _TITLES and _is_undivided(segment):
            return {"title": 1.0}
        return _of_column(segment, weights_of(segment, known), column, others)

    layout, readings = readings_of(segments, weigh)
    return {text: pieces_of(cursors[text], reading, layout.keeps_stop) for text, reading in readings.items()}


def _is_undivided(segment: Segment) -> bool:
    """Whether a cell is one text or one link, other than a label."""
    is_all = segment.after == 1 and segment.outer == (0, len(segment.cursor.text))
    return is_all and segment.wrapper in ("text", "link") and not (segment.token and is_label(segment.text))


def _as_entry(cell: Cursor) -> Cursor:
    """A cell by itself; a line break in HTML is a space."""
    return cell.over(cell.source.replace("\n", " ") if cell.html else cell.source)


def _segments_of(cell: Cursor, atoms: Sequence[Atom], column: TableColumn | None) -> list[list[Segment]]:
    """The segments of a cell; in a column of titles also all its text as a title, and its end as a description."""
    segments = segments_of(cell, atoms)
    if not column or column.kind not in _TITLES:
        return segments
    if segments[0] and _is_text(cell, atoms):
        segments[0].append(_to_end(cell, segments[0][0], atoms))
    described = (
        starting
        for (before, atom), starting in zip(pairwise(atoms), segments[1:], strict=True)
        if starting and _DESCRIBES.match(starting[0].gap) and not (atom.wrapped and before.wrapped is atom.wrapped)
    )
    for starting in islice(described, _MOST_DESCRIPTIONS):
        rest = _to_end(cell, starting[0], atoms)
        starting.append(replace(rest, wrapper="line", pieces=as_piece("remark", with_stop(rest.cursor, cell.end))))
    return segments


def _to_end(cell: Cursor, first: Segment, atoms: Sequence[Atom]) -> Segment:
    """The text from the start of a segment to the last atom."""
    text = cell.between(atoms[first.first].outer[0], atoms[-1].outer[1])
    return replace(
        first, after=len(atoms), wrapper="text", cursor=text, outer=text.offsets, text=text.source, token=None
    )


def _is_text(cell: Cursor, atoms: Sequence[Atom]) -> bool:
    """Whether a cell has only text, perhaps with quotations and brackets within sentences, and a name with marks."""
    name, *rest = atoms
    atoms = rest if rest and _is_name(cell, name) else atoms
    if any(atom.is_rating or (atom.wrapped and atom.wrapped.wrapper not in _WITHIN_TEXT) for atom in atoms):
        return False
    wrapped = ((one, two) for one, two in pairwise(atoms) if one.wrapped is not two.wrapped)
    return not any(_SEPARATOR.search(cell.text, one.outer[1], two.outer[0]) for one, two in wrapped)


def _is_name(cell: Cursor, atom: Atom) -> bool:
    """Whether something with marks is the name before a title, whose words have capitals: `**Tofu**: Large Models`."""
    if not atom.wrapped or not atom.wrapped.wrapper.startswith(_MARKS) or atom.wrapped.token:
        return False
    name, title = cell.text[slice(*atom.outer)], cell.text[atom.outer[1] :]
    words = [word for word in title.split() if len(word) > 3]
    is_before = title.startswith(":") or name.rstrip("*_").endswith(":")
    return is_before and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _of_column(segment: Segment, weights: Weights, column: TableColumn | None, others: Collection[str] = ()) -> Weights:
    """Weights of fields in a column: titles are only in their column, which has little else.

    `others` are the fields that have their own columns.
    """
    if column and column.kind in _TITLES:
        prior = {**_IN_TITLES, **_of_place(segment)}
        is_text = not segment.pieces and segment.wrapper not in ("image", "stars")
        weights = {"title": _UNLIKELY, **weights} if is_text else weights
        return {kind: weight + prior.get(kind, 0.0) - 4.0 * (kind in others) for kind, weight in weights.items()}
    likely = weights if column and column.kind == "mixed" else ("link", "remark", column.kind if column else "")
    return {kind: weight - 4.0 * (kind not in likely) for kind, weight in weights.items() if kind not in _TITLES}


def _of_place(segment: Segment) -> Weights:
    """Weights from where a segment is in a title's cell: first with marks, across lines, or below another line."""
    is_marked = segment.first == 0 and segment.wrapper != "text" and not segment.is_part
    has_lines, is_below = _BREAK.search(segment.text), _BREAK.search(segment.gap)
    is_name = segment.wrapper == "text" and segment.text.startswith(_MARKS)  # with its title
    return {"title": 2.0 * (is_marked or is_name) - 4.0 * bool(has_lines), "remark": 1.5 if is_below else -1.0}


def _in_row(cell: Cursor, column: TableColumn | None, pieces: Pieces) -> Pieces:
    """The pieces of a cell with offsets in its row; of a cell that cannot be divided, all of it."""
    kind = column.kind if column and column.kind in _TITLES else "remark"
    moved = (replace(piece, start=piece.start + cell.start, end=piece.end + cell.start) for piece in pieces)
    return tuple(moved) or (as_piece(kind, clean(cell)) if kind != "remark" or has_words(cell) else ())
