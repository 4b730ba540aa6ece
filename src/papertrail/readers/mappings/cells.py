"""Parsers for cells with several values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from papertrail.core.authors import Author, authors_of
from papertrail.readers.common.fields import Pair
from papertrail.readers.common.links import is_url
from papertrail.readers.common.people import named, organization, person
from papertrail.readers.common.values import date_in
from papertrail.text.strings import one_line, quoted

_AUTHORS = 65_536
"""Characters of a cell that is parsed as names."""
_NUMBER = re.compile(r" ?\([0-9]{6,15}\)$")
"""The number of an author in Scopus."""
_BETWEEN = re.compile(r"[;\n]")
# A name with a comma inside: University of California, Berkeley.
_ONE_NAME = re.compile(r"(?i)univ|institut|college|school|laborator|\binc\b|\bltd\b|\bllc\b|academy")


def parts_in(cell: str) -> list[str]:
    """The parts of a cell, separated by semicolons or line ends.

    >>> parts_in("A; B, C;")
    ['A', 'B, C']
    """
    return [line for part in _BETWEEN.split(cell) if (line := one_line(part))]


def words_in(cell: str) -> list[str]:
    """The parts of a cell, separated by semicolons or line ends; by commas if there are none of these."""
    parts = parts_in(cell)
    return parts if len(parts) > 1 else [line for part in cell.split(",") if (line := one_line(part))]


def authors_in(cell: str, *, is_inverted: bool = False) -> list[Author]:
    """The authors, with `et al.` if the cell ends with it.

    With `is_inverted`, or if another name in the cell has a comma, a name without one is that of an organization.

    >>> [author.text for author in authors_in("Wang, Minjie and Li, Jinyang et al.")]
    ['Minjie Wang', 'Jinyang Li', 'et al.']
    >>> [author.organization for author in authors_in("Wang, Minjie; World Health Organization")]
    [False, True]
    """
    if len(cell) > _AUTHORS:
        return [Author(one_line(cell))]
    parts = [part for part in (_NUMBER.sub("", part) for part in parts_in(cell)) if part]
    is_inverted = is_inverted or (len(parts) > 1 and any("," in part for part in parts))
    if is_inverted and len(parts) != 1:
        return [_inverted(part) for part in parts]
    if is_inverted and "," not in cell and " " in cell.strip():
        return [organization(cell)]
    authors = authors_of((Author(one_line("; ".join(parts)), several=True),))
    people = [
        person(name.family, name.given, name.suffix) if name.family else named(name.name) for name in authors.people
    ]
    return [author for author in people if author.text] + [Author("et al.")] * authors.others


def _inverted(part: str) -> Author:
    return named(part) if "," in part or " " not in part else organization(part)


def people_in(cell: str) -> list[Author]:
    """The people in a cell that papertrail exported, one in each part."""
    return [Author(part) for part in parts_in(cell)]


def institutions_in(cell: str) -> tuple[list[str], str | None]:
    """The institutions, and a message if it is unclear whether a comma separates two of them."""
    parts = parts_in(cell)
    if len(parts) != 1 or "," not in parts[0]:
        return parts, None
    if not _ONE_NAME.search(parts[0]):
        return words_in(cell), None
    return parts, f"institutions: {quoted(parts[0], 100)} was imported as one institution; separate several with ;"


def links_in(cell: str, label: str) -> list[Pair]:
    """Labels and URLs: either URLs only, with the label of their column, or `Code: https://...; ...`.

    >>> links_in("https://a.com, https://b.com", "Paper"), links_in("Code: https://a.com", "Link")
    ([('Paper', 'https://a.com'), ('Paper', 'https://b.com')], [('Code', 'https://a.com')])
    """
    bare = [piece.strip(",;") for piece in cell.split()]
    if all(map(is_url, bare)):
        return [(label, url) for url in bare]
    return [_labelled(part, label) for part in parts_in(cell)]


def _labelled(part: str, label: str) -> Pair:
    before, sign, after = part.rpartition(": ")
    return (before, after) if sign and before.strip() and is_url(after) else (label, part)


def pairs_in(cell: str) -> list[Pair]:
    """Names and texts, such as `Objective: latency; Scale: 8 GPUs`.

    >>> pairs_in("Objective: latency; or cost; Scale: 8")
    [('Objective', 'latency; or cost'), ('Scale', '8')]
    """
    pairs: list[tuple[str, list[str]]] = []
    for part in cell.split("; "):
        name, sign, text = part.partition(": ")
        if sign or not pairs:
            pairs.append((name, [text]) if sign else ("custom", [part]))
        else:
            pairs[-1][1].append(part)
    return [(name, "; ".join(texts)) for name, texts in pairs]


def precise_date(cells: Iterable[str]) -> str | None:
    """The most precise date in some cells."""
    return max((date for cell in cells if (date := date_in(cell))), key=len, default=None)
