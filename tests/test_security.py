"""SECURITY.md: each promise names tests that exist and run."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from conftest import REPOSITORY

POLICY = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = re.findall(r"(?m)^\| (?!---)(.*) \| (.*) \| (.*) \|$", re.sub(r"(?m)^.*\| Tests \|$", "", POLICY))
TESTS = sorted(set(re.findall(r"`(tests/[^`]*)`", POLICY)))


@cache
def functions_of(path: str) -> dict[str, ast.FunctionDef]:
    """The top-level functions of a file by name."""
    tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[0])
def test_each_promise_has_a_reason_and_tests(promise: tuple[str, str, str]) -> None:
    what, reason, tests = promise
    assert what
    assert reason
    assert re.fullmatch(r"`tests/[\w/]+\.py::test_\w+`(?:, `tests/[\w/]+\.py::test_\w+`)*", tests)


def test_promises_are_found() -> None:
    assert len(PROMISES) >= 20


@pytest.mark.parametrize("test", TESTS)
def test_each_named_test_exists_and_is_not_always_skipped(test: str) -> None:
    path, _, name = test.partition("::")
    assert name in functions_of(path), f"rename it in SECURITY.md, too: {test}"
    decorators = [ast.unparse(decorator) for decorator in functions_of(path)[name].decorator_list]
    assert not [text for text in decorators if re.match(r"pytest\.mark\.(?:skip|xfail)\b", text)]
