"""The fields that a place in a file can have, by the tables of fields."""

from __future__ import annotations

from collections.abc import Sequence

from papertrail.core.fields import AUTHOR, COLUMN, RECORD, REGISTRIES, TOPIC, Field, Kind
from papertrail.records.files import kind_of
from papertrail.records.registry_files import registry_of

_VENUE = (
    Field(name="name", kind=Kind.VENUES, required=True, help="Venue with its year.", example="EuroSys 2019"),
    Field(name="url", kind=Kind.LINE, help="Page of the venue in this year.", example="https://example.org/2019"),
)
_LINK = (
    Field(name="label", kind=Kind.LINE, required=True, help="Label of the link.", example="Paper"),
    Field(name="url", kind=Kind.LINE, required=True, help="URL, or the path of a file.", example="https://example.org"),
)
_INNER = {
    Kind.AUTHORS: AUTHOR, Kind.TOPICS: TOPIC, Kind.COLUMNS: COLUMN, Kind.VENUES: _VENUE, Kind.LINKS: _LINK,
}  # fmt: skip


def fields_of(path: str, records_dir: str) -> tuple[Field, ...]:
    """The fields of a file, or of the entries in it; none for a file that is not YAML."""
    if registry := registry_of(path, records_dir):
        return REGISTRIES[registry]
    return RECORD if kind_of(path, records_dir) == "record" else ()


def fields_in(fields: tuple[Field, ...], keys: Sequence[str]) -> tuple[Field, ...]:
    """The fields of the mapping inside the fields `keys`."""
    for key in keys:
        field = field_named(fields, key)
        fields = (field.fields or _INNER.get(field.kind, ())) if field else ()
    return fields


def field_at(fields: tuple[Field, ...], keys: Sequence[str]) -> Field | None:
    """The field that the keys lead to."""
    return field_named(fields_in(fields, keys[:-1]), keys[-1]) if keys else None


def field_named(fields: tuple[Field, ...], name: str) -> Field | None:
    """The field with a name."""
    return next((field for field in fields if field.name == name), None)
