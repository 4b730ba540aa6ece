"""Replace texts in YAML that a person wrote: each keeps its quotes, and everything around it stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Values

from papertrail.text.strings import UNPRINTABLE
from papertrail.yaml.edit_fields import replaced
from papertrail.yaml.nodes import Node, Scalar, Sequence
from papertrail.yaml.source_map import Source
from papertrail.yaml.write import in_double_quotes, scalar


def with_texts(text: str, root: Node | None, new: Values[Scalar, str]) -> str:
    """Replace the texts of some nodes. The file must have been parsed without diagnostics."""
    source = Source(text)
    return source.with_insertions(
        replaced(source, node, _written(source.raw(node), new[node], in_brackets=in_brackets))
        for node, in_brackets in _values(source, root, in_brackets=False)
        if node in new and new[node] != node.text
    )


def _values(source: Source, node: Node | None, *, in_brackets: bool) -> Iterator[tuple[Scalar, bool]]:
    """All texts apart from keys, each with whether it is in brackets or braces."""
    if isinstance(node, Scalar):
        yield node, in_brackets
    elif node is not None:
        inside = in_brackets or source.in_brackets(node)
        values = node.items if isinstance(node, Sequence) else [value for _, value in node.pairs.values()]
        for value in values:
            yield from _values(source, value, in_brackets=inside)


def _written(before: str, text: str, *, in_brackets: bool) -> str:
    """A text in the quotes of the one before it."""
    if before.startswith('"'):
        return in_double_quotes(text)
    if before.startswith("'") and "\n" not in text and not UNPRINTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return scalar(text, flow=in_brackets)
