"""What `papertrail import` does wrong on a disk (not collected: the code is to be mended first)."""

from __future__ import annotations

import pytest

from adoption.test_import_command import begun, place
from support.projects import Project

__all__ = ["begun", "place"]


@pytest.mark.parametrize("left", [[], ["new/tofu.yml"], ["old/tofu.yml", "new/tofu.yml"]])
def test_what_a_kill_left_without_its_marker_is_not_in_the_way(begun: Project, left: list[str]) -> None:
    """A kill between making the folder and its marker, or while it is removed (the marker may go first): Errno 17.

    Likewise an import into a folder of records that may not be written to (0555): `copytree` copies the mode, so that
    neither the import nor its cleaning up can write there.
    """
    aside = begun.root / "mine/.papers.papertrail-import"
    aside.mkdir()
    for name in left:
        (aside / name).parent.mkdir()
        (aside / name).write_text("name: Tofu\ntopic: A\n", encoding="utf-8")
    result = begun.run("import", "LIST.md", "--into", "mine")
    assert result.status == 0, result.err
    assert not aside.exists()
