"""Related papers: features, ranking and cost."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Any

import pytest

from papertrail.catalog import related
from papertrail.catalog.related import Related
from papertrail.core import Institution, Names, Paper, Row, Series, Venue
from papertrail.core.authors import named_authors
from support.projects import checked

# Papers that share nothing, so that what two others share is rare.
STRANGERS = "".join(
    f"=== papers/stranger{n}.yml\nname: Stranger{n}\ntitle: Alone{n} apart{n}\ntopic: Far{n}\n" for n in range(12)
)


def related_ids(tree: str, most: int = 5) -> Mapping[str, tuple[str, ...]]:
    catalog = checked(tree).catalog
    return of_each(catalog.rows, Related(catalog.rows, catalog.venue_names, catalog.institution_names, most))


def of_each(rows: Sequence[Row], related: Related) -> Mapping[str, tuple[str, ...]]:
    return {row.paper.id: related.to(row.paper.id) for row in rows}


def record(id: str, rest: str) -> str:
    """Return a paper that shares its topic with no other, unless `rest` has a topic."""
    topic = "" if "topic:" in rest else f"topic: Topic {id}\n"
    return f"=== papers/{id}.yml\nname: {id.title()}\n{rest}\n{topic}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("topic: Training > Parallelism", "topic: [Serving, Training > Parallelism]"),
        ("topic: Training > Parallelism", "topic: Training > Memory"),
        ("keywords: [Gradient compression]", "keywords: [gradient compression]"),
        ("authors: [A. Uthor]", "authors: [B. Ody, A. Uthor]"),
        ("title: Fast tensor swapping", "remarks: '*Swapping* of a tensor'"),
        ("remarks: as Beta swaps them", "title: Swaps"),
        ("venue: EuroSys 2019\ninstitutions: [NYU]", "venue: EuroSys'19\ninstitutions: [NYU]"),
    ],
)
def test_shared_features_relate_papers_in_both_directions(one: str, other: str) -> None:
    ids = related_ids(STRANGERS + record("alpha", one) + record("beta", other))
    assert ids["alpha"] == ("beta",)
    assert ids["beta"] == ("alpha",)
    assert ids["stranger0"] == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("title: Tensors", "title: Graphs"),
        ("title: A tensor", "remarks: of one tensor"),
        ("remarks: see [there](https://example.com/tensor/swapping)", "remarks: https://example.com/tensor/swapping"),
        ("title: 1 2 3 4", "title: 4 3 2 1"),
    ],
    ids=["nothing", "one word", "addresses", "single signs"],
)
def test_a_single_word_is_not_enough(one: str, other: str) -> None:
    assert set(related_ids(STRANGERS + record("alpha", one) + record("beta", other)).values()) == {()}


REGISTRIES = """\
=== papers/_venues.yml
- {name: MLSys}
- {name: SysML, renamed_to: MLSys}
=== papers/_institutions.yml
- {name: Microsoft}
- {name: MSRA, full: Microsoft Research Asia, parent: Microsoft}
"""


def test_registered_names_are_the_same_feature() -> None:
    one, other = (
        "venue: SysML 2019\ninstitutions: [Microsoft Research Asia]",
        "venue: MLSys'19\ninstitutions: [Microsoft]",
    )
    tree = STRANGERS + record("alpha", one) + record("beta", other)
    assert related_ids(REGISTRIES + tree)["alpha"] == ("beta",)
    assert related_ids(tree)["alpha"] == ()


def test_rare_features_score_higher() -> None:
    common = "".join(record(f"common{n}", "keywords: [often]") for n in range(6))
    tree = STRANGERS + common + record("alpha", "keywords: [often, seldom]") + record("beta", "keywords: [seldom]")
    assert related_ids(tree)["alpha"][0] == "beta"


def test_keywords_score_higher_than_institution_and_venue() -> None:
    tree = STRANGERS + record("alpha", "keywords: [pipelines]\ninstitutions: [NYU]\nvenue: EuroSys 2019")
    tree += record("house", "institutions: [NYU]\nvenue: EuroSys 2019") + record("matter", "keywords: [pipelines]")
    assert related_ids(tree)["alpha"] == ("matter", "house")


def test_ties_go_to_the_newer_paper_then_by_id() -> None:
    dates = {"old": "2001", "new": "2020", "alike": "2020", "undated": None}
    tree = STRANGERS + record("alpha", "keywords: [pipelines]")
    tree += "".join(record(id, f"keywords: [pipelines]\ndate: {year or ''}") for id, year in dates.items())
    assert related_ids(tree)["alpha"] == ("alike", "new", "old", "undated")
    assert related_ids(tree, most=2)["alpha"] == ("alike", "new")


def test_common_words_are_ignored() -> None:
    tree = "".join(record(f"paper{n}", f"title: the one{n} of other{n}") for n in range(40))
    assert set(related_ids(tree).values()) == {()}


def test_empty_list_and_single_paper_have_no_related_papers() -> None:
    assert related_ids("") == {}
    assert related_ids(record("alone", "title: Alone")) == {"alone": ()}


def test_two_papers_of_a_list_can_be_related() -> None:
    assert related_ids(record("alpha", "topic: T") + record("beta", "topic: T"))["alpha"] == ("beta",)


def many(count: int, groups: int = 1) -> list[Row]:
    """Return papers that share topic, venue, institution, author and keyword with their group, and words with a few
    papers.
    """
    rng = random.Random(1)
    return [
        Row(
            paper=Paper(
                id=f"paper{n}",
                name=f"Paper{n}",
                authors=named_authors(f"A. Uthor {n % groups}"),
                venues=(Venue(text=f"Venue{n % groups} 2019"),),
                institutions=(f"University {n % groups}",),
                remarks=(" ".join(f"word{rng.randrange(count)}" for _ in range(8)),),
                keywords=(f"keyword{n % groups}",),
                topics=(("Training", f"Topic {n % groups}"),),
            ),
            path=f"papers/paper{n}.yml",
        )
        for n in range(count)
    ]


def related_rows(rows: Sequence[Row]) -> Mapping[str, tuple[str, ...]]:
    return of_each(rows, Related(rows, Names[Series](), Names[Institution]()))


def test_result_does_not_depend_on_the_order_of_papers() -> None:
    rows = many(200)
    expected = related_rows(rows)
    assert any(expected.values())
    random.Random(2).shuffle(rows)
    assert related_rows(rows) == expected


def lines_run(rows: Sequence[Row]) -> int:
    """Return how many lines of the module are executed: a measure of cost that does not depend on the machine."""
    count = 0

    def within(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return within

    def calls(frame: FrameType, event: str, arg: Any) -> Any:
        return within if frame.f_code.co_filename == related.__file__ else None

    before = sys.gettrace()
    sys.settrace(calls)
    try:
        related_rows(rows)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("groups", [1, 2])
def test_cost_grows_linearly(groups: int) -> None:
    few, more = lines_run(many(400, groups)), lines_run(many(1600, groups))
    assert more > 1600
    assert more / few < 4.4, "four times the papers"
