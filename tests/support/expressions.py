"""All regular expressions of the source, and how the source uses each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import papertrail

ROOT = Path(papertrail.__file__).parent
_FUNCTIONS = frozenset({"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
_ANCHORED = {"match": "match", "fullmatch": "full"}


@dataclass
class Expression:
    """A regular expression in the source."""

    path: str
    line: int
    name: str
    """The constant that holds it, or its pattern."""
    pattern: str
    flags: int
    uses: set[str] = field(default_factory=set)
    """`match` and `full` if it is used at the start of a text, `find` if at any position."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.name}"


@dataclass(frozen=True)
class _Module:
    """A module of the source."""

    path: str
    name: str
    tree: ast.Module
    values: Mapping[str, Any]


@cache
def expressions(samples: tuple[tuple[str, str], ...] = ()) -> list[Expression]:
    """Return all expressions. `samples` are (source, pattern) of those that functions build."""
    modules = [_module(path) for path in sorted(ROOT.rglob("*.py"))]
    found: dict[tuple[str, str | int], Expression] = {}
    for module in modules:
        for name, call in _calls(module.tree):
            expression = _expression(module, name, call, dict(samples))
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if method != "compile":
                expression.uses.add(_ANCHORED.get(method, "find"))
            found[module.name, name or call.lineno * 1000 + call.col_offset] = expression
    for module in modules:
        _add_uses(module, found)
    for expression in found.values():
        expression.uses = expression.uses or {"find"}
    return list(found.values())


def _values(name: str) -> dict[str, object]:
    """The values of a module; none without the optional package that it needs."""
    try:
        return vars(import_module(name))
    except ModuleNotFoundError as error:
        if error.name not in ("lsprotocol", "pygls"):
            raise
        return {}


def _module(path: Path) -> _Module:
    name = ".".join(("papertrail", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    values = {} if name.endswith("__main__") else _values(name)
    return _Module(str(path.relative_to(ROOT.parent)), name, ast.parse(path.read_text(encoding="utf-8")), values)


def _calls(tree: ast.Module) -> Iterator[tuple[str | None, ast.Call]]:
    """The calls that take an expression, each with the name of the constant that it defines."""
    named = {
        node.value: node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_of_re(node.func):
            yield named.get(node), node


def _is_of_re(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr in _FUNCTIONS and ast.unparse(function.value) == "re"


def _expression(module: _Module, name: str | None, call: ast.Call, samples: Mapping[str, str]) -> Expression:
    source = ast.unparse(call.args[0])
    pattern = samples[source] if source in samples else _value(module, call.args[0], call.lineno)
    flags = sum((_value(module, node, call.lineno) for node in ast.walk(call) if _is_flag(node)), start=re.RegexFlag(0))
    pattern = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    return Expression(module.path, call.lineno, name or pattern, pattern, int(flags))


def _is_flag(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr.isupper() and ast.unparse(node).startswith("re.")


def _value(module: _Module, node: ast.expr | ast.AST, line: int) -> Any:
    code = compile(ast.Expression(node), module.path, "eval")  # type: ignore[arg-type]
    try:
        return eval(code, dict(module.values))
    except NameError as error:
        raise AssertionError(
            f"{module.path}:{line}: a function builds the expression {ast.unparse(node)}; make it a constant of the "
            "module, or add a sample of it to the test"
        ) from error


def _add_uses(module: _Module, found: Mapping[tuple[str, str | int], Expression]) -> None:
    names = {name: found[key] for name, key in _names(module).items() if key in found}
    anchored: set[ast.Name] = set()
    for node in ast.walk(module.tree):
        function = node.func if isinstance(node, ast.Call) else None
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            use = _ANCHORED.get(function.attr)
            if use and function.value.id in names and isinstance(node, ast.Call) and len(node.args) == 1:
                names[function.value.id].uses.add(use)
                anchored.add(function.value)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names and node not in anchored:
            names[node.id].uses.add("find")


def _names(module: _Module) -> dict[str, tuple[str, str]]:
    """The constants of a module, its own and imported ones, and where each is defined."""
    names = {name: (module.name, name) for name in module.values}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return names
