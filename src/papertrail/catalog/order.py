"""The order of papers, the same on every machine."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from papertrail.core import Row, Topic
from papertrail.core.order import SORTS, sorted_rows
from papertrail.core.sequences import longest_sorted


def in_section_order(rows: Iterable[Row], topic: Topic) -> tuple[Row, ...]:
    """Sort the papers of a topic by its `sort` and its `order`.

    In the sort `order`, the papers in `order` come first, then the others, newest first. In any other, `order` only has
    the sequence of some papers; every other one is placed among them by its rank.
    """
    rows, numbers = list(rows), {id: number for number, id in enumerate(topic.order)}
    listed = sorted((row for row in rows if row.paper.id in numbers), key=lambda row: numbers[row.paper.id])
    others = sorted_rows((row for row in rows if row.paper.id not in numbers), topic.sort)
    return (*listed, *others) if topic.sort == "order" else tuple(_merged(listed, others, topic.sort))


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
