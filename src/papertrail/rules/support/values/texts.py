"""Texts on one line, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.fields import Field, Kind
from papertrail.core.limits import TEXT
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.values.problem import Problem, only_pair, write_example
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

_ONE_TEXT = (Kind.LINE, Kind.LINES, Kind.VENUES)


def is_plainly_valid(field: Field, text: str) -> bool:
    """Whether a text is valid at first sight, as most are. If not, it may still be valid."""
    return (
        field.kind in _ONE_TEXT
        and 0 < len(text) <= TEXT
        and "\n" not in text
        and not text.startswith("-")
        and not text.isspace()
    )


def check_line(field: Field, node: Node) -> Iterator[Problem]:
    """Text on one line: the form of everything that is shown."""
    if field.empty and isinstance(node, Scalar) and not node.text:
        return
    if isinstance(node, Scalar) and not node.text.strip() and not field.required:
        yield Problem(node, f"`{field.name}` is empty", f"{write_example(field)}, or delete the line")
    elif field.name == "topic" and isinstance(node, Mapping) and (pair := only_pair(node)):
        yield Problem(node, "`topic` must be text", f"write `topic: {pair[0]} > {pair[1]}`")
    else:
        yield from check_text(f"`{field.name}`", write_example(field), node)


def check_text(what: str, example: str, node: Node) -> Iterator[Problem]:
    """One text on one line, called `what` in messages; `example` is the help that shows how it is written."""
    if isinstance(node, Sequence):
        yield Problem(node, f"{what} takes one text, not a list", f"{example}; put text that begins with [ in quotes")
    elif isinstance(node, Mapping):
        help = f"put text that begins with {{, or that holds a colon and a space, in quotes; {example}"
        if pair := only_pair(node):
            help = f"put it in quotes: {as_yaml(': '.join(pair))}"
        yield Problem(node, f"{what} must be text", help)
    elif not node.text.strip():
        yield Problem(node, f"{what} is empty", example)
    elif "\n" in node.text:
        several = ", or write several remarks as a list" if what == "`remarks`" else ""
        yield Problem(node, f"{what} has a line break in it", f"write it on one line{several}")
    elif len(node.text) > TEXT:
        yield Problem(node, f"{what} is longer than {TEXT} characters", "shorten it; long text belongs into `notes`")


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
        yield Problem(node, f"`{field.name}` must be a list", f"write `{field.name}: [{shown}]`")
    else:
        yield Problem(node, f"`{field.name}` must be a list", write_example(field))


def _has_bare_dashes(node: Scalar) -> bool:
    """Whether a text is what `-NYU` below `institutions:` becomes without a space after the dash."""
    return node.plain and re.match(r"-[^\s-]", node.text) is not None


def _bare_dashes(field: Field, node: Scalar) -> Problem:
    first = re.split(r"\s-", node.text)[0][1:60]
    return Problem(node, "there must be a space after the dash", f"write each item of `{field.name}` as `- {first}`")


def _check_list(field: Field, node: Sequence) -> Iterator[Problem]:
    if not node.items:
        yield Problem(node, f"`{field.name}` is empty", f"{write_example(field)}, or delete the line")
    for item in node.items:
        if isinstance(item, Scalar) and item.absent:
            yield Problem(item, f"`{field.name}` has an item with nothing in it", "delete the item, or write it out")
        elif not isinstance(item, Scalar):
            help = "put an item that holds a colon and a space, or that begins with [ or {, in quotes"
            if isinstance(item, Mapping) and (pair := only_pair(item)):
                help = f"put it in quotes: {as_yaml(': '.join(pair))}"
            yield Problem(item, f"each item of `{field.name}` must be text", help)
        else:
            yield from check_text(f"an item of `{field.name}`", "write it out, or delete it", item)
