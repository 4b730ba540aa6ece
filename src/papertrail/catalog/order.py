"""The order of papers, the same on every machine."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from papertrail.core import Paper, Row, Topic
from papertrail.core.sequences import Rank, longest_sorted

_LATEST = 9999


def in_section_order(rows: Iterable[Row], topic: Topic) -> tuple[Row, ...]:
    """Sort the papers of a topic by its `sort` and its `order`.

    In the sort `order`, the papers in `order` come first, then the others, newest first. In any other, `order` only has
    the sequence of some papers; every other one is placed among them by its rank.
    """
    rows, numbers = list(rows), {id: number for number, id in enumerate(topic.order)}
    listed = sorted((row for row in rows if row.paper.id in numbers), key=lambda row: numbers[row.paper.id])
    rank = SORTS.get(topic.sort, _newest)
    others = sorted((row for row in rows if row.paper.id not in numbers), key=lambda row: _key(rank, row.paper))
    return tuple(listed + others if topic.sort == "order" else _merged(listed, others, topic.sort))


def _merged(listed: Sequence[Row], others: Sequence[Row], sort: str) -> list[Row]:
    """Place sorted rows among listed ones, some of which may not be where the sort would put them.

    These exceptions keep their place after the listed row before them. Rows of the same rank are placed where a new
    paper would be added: in front in the sort `newest`, and behind in all others.
    """
    rank = SORTS[sort]
    ranks = [rank(row.paper) for row in listed]
    regular = longest_sorted(ranks)
    sorted_ranks = [ranks[number] for number in regular]
    bisect = bisect_left if sort == "newest" else bisect_right
    before: dict[int, list[Row]] = {}
    for row in others:
        position = bisect(sorted_ranks, rank(row.paper))
        before.setdefault(regular[position - 1] + 1 if position else (regular or [0])[0], []).append(row)
    merged: list[Row] = []
    for number, listed_row in enumerate(listed):
        merged += [*before.get(number, ()), listed_row]
    return merged + before.get(len(listed), [])


def newest_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Sort by year, newest first, then by name; papers without a year come last, unless they are to appear."""
    return tuple(sorted(rows, key=lambda row: _key(_newest, row.paper)))


def _key(rank: Callable[[Paper], Rank], paper: Paper) -> tuple[Rank, str, int, str]:
    """The rank, then the name; papers of one name by their ids, the second after the first and before the tenth."""
    return rank(paper), paper.name.casefold(), len(paper.id), paper.id


def _newest(paper: Paper) -> Rank:
    return (-(paper.year or (_LATEST if paper.is_upcoming else 0)),)


def _oldest(paper: Paper) -> Rank:
    return (paper.year or _LATEST,)


def _name(paper: Paper) -> Rank:
    return (paper.name.casefold(),)


def _venue(paper: Paper) -> Rank:
    """By the venue of the year, then newest first; papers without a venue come last."""
    series = [venue.series for venue in paper.venues if venue.series]
    return (0, series[-1].casefold(), *_newest(paper)) if series else (1, "", *_newest(paper))


SORTS: dict[str, Callable[[Paper], Rank]] = {"newest": _newest, "oldest": _oldest, "name": _name, "venue": _venue}
"""The ranks of papers by the name of the sort."""
