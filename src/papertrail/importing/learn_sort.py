"""Infers by what the papers of a document are sorted, so that a new paper is placed accordingly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from papertrail.catalog import in_section_order
from papertrail.core import Paper, Row, Topic, TopicPath
from papertrail.core.order import SORTS

Sorts = Mapping[TopicPath, str]
"""The sort of each topic that has another one than the document, and that of the document by the empty path."""
DEFAULT = Topic.sort
_PER_EXCEPTION = 4
"""Neighbors in the order of a sort that there must be for each two that are not."""
_ENOUGH = 3
"""Neighbors in the order of a sort that a topic must have to differ from its document."""
_LEAST = {"newest": 1, "oldest": 1, "name": 2, "venue": _ENOUGH}
"""Neighbors that a sort must have: short lists are often in the order of their names or venues by chance."""


def learned_sorts(papers: Mapping[TopicPath, Sequence[Paper]]) -> Sorts:
    """The sorts of a document with these papers: first of the document, then of topics that are exceptions."""
    of_document = _best(papers.values())
    sorts: dict[TopicPath, str] = {(): of_document}
    for topic, of_topic in papers.items():
        own = _best([of_topic])
        fits = _Neighbors.of(of_document, [of_topic]).are_sorted if of_document != DEFAULT else False
        if topic and not fits and own != DEFAULT and _Neighbors.of(own, [of_topic]).sorted >= _ENOUGH:
            sorts[topic] = own
    return sorts


def order_beside(sort: str, papers: Sequence[Paper]) -> list[str]:
    """The ids that `order` needs so that papers sorted by `sort` keep their sequence: as few as possible."""
    every = [paper.id for paper in papers]
    if sort == DEFAULT:
        return every
    uneven = [id for ids in _uneven_groups(sort, papers) for id in ids]
    return next(order for order in ([], uneven, every) if order == every or _ids(sort, papers, order) == every)


def _uneven_groups(sort: str, papers: Iterable[Paper]) -> list[list[str]]:
    """The ids of papers of one rank, where the sort would give another sequence."""
    groups = [list(group) for _, group in groupby(papers, key=SORTS[sort])]
    return [ids for group in groups if (ids := [paper.id for paper in group]) != _ids(sort, group, [])]


def _ids(sort: str, papers: Iterable[Paper], order: Sequence[str]) -> list[str]:
    rows = (Row(paper=paper, path="", line=1) for paper in papers)
    return [row.paper.id for row in in_section_order(rows, Topic(name="", sort=sort, order=tuple(order)))]


class _Neighbors(NamedTuple):
    """How many papers are followed by one that a sort places after them, and how many by one before them."""

    sorted: int
    unsorted: int

    @classmethod
    def of(cls, sort: str, topics: Iterable[Sequence[Paper]]) -> _Neighbors:
        """Count the neighbors in topics."""
        pairs = [pair for papers in topics for pair in pairwise(map(SORTS[sort], papers))]
        return cls(sum(one < two for one, two in pairs), sum(one > two for one, two in pairs))

    @property
    def are_sorted(self) -> bool:
        """Whether the exceptions are few."""
        return self.unsorted * _PER_EXCEPTION <= self.sorted


def _best(topics: Iterable[Sequence[Paper]]) -> str:
    """The sort that most neighbors have, if it has few exceptions."""
    topics = list(topics)
    neighbors = {sort: _Neighbors.of(sort, topics) for sort in SORTS}
    sorts = [sort for sort, counts in neighbors.items() if counts.sorted >= _LEAST[sort] and counts.are_sorted]
    return max(sorts, key=lambda sort: neighbors[sort].sorted - neighbors[sort].unsorted, default=DEFAULT)
