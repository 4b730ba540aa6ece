"""Fixtures and options for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.golden import Golden
from support.projects import Project, write_tree

REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh",
        action="store_true",
        help="write the actual results into the expected files; read the diff afterwards",
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run a few tests in this process, as workers take longer to start; otherwise let xdist count the cores."""
    is_selected = any(config.getoption(option, None) for option in ("keyword", "lf", "collectonly"))
    return 0 if is_selected or all(".py" in arg for arg in config.args) else None


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with an expected file, see `support.golden`."""
    return Golden(refresh=request.config.getoption("--refresh"))


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Project]:
    """Creates a project on disk from a tree in text form, see `support.projects`."""

    def make(tree: str, name: str = "project") -> Project:
        root = tmp_path / name
        write_tree(root, tree)
        return Project(root)

    return make


@pytest.fixture(autouse=True)
def _neutral_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hide the environment variables of the machine."""
    for name in ("REPO_URL", "SITE_URL", "SOURCE_DATE_EPOCH", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    before = dict(os.environ)
    yield
    assert os.environ.get("SOURCE_DATE_EPOCH") == before.get("SOURCE_DATE_EPOCH"), "a build set it"
