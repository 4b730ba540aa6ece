"""The last good version of a file replaces a broken one while serving."""

from __future__ import annotations

from collections.abc import Callable

from papertrail.pipeline.last_good import LastGood
from papertrail.records import files
from papertrail.records.config_file import load_settings
from support.projects import Project, sources_of

GOOD = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\n=== papers/orca.yml\nname: Orca\ntopic: Serving\n"
BROKEN = GOOD.replace("name: Tofu", "naem: Tofu")


def names(last_good: LastGood, tree: str) -> list[str]:
    sound = last_good.recover(sources_of(tree)).sound
    assert sound.ok
    return [paper.name for paper in sound.catalog.papers]


def codes(last_good: LastGood, tree: str) -> set[str]:
    return {diagnostic.code for diagnostic in last_good.recover(sources_of(tree)).as_found.diagnostics}


def test_the_last_good_version_replaces_a_broken_file() -> None:
    last_good = LastGood()
    assert names(last_good, GOOD) == ["Orca", "Tofu"]
    assert names(last_good, BROKEN) == ["Orca", "Tofu"]
    assert names(last_good, GOOD.replace("Tofu", "Bean curd")) == ["Orca", "Bean curd"]
    assert names(last_good, BROKEN) == ["Orca", "Bean curd"]


def test_a_broken_file_without_a_good_version_is_omitted() -> None:
    assert names(LastGood(), BROKEN) == ["Orca"]
    assert codes(LastGood(), BROKEN) == {"PT103"}


def test_a_deleted_file_is_not_restored() -> None:
    last_good = LastGood()
    names(last_good, GOOD)
    assert names(last_good, "=== papers/orca.yml\nname: Orca\ntopic: Serving\n") == ["Orca"]


def test_the_last_good_version_replaces_a_broken_registry() -> None:
    last_good = LastGood()
    registry = "=== papers/_topics.yml\n- Training\n- Serving\n"
    assert names(last_good, GOOD + registry) == ["Tofu", "Orca"]
    assert names(last_good, GOOD + registry.replace("- Serving", "- [")) == ["Tofu", "Orca"]


def test_papers_of_a_removed_topic_are_omitted() -> None:
    last_good = LastGood()
    names(last_good, GOOD)
    assert names(last_good, GOOD + "=== papers/_topics.yml\n- Training\n") == ["Tofu"]


def test_a_problem_of_a_file_that_is_not_read_does_not_stop_the_site() -> None:
    """No record has the path of the problem, so there is nothing to replace."""
    tree = GOOD + "=== papers/more.yml.txt\nname: More\n"
    assert names(LastGood(), tree) == ["Orca", "Tofu"]
    assert codes(LastGood(), tree) == {"PT104"}


def test_problems_are_those_of_the_files_as_they_are() -> None:
    last_good = LastGood()
    last_good.recover(sources_of(GOOD))
    for _ in range(2):
        problems = last_good.recover(sources_of(BROKEN)).as_found.diagnostics
        assert {problem.path for problem in problems} == {"papers/tofu.yml"}
    assert last_good.recover(sources_of(GOOD)).as_found.diagnostics == ()


NOTED = GOOD.replace("name: Tofu\n", "name: Tofu\nnotes: tofu.md\n")


def notes(last_good: LastGood, tree: str) -> dict[str, str]:
    recovered = last_good.recover(sources_of(tree))
    assert recovered.sound.ok
    assert not recovered.as_found.ok
    assert sorted(paper.name for paper in recovered.sound.catalog.papers) == ["Orca", "Tofu"]
    return dict(recovered.sound.library.notes)


def test_the_last_good_version_replaces_broken_notes() -> None:
    last_good = LastGood()
    last_good.recover(sources_of(NOTED + "=== papers/tofu.md\nFirst.\n"))
    for broken in ("[gone](gone.yml)", "\x1b", "x" * 70_000, "![gone](gone.png)"):
        assert notes(last_good, f"{NOTED}=== papers/tofu.md\n{broken}\n") == {"papers/tofu.md": "First.\n"}


def test_broken_notes_without_a_good_version_are_emptied() -> None:
    broken = NOTED + "=== papers/tofu.md\n[gone](gone.yml)\n"
    assert notes(LastGood(), broken) == {"papers/tofu.md": ""}
    links = NOTED.replace("topic: Training", "links: {Notes: tofu.md}\ntopic: Training", 1)
    assert notes(LastGood(), links + "=== papers/tofu.md\n[gone](gone.yml)\n") == {"papers/tofu.md": ""}


def test_notes_whose_image_is_missing_are_emptied() -> None:
    last_good = LastGood()
    tree = NOTED + "=== papers/tofu.md\n![a](a.png)\n"
    last_good.recover(sources_of(tree + "=== papers/a.png\n(a PNG image of 6 by 3 pixels)\n"))
    assert notes(last_good, tree) == {"papers/tofu.md": ""}
    assert notes(last_good, tree) == {"papers/tofu.md": ""}


def test_notes_that_link_to_a_broken_record_are_emptied() -> None:
    tree = f"{NOTED}=== papers/tofu.md\n[b](bad.yml)\n=== papers/bad.yml\nnaem: B\n"
    assert notes(LastGood(), tree) == {"papers/tofu.md": ""}


def test_a_paper_stays_if_its_notes_are_a_symbolic_link(project: Callable[[str], Project]) -> None:
    made = project(NOTED)
    (made.root / "papers/tofu.md").symlink_to(made.root / "papers/orca.yml")
    recovered = LastGood().recover(files.read(load_settings(made.root / "mkdocs.yml")))
    assert [problem.code for problem in recovered.as_found.diagnostics] == ["PT001"]
    assert recovered.sound.ok
    assert sorted(paper.name for paper in recovered.sound.catalog.papers) == ["Orca", "Tofu"]


def test_a_paper_stays_if_its_notes_are_deleted() -> None:
    last_good = LastGood()
    noted = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\nnotes: tofu.md\n"
    last_good.recover(sources_of(noted + "=== papers/tofu.md\nRead it twice.\n"))
    recovered = last_good.recover(sources_of(noted))
    assert recovered.sound.library.notes == {"papers/tofu.md": "Read it twice.\n"}
    assert [paper.name for paper in recovered.sound.catalog.papers] == ["Tofu"]
    assert {problem.code for problem in recovered.as_found.diagnostics} == {"PT402"}
