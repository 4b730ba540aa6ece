"""Parts of help texts that the checks of values share."""

from __future__ import annotations

import re

from papertrail.core.fields import Field
from papertrail.yaml.nodes import Mapping, Scalar

GLUED_FIELD = re.compile(r"([A-Za-z][\w -]{0,60})([:：])(?!//)\s*(\S.*)", re.DOTALL)
"""A field without a space after its colon."""


def write_example(field: Field) -> str:
    """`write name: Tofu`."""
    return f"write `{field.name}: {field.example}`"


def first_word(text: str) -> str:
    """The first word of a text, cut if it is long."""
    return text.split()[0][:40]


def only_pair(node: Mapping) -> tuple[str, str] | None:
    """The text before and after the colon, if a text with one colon was parsed as a mapping."""
    pairs = [(key.text, value.text) for key, value in node.present() if isinstance(value, Scalar)]
    return pairs[0] if len(pairs) == len(node.pairs) == 1 and len("".join(pairs[0])) < 100 else None
