"""What stands in for broken files while serving."""

from __future__ import annotations

from collections.abc import Callable

from papertrail.core.settings import load_settings
from papertrail.pipeline.last_good import LastGood
from papertrail.records import files as sources
from support.projects import Project, sources_of

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


NOTED = GOOD.replace("name: Tofu\n", "name: Tofu\nnotes: tofu.md\n")


def notes(memory: LastGood, tree: str) -> dict[str, str]:
    checked, as_found = memory.mend(sources_of(tree))
    assert checked.ok
    assert not as_found.ok
    assert sorted(paper.name for paper in checked.catalog.papers) == ["Orca", "Tofu"]
    return dict(checked.library.notes)


def test_the_last_good_notes_stand_in() -> None:
    memory = LastGood()
    memory.mend(sources_of(NOTED + "=== papers/tofu.md\nFirst.\n"))
    for broken in ("[gone](gone.yml)", "\x1b", "x" * 70_000, "![gone](gone.png)"):
        assert notes(memory, f"{NOTED}=== papers/tofu.md\n{broken}\n") == {"papers/tofu.md": "First.\n"}


def test_broken_notes_without_a_good_version_do_not_take_the_paper() -> None:
    broken = NOTED + "=== papers/tofu.md\n[gone](gone.yml)\n"
    assert notes(LastGood(), broken) == {"papers/tofu.md": ""}
    links = NOTED.replace("topic: Training", "links: {Notes: tofu.md}\ntopic: Training", 1)
    assert notes(LastGood(), links + "=== papers/tofu.md\n[gone](gone.yml)\n") == {"papers/tofu.md": ""}


def test_notes_whose_image_is_gone_do_not_take_the_paper() -> None:
    memory = LastGood()
    tree = NOTED + "=== papers/tofu.md\n![a](a.png)\n"
    memory.mend(sources_of(tree + "=== papers/a.png\n(a PNG image of 6 by 3 pixels)\n"))
    assert notes(memory, tree) == {"papers/tofu.md": ""}
    assert notes(memory, tree) == {"papers/tofu.md": ""}


def test_notes_that_lead_to_a_broken_record_do_not_take_their_paper() -> None:
    tree = f"{NOTED}=== papers/tofu.md\n[b](bad.yml)\n=== papers/bad.yml\nnaem: B\n"
    assert notes(LastGood(), tree) == {"papers/tofu.md": ""}


def test_notes_that_are_a_link_do_not_take_the_paper(project: Callable[[str], Project]) -> None:
    made = project(NOTED)
    (made.root / "papers/tofu.md").symlink_to(made.root / "papers/orca.yml")
    checked, as_found = LastGood().mend(sources.read(load_settings(made.root / "mkdocs.yml")))
    assert [problem.code for problem in as_found.diagnostics] == ["PT001"]
    assert checked.ok
    assert sorted(paper.name for paper in checked.catalog.papers) == ["Orca", "Tofu"]


def test_deleted_notes_do_not_take_their_paper_with_them() -> None:
    memory = LastGood()
    noted = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\nnotes: tofu.md\n"
    memory.mend(sources_of(noted + "=== papers/tofu.md\nRead it twice.\n"))
    checked, as_found = memory.mend(sources_of(noted))
    assert checked.library.notes == {"papers/tofu.md": "Read it twice.\n"}
    assert [paper.name for paper in checked.catalog.papers] == ["Tofu"]
    assert {problem.code for problem in as_found.diagnostics} == {"PT402"}
