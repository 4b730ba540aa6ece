"""JSON Schemas (draft-07) of records and registries, for completion and warnings in editors.

They are built from the tables of fields. Editors parse YAML with types, so the schemas accept strings, numbers and
booleans where papertrail reads text: the title `1984` is text here and a number there. The rules report more than a
schema can, such as duplicates. A file without problems is always valid under its schema.

The names of a list, such as its topics, are choices next to the general form: editors propose them, and accept others,
as rules report unknown names with more help.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from papertrail.core.fields import AUTHOR, COLUMN, INSTITUTION, RECORD, STYLES, TOPIC, VENUE, Field, Kind
from papertrail.pipeline.names import Names

Schema = dict[str, Any]

SCHEMAS = ("paper", "topics", "venues", "institutions", "venue", "institution")
"""Names of the schemas: `schema/paper.schema.json` and so on."""

_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1, "pattern": r"^[^\n]*\S[^\n]*\n*$"}
_TEXT_OF_LINES: Schema = {"type": ["string", "number", "boolean"]}
_NOTHING: Schema = {"type": "null"}


def schema_text(name: str, names: Names | None = None, url: str | None = None) -> str:
    """The contents of the file of a schema, with the names of a list as choices, and its URL, if they are given."""
    schema = _SCHEMAS[name]()
    if url:
        schema = {"$schema": schema.pop("$schema"), "$id": url, **schema}
    used = [field.name for field in _FIELDS[name] if (names or {}).get(field.name)]
    for field in used:
        schema.setdefault("definitions", {})[field] = {"anyOf": [{"enum": list((names or {})[field])}, _TEXT]}
        of_field = _with_names(_object(_FIELDS[name])["properties"][field], field)
        for properties in _properties(schema):
            properties[field] = of_field
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _properties(schema: Schema) -> list[dict[str, Schema]]:
    """The fields of a file, or of an entry in a registry."""
    if "properties" in schema:
        return [schema["properties"]]
    return [form["properties"] for form in schema["definitions"]["entry"]["anyOf"] if "properties" in form]


def _with_names(schema: Any, field: str) -> Any:
    """The schema of a field, in which each text is one of the names of the list, or another one."""
    if schema == _TEXT:
        return {"$ref": f"#/definitions/{field}"}
    if isinstance(schema, dict):
        return {key: value if key == "url" else _with_names(value, field) for key, value in schema.items()}
    return [_with_names(item, field) for item in schema] if isinstance(schema, list) else schema


def _file(title: str, fields: tuple[Field, ...]) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **_object(fields)}


def _registry(title: str, fields: tuple[Field, ...]) -> Schema:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "definitions": {"entry": {"anyOf": [_TEXT, _object(fields)]}},
        "type": "array",
        "items": {"anyOf": [{"$ref": "#/definitions/entry"}, _NOTHING]},
    }


def _object(fields: tuple[Field, ...]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {field.name: _field(field) for field in fields},
    }


def _field(field: Field) -> Schema:
    """The schema of a field. An optional field can also have no value."""
    value = _KINDS[field.kind](field)
    if field.empty:
        value = {"anyOf": [value, {"const": ""}]}
    about = {"description": f"{field.help} Example: {field.name}: {field.example}"}
    return about | value if field.required else about | {"anyOf": [value, _NOTHING]}


def _list(item: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": item}


def _pair(first: str, second: str, *, both: bool) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [first, second] if both else [first],
        "properties": {first: _TEXT, second: _TEXT if both else {"anyOf": [_TEXT, _NOTHING]}},
    }


def _date(pattern: str) -> Schema:
    return {"type": ["string", "number"], "pattern": pattern, "minimum": 1500, "maximum": 2099}


def _venues(field: Field) -> Schema:
    one = {"anyOf": [_TEXT, _pair("name", "url", both=False)]}
    return {"anyOf": [_TEXT, _pair("name", "url", both=False), _list(one)]}


def _links(field: Field) -> Schema:
    by_label = {"type": "object", "additionalProperties": _TEXT}
    return {"anyOf": [by_label, {"type": "array", "items": _pair("label", "url", both=True)}]}


def _source(*keys: str) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["raw"],
        "properties": dict.fromkeys(keys, _TEXT_OF_LINES),
    }


def _columns(field: Field) -> Schema:
    return {"type": "array", "items": {"anyOf": [_TEXT, _object(COLUMN)]}}


_KINDS: dict[Kind, Callable[[Field], Schema]] = {
    Kind.LINE: lambda field: _TEXT,
    Kind.ID: lambda field: _TEXT,
    Kind.LANGUAGE: lambda field: _TEXT,
    Kind.LINES: lambda field: {"anyOf": [_TEXT, _list(_TEXT)]},
    Kind.TEXT: lambda field: {"type": ["string", "number", "boolean"], "minLength": 1},
    Kind.AUTHORS: lambda field: {"anyOf": [_TEXT, _list({"anyOf": [_TEXT, _object(AUTHOR)]})]},
    Kind.FIELDS: lambda field: _object(field.fields),
    Kind.NAMES: lambda field: _list(_TEXT),
    Kind.CHOICE: lambda field: {"enum": list(field.choices)},
    Kind.DATE: lambda field: _date(r"^\d{4}(-\d{2}(-\d{2})?)?$"),
    Kind.DAY: lambda field: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    Kind.VENUES: _venues,
    Kind.LINKS: _links,
    Kind.PAIRS: lambda field: {"type": "object", "additionalProperties": {"anyOf": [_TEXT, _NOTHING]}},
    Kind.SOURCE: lambda field: {"anyOf": [_source("raw"), _list(_source("raw", "topic"))]},
    Kind.BY_STYLE: lambda field: {
        "type": "object",
        "additionalProperties": False,
        "properties": {style: {"anyOf": [_TEXT_OF_LINES, _NOTHING]} for style in STYLES},
    },
    Kind.COLUMNS: _columns,
    Kind.TOPICS: lambda field: {"type": "array", "items": {"$ref": "#/definitions/entry"}},
}

_FIELDS = {
    "paper": RECORD, "topics": TOPIC, "venues": VENUE, "institutions": INSTITUTION, "venue": VENUE,
    "institution": INSTITUTION,
}  # fmt: skip
"""The fields of a file or of its entries, by the name of its schema."""
_SCHEMAS: dict[str, Callable[[], Schema]] = {
    "paper": lambda: _file("A paper of a reading list", RECORD),
    "topics": lambda: _registry("The topics of a reading list", TOPIC),
    "venues": lambda: _registry("The venues of a reading list", VENUE),
    "institutions": lambda: _registry("The institutions of a reading list", INSTITUTION),
    "venue": lambda: _file("A venue of a reading list", VENUE),
    "institution": lambda: _file("An institution of a reading list", INSTITUTION),
}
