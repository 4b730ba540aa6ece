"""The values of a mapping as the cells of a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from papertrail.readers.common.links import LABELS, is_url
from papertrail.readers.mappings.names import FieldNames, plain_name
from papertrail.readers.mappings.row import Cell
from papertrail.text.strings import one_line

NOT_KEPT = "not kept"
"""The role of values that no field can hold."""
_PEOPLE = ("authors", "full names", "editors")
_NAMED = ("venue", "event", "institutions", "keywords", "topics", "subtopic", "awards", "publisher", "series")
"""Roles of things that may be mappings with a name."""
_LABELS = ("label", "name", "title", "type", "text", "kind", "full name", "literal")
_URLS = ("url", "link", "href")
_GIVEN = ("given", "first", "first name", "given name")
_FAMILY = ("family", "last", "last name", "family name", "surname")
_INNER = ("publication", "ids", "identifiers", "external ids", "meta", "metadata")
"""Keys of further fields of the work."""
_APART = (*_PEOPLE, "remarks", "abstract", "links")
"""Roles whose texts are not joined in one cell."""
_NOTHING = ("-", "–", "—", "n/a", "none", "null")


def cells_of(fields: Mapping[str, Any], names: FieldNames) -> list[Cell]:
    """The values of a work, each with its name, its role and its text."""
    texts: dict[tuple[str, str], list[str]] = {}
    for name, role, text in _cells(fields, names):
        if text.strip() and (role == "custom" or text.strip().casefold() not in _NOTHING):
            texts.setdefault((name, role), []).append(text)
    return [
        (name, role, text)
        for (name, role), parts in texts.items()
        for text in (parts if role in _APART else [(", " if role == "custom" else "; ").join(parts)])
    ]


def _cells(fields: Mapping[str, Any], names: FieldNames) -> Iterator[Cell]:
    for key, value in fields.items():
        for item in value if isinstance(value, list) else [value]:
            name, role = names.name_of(key), names.role_of(key)
            if not isinstance(item, dict):
                yield _scalar(name, role, item)
            elif role in _PEOPLE:
                yield from _person(name, role, item, names)
            elif role in _NAMED and _first(item, _LABELS):
                yield name, role, _first(item, _LABELS)
                yield from _known(_without(item, _LABELS), names)
            elif role == "paper" or plain_name(name) in _INNER:
                yield from _cells(item, names)
            elif plain_name(name) == "custom":
                yield from (_scalar(inner, "custom", text) for inner, text in item.items())
            else:
                yield from _links(name, role, item)


def _scalar(name: str, role: str, value: Any) -> Cell:
    text = text_of(value)
    if isinstance(value, list):
        return name, NOT_KEPT, text
    if role != "custom":
        return name, role, text
    return (_label(name), "links", text) if is_url(text) else (name.replace("_", " "), role, text)


def _label(name: str) -> str:
    """The label of a link by its key: `timeline_url` is that of `Timeline`."""
    words = name.replace("_", " ").removesuffix(" url").removesuffix(" link")
    return LABELS.get(plain_name(name)) or (words.capitalize() if words.islower() else words)


def _person(name: str, role: str, item: Mapping[str, Any], names: FieldNames) -> Iterator[Cell]:
    given, family = _first(item, _GIVEN), _first(item, _FAMILY)
    yield name, role, f"{family}, {given}" if family and given else _first(item, _LABELS) or family or given
    yield from _known(_without(item, (*_GIVEN, *_FAMILY, *_LABELS)), names)


def _links(name: str, role: str, item: Mapping[str, Any]) -> Iterator[Cell]:
    """A link with its label, or labels with URLs. Any other mapping is not kept."""
    url, label = _first(item, _URLS), _first(item, _LABELS)
    if url:
        yield label or _label(name), "links", url
        item = _without(item, (*_URLS, *_LABELS))
    elif role == "links":
        pairs = [(key, part) for key, value in item.items() for part in (value if isinstance(value, list) else [value])]
        yield from ((_label(key), "links", text_of(part)) for key, part in pairs)
        return
    if item:
        yield name, NOT_KEPT, text_of(item)


def _known(fields: Mapping[str, Any], names: FieldNames) -> Iterator[Cell]:
    """Further values next to a name: those with a role are of the work."""
    for name, role, text in _cells(fields, names):
        yield name, role if role in ("institutions", "date") else NOT_KEPT, text


def _first(item: Mapping[str, Any], keys: Iterable[str]) -> str:
    texts = {plain_name(key): text_of(value) for key, value in item.items() if isinstance(value, str | int)}
    return next((one_line(texts[key]) for key in keys if texts.get(key)), "")


def _without(item: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {
        key: value for key, value in item.items() if plain_name(key) not in keys and value not in (None, "", [], {})
    }


def text_of(value: Any) -> str:
    """A value as text; nested values as JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    try:
        return json.dumps(value, ensure_ascii=False) if value not in ([], {}) else ""
    except RecursionError:
        return "…"
