"""Another collection of hostile records with its own judge, if it is available, through the real commands."""

from __future__ import annotations

import importlib.util
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from conftest import REPOSITORY
from support.projects import Project
from test_hostile import MKDOCS_YML

Make = Callable[[str], Project]

CASES = REPOSITORY.parent / "shared" / "bad-inputs"
NAMES = sorted(path.parent.name for path in CASES.glob("*/expect.json"))

pytestmark = pytest.mark.skipif(not NAMES, reason="the collection of hostile records is not available")


@cache
def judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judge", CASES / "judge.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cases that a program generates because they cannot be plain files."""
    folder = tmp_path_factory.mktemp("written")
    subprocess.run([sys.executable, str(CASES / "make_cases.py"), str(folder)], check=True, capture_output=True)
    return folder


def run_case(made: Project, case: Path) -> list[str]:
    """What the judge finds wrong with how a case was handled."""
    expect = json.loads((case / "expect.json").read_text(encoding="utf-8"))
    shutil.copytree(case, made.root / "papers", symlinks=True, dirs_exist_ok=True)
    (made.root / "papers" / "expect.json").unlink()
    if (case.parent / "_outside").is_dir():
        shutil.copytree(case.parent / "_outside", made.root / "_outside")
    status, said = checked_within(made, expect)
    result = made.run("build")
    assert result.status == status, result.err
    # Markup in a name is a warning, which would end a strict build; MkDocs must not warn of anything.
    assert "WARNING -" not in result.err
    pages = {
        path.relative_to(made.root).as_posix(): path.read_text(encoding="utf-8")
        for path in made.root.glob("site/**/index.html")
    }
    assert bool(pages) is (status == 0)
    faults = judge().judge(expect, status, said, pages)
    if expect.get("distinct_pages") and status == 0:
        topics = made.read("site/lists/languages/index.html")
        faults += [] if 'id="s-c-plus-plus"' in topics and 'id="s-c-sharp"' in topics else ["one anchor for two topics"]
    return list(faults)


def checked_within(made: Project, expect: dict[str, object]) -> tuple[int, str]:
    """Status and output of `papertrail check`, in a separate process if time and memory are limited."""
    if "max_seconds" not in expect:
        result = made.run("check")
        return result.status, result.out + result.err
    megabytes = int(str(expect["max_rss_mb"]))
    done = subprocess.run(
        [sys.executable, "-m", "papertrail", "check"], cwd=made.root, capture_output=True, text=True, check=False,
        timeout=float(str(expect["max_seconds"])),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20)),
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_case_has_the_expected_outcome(project: Make, name: str) -> None:
    made = project(f"=== mkdocs.yml\n{MKDOCS_YML}")
    assert run_case(made, CASES / name) == []


def test_generated_cases_have_the_expected_outcome(project: Make, written: Path, tmp_path: Path) -> None:
    cases = sorted(path.parent for path in written.glob("*/expect.json"))
    assert len(cases) == 16
    faults = {}
    for case in cases:
        root = tmp_path / case.name
        from support.projects import write_tree

        write_tree(root, f"=== mkdocs.yml\n{MKDOCS_YML}")
        faults[case.name] = run_case(Project(root), case)
    assert {name: found for name, found in faults.items() if found} == {}
