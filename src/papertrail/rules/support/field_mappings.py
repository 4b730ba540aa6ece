"""The mappings in records and registries, each with the fields that it can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papertrail.core.fields import AUTHOR, COLUMN, PUBLICATION, RECORD, REGISTRIES, Field, Kind
from papertrail.records.library import ParsedLibrary
from papertrail.yaml.nodes import Mapping, Node, Sequence, items_of


class FieldsByName(dict[str, Field]):
    """Fields that a mapping can have, by name."""

    def __init__(self, fields: Iterable[Field]) -> None:
        super().__init__((field.name, field) for field in fields)
        self.required = tuple(field for field in self.values() if field.required)


class FieldMapping(NamedTuple):
    """A mapping and the fields that it can have."""

    path: str
    node: Mapping
    fields: FieldsByName
    noun: str
    """What messages call it."""
    in_registry: bool = False
    """Whether it is an entry of a registry, and not a part of one."""


_RECORD, _AUTHOR, _COLUMN = FieldsByName(RECORD), FieldsByName(AUTHOR), FieldsByName(COLUMN)
_REGISTRIES = {name: FieldsByName(fields) for name, fields in REGISTRIES.items()}
_NESTED = [
    (field.name, field.kind, FieldsByName(field.fields) if field.kind is Kind.FIELDS else _AUTHOR)
    for field in (*RECORD, *PUBLICATION)
    if field.kind in (Kind.FIELDS, Kind.AUTHORS)
]
"""The fields of records whose values contain mappings with fields, with their kinds and these fields."""
_NOUNS = {"_topics.yml": "topic", "_venues.yml": "venue", "_institutions.yml": "institution"}


def field_mappings(library: ParsedLibrary) -> Iterator[FieldMapping]:
    """Every record, every entry of a registry, and the mappings in them."""
    for record in library.record_files:
        if isinstance(root := record.root, Mapping):
            yield (mapping := FieldMapping(record.path, root, _RECORD, "record"))
            yield from _nested(mapping)
    for file in library.registry_files:
        for item in file.entries:
            yield from _entry(file.path, item, _REGISTRIES[file.name], _NOUNS[file.name])


def _nested(mapping: FieldMapping) -> Iterator[FieldMapping]:
    pairs = mapping.node.pairs
    for name, kind, fields in _NESTED:
        if name not in pairs:
            continue
        _, value = pairs[name]
        if kind is Kind.FIELDS and isinstance(value, Mapping):
            yield (inner := FieldMapping(mapping.path, value, fields, f'field "{name}"'))
            yield from _nested(inner)
        elif kind is Kind.AUTHORS and isinstance(value, Sequence):
            for author in [item for item in value.items if isinstance(item, Mapping)]:
                yield FieldMapping(mapping.path, author, fields, "author")


def _entry(path: str, item: Node, fields: FieldsByName, noun: str) -> Iterator[FieldMapping]:
    if not isinstance(item, Mapping):
        return
    yield FieldMapping(path, item, fields, noun, in_registry=True)
    if noun == "topic":
        for column in _listed(item.get("columns")):
            if isinstance(column, Mapping):
                yield FieldMapping(path, column, _COLUMN, "column")
        for subtopic in _listed(item.get("topics")):
            yield from _entry(path, subtopic, fields, noun)


def _listed(node: Node | None) -> list[Node]:
    """The items of a list; none for another node, which PT101 reports as a whole."""
    return items_of(node) if isinstance(node, Sequence) else []
