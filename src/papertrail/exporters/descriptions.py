"""Descriptions of the data for programs: a JSON Schema of `papers.json`, a data package, and `llms.txt`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from papertrail.core.fields import PUBLICATION, Kind
from papertrail.exporters import csv, json
from papertrail.exporters.json_layout import indented_json
from papertrail.text.markdown import markdown_text
from papertrail.text.strings import one_line

_TEXT = {"type": "string"}
_OPTIONAL = {"type": ["string", "null"]}
_BY_NAME = {"type": "object", "additionalProperties": _TEXT}
_TEXTS = {"type": "array", "items": _TEXT}


def _object(properties: dict[str, Any], required: Iterable[str]) -> dict[str, Any]:
    return {"type": "object", "required": [*required], "properties": properties}


def _objects(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties, required)}


_PEOPLE = _objects(
    dict.fromkeys(("name", "family", "given", "suffix", "orcid", "url"), _TEXT) | {"organization": {"type": "boolean"}}
)
_PAPER = {
    **dict.fromkeys(("id", "name", "type"), _TEXT),
    **dict.fromkeys(("title", "venue", "date", "status", "language", "abstract", "added"), _OPTIONAL),
    **dict.fromkeys(("authors", "venues", "awards", "remarks", "keywords"), _TEXTS),
    "people": _PEOPLE,
    "year": {"type": ["integer", "null"]},
    "publication": _object({f.name: _PEOPLE if f.kind is Kind.AUTHORS else _TEXT for f in PUBLICATION}, ()),
    "ids": _BY_NAME,
    "custom": _BY_NAME,
    "institutions": _objects({"name": _TEXT, "url": _OPTIONAL}, "name", "url"),
    "links": _objects({"label": _TEXT, "url": _TEXT}, "label", "url"),
    "topics": {"type": "array", "items": _TEXTS},
}


def papers_schema(url: str | None) -> str:
    """Return the JSON Schema of the JSON export, with its URL if that is known. Later versions may add members."""
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **({"$id": url} if url else {}),
        "title": "The papers of a reading list",
        **_object(
            {"version": {"const": json.VERSION}, "papers": _objects(_PAPER, *_PAPER)},
            ("version", "papers"),
        ),
    }
    return indented_json(schema) + "\n"


def data_package(title: str, description: str, homepage: str | None, *, base: str, schema: str) -> str:
    """Return a description of the files `base`.csv and `base`.json (https://datapackage.org)."""
    fields = [{"name": name, "type": "integer" if name == "year" else "string"} for name in csv.HEADER]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "reading-list",
        "title": one_line(title),
        "description": one_line(description),
        "homepage": homepage,
        "resources": [
            {
                "name": "papers",
                "type": "table",
                "path": f"{base}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": ["id"]},
            },
            {
                "name": "papers-json",
                "path": f"{base}.json",
                "format": "json",
                "mediatype": "application/json",
                "encoding": "utf-8",
                "jsonSchema": schema,
            },
        ],
    }
    return indented_json({name: value for name, value in package.items() if value}) + "\n"


def llms_txt(title: str, description: str, note: str, sections: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> str:
    """Return an overview for language models (https://llmstxt.org): sections of links, as titles and URLs."""
    lines = [f"# {_inline(title)}", *([f"> {_inline(description)}"] if description else []), *([note] if note else [])]
    for heading, links in sections:
        lines += [f"## {heading}", "\n".join(f"- [{_inline(text)}]({url})" for text, url in links)]
    return "\n\n".join(lines) + "\n"


def _inline(text: str) -> str:
    return markdown_text(one_line(text))
