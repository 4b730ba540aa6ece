"""Texts on one line, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.fields import Field, Kind
from papertrail.core.limits import ABSTRACT, COLUMNS, ITEMS, TEXT
from papertrail.rules.support.nodes import NULLS, is_null, is_url
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.values.examples import only_pair, write_example
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

_CAN_BE_NULL = ('"name"', '"header"', 'an item of "keywords"')
_SEVERAL = (Kind.LINES, Kind.NAMES, Kind.AUTHORS)
_ONE_TEXT = (Kind.LINE, Kind.LINES, Kind.VENUES, Kind.TEXT, Kind.AUTHORS)


# Each item of these lists can become a page, or a part of every row.
_LISTS = (
    "venue",
    "institutions",
    "links",
    "remarks",
    "keywords",
    "topic",
    "aliases",
    "custom",
    "awards",
    "capitals",
    "intro",
)
MOST_ITEMS = dict.fromkeys(_LISTS, ITEMS) | {"columns": COLUMNS}
"""The most items of these lists, by field."""


def is_plainly_valid(field: Field, node: Node) -> bool:
    """Whether a value is valid at first sight, as most are. If not, it may still be valid."""
    if isinstance(node, Scalar):
        return node.absent or _is_plain_text(field, node.text)
    if isinstance(node, Mapping) or field.kind not in _SEVERAL:
        return False
    count = len(node.items)
    return 0 < count <= MOST_ITEMS.get(field.name, count) and all(map(is_valid_item, node.items))


def _is_plain_text(field: Field, text: str) -> bool:
    return (
        field.kind in _ONE_TEXT
        and 0 < len(text) <= TEXT
        and "\n" not in text
        and not text.startswith("-")
        and not text.isspace()
        and text not in NULLS
        and not (field.kind is Kind.VENUES and is_url(text))
    )


def check_line(field: Field, node: Node) -> Iterator[Problem]:
    """Text on one line, the form of every value that is shown."""
    if field.empty and isinstance(node, Scalar) and not node.text:
        return
    if isinstance(node, Scalar) and not node.text.strip() and not field.required:
        yield Problem(node, f'"{field.name}" is empty', f"{write_example(field)}, or delete the line")
    elif field.name == "topic" and isinstance(node, Mapping) and (pair := only_pair(node)):
        yield Problem(node, '"topic" must be text', f"write `topic: {pair[0]} > {pair[1]}`")
    else:
        yield from check_text(f'"{field.name}"', write_example(field), node)


def check_text(what: str, example: str, node: Node) -> Iterator[Problem]:
    """One text on one line. Messages call it `what`; `example` is a help text that shows how to write it."""
    if isinstance(node, Scalar) and is_null(node) and what not in _CAN_BE_NULL:
        action = example if what == '"topic"' else "delete it"
        help = f"{action}; if it is the text {node.text}, put it in quotes"
        yield Problem(node, f"{what} has no value", help)
    elif isinstance(node, Sequence):
        yield Problem(node, f"{what} must be text, not a list", f"{example}; put text that starts with [ in quotes")
    elif isinstance(node, Mapping):
        help = f'{example}; put text that starts with {{ or contains ": " in quotes'
        if pair := only_pair(node):
            help = f"put it in quotes: {as_yaml(': '.join(pair))}"
        yield Problem(node, f"{what} must be text", help)
    elif not node.text.strip():
        yield Problem(node, f"{what} is empty", example)
    elif "\n" in node.text:
        several = ", or write several remarks as a list" if what == '"remarks"' else ""
        yield Problem(node, f"{what} contains a line break", f"write it on one line{several}")
    elif len(node.text) > TEXT:
        yield Problem(node, f"{what} is longer than {TEXT:,} characters", "shorten it, or move long text to the notes")


def check_paragraphs(field: Field, node: Node) -> Iterator[Problem]:
    """A text that may have several lines."""
    if isinstance(node, Scalar) and len(node.text) > ABSTRACT:
        yield Problem(node, f'"{field.name}" is longer than {ABSTRACT:,} characters', "shorten it")
    elif not isinstance(node, Scalar) or not node.text.strip():
        yield from check_line(field, node)


def check_lines(field: Field, node: Node) -> Iterator[Problem]:
    """A text on one line, or a list of such texts."""
    if isinstance(node, Sequence):
        yield from _check_list(field, node)
    elif isinstance(node, Scalar) and _has_bare_dashes(node):
        yield _bare_dashes(field, node)
    else:
        yield from check_line(field, node)


def check_names(field: Field, node: Node) -> Iterator[Problem]:
    """A list of names."""
    if isinstance(node, Sequence):
        yield from _check_list(field, node)
    elif isinstance(node, Scalar) and _has_bare_dashes(node):
        yield _bare_dashes(field, node)
    elif isinstance(node, Scalar) and 0 < len(node.text.strip()) < 200:
        names = [name.strip() for name in re.split("[,;\n]", node.text)]
        shown = ", ".join(as_yaml(name) for name in names if name)
        yield Problem(node, f'"{field.name}" must be a list', f"write `{field.name}: [{shown}]`")
    else:
        yield Problem(node, f'"{field.name}" must be a list', write_example(field))


def _has_bare_dashes(node: Scalar) -> bool:
    """Whether a text is the result of list items such as `-NYU` without a space after the dash."""
    return node.plain and re.match(r"-[^\s-]", node.text) is not None


def _bare_dashes(field: Field, node: Scalar) -> Problem:
    first = re.split(r"\s-", node.text)[0][1:60]
    return Problem(node, "missing space after the dash", f"write each item as in `- {first}`")


def _check_list(field: Field, node: Sequence) -> Iterator[Problem]:
    if not node.items:
        yield Problem(node, f'"{field.name}" is empty', f"{write_example(field)}, or delete the line")
    for item in node.items:
        if not is_valid_item(item):
            yield from check_item(field, item)


def is_valid_item(item: Node) -> bool:
    """Whether a text in a list is valid, as most are."""
    return (
        isinstance(item, Scalar)
        and 0 < len(item.text) <= TEXT
        and "\n" not in item.text
        and not (item.text.isspace() or (item.text in NULLS and item.plain))
    )


def check_item(field: Field, item: Node) -> Iterator[Problem]:
    """A text on one line in a list."""
    if isinstance(item, Scalar) and item.absent:
        yield Problem(item, f'"{field.name}" has an empty item', "fill in the item, or delete it")
    elif not isinstance(item, Scalar):
        help = 'put items that contain ": " or start with [ or { in quotes'
        if isinstance(item, Mapping) and (pair := only_pair(item)):
            help = f"put it in quotes: {as_yaml(': '.join(pair))}"
        yield Problem(item, f'each item of "{field.name}" must be text', help)
    else:
        yield from check_text(f'an item of "{field.name}"', "fill in the item, or delete it", item)
