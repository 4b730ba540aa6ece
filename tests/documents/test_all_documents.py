"""`papertrail render --all`: the documents of all lists, in the files that the topic registry names."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.documents import is_earlier_version
from support.projects import Project, write_tree

TREE = """\
=== papers/_topics.yml
- name: Kites
  document: README.md
  style: bullets
- {name: Sails, document: lists/sails.md, style: bullets, sort: name}
- Flags
=== papers/_lists/kites.md
# Kites

Hand-written words about kites.

<!-- papers: -->

## Contributing

Open a pull request.
=== papers/box.yml
name: Box
venue: KiteConf 2020
links: {Paper: https://kite.example.org/box, Notes: ../docs/about.md}
topic: [Kites, Sails, Flags]
=== papers/delta.yml
name: Delta
venue: KiteConf 2019
topic: Kites
"""
KITES = """\
# Kites

Hand-written words about kites.

- Box (*KiteConf 2020*) [[Paper]](https://kite.example.org/box) [[Notes]](docs/about.md)
- Delta (*KiteConf 2019*)

## Contributing

Open a pull request.
"""
SAILS = """\
# Sails

- Box (*KiteConf 2020*) [[Paper]](https://kite.example.org/box) [[Notes]](../docs/about.md)
"""
NEW = "name: Rogallo\nvenue: KiteConf 2021\ntopic: Kites\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    write_tree(tmp_path, TREE)
    return Project(tmp_path)


def test_documents_are_written_and_then_up_to_date(project: Project) -> None:
    missing = project.run("render", "--all", "--check")
    assert (missing.status, missing.out) == (1, "")
    assert missing.err == (
        "README.md does not exist\nlists/sails.md does not exist\nupdate the documents with: papertrail render --all\n"
    )
    assert project.run("render", "--all").err == "Wrote README.md, lists/sails.md\n"
    assert (project.read("README.md"), project.read("lists/sails.md")) == (KITES, SAILS)
    assert project.run("render", "--all", "--check").status == 0
    project.write("papers/rogallo.yml", NEW)
    stale = project.run("render", "--check", "--all")
    assert stale.err.splitlines()[0] == "README.md is out of date"
    assert project.run("render", "--all").err == "Wrote README.md\n"
    assert "Rogallo" in project.read("README.md")


def test_only_line_ends_of_windows_and_nothing_else_may_differ(project: Project) -> None:
    project.run("render", "--all")
    (project.root / "README.md").write_bytes(KITES.replace("\n", "\r\n").encode())
    assert project.run("render", "--all", "--check").status == 0
    (project.root / "README.md").write_text(KITES.rstrip("\n"), encoding="utf-8")
    assert project.run("render", "--all", "--check").status == 1
    assert project.run("render", "--all").status == 0
    assert project.read("README.md") == KITES


def test_a_file_of_a_person_is_not_replaced_and_then_nothing_is_written(project: Project) -> None:
    words = "# Our club\n\nWe fly kites on Sundays.\n\n- Box is our hut\n"
    project.write("README.md", words)
    result = project.run("render", "--all")
    assert result.status == 2
    assert result.err == (
        "papertrail: README.md was not written by papertrail, so nothing was written; to import its papers, run: "
        "papertrail import README.md; to keep the text around them, move it to papers/_lists/kites.md; to "
        "replace it, run: papertrail render Kites --write README.md\n"
    )
    assert project.read("README.md") == words
    assert not (project.root / "lists").exists()
    project.run("render", "Kites", "--write", "README.md")
    assert project.run("render", "--all").status == 0


@pytest.mark.parametrize("style", ["html-table", "markdown-table", "paragraphs"])
def test_a_document_in_another_style_is_replaced(project: Project, style: str) -> None:
    project.run("render", "--all")
    tree = project.read("papers/_topics.yml")
    project.write("papers/_topics.yml", tree.replace("style: bullets", f"style: {style}"))
    assert project.run("render", "--all").status == 0
    assert project.run("render", "--all", "--check").status == 0


def test_links_are_not_followed(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "README.md").write_text(KITES, encoding="utf-8")
    (project.root / "README.md").symlink_to(outside / "README.md")
    assert "README.md is not a regular file" in project.run("render", "--all", "--check").err
    (project.root / "README.md").unlink()
    (project.root / "lists").symlink_to(outside)
    assert "lists is a symbolic link" in project.run("render", "--all").err
    assert [path.name for path in outside.iterdir()] == ["README.md"]
    (project.root / "lists").unlink()
    (project.root / "lists/sails.md").mkdir(parents=True)
    assert "lists/sails.md is not a regular file" in project.run("render", "--all").err


def test_other_options_are_errors(project: Project) -> None:
    for arguments in (["Kites"], ["--write", "x.md"], ["--style", "bullets"], ["--check", "README.md"]):
        assert "--all writes all documents" in project.run("render", "--all", *arguments).err
    assert "--check needs a FILE, or --all" in project.run("render", "Kites", "--check").err


def test_lists_without_documents_are_up_to_date(project: Project) -> None:
    project.write("papers/_topics.yml", "[Kites, Sails, Flags]\n")
    for check in ([], ["--check"]):
        result = project.run("render", "--all", *check)
        assert result.status == 0
        assert "No list has a document; add the line `document: README.md`" in result.err


def test_an_imported_document_in_the_project_is_the_document_of_its_list(tmp_path: Path) -> None:
    project = Project(tmp_path)
    source = (
        "# Sails\n\n"
        "- [Jib](https://sail.example.org/1). SailConf 2020. [notes](more/jib.md)\n"
        "- [Spinnaker](https://sail.example.org/2). SailConf 2019\n"
    )
    project.write("docs/more/jib.md", "# Jib\n")
    project.write("lists/sails.md", source)
    project.write("lists/more/jib.md", "# Jib\n")
    assert project.run("import", "lists/sails.md", "--into", ".").status == 0
    assert "document: lists/sails.md" in project.read("papers/_topics.yml")
    assert project.run("render", "--all", "--check").err == "All documents are up to date.\n"
    project.write("docs/list.md", source.replace("Sails", "Masts"))
    assert project.run("import", "docs/list.md").status == 0  # MkDocs publishes this file itself
    assert project.read("papers/_topics.yml").count("document:") == 1


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ("", True),
        ("\n \n", True),
        ("# Kites\n\n1. Box\n2. Delta\n", True),
        ("| Box   | 2019 |\n|-------|------|\n", True),
        ("# Kites\n\nSome text of a person.\nAnd more of it.\n", False),
    ],
)
def test_earlier_versions_are_recognized_by_their_lines(existing: str, expected: bool) -> None:
    assert is_earlier_version(existing, "# Kites\n\n12. Box\n13. Delta\n| Box | 20 |\n") is expected
