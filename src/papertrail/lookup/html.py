"""The metadata in the HTML of a page: its `<meta>` tags and its JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,30}")
_ATTRIBUTE = re.compile(
    r"""(?s)[\s/]{0,64}+(?P<name>[^\s=>/"']++)(?:\s*+=\s*+(?:"(?P<a>[^"]*+)(?:"|\Z)|'(?P<b>[^']*+)(?:'|\Z)|(?P<c>[^\s>"']*+)))?"""
)
_END_OF_TAG = re.compile(r"[^>]*+(?:>|\Z)")
_RAW = {
    "script": re.compile(r"(?i)</script\b"),
    "style": re.compile(r"(?i)</style\b"),
    "title": re.compile(r"(?i)</title\b"),
    "textarea": re.compile(r"(?i)</textarea\b"),
}
"""Elements whose text is not searched for tags, and how they end."""
_MOST = 5_000
"""The most tags and parts of JSON-LD that are used."""


@dataclass(frozen=True)
class PageData:
    """The metadata of a page."""

    meta: tuple[tuple[str, str], ...]
    """The names, in lower case, and the contents of its tags, in their order."""
    linked: tuple[Mapping[str, Any], ...]
    """The objects of its JSON-LD."""


def page_data(text: str) -> PageData:
    """The metadata in a page. Nothing in it is run, and text that is not HTML has none."""
    meta: list[tuple[str, str]] = []
    linked: list[Mapping[str, Any]] = []
    for name, attributes, content in _tags(text):
        if name == "meta" and len(meta) < _MOST:
            label = (attributes.get("name") or attributes.get("property") or "").strip().lower()
            meta.append((label, " ".join(attributes.get("content", "").split())))
        elif name == "script" and attributes.get("type", "").strip().lower() == "application/ld+json":
            linked += _objects(content)
    return PageData(tuple(pair for pair in meta if all(pair)), tuple(linked[:_MOST]))


def _tags(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The start tags with their attributes, and for scripts their text. Each character is read once."""
    position = text.find("<")
    while position >= 0:
        if text.startswith("<!--", position):
            end = text.find("-->", position)
            position = text.find("<", end) if end >= 0 else -1
            continue
        name = _NAME.match(text, position + 1)
        if name is None:
            position = text.find("<", position + 1)
            continue
        tag, content = name[0].lower(), ""
        attributes, position = _attributes(text, name.end())
        if tag in _RAW:
            end_tag = _RAW[tag].search(text, position)
            end = end_tag.start() if end_tag else len(text)
            content, position = text[position:end], end
        yield tag, attributes, content
        position = text.find("<", position)


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag, and where it ends."""
    attributes: dict[str, str] = {}
    while match := _ATTRIBUTE.match(text, position):
        attributes.setdefault(match["name"].lower(), unescape(match["a"] or match["b"] or match["c"] or ""))
        position = match.end()
    end = _END_OF_TAG.match(text, position)
    return attributes, end.end() if end else len(text)


def _objects(text: str) -> list[Mapping[str, Any]]:
    """The objects of a JSON-LD script, on its top level or in `@graph`."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    values = value if isinstance(value, list) else [value]
    found = [part for part in values if isinstance(part, dict)]
    graphs = [part for item in found if isinstance(item.get("@graph"), list) for part in item["@graph"]]
    return [*found, *(part for part in graphs if isinstance(part, dict))]
