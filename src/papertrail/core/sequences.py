"""Which values of a sequence are in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Rank = tuple[int | str, ...]
"""The position of a value in a sort. Papers with the same rank are in the order of their names."""


def longest_sorted(ranks: Sequence[Rank]) -> list[int]:
    """The positions of a longest subsequence that is sorted.

    >>> longest_sorted([(1,), (9,), (2,), (2,), (0,)])
    [0, 2, 3]
    """
    ends: list[int] = []
    ranks_of_ends: list[Rank] = []
    before: list[int | None] = []
    for number, rank in enumerate(ranks):
        length = bisect_right(ranks_of_ends, rank)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [number]  # at the end, it is appended
        ranks_of_ends[length : length + 1] = [rank]
    found: list[int] = []
    position = ends[-1] if ends else None
    while position is not None:
        found.append(position)
        position = before[position]
    return found[::-1]
