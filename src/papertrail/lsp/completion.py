"""What an editor proposes at the cursor: fields, and the names that the list has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from papertrail.core.fields import COLUMN_FIELDS, STYLES, Field, Kind
from papertrail.lsp.cursor import TypedText
from papertrail.lsp.fields import field_at, fields_in
from papertrail.pipeline.names import Names, names_for
from papertrail.yaml.write import scalar


class Completion(NamedTuple):
    """Something to write in place of what is typed."""

    label: str
    text: str
    """The label as YAML."""
    filter: str
    """What an editor compares with what is typed."""
    kind: Literal["field", "value"]
    help: str = ""
    detail: str = ""


def proposals(fields: tuple[Field, ...], names: Names, cursor: TypedText) -> Iterator[Completion]:
    """What can be written at the cursor in a file with these fields."""
    field = field_at(fields, cursor.keys)
    if cursor.is_key or cursor.is_item:
        if field and cursor.is_key and not cursor.siblings & {"label", "url"}:
            yield from (_key(label, "", "", cursor) for label in _names_of_keys(field, names))
        yield from _keys(fields_in(fields, cursor.keys), cursor)
    if field and not cursor.is_key:
        quote = cursor.typed[:1] if cursor.typed[:1] in ("'", '"') else ""
        for value in _values(field, names):
            if quote + value == cursor.typed:  # which may be half of a name
                continue
            yield Completion(value, scalar(value, flow=True), quote + value, "value", field.help, field.name)


def _keys(fields: tuple[Field, ...], cursor: TypedText) -> Iterator[Completion]:
    for field in fields:
        if field.name not in cursor.siblings:
            needed = "required" if field.required else field.kind.value
            yield _key(field.name, f"{field.help}\nExample: {field.name}: {field.example}", needed, cursor)


def _key(name: str, help: str, detail: str, cursor: TypedText) -> Completion:
    quote = cursor.typed[:1] if cursor.typed[:1] in ("'", '"') else ""
    return Completion(name, f"{scalar(name, flow=True)}: ", quote + name, "field", help, detail)


def _names_of_keys(field: Field, names: Names) -> tuple[str, ...]:
    if field.kind is Kind.BY_STYLE:
        return STYLES
    return names.get("label", ()) if field.kind is Kind.LINKS else ()


def _values(field: Field, names: Names) -> tuple[str, ...]:
    """The values of a field that are known. A column shows a field."""
    if field.kind is Kind.COLUMNS or field.name == "field":
        return COLUMN_FIELDS
    return names.get("venue", ()) if field.kind is Kind.VENUES else names_for(field, names)
