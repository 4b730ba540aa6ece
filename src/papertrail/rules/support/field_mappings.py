"""The mappings in records and registries, each with the fields that it can have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papertrail.core.fields import AUTHOR, COLUMN, PUBLICATION, RECORD, REGISTRIES, TOPIC, Field, Kind
from papertrail.records.library import ParsedLibrary
from papertrail.yaml.nodes import Mapping, Node, Sequence, items_of


class FieldMapping(NamedTuple):
    """A mapping and the fields that it can have."""

    path: str
    node: Mapping
    fields: tuple[Field, ...]
    noun: str
    """What messages call it."""


_NESTED = {field.name: field for field in (*RECORD, *PUBLICATION) if field.kind in (Kind.FIELDS, Kind.AUTHORS)}
"""The fields of records whose values contain mappings with fields."""
_NOUNS = {"_topics.yml": "topic", "_venues.yml": "venue", "_institutions.yml": "institution"}


def field_mappings(library: ParsedLibrary) -> Iterator[FieldMapping]:
    """Every record, every entry of a registry, and the mappings in them."""
    for record in library.record_files:
        if isinstance(record.root, Mapping):
            yield from _with_nested(FieldMapping(record.path, record.root, RECORD, "record"))
    for file in library.registry_files:
        for item in _listed(file.root):
            yield from _entry(file.path, item, REGISTRIES[file.name], _NOUNS[file.name])


def _with_nested(mapping: FieldMapping) -> Iterator[FieldMapping]:
    yield mapping
    for name in mapping.node.pairs.keys() & _NESTED.keys():
        field, (_, value) = _NESTED[name], mapping.node.pairs[name]
        if field.kind is Kind.FIELDS and isinstance(value, Mapping):
            yield from _with_nested(FieldMapping(mapping.path, value, field.fields, f'field "{name}"'))
        elif field.kind is Kind.AUTHORS and isinstance(value, Sequence):
            for author in [item for item in value.items if isinstance(item, Mapping)]:
                yield FieldMapping(mapping.path, author, AUTHOR, "author")


def _entry(path: str, item: Node, fields: tuple[Field, ...], noun: str) -> Iterator[FieldMapping]:
    if not isinstance(item, Mapping):
        return
    yield FieldMapping(path, item, fields, noun)
    if fields is TOPIC:
        for column in _listed(item.get("columns")):
            if isinstance(column, Mapping):
                yield FieldMapping(path, column, COLUMN, "column")
        for subtopic in _listed(item.get("topics")):
            yield from _entry(path, subtopic, fields, noun)


def _listed(node: Node | None) -> list[Node]:
    """The items of a list; none for another node, which PT101 reports as a whole."""
    return items_of(node) if isinstance(node, Sequence) else []
