"""The text of an entry value by value; each value is a paper that has nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from papertrail.core import Paper
from papertrail.readers.markdown.markers import QUOTED
from papertrail.readers.markdown.paper import authors_of, paper_of
from papertrail.readers.markdown.pieces import ParsedEntry, Piece, Unit
from papertrail.readers.urls import UrlResolver, resolved

FIELDS = ("name", "title", "authors", "venues", "date", "institutions", "links", "remarks", "keywords", "custom")
"""The fields that an entry can show."""

_ANY_NAME = Piece(kind="name", start=0, end=0, form="", text="-")


@dataclass(frozen=True, slots=True)
class Difference:
    """How many values a text shows that its record has not, or has in another order, and how many it lacks."""

    others: int
    lacking: int

    @classmethod
    def of(cls, shown: Sequence[Paper], wanted: Sequence[Paper]) -> Difference:
        """Compare values."""
        blocks = SequenceMatcher(None, shown, wanted, autojunk=False).get_matching_blocks()
        same = sum(block.size for block in blocks)
        return cls(len(shown) - same, len(wanted) - same)

    @property
    def size(self) -> int:
        """How many values differ."""
        return self.others + self.lacking


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the text of an entry that holds one value."""

    unit: Unit
    piece: Piece
    value: Paper

    @property
    def is_alone(self) -> bool:
        """Whether nothing else is in its line or cell."""
        return len(self.unit.pieces) == 1


@dataclass(frozen=True, kw_only=True)
class EntryText:
    """The text of an entry, and what it says."""

    parsed: ParsedEntry
    paper: Paper
    is_table: bool
    """Whether it is a row, whose units are cells."""
    resolver: UrlResolver

    @property
    def text(self) -> str:
        """The text."""
        return self.parsed.text

    @property
    def kinds(self) -> set[str]:
        """The kinds of its pieces."""
        return {piece.kind for piece in self.parsed.pieces}

    @property
    def is_plain(self) -> bool:
        """Whether lines can be added to it as to other Markdown: not in a list in HTML, and not in a quotation."""
        return self.is_table or not (self.parsed.html or QUOTED.match(self.text))

    def slots(self, field: str) -> list[Slot]:
        """The places of the values of a field, in order; a linked title is the place of a link, too."""
        found = [
            Slot(unit, piece, value)
            for unit in self.parsed.units
            for piece in unit.pieces
            for value in self._values(piece, field)
        ]
        return sorted(found, key=lambda slot: slot.piece.kind not in ("title", "name")) if field == "links" else found

    def _values(self, piece: Piece, field: str) -> list[Paper]:
        is_title = piece.kind in ("title", "name")
        if field in ("name", "title"):
            is_shown = piece.kind == field or "title" not in self.kinds
            return [Paper(id="", name=piece.text)] if is_title and is_shown else []
        if is_title and not piece.url:
            return []
        piece = replace(piece, kind="link", text="Paper") if is_title else piece
        read = paper_of(ParsedEntry(text="", units=(Unit(start=0, end=0, pieces=(_ANY_NAME, piece)),)))
        return values_of(resolved(read, self.resolver), field) if read else []

    def shown(self, field: str) -> list[Paper]:
        """The values that it shows for a field."""
        return values_of(self.paper, field) if field != "name" or {"name", "title"} <= self.kinds else []

    def wanted(self, paper: Paper, field: str) -> list[Paper]:
        """The values that it should show for a field of a paper. A table may show only the name."""
        if field == "name" and not self.shown(field):
            return []
        has_only_name = self.is_table and ("title" not in self.kinds or self.paper.full_title == paper.name)
        return values_of(paper, "name" if field == "title" and has_only_name else field)

    def differences(self, paper: Paper) -> dict[str, Difference]:
        """How it differs from a paper, by field."""
        fields = [field for field in FIELDS if not _is_equal(self.paper, paper, field)]
        pairs = {field: (self.shown(field), self.wanted(paper, field)) for field in fields}
        return {field: Difference.of(shown, wanted) for field, (shown, wanted) in pairs.items() if shown != wanted}


def _is_equal(one: Paper, two: Paper, field: str) -> bool:
    """Whether two papers have the same values; most have, and need no closer look."""
    of_paper = "full_title" if field == "title" else field
    return bool(getattr(one, of_paper) == getattr(two, of_paper))


def values_of(paper: Paper, field: str) -> list[Paper]:
    """Each value of a field, as a paper without anything else."""
    nothing = Paper(id="", name="")
    match field:
        case "name":
            return [Paper(id="", name=paper.name)]
        case "title":
            return [Paper(id="", name=paper.full_title)]
        case "authors":
            text = ", ".join(map(str, paper.authors))  # however it was split
            return [replace(nothing, authors=authors_of(text))] if text else []
        case "date":
            return [replace(nothing, date=paper.date)] if paper.date else []
        case _:
            alone: list[dict[str, Any]] = [{field: (value,)} for value in getattr(paper, field)]
            return [replace(nothing, **values) for values in alone]
