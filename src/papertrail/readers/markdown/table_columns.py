"""The columns of a table: what each holds, by its heading or else by its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from papertrail.core.fields import COLUMN_FIELDS
from papertrail.readers.markdown.classify import date_of, is_authors, is_venue, key_of
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.known_words import LINK_WORDS
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import has_label, without
from papertrail.readers.markdown.tokens import tokens
from papertrail.readers.markdown.trials import first_answer
from papertrail.readers.markdown.trimming import value_in

NOTHING = re.compile(r"(?i)\s*+(?:(?:[-–—/\\.]++|n/?a|none|tbd|todo)\s*+)?")
"""The content of an empty cell."""
_NAMES = frozenset([
    "name", "title", "paper", "papers", "source", "survey", "system", "work", "model", "method", "scheduler",
    "algorithm", "approach", "framework", "project", "dataset", "tool",
])  # fmt: skip
_KIND_OF_WORD = {
    word: kind
    for kind, words in (
        ("venue", "conference conf venue journal proceedings publisher"),
        ("year", "year date published"),
        ("authors", "author authors"),
        ("institution", "institution institutions institute affiliation affiliations organization org"),
        ("remark", "remark remarks note notes comment comments summary description tldr"),
    )
    for word in words.split()
}
"""In the order of precedence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableColumn:
    """A column of a table, and the part of an entry that it holds."""

    heading: str
    """Plain text."""
    kind: str
    """`title`, `venue`, `year`, `authors`, `institution`, `link`, `remark`, `keyword`, `mixed`, or `custom`."""
    key: str = ""
    """Of a mixed or a custom column, the name of its values in a record."""


def columns_of(headings: Sequence[str], rows: Sequence[tuple[Cursor, Sequence[Offsets]]]) -> tuple[TableColumn, ...]:
    """Return the columns of a table. `headings` are plain text; `rows` are sources with the offsets of their cells."""
    cells = [
        [row.over(row.text[slice(*offsets[n])]) for row, offsets in rows if n < len(offsets)]
        for n in range(len(headings))
    ]
    kinds = [_kind(heading, column) for heading, column in zip(headings, cells, strict=True)]
    kinds = _each_once(_with_name(_with_title(kinds, headings, cells), cells))
    return tuple(
        TableColumn(heading=heading, kind=kind, key=key)
        for heading, kind, key in zip(headings, kinds, _keys(headings), strict=True)
    )


# The columns of a table together


def _with_title(kinds: list[str], headings: Sequence[str], cells: Sequence[Sequence[Cursor]]) -> list[str]:
    """One column is the title: the one whose heading is a name, else the first one that is unknown.

    Without any headings, it is the one with the longest cells that is unknown.
    """
    if "title" in kinds or not kinds:
        return kinds
    if not any(map(str.strip, headings)):
        unknown = [position for position, kind in enumerate(kinds) if kind in ("custom", "remark")]
        longest = max(unknown, key=lambda position: sum(len(plain(cell)) for cell in cells[position]), default=0)
        return [*kinds[:longest], "title", *kinds[longest + 1 :]]
    named = [position for position, heading in enumerate(headings) if _words(heading) & _NAMES]
    custom = [position for position, kind in enumerate(kinds) if kind == "custom"]
    position = next(iter([*named, *custom]), 0)
    return [*kinds[:position], "title", *kinds[position + 1 :]]


def _with_name(kinds: list[str], cells: Sequence[Sequence[Cursor]]) -> list[str]:
    """Of two columns with titles, the shorter one is the name of the work."""
    titles = [position for position, kind in enumerate(kinds) if kind == "title"][:2]
    if len(titles) < 2:
        return kinds
    name = min(titles, key=lambda position: sum(len(plain(cell)) for cell in cells[position]))
    return ["name" if position == name else kind for position, kind in enumerate(kinds)]


def _each_once(kinds: list[str]) -> list[str]:
    """All but the first column of a kind that an entry has only once are custom."""
    once = ("title", "venue", "year", "authors", "institution")
    seen: set[str] = set()
    unique = []
    for kind in kinds:
        unique.append("custom" if kind in once and kind in seen else kind)
        seen.add(kind)
    return unique


