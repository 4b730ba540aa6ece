"""Papers that are like another one: found by what they share, never by comparing all pairs."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from papertrail.core import Institution, Names, Paper, Row, Series, canonical_series
from papertrail.core.authors import names_of

Feature = tuple[str, ...]
"""Something that papers can share: its kind, then its name, such as `("word", "tensor")`."""

_WEIGHTS = {"keyword": 40, "author": 40, "topic": 30, "word": 15, "institution": 10, "venue": 10, "venue-year": 10}
"""What sharing a feature says, against others of the same rarity. A keyword or a topic was written down to say what the
work is about, a word may be there by chance, and works of one house or one conference may be about anything."""
_HUB = 60
"""Papers that share a feature which still leads from one to another. With more of them it only ranks those that were
found by something rarer, so that each paper meets a bounded number of others."""
_FEATURES = 200
"""Features of a paper that are looked at, the rarest first: what one record can cost is bounded too."""
_WORD = re.compile(r"[^\W_]{2,60}")
_ADDRESS = re.compile(r"\]\([^()\s]*|https?://[^\s()]*")
_SHARE_OF_A_WORD = 8
"""A word that more than one paper in eight uses is one of the language, not of the matter."""


class Related:
    """Finds, for a paper, at most `most` papers like it.

    Each word of name, title, keywords and remarks, each topic and those above it, each keyword, author, institution,
    venue and year of a venue that two papers share counts by its rarity: `log2((papers + 1) / papers that have it)`,
    times the weight of its kind. So a rare word counts more than the topic of half the list, and `the` not at all.
    Ties go to the newer paper, then by id. Papers that share no more than one word is worth are not related, so some
    have none. Papers of the same topic are not left out: they are among them where they have the most in common.
    The work grows with the number of papers, not with its square: see `_HUB`. What papers share is looked through when
    it is first asked for.
    """

    def __init__(
        self, rows: Sequence[Row], venues: Names[Series], institutions: Names[Institution], most: int = 5
    ) -> None:
        self._rows, self._venues, self._institutions, self._most = rows, venues, institutions, most

    def to(self, id: str) -> tuple[str, ...]:
        """The ids of the papers like the one with this id, the most alike first."""
        index, rows, chance, ages = self._index, self._rows, self._chance, self._ages
        scores = {
            other: points for other, points in index.scores(self._numbers[id], self._most).items() if points > chance
        }
        best = sorted(scores, key=lambda other: (-scores[other], ages[other]))
        return tuple(rows[other].paper.id for other in best[: self._most])

    @cached_property
    def _index(self) -> _Index:
        return _index(_features_of(row.paper, self._venues, self._institutions) for row in self._rows)

    @cached_property
    def _chance(self) -> int:
        """What sharing a word that no other paper has is worth."""
        return _worth("word", 2, len(self._rows))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {row.paper.id: number for number, row in enumerate(self._rows)}

    @cached_property
    def _ages(self) -> dict[int, int]:
        """The place of each paper among all of them, the newest first."""
        rows = self._rows
        by_age = sorted(range(len(rows)), key=lambda number: (-(rows[number].paper.year or 0), rows[number].paper.id))
        return {number: age for age, number in enumerate(by_age)}


def _features_of(paper: Paper, venues: Names[Series], institutions: Names[Institution]) -> tuple[Feature, ...]:
    """What a paper may share with others, each once, always in the same order."""
    features = dict.fromkeys(_named(paper, venues, institutions))
    features |= dict.fromkeys(("word", word) for word in _words(paper))
    return tuple(features)


def _named(paper: Paper, venues: Names[Series], institutions: Names[Institution]) -> Iterator[Feature]:
    for path in paper.topics:
        yield from (("topic", *path[:depth]) for depth in range(1, len(path) + 1))
    yield from (("keyword", keyword.casefold()) for keyword in paper.keywords)
    yield from (("author", author) for author in names_of(paper.authors))
    for name in paper.institutions:
        entry = institutions.find(name)
        yield "institution", entry.name if entry else name
        if entry and entry.parent:
            yield "institution", entry.parent
    for venue in paper.venues:
        series = canonical_series(venues, venue.series)
        name = series.name if series else venue.series
        yield "venue", name
        if venue.year is not None:
            yield "venue-year", name, str(venue.year)


def _words(paper: Paper) -> Iterator[str]:
    for text in (paper.name, paper.full_title, *paper.keywords, *paper.remarks):
        for match in _WORD.finditer(_ADDRESS.sub(" ", text).casefold()):
            yield match[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Index:
    """Which papers share what. Papers are their numbers in the list, and features have numbers of their own: as names,
    those of 100,000 papers would take some hundred megabytes.
    """

    papers: Mapping[int, Sequence[int]]
    """For each feature that leads from paper to paper, those that have it."""
    points: Mapping[int, int]
    """What sharing a feature counts. Whole numbers: their sum is the same in any order and on any machine."""
    leading: Sequence[Sequence[int]]
    """For each paper the features of its own that lead to others."""
    ranking: Sequence[Sequence[int]]
    """For each paper those that too many share to lead anywhere."""
    crowds: Mapping[int, frozenset[int]]
    """For each feature that too many share to lead anywhere, those that have it."""

    def scores(self, number: int, most: int) -> dict[int, int]:
        """The papers that share something with one, with their points; those left out are not among the `most` best."""
        scores: dict[int, int] = {}
        for feature in self.leading[number]:
            points = self.points[feature]
            for other in self.papers[feature]:
                scores[other] = scores.get(other, 0) + points
        scores.pop(number, None)
        ranking = self.ranking[number]
        if len(scores) > most and ranking:
            # What too many share adds so much at most: who is further behind than that stays behind.
            near = sorted(scores.values())[-most] - sum(map(self.points.__getitem__, ranking))
            scores = {other: points for other, points in scores.items() if points >= near}
        for feature in ranking:
            points = self.points[feature]
            for other in self.crowds[feature].intersection(scores):  # `&` would go through all of the crowd
                scores[other] += points
        return scores


def _index(of_papers: Iterable[tuple[Feature, ...]]) -> _Index:
    """Find what the papers, with these features each, share."""
    numbers: dict[Feature, int] = {}
    features = [array("I", [numbers.setdefault(feature, len(numbers)) for feature in own]) for own in of_papers]
    names = list(numbers)
    papers = [array("I") for _ in names]
    for number, own in enumerate(features):
        for feature in own:
            papers[feature].append(number)
    points = {
        feature: worth
        for feature, sharing in enumerate(papers)
        if (worth := _points(names[feature], len(sharing), len(features)))
    }
    leading, ranking = [], []
    for own in features:
        useful = sorted((f for f in own if f in points), key=lambda f: (len(papers[f]), names[f]))[:_FEATURES]
        leading.append(array("I", [f for f in useful if len(papers[f]) <= _HUB]))
        ranking.append(array("I", [f for f in useful if len(papers[f]) > _HUB]))
    return _Index(
        papers={f: papers[f] for f in points if len(papers[f]) <= _HUB},
        points=points,
        leading=leading,
        ranking=ranking,
        crowds={f: frozenset(papers[f]) for f in points if len(papers[f]) > _HUB},
    )


def _points(feature: Feature, sharing: int, papers: int) -> int:
    """What sharing a feature counts; 0 where only one paper has it, or so many that it says nothing."""
    kind = feature[0]
    if sharing < 2 or (kind == "word" and sharing > min(_HUB, max(2, papers // _SHARE_OF_A_WORD))):
        return 0
    return _worth(kind, sharing, papers)


def _worth(kind: str, sharing: int, papers: int) -> int:
    return int(_WEIGHTS[kind] * math.log2((papers + 1) / sharing))
