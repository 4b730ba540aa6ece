"""PT001: entries of the records folder that are not text files, and bytes that are not text."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from papertrail.core.diagnostics import Diagnostic
from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings
from support.projects import Project, write_tree

TREE = """\
=== papers/tofu.yml
name: Tofu
topic: Training
"""
Made = Callable[[str], Project]


def diagnostics_of(project: Project) -> tuple[Diagnostic, ...]:
    return check_from_disk(load_settings(project.root / "mkdocs.yml")).diagnostics


@pytest.fixture
def root(project: Made) -> Path:
    return project(TREE).root


BYTES = {
    "utf-16": ("name: Tofu\ntopic: T\n".encode("utf-16"), (1, 1), "the file is UTF-16, not UTF-8", "UTF-8"),
    "latin-1": ("topic: T\nname: café\n".encode("latin-1"), (2, 10), "invalid UTF-8: byte 0xe9", "UTF-8"),
    "cut-off": (b"name: caf\xc3", (1, 10), "invalid UTF-8: byte 0xc3", "UTF-8"),
    "binary": (b"\x00\xff" * 100, (1, 2), "invalid UTF-8: byte 0xff", "UTF-8"),
    "too-large": (b"#" * (64 * 1024 + 1), (1, 1), "the file is larger than 64 KiB", "notes"),
}


@pytest.mark.parametrize("case", BYTES)
def test_files_that_are_not_text_are_reported(root: Path, case: str) -> None:
    data, place, message, help = BYTES[case]
    (root / "papers/other.yml").write_bytes(data)
    (found,) = diagnostics_of(Project(root))
    assert (found.path, found.code, found.message) == ("papers/other.yml", "PT001", message)
    assert (found.span.line, found.span.column) == place
    assert help in found.help


def test_the_largest_record_and_windows_text_are_read(root: Path) -> None:
    text = "name: Other\ntopic: Training\n#"
    (root / "papers/other.yml").write_text(text + "#" * (64 * 1024 - len(text)), encoding="utf-8")
    (root / "papers/windows.yml").write_bytes("\ufeffname: Windows\r\ntopic: Training\r\n".encode())
    assert diagnostics_of(Project(root)) == ()


def test_a_registry_can_be_larger_than_a_record(root: Path) -> None:
    (root / "papers/_topics.yml").write_text("- Training\n" + "# comment\n" * 10_000, encoding="utf-8")
    assert diagnostics_of(Project(root)) == ()


def test_a_registry_that_is_not_text_is_reported_once(root: Path) -> None:
    (root / "papers/_topics.yml").write_bytes("- Training\n".encode("utf-16"))
    assert [(d.path, d.code) for d in diagnostics_of(Project(root))] == [("papers/_topics.yml", "PT001")]


def test_symbolic_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yml").write_text("name: Secret\ntopic: Training\n", encoding="utf-8")
    (root / "papers/file.yml").symlink_to(outside / "secret.yml")
    (root / "papers/gone.yml").symlink_to(outside / "nothing.yml")
    (root / "papers/folder").symlink_to(outside, target_is_directory=True)
    (root / "papers/circle").symlink_to(root / "papers", target_is_directory=True)
    found = diagnostics_of(Project(root))
    assert [d.path for d in found] == [f"papers/{name}" for name in ("circle", "file.yml", "folder", "gone.yml")]
    assert {(d.code, d.message) for d in found} == {("PT001", "symbolic links are not followed")}


def test_a_records_folder_that_is_a_symbolic_link_is_reported(root: Path) -> None:
    (root / "papers").rename(root / "elsewhere")
    (root / "papers").symlink_to(root / "elsewhere", target_is_directory=True)
    assert [(d.path, d.code) for d in diagnostics_of(Project(root))] == [("papers", "PT001")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_does_not_hang(root: Path) -> None:
    os.mkfifo(root / "papers/pipe.yml")
    (found,) = diagnostics_of(Project(root))
    assert (found.code, found.message) == ("PT001", "not a regular file")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no permissions of this kind")
def test_a_file_without_permission_is_reported() -> None:
    """Outside pytest's folder, into which only its owner may look: root reads as nobody here."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_tree(root, "=== papers/other.yml\nname: Other\n")
        root.chmod(0o755)
        (root / "papers/other.yml").chmod(0)
        with as_nobody():
            (found,) = diagnostics_of(Project(root))
    assert found.code == "PT001"
    assert found.message.startswith("cannot read the file")


@contextmanager
def as_nobody() -> Iterator[None]:
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_a_report_contains_no_raw_bytes(root: Path) -> None:
    (root / "papers/other.yml").write_bytes(b"name: \x1b]0;x\x07\xff\n")
    said = Project(root).run("check").out
    assert "PT001" in said
    assert "\x1b" not in said
