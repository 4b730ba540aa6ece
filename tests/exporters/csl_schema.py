"""JSON Schema of CSL data (https://docs.citationstyles.org/en/stable/specification.html)."""

from __future__ import annotations

from typing import Any

from papertrail.core.fields import TYPES

_TEXT = {"type": "string", "minLength": 1}
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        },
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
_PERSON = {"family": _TEXT, "given": _TEXT, "suffix": _TEXT}
_NAME = {
    "oneOf": [
        {"type": "object", "properties": _PERSON, "required": ["family"], "additionalProperties": False},
        {"type": "object", "properties": {"literal": _TEXT}, "required": ["literal"], "additionalProperties": False},
    ]
}
_NAMES = {"type": "array", "minItems": 1, "items": _NAME}
_TEXTS = (
    "title", "container-title", "container-title-short", "publisher", "number", "DOI", "URL", "keyword",
    "publisher-place", "volume", "issue", "page", "collection-title", "edition", "status", "language", "ISBN", "ISSN",
    "PMID", "PMCID", "note", "abstract",
)  # fmt: skip

SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": _TEXT,
            "type": {"enum": list(TYPES)},
            "author": _NAMES,
            "editor": _NAMES,
            "issued": _DATE,
            **dict.fromkeys(_TEXTS, _TEXT),
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
