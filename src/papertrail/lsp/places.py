"""The texts in YAML files with the fields that contain them, and what they name, such as a topic or a paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papertrail.core import Venue, topic_path
from papertrail.core.fixes import Span
from papertrail.records.registry_files import registry_of
from papertrail.text.strings import composed
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

_OTHER_NAMES = ("full", "aliases")
"""The fields of an entry in a registry that contain its other names."""


class Place(NamedTuple):
    """A text in a file."""

    node: Scalar
    keys: tuple[str, ...]
    """The fields around it, the outermost first; for the name of a field without the field itself."""
    names: tuple[str, ...]
    """The names of the entries around it, with its own entry."""
    is_key: bool = False


class Meaning(NamedTuple):
    """What a text names."""

    kind: str
    """As in `papertrail rename`, or `file`."""
    name: str


def places(node: Node | None, keys: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> Iterator[Place]:
    """All texts in a node, with their fields."""
    if isinstance(node, Scalar):
        is_entry = keys[-1:] in ((), ("topics",))  # an entry that is only a name
        yield Place(node, keys, (*names, composed(node.text)) if is_entry else names)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from places(item, keys, names)
    elif isinstance(node, Mapping):
        name = node.get("name")
        inner = (*names, composed(name.text)) if isinstance(name, Scalar) else names
        for key, value in node.pairs.values():
            yield Place(key, (*keys, key.text), inner, is_key=True)
            yield from places(value, (*keys, key.text), inner)


def place_at(root: Node | None, line: int, column: int) -> Place | None:
    """The text at a position."""
    return next((place for place in places(root) if _contains(place.node.span, line, column)), None)


def _contains(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) <= (span.end_line, span.end_column)


def target_of(path: str, records_dir: str, place: Place) -> Meaning | None:
    """What a text names; None if it names nothing that is defined elsewhere."""
    if place.is_key or place.node.absent:
        return None
    text, registry = place.node.text, registry_of(path, records_dir)
    field = place.keys[-1] if place.keys else "name"
    if registry == "_topics.yml":
        if field in ("name", "topics") and "columns" not in place.keys:
            return Meaning("topic", " > ".join(place.names))
        kind = {"order": "paper", "start": "paper", "document": "file"}.get(field)
        return Meaning(kind, text) if kind else None
    if registry is not None:
        noun = "venue" if registry == "_venues.yml" else "institution"
        return Meaning(noun, composed(text)) if field in ("name", *_OTHER_NAMES, "renamed_to", "parent") else None
    return _target_in_record(path.rpartition("/")[0], place.keys, text)


def _target_in_record(folder: str, keys: tuple[str, ...], text: str) -> Meaning | None:
    match keys:
        case ("topic",):
            return Meaning("topic", " > ".join(topic_path(text)))
        case ("venue",) | ("venue", "name"):
            return Meaning("venue", Venue.named(text).series)
        case ("institutions",):
            return Meaning("institution", composed(text))
        case ("keywords",):
            return Meaning("keyword", composed(text))
        case ("aliases",):
            return Meaning("paper", text)
        case ("notes",):
            return Meaning("file", f"{folder}/{text}")
    return None


def is_definition(path: str, records_dir: str, place: Place) -> bool:
    """Whether a text is the name of an entry in a registry."""
    is_name = place.keys[-1:] in ((), ("topics",), ("name",))
    return is_name and registry_of(path, records_dir) is not None


def is_other_name(path: str, records_dir: str, place: Place) -> bool:
    """Whether a text is another name of an entry in a registry."""
    return place.keys[-1:] in (("full",), ("aliases",)) and registry_of(path, records_dir) is not None
