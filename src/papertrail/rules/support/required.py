"""Required fields that are missing."""

from __future__ import annotations

from collections.abc import Collection

from papertrail.text.strings import nearest
from papertrail.yaml.nodes import Mapping, Node


def is_misspelled(name: str, node: Mapping, known: Collection[str]) -> bool:
    """Whether a field is there, but misspelled, which PT103 reports. `known` are the names of all fields."""
    unknown = [key for key in node.pairs if key not in known]
    return any(nearest(key, known) == name for key in unknown[:20])


def first_key(node: Mapping) -> Node:
    """The first key of a mapping, so that the report does not underline the whole mapping."""
    return next((key for key, _ in node.pairs.values()), node)