def _keys(headings: Sequence[str]) -> list[str]:
    """A name for the values of each column, all different."""
    keys: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for heading in headings:
        first = re.sub(r"[{}|\\:#]", " ", heading).strip()[:60].strip() or "More"
        is_field = first in COLUMN_FIELDS
        numbers.setdefault(first, 2 if is_field else 1)
        key = f"{first} (column)" if is_field else first
        while key in keys:
            numbers[first] += 1
            key = f"{first} {numbers[first]}"
        keys[key] = None
    return list(keys)


# One column


@dataclass(frozen=True, slots=True)
class _ColumnSample:
    """The heading of a column, and its cells that are not empty."""

    heading: str
    words: set[str]
    cells: list[Cursor]


def _kind(heading: str, cells: Sequence[Cursor]) -> str:
    full = [cell for cell in cells if not NOTHING.fullmatch(cell.text)]
    return first_answer(_KINDS, _ColumnSample(heading, _words(heading), full)) or "custom"


def is_mixed(heading: str) -> bool:
    """Whether a heading names several fields: `Authors & Venue`."""
    return {"authors", "venue"} <= {_KIND_OF_WORD.get(word) for word in _words(heading)}


def _words(heading: str) -> set[str]:
    return set(re.findall(r"[a-z]+", heading.casefold()))


def _known_key(sample: _ColumnSample) -> str | None:
    key = key_of(sample.heading)
    if key == "venue" and _are_mostly(date_of, sample.cells):
        return "year"
    return key if key != "link" else None


def _cells_of_links(sample: _ColumnSample) -> str | None:
    cells = sample.cells
    return "link" if cells and sum(map(_is_links, cells)) >= 0.6 * len(cells) else None


def _name_in_heading(sample: _ColumnSample) -> str | None:
    return "title" if sample.words & _NAMES and not sample.words & {"code", "link", "links"} else None


def _heading_of_links(sample: _ColumnSample) -> str | None:
    has_links = any(mark in cell.text for cell in sample.cells for mark in ("](", "href", "://"))
    is_label = bool(sample.words) and sample.words <= LINK_WORDS and has_links
    return "link" if is_label or key_of(sample.heading) == "link" else None


_CONTENTS: dict[str, Callable[[str], object]] = {"year": date_of, "venue": is_venue, "authors": is_authors}


def _are_mostly(is_kind: Callable[[str], object], cells: Sequence[Cursor]) -> bool:
    kinds = [bool(is_kind(plain(value_in(cell)))) for cell in cells]
    return bool(kinds) and sum(kinds) >= 0.6 * len(kinds)


def _no_heading(sample: _ColumnSample) -> str | None:
    if sample.heading.strip():
        return None
    cells = sample.cells
    for kind, is_kind in _CONTENTS.items():
        if _are_mostly(is_kind, cells):
            return kind
    is_prose = cells and sum(len(plain(cell).split()) > 2 for cell in cells) >= 0.5 * len(cells)
    return "remark" if is_prose else "custom"


def _word_in_heading(sample: _ColumnSample) -> str | None:
    if is_mixed(sample.heading):
        return "mixed"
    return next((kind for word, kind in _KIND_OF_WORD.items() if word in sample.words), None)


_KINDS: tuple[Callable[[_ColumnSample], str | None], ...] = (
    _known_key, _cells_of_links, _name_in_heading, _heading_of_links, _no_heading, _word_in_heading,
)  # fmt: skip


def _is_links(cell: Cursor) -> bool:
    """Whether a cell holds only links with labels such as `Paper`."""
    parts = [token for token in tokens(cell) if token.kind in ("link", "image")]
    links = [token for token in parts if token.kind == "link"]
    rest = re.sub(r"<[^<>]*>|&nbsp;", "", without(cell, parts))
    return bool(links) and not re.search(r"\w", rest) and all(has_label(cell, link) for link in links)
