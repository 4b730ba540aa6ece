"""JSON with an indent of two, written in parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

_ENCODE = json.JSONEncoder(ensure_ascii=False, indent=2).encode


def indented_json(value: object, indent: str = "") -> str:
    """Return a value as JSON; lines after the first start with `indent`."""
    return _ENCODE(value).replace("\n", f"\n{indent}")  # strings have no raw line breaks


def json_array(opened: str, objects: Iterable[str], closed: str, *, indent: str) -> Iterator[str]:
    """Yield an array with one object per line, as parts of a longer text.

    `opened` ends with the opening bracket, and `closed` starts with the closing bracket.
    """
    before = opened + "\n"
    for text in objects:
        yield before + text
        before = ",\n"
    yield opened + closed if before.startswith(opened) else f"\n{indent}{closed}"
