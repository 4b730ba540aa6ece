"""The nodes of a parsed YAML file, with their positions.

Nodes are read-only by convention, not frozen: 10,000 papers have a quarter of a million nodes, and creating frozen ones
takes three times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papertrail.core.diagnostics import Span


class _Positioned:
    """The position of a node."""

    __slots__ = ()
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """Its position."""
        return Span(self.line, self.column, self.end_line, self.end_column)


@dataclass(slots=True, eq=False)
class Scalar(_Positioned):
    """A text, exactly as typed: `NO`, `1.10` and `~` are texts."""

    text: str
    plain: bool
    """Whether it is written without quotes and not as a block."""
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def absent(self) -> bool:
        """Whether there is nothing after the key, which counts as a missing value.

        Where many nodes are read, their text is tested first: this saves nearly all calls.
        """
        return self.plain and not self.text


@dataclass(slots=True, eq=False)
class Sequence(_Positioned):
    """A list."""

    items: list[Node]
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True, eq=False)
class Mapping(_Positioned):
    """Keys and values in the order of the file, without duplicate keys."""

    pairs: dict[str, tuple[Scalar, Node]]
    line: int
    column: int
    end_line: int
    end_column: int

    def get(self, key: str) -> Node | None:
        """The value of a key, or None if the key is missing or has no value."""
        pair = self.pairs.get(key)
        if pair is None or (isinstance(pair[1], Scalar) and not pair[1].text and pair[1].absent):
            return None
        return pair[1]

    def key(self, key: str) -> Scalar | None:
        """The node of a key, for its position."""
        pair = self.pairs.get(key)
        return pair[0] if pair else None

    def present(self) -> Iterator[tuple[Scalar, Node]]:
        """The keys that have a value, with their values."""
        return (
            pair
            for pair in self.pairs.values()
            if not (isinstance(pair[1], Scalar) and not pair[1].text and pair[1].absent)
        )


Node = Scalar | Sequence | Mapping
Root = Node | None
"""The root node of a file, or None if the file could not be parsed."""


def items_of(node: Node | None) -> list[Node]:
    """The items of a list. A single value is a list of one item, and no value is an empty list."""
    if node is None:
        return []
    items = node.items if isinstance(node, Sequence) else [node]
    return [item for item in items if not isinstance(item, Scalar) or item.text or not item.absent]


def text_of(node: Node | None) -> str | None:
    """The text of a scalar, or None for any other node."""
    return node.text if isinstance(node, Scalar) and (node.text or not node.absent) else None


def texts_of(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, or the text of a scalar."""
    return tuple([item.text for item in items_of(node) if isinstance(item, Scalar)])


def scalars_of(node: Node | None, *, keys: bool = False) -> Iterator[Scalar]:
    """All texts in a node, in the order of the file; with `keys`, also the keys."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars_of(item, keys=keys)
        case Mapping():
            for key, value in node.pairs.values():
                if keys:
                    yield key
                yield from scalars_of(value, keys=keys)


def link_nodes(node: Node | None) -> list[tuple[str, Scalar]]:
    """The links of a record in either form: each label with the node of its URL."""
    if isinstance(node, Mapping):
        return [(key.text, value) for key, value in node.present() if isinstance(value, Scalar)]
    links = []
    for item in items_of(node):
        if isinstance(item, Mapping):
            label, url = text_of(item.get("label")), item.get("url")
            if label and isinstance(url, Scalar) and not url.absent:
                links.append((label, url))
    return links
