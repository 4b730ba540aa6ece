"""The columns of a table: what each holds, by its heading and, where that says nothing, by its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from papertrail.core.fields import COLUMN_FIELDS
from papertrail.readers.markdown.classify import LINK_WORDS, is_label, key_of
from papertrail.readers.markdown.tokens import plain, tokens

NOTHING = re.compile(r"(?i)\s*(?:[-–—/\\.]*|n/?a|none|tbd|todo)\s*")
"""What stands in a cell that is left empty."""
_NAMES = frozenset([
    "name", "title", "paper", "papers", "source", "survey", "system", "work", "model", "method", "scheduler",
    "algorithm", "approach", "framework", "project", "dataset", "tool",
])  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table as its heading announces it."""

    heading: str
    """Plain text."""
    kind: str
    """`title`, `venue`, `year`, `authors`, `institution`, `link`, `remark`, `keyword`, or `custom`."""
    key: str = ""
    """Of a custom column, the name of its values in a record."""


def columns_of(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """What the columns of a table hold, by their headings and, where these say nothing, by their cells.

    `headings` are plain; `rows` hold the source of the cells.
    """
    kinds = [_kind(heading, [row[place] for row in rows if place < len(row)]) for place, heading in enumerate(headings)]
    if "title" not in kinds and kinds:
        candidates = [place for place, heading in enumerate(headings) if _words(heading) & _NAMES]
        place = next(iter(candidates), next((n for n, kind in enumerate(kinds) if kind == "custom"), 0))
        kinds[place] = "title"
    titles = [n for n, kind in enumerate(kinds) if kind == "title"]
    if len(titles) > 1:  # the short name of a work, and its title
        one, two = titles[:2]
        short, long = sorted((one, two), key=lambda n: sum(len(plain(row[n])) for row in rows if n < len(row)))
        kinds[short], kinds[long] = "name", "title"
    for once in ("title", "venue", "year", "authors", "institution"):
        for place in [n for n, kind in enumerate(kinds) if kind == once][1:]:
            kinds[place] = "custom"
    keys = _keys(headings)
    return tuple(
        Column(heading=heading, kind=kind, key=key) for heading, kind, key in zip(headings, kinds, keys, strict=True)
    )


def _keys(headings: Sequence[str]) -> list[str]:
    """A name for each column's values, each of its own."""
    found: list[str] = []
    for heading in headings:
        first = key = re.sub(r"[{}|\\:#]", " ", heading).strip()[:60].strip() or "More"
        number = 1
        while key in found or key in COLUMN_FIELDS:
            number += 1
            key = f"{first} (column)" if key in COLUMN_FIELDS else f"{first} {number}"
        found.append(key)
    return found


def _words(heading: str) -> set[str]:
    return set(re.findall(r"[a-z]+", heading.casefold()))


def _kind(heading: str, cells: Sequence[str]) -> str:
    key = key_of(heading)
    words = _words(heading)
    texts = [cell for cell in cells if not NOTHING.fullmatch(cell)]
    linked = sum("](" in cell or "href" in cell or "://" in cell for cell in texts)
    labels = sum(_is_links(cell) for cell in texts)
    if key and key != "link":
        return key
    if texts and labels >= 0.6 * len(texts):
        return "link"
    if words & _NAMES and not (words & {"code", "link", "links"}):
        return "title"
    if key == "link" or (words and words <= LINK_WORDS and linked):
        return "link"
    if not heading.strip():
        return (
            "remark" if texts and sum(len(plain(cell).split()) > 2 for cell in texts) >= 0.5 * len(texts) else "custom"
        )
    if words & {"conference", "conf", "venue", "journal", "proceedings", "publisher"}:
        return "venue"
    if words & {"year", "date", "published"}:
        return "year"
    if words & {"author", "authors"}:
        return "authors"
    if words & {"institution", "institutions", "institute", "affiliation", "affiliations", "organization", "org"}:
        return "institution"
    if words & {"remark", "remarks", "note", "notes", "comment", "comments", "summary", "description", "tldr"}:
        return "remark"
    return "custom"


def _is_links(cell: str) -> bool:
    """Whether a cell holds nothing but links with labels such as `Paper`."""
    all_tokens = [token for token in tokens(cell) if token.kind in ("link", "image")]
    found = [token for token in all_tokens if token.kind == "link"]
    rest, place = "", 0
    for token in all_tokens:
        rest += cell[place : token.start]
        place = token.end
    rest = re.sub(r"<[^<>]*>|&nbsp;", "", rest + cell[place:])
    return bool(found) and not re.search(r"\w", rest) and all(is_label(plain(cell[slice(*t.label)])) for t in found)
