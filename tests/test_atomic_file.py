"""A file is written as a whole or not at all, and never through a link."""

from __future__ import annotations

import ast
import os
import re
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY
from papertrail.core.errors import PapertrailError
from papertrail.runtime.atomic_file import prepared_file, write_file

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs links and permissions as on POSIX")
LEFTOVER = ".README.md.0123456789abcdef.papertrail-new"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_created_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    write_file(file, b"one")
    write_file(file, b"two")
    assert file.read_bytes() == b"two"
    assert names(tmp_path) == ["README.md"]


@POSIX
def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(b"one")
    file.chmod(0o640)
    write_file(file, b"two")
    assert file.stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "README.md", b"one")
    finally:
        os.umask(before)
    assert (tmp_path / "README.md").stat().st_mode & 0o777 == 0o640


@POSIX
@pytest.mark.parametrize("name", ["README.md", ".README.md.papertrail-new", LEFTOVER])
def test_no_link_is_written_through(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    project = tmp_path / "project"
    project.mkdir()
    (project / name).symlink_to(outside)
    if name == "README.md":
        with pytest.raises(PapertrailError, match=r"README\.md is a symbolic link"):
            write_file(project / "README.md", b"new")
    else:
        write_file(project / "README.md", b"new")
        assert (project / "README.md").read_bytes() == b"new"
    assert outside.read_bytes() == b"mine"
    assert (project / name).is_symlink()


@POSIX
def test_no_linked_folder_of_the_project_is_written_into(tmp_path: Path) -> None:
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (project / "docs").symlink_to(outside)
    with pytest.raises(PapertrailError, match="docs is a symbolic link"):
        write_file(project / "docs" / "README.md", b"new", inside=project)
    assert names(outside) == []
    write_file(project / "docs" / "README.md", b"new")  # outside a project, the caller's path is what they want
    assert names(outside) == ["README.md"]


@POSIX
def test_anything_but_a_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "README.md")
    with pytest.raises(PapertrailError, match="not a regular file"):
        write_file(tmp_path / "README.md", b"new")
    with pytest.raises(PapertrailError, match="not a regular file"):
        write_file(tmp_path, b"new")


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(b"one")

    def fail_while_prepared() -> None:
        with prepared_file(file, b"two"):
            assert file.read_bytes() == b"one"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_while_prepared()
    assert file.read_bytes() == b"one"
    assert names(tmp_path) == ["README.md"]


@POSIX
def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    others = [".README.md.papertrail-new", ".README.md.short.papertrail-new", f"{LEFTOVER}.txt", LEFTOVER[1:]]
    for name in (LEFTOVER, LEFTOVER.replace("README", "OTHER"), *others):
        (tmp_path / name).write_bytes(b"left")
    write_file(tmp_path / "README.md", b"new")
    assert names(tmp_path) == sorted(["README.md", *others])


@POSIX
def test_a_run_that_is_still_writing_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    with prepared_file(file, b"slow"):
        write_file(file, b"quick")
        assert len(names(tmp_path)) == 2
    assert file.read_bytes() == b"slow"
    assert names(tmp_path) == ["README.md"]


@POSIX
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Each system call of a write is the last one of some child."""
    file = tmp_path / "README.md"
    calls = ["open", "fchmod", "write", "fsync", "replace"]
    for number, call in enumerate(calls):
        file.write_bytes(b"one")
        child = os.fork()
        if not child:
            real = getattr(os, call)

            def kill(*args: object, real: object = real, **kwargs: object) -> object:
                real(*args, **kwargs)  # type: ignore[operator]
                os._exit(9)

            setattr(os, call, kill)
            write_file(file, b"two")
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        assert file.read_bytes() == (b"two" if number == len(calls) - 1 else b"one")
        write_file(file, b"three")
        assert names(tmp_path) == ["README.md"]
    assert re.fullmatch(r"three", file.read_text())


# Everything else that writes

WRITERS = {
    "runtime/atomic_file.py": "the function that everything uses",
    "runtime/atomic_folder.py": "files of a folder that it has just created",
    "publishing/writer.py": "files of the new site, in a folder of `atomic_folder`",
    "cli/check.py": "appends to the job summary, whose path the CI service sets",
}


def writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("write_text", "write_bytes", "touch", "mkstemp", "NamedTemporaryFile", "copy2", "copyfile"):
        return True
    if name == "open":
        values = (value for value in (*call.args, *(k.value for k in call.keywords)) if isinstance(value, ast.Constant))
        return any(re.fullmatch("[rbt]*[wxa+][bt+]*", str(value.value)) for value in values)
    return False


def test_nothing_else_opens_a_file_for_writing() -> None:
    root = REPOSITORY / "src" / "papertrail"
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Call) and writes(node)) or getattr(node, "attr", "") in ("O_CREAT", "O_RDWR")
    }
    assert found == WRITERS.keys()
