"""Changes of a list are shown as a diff, and written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.editing.list_edit import ListEdit, diff_text, list_sources, write_edit
from papertrail.records.config_file import load_settings
from support.projects import Project

Make = Callable[[str], Project]
TREE = """\
=== papers/a.yml
name: A
topic: Training
=== papers/b.yml
name: B
topic: Training
=== README.md
old
"""
EDIT = ListEdit(
    texts={"papers/c.yml": "name: C\r\ntopic: Training\r\n", "README.md": "new\n", "papers/a.yml": "name: A\x0b\n"},
    removed=frozenset(["papers/b.yml"]),
)


def contents(root: Path) -> dict[str, bytes]:
    """The files that the change is about."""
    return {path: (root / path).read_bytes() for path in (*EDIT.texts, *EDIT.removed) if (root / path).exists()}


@pytest.fixture
def settings(project: Make) -> Settings:
    return load_settings(project(TREE).root / "mkdocs.yml")


def test_a_change_as_a_diff(settings: Settings) -> None:
    assert diff_text(EDIT, settings.root) == (
        "--- README.md\n+++ README.md\n@@ -1 +1 @@\n-old\n+new\n"
        "--- papers/a.yml\n+++ papers/a.yml\n@@ -1,2 +1 @@\n-name: A\n-topic: Training\n+name: A\x0b\n"
        "--- papers/b.yml\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-name: B\n-topic: Training\n"
        "--- /dev/null\n+++ papers/c.yml\n@@ -0,0 +1,2 @@\n+name: C\r\n+topic: Training\r\n"
    )


@pytest.mark.parametrize("folder", [".", "papers"])
def test_a_change_is_written_as_a_whole(settings: Settings, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.chdir(settings.root / folder)
    write_edit(EDIT, settings, list_sources(settings))
    assert contents(settings.root) == {path: text.encode() for path, text in EDIT.texts.items()}


def test_nothing_is_written_if_the_list_has_changed(settings: Settings) -> None:
    sources, before = list_sources(settings), contents(settings.root)
    (settings.root / "papers/d.yml").write_text("name: D\n")
    with pytest.raises(PapertrailError, match="papers was changed in the meantime"):
        write_edit(EDIT, settings, sources)
    assert contents(settings.root) == before


def test_nothing_is_written_through_a_link(settings: Settings, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("old\n")
    (settings.root / "README.md").unlink()
    (settings.root / "README.md").symlink_to(outside)
    before = contents(settings.root)
    with pytest.raises(PapertrailError, match="link"):
        write_edit(EDIT, settings, list_sources(settings))
    assert contents(settings.root) == before
