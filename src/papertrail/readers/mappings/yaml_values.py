"""YAML, in the safe subset of records: values whose mappings have lines."""

from __future__ import annotations

from typing import Any

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.limits import REGISTRY_LIMITS
from papertrail.readers.common.json_values import Parsed
from papertrail.readers.common.positions import PositionedMapping
from papertrail.readers.entry import NotAList, NotUnderstood
from papertrail.text.strings import one_line
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence
from papertrail.yaml.parse import parse

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def parse_yaml(text: str) -> Parsed:
    """The value of a file, and problems of single values. Raises `NotAList` for YAML that records do not support."""
    root, diagnostics = parse("", text, REGISTRY_LIMITS)
    if root is None and diagnostics:
        raise NotAList(_message(diagnostics[0]))
    problems = [NotUnderstood(line=diagnostic.span.line, text=diagnostic.message) for diagnostic in diagnostics]
    return _value(root) if root else None, problems


def _message(diagnostic: Diagnostic) -> str:
    help = f"; {diagnostic.help}" if diagnostic.help else ""
    return one_line(f"line {diagnostic.span.line}: {diagnostic.message}{help}")


def _value(node: Node) -> Any:
    match node:
        case Scalar():
            return None if node.plain and node.text in _NOTHING else node.text
        case Sequence():
            return [_value(item) for item in node.items]
        case Mapping():
            pairs = ((key.text, _value(value)) for key, value in node.pairs.values())
            return PositionedMapping(pairs, node.line - 1, _last_line(node))


def _last_line(node: Node) -> int:
    """The last line with a value: where a mapping ends, the next one may have started."""
    match node:
        case Sequence(items=[*_, last]):
            return _last_line(last)
        case Mapping() if node.pairs:
            return _last_line([*node.pairs.values()][-1][1])
    return max(node.line, node.end_line - (node.end_column == 1))
