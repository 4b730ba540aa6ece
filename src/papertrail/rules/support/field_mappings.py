"""Which mapping of which file has which fields: what the rules of the family PT1 walk over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papertrail.core.fields import COLUMN, RECORD, REGISTRIES, TOPIC, Field
from papertrail.records.library import ParsedLibrary
from papertrail.yaml.nodes import Mapping, Node, Sequence, items_of


class FieldMapping(NamedTuple):
    """A mapping and the table of fields that it must follow."""

    path: str
    node: Mapping
    fields: tuple[Field, ...]
    noun: str
    """What it is called in a message."""


_NOUNS = {"_topics.yml": "topic", "_venues.yml": "venue", "_institutions.yml": "institution"}


def field_mappings(library: ParsedLibrary) -> Iterator[FieldMapping]:
    """Every record, every entry of a registry, and every column of a topic."""
    for record in library.record_files:
        if isinstance(record.root, Mapping):
            yield FieldMapping(record.path, record.root, RECORD, "record")
    for file in library.registry_files:
        for item in _listed(file.root):
            yield from _entry(file.path, item, REGISTRIES[file.name], _NOUNS[file.name])


def _entry(path: str, item: Node, fields: tuple[Field, ...], noun: str) -> Iterator[FieldMapping]:
    if not isinstance(item, Mapping):
        return
    yield FieldMapping(path, item, fields, noun)
    if fields is TOPIC:
        for column in _listed(item.get("columns")):
            if isinstance(column, Mapping):
                yield FieldMapping(path, column, COLUMN, "column")
        for below in _listed(item.get("topics")):
            yield from _entry(path, below, fields, noun)


def _listed(node: Node | None) -> list[Node]:
    """The items of a list. What should be a list and is not is told of as a whole, not part by part."""
    return items_of(node) if isinstance(node, Sequence) else []
