"""What a YAML file says, each part with its place: the parser's output and the form rules' input.

Nodes are read-only by convention rather than frozen: a list of 10,000 papers makes a quarter of a million
of them, and freezing triples what that costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papertrail.core.diagnostics import Span


class _Placed:
    """The place that each kind of node has."""

    __slots__ = ()
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """Where it was written."""
        return Span(self.line, self.column, self.end_line, self.end_column)


@dataclass(slots=True, eq=False)
class Scalar(_Placed):
    """A piece of text, as typed: `NO`, `1.10` and `~` are just that."""

    text: str
    plain: bool
    """Written without quotes (and not as a block)."""
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def absent(self) -> bool:
        """A key with nothing after it, which counts as if it were not there."""
        return self.plain and not self.text


@dataclass(slots=True, eq=False)
class Sequence(_Placed):
    """A list."""

    items: list[Node]
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True, eq=False)
class Mapping(_Placed):
    """Keys and values in the order in which they were written; no key stands twice."""

    pairs: dict[str, tuple[Scalar, Node]]
    line: int
    column: int
    end_line: int
    end_column: int

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None where it is absent or has nothing after it."""
        pair = self.pairs.get(key)
        if pair is None or (isinstance(pair[1], Scalar) and pair[1].absent):
            return None
        return pair[1]

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        pair = self.pairs.get(key)
        return pair[0] if pair else None

    def present(self) -> Iterator[tuple[Scalar, Node]]:
        """Keys with values, leaving out keys with nothing after them."""
        return (pair for key, pair in self.pairs.items() if self.get(key) is not None)


Node = Scalar | Sequence | Mapping
Root = Node | None
"""What a file says, or None where it could not be made out."""


def items_of(node: Node | None) -> list[Node]:
    """The items of a list, a single value as a list of one, nothing as an empty list."""
    if node is None:
        return []
    found = node.items if isinstance(node, Sequence) else [node]
    return [item for item in found if not (isinstance(item, Scalar) and item.absent)]


def text_of(node: Node | None) -> str | None:
    """The text of a scalar, nothing of anything else."""
    return node.text if isinstance(node, Scalar) and not node.absent else None


def texts_of(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, or of a single scalar."""
    return tuple(item.text for item in items_of(node) if isinstance(item, Scalar))


def link_nodes(node: Node | None) -> list[tuple[str, Scalar]]:
    """The links of a record in either form: each label with the node of its address."""
    if isinstance(node, Mapping):
        return [(key.text, value) for key, value in node.present() if isinstance(value, Scalar)]
    found = []
    for item in items_of(node):
        if isinstance(item, Mapping):
            label, url = text_of(item.get("label")), item.get("url")
            if label and isinstance(url, Scalar) and not url.absent:
                found.append((label, url))
    return found
