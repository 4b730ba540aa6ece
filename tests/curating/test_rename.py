"""`papertrail rename`, `move` and `remove`: the diff of each case, and what they refuse."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from support.golden import Golden
from support.projects import Project, tree_of, write_tree

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_change_has_the_expected_diff(case: Path, tmp_path: Path, golden: Golden) -> None:
    command, _, tree = case.read_text(encoding="utf-8").partition("\n")
    write_tree(tmp_path, tree)
    project = Project(tmp_path)
    args = shlex.split(command.removeprefix("$ papertrail"))
    result = project.run(*args, "--dry-run")
    golden.check(result.out + result.err, case.with_suffix(".diff"))
    assert _files(tmp_path) == {**_files(tmp_path), **{p: c for p, c in tree_of(tree).items() if not p.endswith("png")}}


def _files(root: Path) -> dict[str, str]:
    files = [path for path in root.rglob("*") if path.is_file() and path.suffix != ".png"]
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in files}


def test_a_change_is_written_as_the_diff_shows(project: Callable[[str], Project]) -> None:
    list = project(
        """
        === papers/_topics.yml
        - {name: Training, order: [tofu]}
        === papers/tofu.yml
        name: Tofu
        topic: Training
        notes: tofu.md
        === papers/tofu.md
        Mine.
        """
    )
    list.write("papers/tofu.yml", "\ufeffname: Tofu\r\ntopic: Training\r\nnotes: tofu.md\r\n")
    assert list.run("rename", "paper", "tofu", "bean-curd").status == 0
    assert (
        list.run("rename", "topic", "Training", "Learning").err == 'Renamed topic "Training" to "Learning" (2 files)\n'
    )
    assert sorted(path.name for path in (list.root / "papers").iterdir()) == [
        "_topics.yml",
        "bean-curd.md",
        "bean-curd.yml",
    ]
    assert (list.root / "papers/bean-curd.yml").read_bytes().decode() == (
        "\ufeffname: Tofu\r\ntopic: Learning\r\nnotes: bean-curd.md\r\naliases: [tofu]\r\n"
    )
    assert list.read("papers/_topics.yml") == "- {name: Learning, order: [bean-curd]}\n"
    assert list.run("check", "--strict").status == 0


REFUSED = """
=== papers/_topics.yml
- name: Training
  topics: [Data, data, Model]
