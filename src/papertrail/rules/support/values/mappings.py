"""Mappings: `custom`, `source`, `entry` and `frame`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.fields import STYLES, Field
from papertrail.core.limits import ITEMS, TEXT
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.values.examples import write_example
from papertrail.rules.support.values.texts import check_text
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence


def check_pairs(field: Field, node: Node) -> Iterator[Problem]:
    """Names with text."""
    if not isinstance(node, Mapping):
        yield Problem(node, f'"{field.name}" must have the form {{name: text}}', write_example(field))
        return
    for key, value in node.pairs.values():
        if not key.text.strip() or "\n" in key.text:
            yield Problem(key, f'a name in "{field.name}" must be text on one line', write_example(field))
        elif not (isinstance(value, Scalar) and value.absent):
            yield from check_text(f'{quoted(key.text)} in "{field.name}"', write_example(field), value)


def check_fields(field: Field, node: Node) -> Iterator[Problem]:
    """A mapping with fields, which are checked separately."""
    if not isinstance(node, Mapping):
        yield Problem(node, f'"{field.name}" must consist of fields', write_example(field))
        return
    for key, value in node.present():
        if not isinstance(value, Scalar) or key.text not in NUMBERS:
            continue
        if match := PREFIX.match(value.text):
            number = as_yaml(value.text[match.end() :].strip()[:60])
            message = f'"{key.text}" must be only the number, without {quoted(match[0].strip())}'
            yield Problem(value, message, f"write `{key.text}: {number}`")


NUMBERS = ("pages", "volume", "number")
PREFIX = re.compile(r"(?i)(?:pages?|pp?|volume|vol|number|issue|num|nr|no)(?:\.|\s)\s*(?=[a-z]?[0-9])")
"""What citations write before these numbers, so that they would be there twice."""


def check_source(field: Field, node: Node) -> Iterator[Problem]:
    """What an import wrote: `{raw}`, or a list of `{topic, raw}`."""
    items = node.items if isinstance(node, Sequence) else [node]
    allowed = {"raw", "topic"} if isinstance(node, Sequence) else {"raw"}
    if len(items) > ITEMS or not all(_is_source(item, allowed) for item in items):
        yield Problem(node, '"source" is only written by import', "delete it")


def _is_source(node: Node, allowed: set[str]) -> bool:
    return (
        isinstance(node, Mapping)
        and isinstance(node.get("raw"), Scalar)
        and node.pairs.keys() <= allowed
        and all(isinstance(value, Scalar) for _, value in node.pairs.values())
    )


def check_by_style(field: Field, node: Node) -> Iterator[Problem]:
    """Styles with text, which can have several lines."""
    if not isinstance(node, Mapping):
        yield Problem(node, f'"{field.name}" must have the form {{style: text}}', write_example(field))
        return
    for key, value in node.pairs.values():
        if key.text not in STYLES:
            help = did_you_mean(key.text, STYLES, f"use one of: {', '.join(STYLES)}")
            yield Problem(key, f"unknown style {quoted(key.text)}", help)
        elif not isinstance(value, Scalar) or not value.text.strip():
            yield Problem(value, f"missing text of the style {quoted(key.text)}", write_example(field))
        elif len(value.text) > TEXT:
            yield Problem(value, f"the text of {quoted(key.text)} is longer than {TEXT:,} characters", "shorten it")
