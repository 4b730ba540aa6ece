"""What stands between the parts of entries: how each part is led to, and what closes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from papertrail.readers.markdown.pieces import Piece, Reading, Unit

REPEATED = {"link": " ", "institution": ", ", "keyword": ", ", "remark": " "}
"""Parts of which an entry may have several, and what stands between two where no entry shows it."""
_CLOSING = {
    "(": ")", "[": "]", "*": "*", "_": "_", '"': '"', "“": "”", "`": "`", "{": "}", "\\[": "\\]",
    **{f"<{tag}>": f"</{tag}>" for tag in ("b", "strong", "em", "i", "ul", "p", "li", "code", "sub", "sup")},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Neighbouring pieces of one kind."""

    kind: str
    pieces: tuple[Piece, ...]


def groups_of(unit: Unit) -> list[Group]:
    """The pieces of a unit, neighbours of one kind together where an entry may have several."""
    groups = groupby(unit.pieces, key=lambda piece: (piece.kind, piece.kind in REPEATED or id(piece)))
    return [Group(kind=key[0], pieces=tuple(pieces)) for key, pieces in groups]


Literals = dict[tuple[str | None, str | None], Counter[str]]


def literals_of(full: Sequence[tuple[Reading, Unit, list[Group]]]) -> Literals:
    """What stands between two parts, by their kinds; None is the line's beginning and its end."""
    found: Literals = {}
    for reading, unit, runs in full:
        place, last = unit.start, None
        for run in runs:
            found.setdefault((last, run.kind), Counter())[reading.text[place : run.pieces[0].start]] += 1
            place, last = run.pieces[-1].end, run.kind
        found.setdefault((last, None), Counter())[reading.text[place : unit.end]] += 1
    return found


def before_of(kind: str, literals: Literals) -> str:
    """What mostly stands before a part, without what closes the part before it."""
    texts: Counter[str] = Counter()
    for (one, two), found in literals.items():
        if two == kind and one is not None:
            opened = _most_before(one, literals)
            for text, count in found.items():
                texts[_DANGLING.sub(r"\1", text.removeprefix(_closers(opened, text)))] += count
    return most(texts.elements()) or ""


_DANGLING = re.compile(r"^(\.?)(?:\*{1,3}|_{1,2}|~~)(?=[\s,;:])")
"""What closes marks that only some of the parts before have."""


def _most_before(kind: str, literals: Literals) -> str:
    texts = Counter[str]()
    for (_, two), found in literals.items():
        if two == kind:
            texts.update(found)
    return most(texts.elements()) or ""


def after_of(kind: str, literals: Literals, before: str) -> str:
    """What mostly closes, behind a part, what `before` opens."""
    texts: Counter[str] = Counter()
    for (one, _), found in literals.items():
        if one == kind:
            for text, count in found.items():
                texts[_closers(before, text)] += count
    return most(texts.elements()) or ""


def tail_of(literals: Literals, befores: dict[str, str]) -> str:
    """What mostly stands at the end of a line, without what closes its last part; `befores` are by kind."""
    texts: Counter[str] = Counter()
    for (one, two), found in literals.items():
        if two is None and one is not None:
            for text, count in found.items():
                texts[text.removeprefix(_closers(befores.get(one, ""), text))] += count
    return most(texts.elements()) or ""


def openers(text: str) -> str:
    """The signs at the end of a text that open something: `**`, `(*`, `<strong>`."""
    found, rest = "", text
    while rest:
        sign = next((sign for sign in sorted(_CLOSING, key=len, reverse=True) if rest.endswith(sign)), None)
        if sign is None:
            break
        found, rest = sign + found, rest[: -len(sign)]
    return found


def _closers(before: str, text: str) -> str:
    """How much at the start of `text` closes what `before` opens."""
    found, rest = "", openers(before)
    if rest and text.startswith(".") and text[1:].startswith(tuple(_CLOSING.values())):
        found = "."  # the stop of a sentence within its marks
    while rest:
        sign = next(sign for sign in sorted(_CLOSING, key=len, reverse=True) if rest.endswith(sign))
        if not text.startswith(_CLOSING[sign], len(found)):
            break
        found += _CLOSING[sign]
        rest = rest[: -len(sign)]
    return found if found != "." else ""


def most(texts: Iterable[str]) -> str | None:
    """The text that is there most often; None where there is none."""
    counts = Counter(texts)
    return counts.most_common(1)[0][0] if counts else None
