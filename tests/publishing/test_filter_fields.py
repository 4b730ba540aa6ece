"""Which custom fields are facets: those with few short values, each of several papers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from papertrail.core import Paper
from papertrail.pages.index.filters import MOST_FIELDS, filter_fields


def papers_of(*customs: dict[str, str]) -> list[Paper]:
    return [Paper(id=f"p{n}", name=f"P{n}", custom=tuple(custom.items())) for n, custom in enumerate(customs)]


def cycle(values: Iterable[str], times: int) -> list[dict[str, str]]:
    return [{"Field": value} for value in values] * times


CASES: dict[str, tuple[list[dict[str, str]], bool]] = {
    "two values, each of two papers": (cycle("ab", 2), True),
    "two values of three papers": ([*cycle("ab", 1), {"Field": "a"}], False),
    "one paper with another value among many": ([*cycle("a", 9), {"Field": "b"}], True),
    "30 values": (cycle(map(str, range(30)), 2), True),
    "31 values": (cycle(map(str, range(31)), 2), False),
    "one value that only some papers have": ([*cycle("a", 2), {}], True),
    "one value that all papers have": (cycle("a", 2), False),
    "a value as long as a sentence": (cycle(["a", "b" * 61], 2), False),
    "no papers": ([], False),
}


@pytest.mark.parametrize("case", CASES)
def test_a_field_with_few_values_is_a_facet(case: str) -> None:
    customs, expected = CASES[case]
    assert filter_fields(papers_of(*customs)) == ["Field"] * expected


def test_the_fields_of_most_papers_come_first_and_are_not_too_many() -> None:
    names = [f"F{n}" for n in range(MOST_FIELDS + 3)]
    customs = [{name: str(k % 2) for n, name in enumerate(names) if k < 4 + n} for k in range(30)]
    assert filter_fields(papers_of(*customs)) == names[::-1][:MOST_FIELDS]
