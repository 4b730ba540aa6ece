"""Registries with a file per entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.pipeline.last_good import LastGood
from papertrail.records.registry_files import entry_file_name, is_entry_file_name, new_entry
from support.projects import Project, checked, problems, sources_of, write_tree

TREE = """\
=== papers/_venues.yml
- {name: OSDI, aliases: [Operating Systems]}
=== papers/_venues/eurosys.yml
name: EuroSys
url: https://www.eurosys.org/
=== papers/_venues/sosp.yml
name: SOSP
=== papers/tofu.yml
name: Tofu
venue: EuroSys 2019
topic: Training
=== papers/gandiva.yml
name: Gandiva
venue: Operating Systems 2018
topic: Training
"""


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("EuroSys", "eurosys.yml"),
        ("USENIX ATC", "usenix-atc.yml"),
        ("Proc. of the A.B.C.", "proc-of-the-a-b-c.yml"),
        ("C++", "c-plus-plus.yml"),
        ("École", "ecole.yml"),
        ("CON", "con-page.yml"),
        ("../../etc/passwd", "etc-passwd.yml"),
    ],
)
def test_file_names_follow_names(name: str, file: str) -> None:
    assert entry_file_name(name) == file
    assert is_entry_file_name(file, name)
    assert is_entry_file_name(file.replace(".yml", "-2.yml"), name)
    assert not is_entry_file_name("other.yml", name)


def test_names_without_latin_letters_have_different_files() -> None:
    names = [entry_file_name(name) for name in ("会议", "研讨会", "!?", "x" * 500)]
    assert len(set(names)) == 4
    assert all(name.isascii() and len(name) < 80 for name in names)


def test_the_same_entry_is_always_the_same_file() -> None:
    path, text = new_entry("papers", "_venues.yml", {"name": "EuroSys"}, (), schema=True)
    schema = "# yaml-language-server: $schema=../../schema/venue.schema.json\n"
    assert (path, text) == ("papers/_venues/eurosys.yml", f"{schema}name: EuroSys\n")
    other, _ = new_entry("papers", "_venues.yml", {"name": "Eurosys!"}, {path}, schema=True)
    assert other == "papers/_venues/eurosys-2.yml"


def test_a_file_and_a_folder_are_one_registry() -> None:
    result = checked(TREE)
    assert result.diagnostics == ()
    assert {group.name for group in result.catalog.venues} == {"EuroSys", "OSDI"}
    assert [group.url for group in result.catalog.venues if group.name == "EuroSys"] == ["https://www.eurosys.org/"]


@pytest.mark.parametrize("text", ["name: [\n", "", "- EuroSys\n", "EuroSys\n", "name: \x00\n"])
def test_a_broken_entry_is_the_only_problem(text: str) -> None:
    found = problems(TREE.replace("name: EuroSys\nurl: https://www.eurosys.org/\n", text))
    assert {problem.path for problem in found} == {"papers/_venues/eurosys.yml"}


def test_the_last_good_version_of_an_entry_is_used() -> None:
    last_good = LastGood()
    last_good.recover(sources_of(TREE))
    recovered = last_good.recover(sources_of(TREE.replace("name: EuroSys\n", "nome: EuroSys\n")))
    assert not recovered.as_found.ok
    assert recovered.sound.ok
    assert "EuroSys" in {group.name for group in recovered.sound.catalog.venues}
    assert len(recovered.sound.catalog.rows) == 2


def test_problems_of_a_folder_are_selected_by_its_path(tmp_path: Path) -> None:
    write_tree(tmp_path, TREE + "=== papers/_venues/osdi.yml\nname: OSDI\n=== papers/bad.yml\nname: Bad\n")
    project = Project(tmp_path)
    assert "2 errors" in project.run("check").out
    assert 'duplicate entry "OSDI"' in project.run("check", "papers/_venues").out
    assert "1 error" in project.run("check", "papers/_venues/osdi.yml").out
    assert project.run("check", "papers/_venues/sosp.yml").status == 0
