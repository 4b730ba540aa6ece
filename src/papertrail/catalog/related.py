"""Related papers, found by the features that they share instead of comparing all pairs."""

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
"""A feature that papers can share: its kind and its name, such as `("word", "tensor")`."""

_WEIGHTS = {"keyword": 40, "author": 40, "topic": 30, "word": 15, "institution": 10, "venue": 10, "venue-year": 10}
"""Weights of features that are equally rare. Keywords and topics are chosen to describe a paper, words may occur by
chance, and papers of one institution or conference may be about anything."""
_HUB = 60
"""Features of more papers than this only rank papers that share a rarer feature. This bounds the number of candidates
per paper."""
_FEATURES = 200
"""Maximum number of features per paper, the rarest first. This bounds the cost of one record."""
_WORD = re.compile(r"[^\W_]{2,60}")
_ADDRESS = re.compile(r"\]\([^()\s]*|https?://[^\s()]*")
_SHARE_OF_A_WORD = 8
"""A word that occurs in more than one of this many papers says nothing about the subject."""


class Related:
    """Finds at most `most` related papers for a paper.

    Papers can share words of name, title, keywords and remarks, topics and their parents, keywords, authors,
    institutions, venues and years of venues. Each shared feature scores
    `log2((papers + 1) / papers that have it)`, times the weight of its kind, so a rare word counts more than the
    topic of half the list. Ties go to the newer paper, then by id. Papers need a higher score than that of one shared
    word, so some papers have no related papers. Papers of the same topic are included.

    The cost grows with the number of papers, not with its square: see `_HUB`. The index is built on first use.
    """

    def __init__(
        self, rows: Sequence[Row], venues: Names[Series], institutions: Names[Institution], most: int = 5
    ) -> None:
        self._rows, self._venues, self._institutions, self._most = rows, venues, institutions, most

    def to(self, id: str) -> tuple[str, ...]:
        """Return the ids of the papers related to the paper with this id, best first."""
        index, rows, chance, ages = self._index, self._rows, self._minimum_score, self._ages
        scores = {
            other: points for other, points in index.scores(self._numbers[id], self._most).items() if points > chance
        }
        best = sorted(scores, key=lambda other: (-scores[other], ages[other]))
        return tuple(rows[other].paper.id for other in best[: self._most])

    @cached_property
    def _index(self) -> _Index:
        return _index(_features_of(row.paper, self._venues, self._institutions) for row in self._rows)

    @cached_property
    def _minimum_score(self) -> int:
        """The score of sharing a word that no other paper has."""
        return _score("word", 2, len(self._rows))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {row.paper.id: number for number, row in enumerate(self._rows)}

    @cached_property
    def _ages(self) -> dict[int, int]:
        """The rank of each paper by age, newest first."""
        rows = self._rows
        by_age = sorted(range(len(rows)), key=lambda number: (-(rows[number].paper.year or 0), rows[number].paper.id))
        return {number: age for age, number in enumerate(by_age)}


def _features_of(paper: Paper, venues: Names[Series], institutions: Names[Institution]) -> tuple[Feature, ...]:
    """Return the features of a paper, each once, in a stable order."""
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
    """The features that papers share.

    Papers and features are numbers: the names of the features of 100,000 papers would need some hundred megabytes.
    """

    papers: Mapping[int, Sequence[int]]
    """For each feature that is rare enough to find papers, the papers that have it."""
    points: Mapping[int, int]
    """The score of each feature. Integers, because their sum does not depend on the order or the machine."""
    leading: Sequence[Sequence[int]]
    """For each paper, its features that are rare enough to find others."""
    ranking: Sequence[Sequence[int]]
    """For each paper, its features that are only used for ranking."""
    crowds: Mapping[int, frozenset[int]]
    """For each feature that is only used for ranking, the papers that have it."""

    def scores(self, number: int, most: int) -> dict[int, int]:
        """Return the scores of papers that share features with one; omitted papers are not among the `most` best."""
        scores: dict[int, int] = {}
        for feature in self.leading[number]:
            points = self.points[feature]
            for other in self.papers[feature]:
                scores[other] = scores.get(other, 0) + points
        scores.pop(number, None)
        ranking = self.ranking[number]
        if len(scores) > most and ranking:
            # The features for ranking add at most this much, so papers that are further behind stay behind.
            near = sorted(scores.values())[-most] - sum(map(self.points.__getitem__, ranking))
            scores = {other: points for other, points in scores.items() if points >= near}
        for feature in ranking:
            points = self.points[feature]
            for other in self.crowds[feature].intersection(scores):  # `&` would iterate over the whole crowd
                scores[other] += points
        return scores


def _index(features_by_paper: Iterable[tuple[Feature, ...]]) -> _Index:
    """Index the features of all papers."""
    numbers: dict[Feature, int] = {}
    features = [array("I", [numbers.setdefault(feature, len(numbers)) for feature in own]) for own in features_by_paper]
    names = list(numbers)
    papers = [array("I") for _ in names]
    for number, own in enumerate(features):
        for feature in own:
            papers[feature].append(number)
    points = {
        feature: score
        for feature, sharing in enumerate(papers)
        if (score := _feature_score(names[feature], len(sharing), len(features)))
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


def _feature_score(feature: Feature, sharing: int, papers: int) -> int:
    """Return the score of a feature; 0 if only one paper has it, or too many."""
    kind = feature[0]
    if sharing < 2 or (kind == "word" and sharing > min(_HUB, max(2, papers // _SHARE_OF_A_WORD))):
        return 0
    return _score(kind, sharing, papers)


def _score(kind: str, sharing: int, papers: int) -> int:
    return int(_WEIGHTS[kind] * math.log2((papers + 1) / sharing))
