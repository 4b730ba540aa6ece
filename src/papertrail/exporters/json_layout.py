"""The layouts of JSON files: one member per line for papers, an indent of two for few values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

_INDENTED = json.JSONEncoder(ensure_ascii=False, indent=2)
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def indented_json(value: object) -> str:
    """Return a value as JSON for people."""
    return _INDENTED.encode(value)


def json_object_lines(members: Mapping[str, object]) -> str:
    """Return an object with one member per line, and no indent within members: large files consist of many.

    >>> print(json_object_lines({"id": "tofu", "links": [{"url": "https://example.org/"}]}))
    {"id": "tofu",
     "links": [{"url":"https://example.org/"}]}
    """
    lines = ",\n ".join([f'"{name}": {_COMPACT.encode(value)}' for name, value in members.items()])
    return f"{{{lines}}}"


def json_array(opened: str, objects: Iterable[str], closed: str) -> Iterator[str]:
    """Yield an array, each object of which starts a line, as parts of a longer text.

    `opened` ends with the opening bracket, and `closed` starts with the closing bracket.
    """
    before = opened + "\n"
    for text in objects:
        yield before + text
        before = ",\n"
    yield opened + closed if before.startswith(opened) else "\n" + closed
