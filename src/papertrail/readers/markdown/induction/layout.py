"""The layout of a run: how often each field is written in each way, and follows each field after each separator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from papertrail.readers.markdown.induction.segments import Segment
from papertrail.readers.markdown.induction.weights import Weights

ONCE = {"title": 1, "authors": 2, "venue": 4, "year": 8, "name": 16}
"""Fields that an entry has at most once, each with a bit."""
_BEAM = 8
_SMOOTHING = 0.3
_LAYOUT = 1.4
"""How much the layout of many entries counts, compared with what segments look like."""
_FEW = 4
"""The layout of so many entries counts half."""
_SEPARATES = 0.7
"""If so many fields of a kind have a full stop after them, it separates them from the next field."""
_RARE = 8
"""What fewer than 1 in 8 fields of a kind have is not usual."""
_WITHOUT_TITLE = -12.0

Labelled = tuple[str, Segment]
Reading = tuple[Labelled, ...]
"""The fields of an entry, in order."""


Candidates = Sequence[Sequence[tuple[Segment, Weights]]]
"""The segments of an entry by their first atom, each with the weights of its fields."""


@dataclass(frozen=True)
class Layout:
    """Counts over the readings of a run."""

    wrappers: Mapping[tuple[str, str], int] = field(default_factory=Counter)
    """By field and wrapper."""
    steps: Mapping[tuple[str, str, str], int] = field(default_factory=Counter)
    """By field before, field and separator."""
    orders: Mapping[tuple[str, str], int] = field(default_factory=Counter)
    """By field before and field."""
    fields: Mapping[str, int] = field(default_factory=Counter)
    _strength: float = 0.0
    """How much it counts, compared with what segments look like."""
    _weights: dict[tuple[str, str, str, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Layout:
        """Count over readings."""
        wrappers, steps = Counter[tuple[str, str]](), Counter[tuple[str, str, str]]()
        orders, fields = Counter[tuple[str, str]](), Counter[str]()
        for reading in readings:
            before = ""
            for name, segment in reading:
                wrappers[name, segment.wrapper] += 1
                steps[before, name, segment.gap] += 1
                orders[before, name] += 1
                fields[name] += 1
                fields[f"after {before}"] += 1
                fields[f"{name}."] += segment.sign == "."
                before = name
        return cls(wrappers, steps, orders, fields, _LAYOUT * len(readings) / (len(readings) + _FEW))

    def weight(self, before: str, name: str, segment: Segment) -> float:
        """Return how well a field fits: how it is written, what it follows, and after which separator."""
        if not self.fields:
            return 0.0
        key = before, name, segment.wrapper, segment.gap
        if (weight := self._weights.get(key)) is None:
            weight = self._weights[key] = self._weight(before, name, segment)
        return weight

    def _weight(self, before: str, name: str, segment: Segment) -> float:
        wrapper = _share(self.wrappers.get((name, segment.wrapper), 0), self.fields.get(name, 0))
        order = _share(self.orders.get((before, name), 0), self.fields.get(f"after {before}", 0))
        gap = _share(self.steps.get((before, name, segment.gap), 0), self.orders.get((before, name), 0))
        return self._strength * (wrapper + order + gap)

    def keeps_stop(self, name: str, segment: Segment) -> bool:
        """Whether a full stop after a field is a part of it, as most entries have none."""
        is_below = name == "authors" and "\n" in segment.cursor.text[: segment.cursor.start]
        if segment.wrapper != "text" or not (name == "title" or is_below):
            return False
        return self.fields.get(f"{name}.", 0) < _SEPARATES * self.fields.get(name, 0)

    def has(self, reading: Reading) -> bool:
        """Whether an entry is a work in this layout: a title with authors, a venue or a year, each in a usual place."""
        names = {name for name, _ in reading}
        steps = zip(("", *(name for name, _ in reading)), reading, strict=False)
        is_published = names & {"authors", "venue"} or {"year", "link"} <= names
        return "title" in names and bool(is_published) and all(self._is_usual(*step) for step in steps)

    def _is_usual(self, before: str, labelled: Labelled) -> bool:
        name, segment = labelled
        count = self.fields.get(name, 0)
        is_usual = self.orders.get((before, name), 0) * _RARE >= count
        return is_usual and self.wrappers.get((name, segment.wrapper), 0) * _RARE >= count


def _share(count: int, total: int) -> float:
    return log((count + _SMOOTHING) / (total + 4 * _SMOOTHING))


_Chain = tuple["_Chain", Labelled] | None
"""A reading from its last field to its first."""
_State = tuple[str, int]
"""The last field, and the bits of the fields that are used."""
_States = dict[_State, tuple[float, _Chain]]
"""The best reading up to an atom by its state."""


def best_reading(candidates: Candidates, layout: Layout) -> Reading:
    """Return the reading with the greatest weight (Viterbi, with a beam)."""
    states: list[_States] = [{} for _ in range(len(candidates) + 1)]
    states[0] = {("", 0): (0.0, None)}
    for position, starting in enumerate(candidates):
        beam = sorted(states[position].items(), key=lambda item: -item[1][0])[:_BEAM]
        for segment, weights in starting:
            after = states[segment.after]
            for name, weight in weights.items():
                _extend(after, beam, (name, segment), weight, layout)
    ends = ((score + (0 if used & 1 else _WITHOUT_TITLE), chain) for (_, used), (score, chain) in states[-1].items())
    return _reading(max(ends, key=lambda end: end[0], default=(0.0, None))[1])


def _extend(
    after: _States,
    beam: Sequence[tuple[_State, tuple[float, _Chain]]],
    labelled: Labelled,
    weight: float,
    layout: Layout,
) -> None:
    """Add a field to the readings before it."""
    name, segment = labelled
    bit = ONCE.get(name, 0)
    for (before, used), (score, chain) in beam:
        if bit & used:
            continue
        total = score + weight + layout.weight(before, name, segment)
        state = (name, used | bit)
        known = after.get(state)
        if known is None or known[0] < total:
            after[state] = (total, (chain, labelled))


def _reading(chain: _Chain) -> Reading:
    fields: list[Labelled] = []
    while chain:
        chain, labelled = chain
        fields.append(labelled)
    return tuple(reversed(fields))
