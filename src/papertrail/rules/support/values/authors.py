"""Authors and editors."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.fields import AUTHOR, Field
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.values.examples import write_example
from papertrail.rules.support.values.texts import check_item, check_lines, is_valid_item
from papertrail.yaml.nodes import Mapping, Node, Sequence

_KEYS = frozenset(field.name for field in AUTHOR)
_EXAMPLE = "write `{name: Minjie Wang, orcid: 0000-0002-1825-0097}` or `{organization: OpenAI}`"


def check_authors(field: Field, node: Node) -> Iterator[Problem]:
    """One text with all names, or a list of names and of mappings, whose fields are checked separately."""
    if isinstance(node, Mapping):
        yield Problem(node, f'"{field.name}" must be a list', write_example(field))
    elif not isinstance(node, Sequence) or not node.items:
        yield from check_lines(field, node)
    else:
        for item in node.items:
            if not is_valid_item(item):
                yield from _check_author(field, item)


def _check_author(field: Field, item: Node) -> Iterator[Problem]:
    if not isinstance(item, Mapping) or _KEYS.isdisjoint(item.pairs):
        yield from check_item(field, item)
    elif (item.get("name") is None) == (item.get("organization") is None):
        yield Problem(item, "an author must have either a name or an organization", _EXAMPLE)
