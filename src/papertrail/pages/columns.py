"""Which columns the tables of the site have: those that their papers fill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from papertrail.core import Column, Paper
from papertrail.core.fields import COLUMN_FIELDS, LINK
from papertrail.core.pdf import links_with_pdf
from papertrail.text.strings import width

SHARE = 10
"""A custom field is a column if at least one of this many papers has it."""
LONGEST = 60
"""Characters that the values of a custom column have on average at most; longer ones are texts."""
WEIGHTS = {
    "name": 29,
    "title": 25,
    "authors": 20,
    "venue": 13,
    "institutions": 16,
    "links": 11,
    "remarks": 33,
    "year": 6,
}
"""Relative widths, which are the same in all tables, so that columns align between sections; as in the stylesheet."""
SIZES = {"short": 7, "medium": 14, "long": 25}
"""Relative widths of other columns, by the size of their values."""
ROOM = 28
"""The sum of the relative widths of custom columns that fit next to the others."""
FEW = {"venue": 5, "institutions": 5, "remarks": 10}
"""Relative widths of venues, institutions and remarks if fewer than one of five papers has any."""
LINK_WIDTHS = (6, 9, 12, 16)
"""Characters for which the column of links has room; words that are longer than the last are broken."""
SUMMARIES = frozenset({"tldr", "tl;dr", "tl; dr"})
"""Names of custom fields, in lower case, that are shown with the abstract."""


class SiteColumn(NamedTuple):
    """A column of a table on the site."""

    field: str
    header: str
    size: str = "medium"
    """The size of the values of a field without a width of its own, one of `SIZES`."""

    few: bool = False
    """Whether most of its cells are empty, so that it is narrow."""

    @property
    def weight(self) -> int:
        """Its width relative to the others."""
        return FEW[self.field] if self.few else WEIGHTS.get(self.field) or SIZES[self.size]


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFields:
    """What the columns of all tables of a list have in common."""

    sizes: Mapping[str, str] = field(default_factory=dict)
    """The custom fields that can be columns, in the order of records, each with the size of its values."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """The headers that the owner of the list has chosen for them."""
    links: int = LINK_WIDTHS[0]
    """The width of the column of links, one of `LINK_WIDTHS`."""

    def column(self, name: str) -> SiteColumn:
        """Return the column of a field."""
        header = self.headers.get(name, name) if name in self.sizes else name.capitalize()
        return SiteColumn(field=name, header=header, size=self.sizes.get(name, "medium"))

    def chosen(self, columns: Iterable[Column]) -> tuple[SiteColumn, ...]:
        """Return the columns that the owner of a list has chosen."""
        return tuple(
            SiteColumn(field=column.field, header=column.header, size=self.sizes.get(column.field, "medium"))
            for column in columns
        )


def fields_of(papers: Iterable[Paper], chosen: Iterable[Column] = ()) -> ListFields:
    """Return what the columns of a list have in common; `chosen` are the columns that its owner has chosen."""
    values: dict[str, list[int]] = {}
    words: dict[str, int] = {}
    labels: set[str] = set()
    for paper in papers:
        labels.update(link.label for link in links_with_pdf(paper))
        for name, value in paper.custom:
            values.setdefault(name, []).append(len(value))
            words[name] = max(words.get(name, len(name) - 2), *map(len, value.split() or [""]))
    means = {name: sum(lengths) / len(lengths) for name, lengths in values.items() if _can_be_column(name)}
    sizes = {name: _size(mean, words[name]) for name, mean in means.items() if mean <= LONGEST}
    longest = max((width(word) for label in labels for word in label.split()), default=0)
    return ListFields(
        sizes=sizes,
        headers={column.field: column.header for column in chosen if column.header},
        links=next((least for least in LINK_WIDTHS if least >= longest), LINK_WIDTHS[-1]),
    )


def is_summary(name: str) -> bool:
    """Whether a custom field is shown with the abstract."""
    return name.strip(" :").lower() in SUMMARIES


def _can_be_column(name: str) -> bool:
    return name not in COLUMN_FIELDS and not name.startswith(LINK) and not is_summary(name)


def _size(length: float, word: int) -> str:
    """Return the size of values with this mean length and this longest word."""
    return "short" if max(length, word) <= 10 else "medium" if length <= 30 else "long"


def columns_of(papers: Sequence[Paper], fields: ListFields) -> tuple[SiteColumn, ...]:
    """Return the columns of a table of these papers, none of them empty.

    The year is part of the venue; it has a column if no paper has a venue. A custom field has one if a tenth of the
    papers have it, and if it fits next to more frequent ones.
    """
    counts = {
        "venue": sum(bool(paper.venues) for paper in papers),
        "institutions": sum(bool(paper.institutions) for paper in papers),
        "remarks": sum(bool(paper.remarks) for paper in papers),
    }
    is_shown = {
        "name": True,
        "year": not counts["venue"] and any(paper.year for paper in papers),
        "venue": counts["venue"] > 0,
        "institutions": counts["institutions"] > 0,
        **dict.fromkeys(_frequent(papers, fields), True),
        "links": any(paper.links or links_with_pdf(paper) for paper in papers),
        "remarks": counts["remarks"] > 0,
    }
    few = {field for field, count in counts.items() if count * 5 < len(papers)}
    columns = (fields.column(name) for name, shown in is_shown.items() if shown)
    return tuple(column._replace(few=column.field in few) for column in columns)


def _frequent(papers: Sequence[Paper], fields: ListFields) -> list[str]:
    """Return the custom fields that are columns, in the order of records."""
    if not fields.sizes:
        return []
    counts = Counter(name for paper in papers for name, value in paper.custom if value and name in fields.sizes)
    frequent = [name for name, count in counts.most_common() if count * SHARE >= len(papers)]
    weights = accumulate(SIZES[fields.sizes[name]] for name in frequent)
    fitting = {name for name, weight in zip(frequent, weights, strict=True) if weight <= ROOM}
    return [name for name in fields.sizes if name in fitting]
