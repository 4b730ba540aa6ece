"""What stands in for broken files while serving."""

from __future__ import annotations

from papertrail.lastgood import LastGood
from support.projects import sources_of

GOOD = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\n=== papers/orca.yml\nname: Orca\ntopic: Serving\n"
BROKEN = GOOD.replace("name: Tofu", "naem: Tofu")


def names(memory: LastGood, tree: str) -> list[str]:
    checked, _ = memory.mend(sources_of(tree))
    assert checked.ok
    return [paper.name for paper in checked.catalog.papers]


def test_the_last_good_version_stands_in() -> None:
    memory = LastGood()
    assert names(memory, GOOD) == ["Orca", "Tofu"]
    assert names(memory, BROKEN) == ["Orca", "Tofu"]
    assert names(memory, GOOD.replace("Tofu", "Bean curd")) == ["Orca", "Bean curd"]
    assert names(memory, BROKEN) == ["Orca", "Bean curd"]


def test_at_the_start_there_is_none() -> None:
    checked, as_found = LastGood().mend(sources_of(BROKEN))
    assert [paper.name for paper in checked.catalog.papers] == ["Orca"]
    assert {problem.code for problem in as_found.diagnostics} == {"PT103"}


def test_a_deleted_file_is_not_brought_back() -> None:
    memory = LastGood()
    names(memory, GOOD)
    assert names(memory, "=== papers/orca.yml\nname: Orca\ntopic: Serving\n") == ["Orca"]


def test_a_broken_registry_keeps_its_last_good_version() -> None:
    memory = LastGood()
    registry = "=== papers/_topics.yml\n- Training\n- Serving\n"
    assert names(memory, GOOD + registry) == ["Tofu", "Orca"]
    assert names(memory, GOOD + registry.replace("- Serving", "- [")) == ["Tofu", "Orca"]


def test_a_registry_that_takes_a_topic_away_does_not_take_the_site() -> None:
    memory = LastGood()
    names(memory, GOOD)
    assert names(memory, GOOD + "=== papers/_topics.yml\n- Training\n") == ["Tofu"]


def test_a_file_that_is_not_even_read_does_not_hold_the_site_up() -> None:
    """Its problem is told of a path that no record has, so there is nothing to replace."""
    checked, as_found = LastGood().mend(sources_of(GOOD + "=== papers/more.yml.txt\nname: More\n"))
    assert [paper.name for paper in checked.catalog.papers] == ["Orca", "Tofu"]
    assert {problem.code for problem in as_found.diagnostics} == {"PT104"}


def test_problems_are_those_of_the_files_as_they_are() -> None:
    memory = LastGood()
    memory.mend(sources_of(GOOD))
    for _ in range(2):
        assert {problem.path for problem in memory.mend(sources_of(BROKEN))[1].diagnostics} == {"papers/tofu.yml"}
    assert memory.mend(sources_of(GOOD))[1].diagnostics == ()
