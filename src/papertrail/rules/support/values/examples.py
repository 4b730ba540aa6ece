"""Parts of help texts that the checks of values share."""

from __future__ import annotations

import re

from papertrail.core.fields import Field
from papertrail.rules.support.problem import Problem
from papertrail.yaml.nodes import Mapping, Node, Scalar

GLUED_FIELD = re.compile(r"([A-Za-z][\w -]{0,60})([:：])(?!//)\s*(\S.*)", re.DOTALL)
"""A field without a space after its colon."""


def write_example(field: Field) -> str:
    """`write name: Tofu`."""
    return f"write `{field.name}: {field.example}`"


def first_word(text: str) -> str:
    """The first word of a text, cut if it is long."""
    return text.split()[0][:40]


def glued_dashes(node: Node) -> Problem | None:
    """The problem of a list whose dashes have no space after them, which makes them parts of field names."""
    if not isinstance(node, Mapping) or not node.pairs:
        return None
    key, value = next(iter(node.pairs.values()))
    if re.match(r"-[^\s-]", key.text) is None:
        return None
    shown = value.text[:60] if isinstance(value, Scalar) and value.text else "..."
    return Problem(key, "missing space after the dash", f"write a space after each dash: `- {key.text[1:61]}: {shown}`")


def only_pair(node: Mapping) -> tuple[str, str] | None:
    """The text before and after the colon, if a text with one colon was parsed as a mapping."""
    pairs = [(key.text, value.text) for key, value in node.present() if isinstance(value, Scalar)]
    return pairs[0] if len(pairs) == len(node.pairs) == 1 and len("".join(pairs[0])) < 100 else None
