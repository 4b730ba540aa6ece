"""Learns the pattern of one line or cell from samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from papertrail.importing.literals import (
    Literals,
    literals_of,
    most,
    text_after,
    text_at_end,
    text_before,
    text_between,
    usual_order,
)
from papertrail.importing.samples import REPEATED, Sample
from papertrail.readers.markdown.pieces import people_in
from papertrail.readers.markdown.surroundings import openers
from papertrail.text.patterns import escaped

_RARE = 10
"""Parts that fewer than 1 in 10 samples have are not part of the pattern."""


def line_pattern(samples: Sequence[Sample]) -> str | None:
    """The pattern of a line. None if it has no parts."""
    full = [sample for sample in samples if sample.pieces]
    return _Learned.of(full, is_cell=False).text if full else None


def cell_pattern(samples: Sequence[Sample]) -> str:
    """The pattern of a cell. Unlike a line, a cell without values is not omitted."""
    full = [sample for sample in samples if sample.pieces]
    blank = most(sample.source for sample in samples if not sample.pieces)
    if not full:
        return escaped(blank or "")
    learned = _Learned.of(full, is_cell=True)
    lead, body, tail = escaped(learned.lead), learned.body, escaped(learned.tail)
    return _cell(lead, body, tail, None if blank is None else escaped(blank), alone=len(learned.order) == 1)


def _cell(lead: str, body: str, tail: str, blank: str | None, *, alone: bool) -> str:
    """The pattern of a cell with a body, or `blank` if the cell has no values."""
    if blank is None or blank == lead + tail:
        simple = alone and body.startswith("{") and body.endswith("}") and body.count("{") == 1
        return f"{lead}{body if simple else '{' + body + '}'}{tail}"
    if blank.startswith(lead) and blank.endswith(tail) and len(blank) > len(lead) + len(tail):
        return f"{lead}{{{body}||{blank[len(lead) : len(blank) - len(tail)]}}}{tail}"
    if blank == lead:
        return f"{lead}{{{body}{tail}}}"
    return f"{{{lead}{body}{tail}||{blank}}}"


@dataclass(frozen=True, kw_only=True)
class _Learned:
    """The common structure of samples."""

    samples: Sequence[Sample]
    is_cell: bool
    order: Sequence[str]
    """The kinds of parts in their most common order."""
    main: str
    """The part that is always present, which the others are optional additions to."""
    literals: Literals
    lead: str
    opening: str
    """The opening markup right before the main part."""
    befores: Mapping[str, str]
    """The text before each part."""

    @classmethod
    def of(cls, samples: Sequence[Sample], *, is_cell: bool) -> _Learned:
        """Learn from samples with parts."""
        samples = _without_rare(samples)
        orders = [[group.kind for group in sample.groups] for sample in samples]
        order = usual_order(orders, list(dict.fromkeys(kind for kinds in orders for kind in kinds)))
        main, literals = _main(orders), literals_of(samples)
        start = text_between(None, order[0], literals)
        befores = {kind: text_before(kind, literals) for kind in order}
        is_first = order[0] == main
        opening = openers(start if is_first else befores[main])
        return cls(
            samples=samples,
            is_cell=is_cell,
            order=order,
            main=main,
            literals=literals,
            lead=start.removesuffix(opening) if is_first and is_cell else start,
            opening=opening,
            befores={**befores, main: "" if is_first and not is_cell else opening},
        )

    @property
    def text(self) -> str:
        """The pattern."""
        return escaped(self.lead) + self.body + escaped(self.tail)

    @property
    def tail(self) -> str:
        """The text after the last part."""
        return text_at_end(self.literals, {**self.befores, self.main: self.opening})

    @property
    def body(self) -> str:
        """The pattern of all parts."""
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        position = self.order.index(self.main)
        for kind in self.order[:position]:
            if body := self._repeated_form(kind):
                between = text_between(kind, self.main, self.literals) or " "
                yield "{" + body + escaped(between.removesuffix(self.opening)) + "}"
        if body := self._main_form():
            yield escaped(self.befores[self.main]) + body + escaped(self._after(self.main))
        for kind in self.order[position + 1 :]:
            if body := self._repeated_form(kind):
                yield _optional_part(kind, self.befores[kind], body, self._after(kind))

    def _after(self, kind: str) -> str:
        return text_after(kind, self.literals, self.opening if kind == self.main else self.befores[kind])

    def _main_form(self) -> str:
        """The main part. It is not repeatable in a line that never contains it twice."""
        groups = (group for sample in self.samples for group in sample.groups if group.kind == self.main)
        if not self.is_cell and all(len(group.pieces) == 1 for group in groups):
            return self._form(self.main)
        return self._repeated_form(self.main)

    def _repeated_form(self, kind: str) -> str:
        """The most common form of a part, repeated if an entry may have several."""
        form = self._form(kind)
        if kind not in REPEATED or not form:
            return form
        between = most(
            sample.text[one.end : two.start]
            for sample in self.samples
            for group in sample.groups
            if group.kind == kind
            for one, two in zip(group.pieces, group.pieces[1:], strict=False)
        )
        return "{" + form + "|" + escaped(REPEATED[kind] if between is None else between) + "}"

    def _form(self, kind: str) -> str:
        pieces = [piece for sample in self.samples for piece in sample.pieces if piece.kind == kind]
        people = [piece for piece in pieces if kind == "authors" and people_in(piece.text)]  # others fit any form
        return most(piece.form for piece in people or pieces if piece.form) or ""


def _without_rare(samples: Sequence[Sample]) -> Sequence[Sample]:
    """The samples without those that have rare parts."""
    counts = Counter(kind for sample in samples for kind in _kinds(sample))
    rare = {kind for kind, count in counts.items() if count * _RARE < len(samples)}
    return [sample for sample in samples if not rare & _kinds(sample)] or samples


def _kinds(sample: Sample) -> set[str]:
    return {piece.kind for piece in sample.pieces}


def _main(orders: Sequence[Sequence[str]]) -> str:
    """The main part of a line: the title or name, or else the most common part."""
    counts = Counter(kind for kinds in orders for kind in kinds)
    for kind in ("title", "name"):
        if kind in counts:
            return kind
    return max(counts, key=lambda kind: (counts[kind], -min(kinds.index(kind) for kinds in orders if kind in kinds)))


def _optional_part(kind: str, before: str, body: str, after: str) -> str:
    """A part that is omitted if its field is absent, with the text before and after it."""
    if kind in REPEATED:
        form, _, between = body[1:-1].rpartition("|")
        if not after and between == escaped(before):
            return "{" + between + form + "}"
        if not before and not after:
            return body
    return "{" + escaped(before) + body + escaped(after) + "}"
