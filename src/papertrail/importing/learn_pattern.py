"""Learns the pattern of entries from their source text.

Each part of an entry gets its most common position, form and surroundings. A pattern need not fit all entries: each is
rendered and compared with its source, and those that differ are kept verbatim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import groupby, pairwise

from papertrail.importing.learn_unit import cell_pattern, line_pattern
from papertrail.importing.literals import most, usual_order
from papertrail.importing.samples import Sample, in_one_place
from papertrail.readers.markdown.pieces import ParsedEntry, Unit
from papertrail.text.patterns import escaped, outer

_FIRST_LINE = ""
"""The name of the first line of an entry. Other lines are named after one of their parts."""
_NAMING_KINDS = ("title", "authors", "institution", "venue", "year", "keyword", "link")
"""Kinds of parts that name a line, the rarest first."""
_RARE_LINE = 12
"""Lines that fewer than 1 in 12 entries have are not part of the pattern."""
_NUMBER = re.compile(r"((?:(?<!\s)\s++)?+\[?)(\d{1,4})([.)\]]\s)")


def learn_lines(entries: Sequence[ParsedEntry], *, bulleted: bool) -> str | None:
    """The pattern of list items or paragraphs. None if there is nothing to learn from."""
    entries = [entry for entry in entries if entry.units]
    lines = in_one_place(_common_lines(entries))
    names = usual_order([_line_names(entry, lines) for entry in entries], list(lines))
    patterns = [pattern for name in names if (pattern := line_pattern(lines[name])) is not None]
    if not patterns:
        return None
    first = _numbered(patterns[0], entries)
    after = most(entry.text[entry.units[-1].end :] for entry in entries) or ""
    return _line_break(entries).join([first, *patterns[1:]]) + ("\n" * after.count("\n") if bulleted else "")


def _common_lines(entries: Sequence[ParsedEntry]) -> dict[str, list[Sample]]:
    """The lines by name, without rare ones."""
    lines: dict[str, list[Sample]] = {}
    for entry in entries:
        for name, unit in _named_lines(entry):
            lines.setdefault(name, []).append(Sample(text=entry.text, unit=unit))
    return {
        name: samples
        for name, samples in lines.items()
        if name == _FIRST_LINE or len(samples) * _RARE_LINE >= len(entries)
    }


def _named_lines(entry: ParsedEntry) -> list[tuple[str, Unit]]:
    """The lines with parts, and their names."""
    return [(_line_name(unit) if n else _FIRST_LINE, unit) for n, unit in enumerate(entry.units) if unit.pieces]


def _line_name(unit: Unit) -> str:
    kinds = [piece.kind for piece in unit.pieces]
    return next((kind for kind in _NAMING_KINDS if kind in kinds), kinds[0])


def _line_names(entry: ParsedEntry, lines: Container[str]) -> list[str]:
    """The names of some of the lines in order, without repetitions."""
    names = (name for name, _ in _named_lines(entry) if name in lines)
    return [name for name, _ in groupby(names)]


def _line_break(entries: Sequence[ParsedEntry]) -> str:
    """The most common text between two lines."""
    between = most(entry.text[one.end : two.start] for entry in entries for one, two in pairwise(entry.units))
    return escaped(between) if between else "\n"


def _numbered(pattern: str, entries: Sequence[ParsedEntry]) -> str:
    """The pattern with `{number}`, if most entries are numbered from 1."""
    numbers = [number[2] if (number := _NUMBER.match(entry.text)) else "" for entry in entries]
    counted = sum(number == str(position) for position, number in enumerate(numbers, 1))
    if len(entries) < 2 or counted * 2 < len(entries):
        return pattern
    return _NUMBER.sub(r"\1{number}\3", pattern, count=1)


def learn_row(entries: Sequence[ParsedEntry], columns: int, *, is_complete: bool = True) -> str | None:
    """The pattern of table rows, learned from those with all columns; with `is_complete`, it shows all links.

    None if there is nothing to learn from.
    """
    counts = Counter(len(entry.units) for entry in entries)
    count = columns if counts[columns] else max(counts, key=lambda cells: counts[cells], default=0)
    if count == 0:
        return None
    rows = [entry for entry in entries if len(entry.units) == count]
    cells = in_one_place({str(n): [Sample(text=row.text, unit=row.units[n]) for row in rows] for n in range(count)})
    texts = [cell_pattern(samples) for samples in cells.values()]
    texts = _with_links(texts, html=entries[0].html) if is_complete else texts
    gaps = [outer(most(_gaps(row)[n] for row in rows) or "") for n in range(count + 1)]
    return gaps[0] + "".join(text + gap for text, gap in zip(texts, gaps[1:], strict=True))


def _with_links(cells: Sequence[str], *, html: bool) -> list[str]:
    """The patterns of cells; if none has all links, the one with the name or the title gets them."""
    link = '{ <a href="{url}">{label}</a>}' if html else "{ [{label}]({url})}"
    named = next((n for n, cell in enumerate(cells) if "{title}" in cell or "{name}" in cell), None)
    if named is None or any("{url}" in cell for cell in cells):
        return [*cells]
    cell = cells[named].rstrip()
    return [*cells[:named], cell + link + cells[named][len(cell) :], *cells[named + 1 :]]


def _gaps(row: ParsedEntry) -> list[str]:
    """The text before, between and after the cells of a row."""
    starts = [0, *(unit.end for unit in row.units)]
    ends = [*(unit.start for unit in row.units), len(row.text)]
    return [row.text[start:end] for start, end in zip(starts, ends, strict=True)]