- Inference
=== papers/_venues.yml
- {name: NeurIPS, aliases: [NIPS], full: Neural Information Processing Systems}
- OSDI
=== papers/tofu.yml
name: Tofu
venue: NIPS 2019
keywords: [gpu, memory]
topic: Training > Data
aliases: [old-tofu]
notes: mine.md
=== papers/mine.md
Mine.
=== papers/gpipe.yml
name: GPipe
venue: OSDI 2019
topic: [Training, Inference]
notes: gpipe.md
=== papers/gpipe.md
Mine.
=== papers/pipe.md
Of no paper.
"""


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("rename topic Trainign X", 'unknown topic "Trainign"; did you mean "Training"?'),
        ("rename topic Data X", 'unknown topic "Data"; did you mean "Training > Data" or "Training > data"?'),
        ("rename topic 'Training > Data' Model", 'topic "Training > Model" already exists; to merge two topics'),
        ("rename topic 'Training > Data' data", 'topic "Training > data" already exists; to merge two topics'),
        ("rename topic 'Training > Data' 'Inference > Data'", '"Inference > Data" is another place in the tree'),
        ("rename topic Training 'A\nB'", '"A\\nB" is not a name; write one line of text'),
        ("rename topic Training ''", '"" is not a name'),
        ("rename topic Training Training", 'the topic already has the name "Training"'),
        ("rename venue OSDL SOSP", 'unknown venue "OSDL"; did you mean "OSDI"?'),
        ("rename venue OSDI NeurIPS", 'venue "NeurIPS" already exists; renaming does not merge two names'),
        ("rename venue OSDI NIPS", 'venue "NIPS" is already another name of "NeurIPS"'),
        ("rename venue NIPS SOSP", '"NIPS" is another name of "NeurIPS"; rename that one'),
        ("rename venue OSDI 'OSDI 2019'", '"OSDI 2019" ends in a year'),
        ("rename venue OSDI arXiv", '"arXiv" is the name of all venues with an arXiv id'),
        ("rename keyword gpu memory", 'keyword "memory" already exists; renaming does not merge'),
        ("rename keyword gpus x", 'unknown keyword "gpus"; did you mean "gpu"?'),
        ("rename paper toffu x", 'unknown paper "toffu"; did you mean "tofu"?'),
        ("rename paper old-tofu x", '"old-tofu" is a former id; write tofu'),
        ("rename paper tofu gpipe", 'paper "gpipe" already exists (papers/gpipe.yml)'),
        ("rename paper gpipe old-tofu", '"old-tofu" is a former id of tofu; choose another id'),
        ("rename paper gpipe pipe", "papers/pipe.md exists already"),
        ("rename paper gpipe 'G Pipe'", '"G Pipe" is not a valid id; did you mean g-pipe?'),
        ("rename paper gpipe ../x", '"../x" is not a valid id; did you mean x?'),
        ("move gpipe --to 'Training > Data'", 'gpipe has several topics: "Training", "Inference"; specify one of them'),
        ("move gpipe --to X --from Training", 'unknown topic "X"'),
        ("move tofu --to Training --from Inference", 'tofu is not in "Inference"; its topics: "Training > Data"'),
        ("move tofu --to 'Training > Data'", 'tofu is already in "Training > Data"'),
        ("remove topic Training", 'topic "Training" is still in papers/gpipe.yml, papers/tofu.yml'),
        ("remove venue NeurIPS", 'venue "NeurIPS" is still in papers/tofu.yml'),
        ("remove venue NIPS", 'unknown venue "NIPS"; did you mean'),
        ("remove paper tofuu", 'unknown paper "tofuu"; did you mean "tofu"?'),
    ],
)
def test_what_is_not_possible_is_refused(command: str, error: str, project: Callable[[str], Project]) -> None:
    list = project(REFUSED)
    before = _files(list.root)
    result = list.run(*shlex.split(command))
    assert result.err.startswith(f"papertrail: {error}"), result.err
    assert (result.status, result.out) == (2, "")
    assert _files(list.root) == before


def test_a_name_that_only_records_have_may_become_one_of_the_registry(project: Callable[[str], Project]) -> None:
    list = project(
        """
        === papers/_topics.yml
        - Training
        === papers/_venues.yml
        - OSDI
        === papers/tofu.yml
        name: Tofu
        venue: OSDL 2019
        topic: Trainig
        """
    )
    assert list.run("rename", "venue", "OSDL", "OSDI").status == 0
    assert list.run("rename", "topic", "Trainig", "Training").status == 0
    assert list.run("check", "--strict").out == "1 paper, no problems\n"


def test_a_list_with_an_unreadable_file_is_not_changed(project: Callable[[str], Project]) -> None:
    list = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\n=== papers/x.yml\nname: [\n")
    assert "cannot read papers/x.yml" in list.run("rename", "topic", "Training", "X").err


CSV = "title,authors,venue,year,keywords\n" + "".join(
    f"{title} of the {title.lower()} machine,Ann Lee,OSDI,2019,gpu\n" for title in ("Tofu", "Optimus", "Gandiva")
)


def test_a_second_import_after_a_rename_finds_the_same_records(project: Callable[[str], Project]) -> None:
    list = project("=== papers/_topics.yml\n- Training\n- Inference\n=== papers/_venues.yml\n- OSDI\n")
    list.write("papers.csv", CSV)
    importing = ("import", "papers.csv", "--topic", "Training")
    assert list.run(*importing).status == 0
    first = sorted(path.stem for path in (list.root / "papers").glob("[!_]*.yml"))[0]
    assert list.run("rename", "paper", first, "first").status == 0
    assert list.run("rename", "topic", "Training", "Learning").status == 0
    assert list.run("rename", "venue", "OSDI", "USENIX OSDI").status == 0
    assert list.run("rename", "keyword", "gpu", "GPU").status == 0
    memory = list.read("papers/_imports.json")
    assert '"first": {' in memory
    assert f'"{first}"' not in memory
    before = _files(list.root)
    again = list.run("import", "papers.csv", "--topic", "Learning")
    assert again.status == 0, again.err
    assert {**_files(list.root), "papers/_imports.json": ""} == {**before, "papers/_imports.json": ""}, again.err
    list.write("papers.csv", CSV.partition("\n")[0] + "\n" + "".join(CSV.splitlines(keepends=True)[-1:]))
    pruned = list.run("import", "papers.csv", "--topic", "Learning", "--prune")
    assert pruned.status == 0
    assert len(_files(list.root)) == len(before) - 2, "renamed records count as unedited"


@pytest.mark.parametrize(
    ("tree", "command", "error"),
    [
        (
            "=== papers/x.yml\nname: X\ntopic: A\nkeywords: [a, # one\n  A]\n",
            "rename keyword a A",
            "papers/x.yml: line 3: move the comments out of the brackets first",
        ),
        (
            "=== papers/_institutions.yml\n[A, name: B]\n=== papers/x.yml\nname: X\ntopic: A\n",
            "rename institution B C",
            'papers/_institutions.yml: write the entry "B" in braces first',
        ),
        (
            "=== papers/_topics.yml\nname: A\n=== papers/x.yml\nname: X\ntopic: A\n",
            "rename topic A B",
            "papers/_topics.yml: the registry is not a list",
        ),
        (
            "=== papers/_venues.yml\n- A\n=== papers/x.yml\nname: X\ntopic: A\n",
            "remove venue A",
            "papers/_venues.yml: the last entry of a list cannot be removed",
        ),
    ],
)
def test_what_cannot_be_edited_is_reported_with_its_file(
    tree: str, command: str, error: str, project: Callable[[str], Project]
) -> None:
    assert project(tree).run(*shlex.split(command)).err.startswith(f"papertrail: {error}")


def test_a_removed_paper_is_not_imported_again(project: Callable[[str], Project]) -> None:
    list = project("=== papers/_topics.yml\n- Training\n")
    list.write("papers.csv", CSV)
    assert list.run("import", "papers.csv", "--topic", "Training").status == 0
    assert list.run("remove", "paper", "tofu-of-the-tofu-machine").status == 0
    before = _files(list.root)
    assert list.run("import", "papers.csv", "--topic", "Training").status == 0
    assert _files(list.root).keys() == before.keys()


def test_without_a_registry_papers_move_to_any_topic_and_documents_follow(project: Callable[[str], Project]) -> None:
    list = project(
        """
        === papers/_lists/a.md
        <!-- papers: -->
        === papers/x.yml
        name: X
        topic: A
        === papers/y.yml
        name: Y
        topic: B
        """
    )
    assert list.run("rename", "topic", "A", "b").err.endswith('Renamed topic "A" to "b" (3 files)\n')
    assert list.read("papers/_lists/b-2.md") == "<!-- papers: -->\n"
    assert list.run("rename", "topic", "b", "A").status == 0
    assert list.run("move", "y", "--to", "New > Topic").status == 0
    refused = list.run("move", "y", "--to", "A > New")
    assert refused.status == 1
    assert "add the line <!-- papers: New -->" in refused.err
    assert list.run("check").out == "2 papers, no problems\n"
