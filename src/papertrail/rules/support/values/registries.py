"""Entries of registries, and the lists in an entry of the topic tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.fields import Field
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.values.examples import glued_dashes, write_example
from papertrail.rules.support.values.texts import check_text
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence


def check_entry(item: Node) -> Iterator[Problem]:
    """An entry of a registry or of `topics`: a name, or fields, which are checked separately."""
    if isinstance(item, Sequence):
        help = "write `- name: ...`; put a name that starts with [ in quotes"
        yield Problem(item, "an entry must be a name or fields, not a list", help)
    elif isinstance(item, Scalar):
        yield from check_text("the entry", "write a name after the dash, or delete the dash", item)


def check_topics(field: Field, node: Node) -> Iterator[Problem]:
    """The subtopics of a topic."""
    if not isinstance(node, Sequence):
        help = "start each topic with a dash, even if there is only one"
        yield glued_dashes(node) or Problem(node, '"topics" must be a list', help)
        return
    for item in node.items:
        yield from check_entry(item)


def check_columns(field: Field, node: Node) -> Iterator[Problem]:
    """Columns: names of fields, or mappings."""
    if not isinstance(node, Sequence):
        yield Problem(node, '"columns" must be a list', write_example(field))
        return
    for item in node.items:
        if isinstance(item, Sequence):
            message = "a column must be a field name or {field, header, width, align}"
            yield Problem(item, message, write_example(field))
        elif isinstance(item, Mapping):
            yield from _check_widths(item)
        else:
            yield from check_text("a column", "write a field name", item)


def _check_widths(column: Mapping) -> Iterator[Problem]:
    for key, unit in (("width", "pixels"), ("chars", "characters")):
        width = column.get(key)
        if isinstance(width, Scalar) and not re.fullmatch(r"[1-9][0-9]{0,3}", width.text):
            yield Problem(width, f"{quoted(width.text)} is not a valid width in {unit}", "write a number, such as 137")
