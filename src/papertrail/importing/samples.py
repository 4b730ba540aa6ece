"""Samples of lines and cells, from which patterns are learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from papertrail.readers.markdown.pieces import Piece, Unit
from papertrail.text.patterns import escaped

REPEATED = {"link": " ", "institution": ", ", "keyword": ", ", "remark": " "}
"""Parts that an entry may have several of, with their default separators."""

_LABELLED = 0.7
"""If this share of the links of a place have the same label, the label is part of the pattern."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PieceGroup:
    """Adjacent pieces of one kind."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A line or a cell of an entry."""

    text: str
    """The text of the entry."""
    unit: Unit

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The parts."""
        return self.unit.pieces

    @property
    def source(self) -> str:
        """The text of the line or the cell."""
        return self.text[self.unit.start : self.unit.end]

    @cached_property
    def groups(self) -> tuple[PieceGroup, ...]:
        """The parts. Adjacent parts that an entry may have several of are one group."""
        groups = groupby(self.pieces, key=lambda piece: (piece.kind, piece.kind in REPEATED or id(piece)))
        return tuple(PieceGroup(kind=kind, pieces=tuple(pieces)) for (kind, _), pieces in groups)

    def links(self) -> list[Piece]:
        """The links."""
        return [piece for piece in self.pieces if piece.kind == "link"]

    def with_pieces(self, pieces: Iterable[Piece]) -> Sample:
        """The sample with other parts."""
        return replace(self, unit=replace(self.unit, pieces=tuple(pieces)))


Places = Mapping[str, Sequence[Sample]]
"""Samples by place, which is a line or a cell."""


def in_one_place(places: Places) -> dict[str, list[Sample]]:
    """Keep each kind of part only in its most common place, because a pattern must not render a field twice.

    Links may be in several places: in each place whose links have a common label, and in one place for all other links.
    """
    homes = _homes(places)
    labels = _link_labels(places)
    with_links = {name for name, label in labels.items() if label} | {_home_of_other_links(labels, homes.get("link"))}
    kept: dict[str, list[Sample]] = {}
    for name, samples in places.items():
        kinds = {kind for kind, home in homes.items() if home == name} - {"link"}
        kept[name] = _with_kinds(samples, kinds | {"link"} if name in with_links else kinds, labels.get(name))
    return kept


def _homes(places: Places) -> dict[str, str]:
    """The most common place of each kind."""
    counts: dict[str, Counter[str]] = {}
    for name, samples in places.items():
        for sample in samples:
            for kind in {piece.kind for piece in sample.pieces}:
                counts.setdefault(kind, Counter())[name] += 1
    return {kind: counter.most_common(1)[0][0] for kind, counter in counts.items()}


def _with_kinds(samples: Iterable[Sample], kinds: Collection[str], label: str | None) -> list[Sample]:
    """The samples with only some kinds of parts. A label becomes part of the pattern of its links."""
    whole, reduced = list[Sample](), list[Sample]()
    for sample in samples:
        pieces = [_labelled(piece, label) for piece in sample.pieces if piece.kind in kinds]
        (whole if len(pieces) == len(sample.pieces) else reduced).append(sample.with_pieces(pieces))
    # The text of a removed part must not become literal text of the pattern.
    return whole if any(sample.pieces for sample in whole) else [*whole, *reduced]


def _labelled(piece: Piece, label: str | None) -> Piece:
    if not label or piece.kind != "link" or piece.text != label:
        return piece
    form = piece.form.replace("{label}", escaped(label)).replace("{url}", "{url " + label + "}")
    return replace(piece, kind=f"link {label}", form=form)


def _link_labels(places: Places) -> dict[str, str | None]:
    """The common label of the links of each place. Of the places without one, the first has None.

    Empty if all links are in one place.
    """
    labels = {name: counts for name, samples in places.items() if (counts := _label_counts(samples))}
    if len(labels) < 2:
        return {}
    common = {name: counts.most_common(1)[0][0] for name, counts in labels.items()}
    mixed = [name for name in labels if not _is_labelled(places[name], labels[name])]
    return {**common, **dict.fromkeys(mixed[:1])}


def _label_counts(samples: Iterable[Sample]) -> Counter[str]:
    return Counter(link.text for sample in samples for link in sample.links())


def _is_labelled(samples: Iterable[Sample], labels: Counter[str]) -> bool:
    label, count = labels.most_common(1)[0]
    several = any(len(sample.links()) > 1 for sample in samples)
    return not several and count >= _LABELLED * labels.total() and "}" not in label


def _home_of_other_links(labels: Mapping[str, str | None], home: str | None) -> str | None:
    """The place of links without a common label: the most common place of links, or one without a label."""
    unlabelled = [name for name, label in labels.items() if not label]
    return home if not unlabelled or home in unlabelled else unlabelled[0]
