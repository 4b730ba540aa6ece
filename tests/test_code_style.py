"""The code stays small: functions and modules that a reader can take in, one meaning for each class name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "papertrail"
MODULES = sorted(SOURCE.rglob("*.py"))
COMPLEXITY = 20
FUNCTION_LINES = 60
MODULE_LINES = 400

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.match_case)


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in MODULES:
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def functions() -> Iterator[tuple[str, Function]]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{path}:{node.lineno} {node.name}", node


def complexity(function: ast.AST) -> int:
    """McCabe's number with every boolean operator, conditional expression and part of a comprehension counted.

    Linters count statements only, so that a long condition would pass for simple.
    """
    count = 1
    for node in ast.walk(function):
        count += isinstance(node, _BRANCHES)
        if isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
    return count


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(): return 1", 1),
        ("def f(a):\n if a and a > 1: return 1\n return 2", 3),
        ("def f(a): return [b if b else 0 for b in a if b]", 4),
        ("def f(a):\n match a:\n  case 1: pass\n  case 2: pass", 3),
    ],
)
def test_complexity_counts_every_branch(code: str, expected: int) -> None:
    assert complexity(ast.parse(code).body[0]) == expected


def test_no_function_is_too_complex() -> None:
    found = {name: complexity(node) for name, node in functions()}
    assert {name: count for name, count in found.items() if count > COMPLEXITY} == {}


def test_no_function_is_too_long() -> None:
    found = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in functions()}
    assert {name: lines for name, lines in found.items() if lines > FUNCTION_LINES} == {}


def test_no_module_is_too_long() -> None:
    found = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: lines for path, lines in found.items() if lines > MODULE_LINES} == {}


def test_a_class_name_has_one_meaning() -> None:
    modules = defaultdict(list)
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                modules[node.name.lstrip("_")].append(path)
    assert {name: paths for name, paths in modules.items() if len(paths) > 1} == {}


def test_no_value_is_passed_behind_the_callers_back() -> None:
    """A value that a function needs is an argument of it."""
    for path in MODULES:
        assert "ContextVar" not in path.read_text(encoding="utf-8"), path
