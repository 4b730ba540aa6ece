"""Fixtures and options that all tests share."""

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
        help="write what came out into the expected files, then read the diff",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares with an expected file; see `support.golden`."""
    return Golden(refresh=request.config.getoption("--refresh"))


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Project]:
    """Makes a project on disk from a tree drawn as text; see `support.projects`."""

    def make(tree: str, name: str = "project") -> Project:
        root = tmp_path / name
        write_tree(root, tree)
        return Project(root)

    return make


@pytest.fixture(autouse=True)
def _neutral_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees settings of the machine that it runs on."""
    for name in ("REPO_URL", "SITE_URL", "SOURCE_DATE_EPOCH", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    before = dict(os.environ)
    yield
    assert os.environ.get("SOURCE_DATE_EPOCH") == before.get("SOURCE_DATE_EPOCH"), "a build left it behind"
