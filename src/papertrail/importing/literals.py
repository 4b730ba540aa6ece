"""The literal text between the parts of entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from papertrail.importing.samples import Sample
from papertrail.readers.markdown.surroundings import closers

_DANGLING = re.compile(r"^(\.?)(?:\*{1,3}|_{1,2}|~~)(?=[\s,;:])")
"""Closing markup of a previous part that only some entries have."""

Literals = Mapping[tuple[str | None, str | None], Counter[str]]
"""Texts between two parts, by their kinds. None is the start or the end of a line."""


def literals_of(samples: Iterable[Sample]) -> Literals:
    """Collect the texts before, between and after the parts of samples."""
    literals: dict[tuple[str | None, str | None], Counter[str]] = {}
    for sample in samples:
        position, last = sample.unit.start, None
        for group in sample.groups:
            literals.setdefault((last, group.kind), Counter())[sample.text[position : group.pieces[0].start]] += 1
            position, last = group.pieces[-1].end, group.kind
        literals.setdefault((last, None), Counter())[sample.text[position : sample.unit.end]] += 1
    return literals


def text_between(one: str | None, two: str | None, literals: Literals) -> str:
    """The most common text between two parts."""
    return most(literals.get((one, two), Counter()).elements()) or ""


def text_before(kind: str, literals: Literals) -> str:
    """The most common text before a part, without the closing markup of the previous part."""
    return _most_counted(
        (_DANGLING.sub(r"\1", text.removeprefix(closers(opened, text))), count)
        for (one, two), texts in literals.items()
        if two == kind and one is not None
        for opened in (_most_before(one, literals),)
        for text, count in texts.items()
    )


def _most_before(kind: str, literals: Literals) -> str:
    return _most_counted(item for (_, two), texts in literals.items() if two == kind for item in texts.items())


def text_after(kind: str, literals: Literals, before: str) -> str:
    """The most common closing markup after a part, for the opening markup in `before`."""
    return _most_counted(
        (closers(before, text), count)
        for (one, _), texts in literals.items()
        if one == kind
        for text, count in texts.items()
    )


def text_at_end(literals: Literals, befores: Mapping[str, str]) -> str:
    """The most common text at the end of a line, without the closing markup of its last part.

    `befores` are the texts before each part.
    """
    return _most_counted(
        (text.removeprefix(closers(befores.get(one, ""), text)), count)
        for (one, two), texts in literals.items()
        if two is None and one is not None
        for text, count in texts.items()
    )


def most(texts: Iterable[str]) -> str | None:
    """The most common text. None if there are no texts."""
    counts = Counter(texts)
    return counts.most_common(1)[0][0] if counts else None


def _most_counted(counted: Iterable[tuple[str, int]]) -> str:
    counts = Counter[str]()
    for text, count in counted:
        counts[text] += count
    return counts.most_common(1)[0][0] if counts else ""


def usual_order(orders: Sequence[Sequence[str]], names: Sequence[str]) -> list[str]:
    """The names in their most common order."""
    before = Counter(
        (one, two) for order in orders for n, one in enumerate(order) for two in order[n + 1 :] if one != two
    )
    first = {name: n for n, name in enumerate(names)}
    return sorted(
        names, key=lambda name: (sum(before[other, name] > before[name, other] for other in names), first[name])
    )
