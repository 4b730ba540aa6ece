"""A list is read as it is in a commit, without running anything that the repository names."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from papertrail.records.config_file import load_settings
from papertrail.records.files import read, read_commit
from papertrail.runtime.git import GitError, default_branch, origin_url, repository_of
from support.projects import Project
from support.repositories import NEEDS_GIT, commit_all, git

Make = Callable[[str], Project]
pytestmark = NEEDS_GIT
TREE = """\
=== mkdocs.yml
site_name: A List
plugins: [papertrail]
=== papers/_topics.yml
- Training
=== papers/a.yml
name: A
topic: Training
=== papers/a.md
Notes
=== papers/sub/plan.png
(a PNG image of 6 by 4 pixels)
=== papers/.hidden.yml
name: Hidden
topic: Training
=== papers/_lists/training.md
Prose
=== papers/thesis.bib
@article{a}
=== docs/more/page.md
Page
=== README.md
Hello
"""


def with_odd_names(root: Path) -> None:
    (root / "papers/zwei\nZeilen.yml").write_text("name: B\ntopic: Training\n")
    (root / os.fsdecode(b"papers/\xff.yml")).write_text("name: C\ntopic: Training\n")
    (root / "papers/link.yml").symlink_to("a.yml")
    (root / "docs/link.md").symlink_to("more/page.md")


@pytest.mark.parametrize("folder", ["", "lists/my list"])
def test_a_commit_is_read_as_the_disk_was(project: Make, tmp_path: Path, folder: str) -> None:
    root = project(TREE).root
    with_odd_names(root)
    if folder:
        (tmp_path / "all" / folder).parent.mkdir(parents=True)
        root = root.rename(tmp_path / "all" / folder)
    commit = commit_all(tmp_path / "all" if folder else root)
    settings = load_settings(root / "mkdocs.yml")
    before = read(settings)
    (root / "papers/a.yml").write_text("name: Another\n")
    (root / "papers/new.yml").write_text("name: New\n")
    assert replace(read_commit(settings, repository_of(root), commit), this_year=before.this_year) == before


def test_a_commit_without_the_list_is_empty(project: Make) -> None:
    made = project("=== papers/a.yml\nname: A\n")
    git(made.root, "init", "-q")
    git(made.root, "commit", "-q", "--allow-empty", "-m", "Start")
    repository = repository_of(made.root)
    sources = read_commit(load_settings(made.root / "mkdocs.yml"), repository, repository.commit("HEAD"))
    assert (sources.records, sources.read_errors, sources.files) == ((), (), frozenset())


def test_the_day_on_which_files_were_added(project: Make) -> None:
    root = project(TREE).root
    commit_all(root, date="2020-02-03T04:05:06Z")
    (root / "papers/ö.yml").write_text("name: B\n")
    (root / "papers/a.yml").write_text("name: A2\n")
    commit_all(root, date="2021-01-01T00:00:00Z")
    days = repository_of(root).days_added("papers")
    assert (days["papers/a.yml"], days["papers/ö.yml"]) == ("2020-02-03", "2021-01-01")
    assert "README.md" not in days


def test_errors_say_what_to_do(project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(TREE).root
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(GitError, match="is not in a git repository; run `git init` first"):
        repository_of(root)
    commit_all(root)
    first = commit_all(root, "Second")
    commit_all(root, "Third")
    for unknown in ("mein", "--output=x", "a b", "", "HEAD^{tree}"):
        with pytest.raises(GitError, match=r"git knows no revision .*; use the name of a branch"):
            repository_of(root).commit(unknown)
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "shallow")
    with pytest.raises(GitError, match=f'git knows no revision "{first}"; this clone is shallow; run'):
        repository_of(tmp_path / "shallow").merge_base(first)
    git(root, "checkout", "-q", "--orphan", "other")
    commit_all(root, "Other")
    with pytest.raises(GitError, match='the current commit and "main" have no common commit; use'):
        repository_of(root).merge_base("main")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git not found; install it"):
        repository_of(root)


def test_nothing_that_the_repository_names_is_run(
    project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, ran = project(TREE).root, tmp_path / "ran"
    (root / ".gitattributes").write_text("* diff=evil filter=evil\n")
    commit = commit_all(root)
    program = tmp_path / "evil"
    program.write_text(f"#!/bin/sh\necho $0 >> {ran}\ncat\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge",
                 "core.sshCommand", "gpg.program", "core.pager", "remote.origin.uploadpack"):  # fmt: skip
        git(root, "config", name, str(program))
    for name, value in (("log.showSignature", "true"), ("remote.origin.url", f"file://{root}"),
                        ("remote.origin.promisor", "true"), ("protocol.file.allow", "always"),
                        ("extensions.partialClone", "origin")):  # fmt: skip
        git(root, "config", name, value)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(program))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    (root / "papers/a.yml").write_text("name: Another\n")
    assert (default_branch(root), origin_url(root)) == ("main", f"file://{root}")
    repository = repository_of(root)
    assert repository.merge_base("HEAD") == commit
    assert repository.days_added("papers")
    read_commit(load_settings(root / "mkdocs.yml"), repository, commit)
    lost = next(file for file in repository.files(commit) if file.path == "papers/a.yml")
    (root / ".git/objects" / lost.id[:2] / lost.id[2:]).unlink()
    with pytest.raises(GitError):
        list(repository.contents([lost]))
    assert not ran.exists(), ran.read_text()
