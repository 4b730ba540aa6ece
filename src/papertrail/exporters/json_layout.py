"""JSON with an indent of two, as parts of a document that is written piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

_ENCODE = json.JSONEncoder(ensure_ascii=False, indent=2).encode


def indented_json(value: object, indent: str = "") -> str:
    """A value as JSON; lines after the first begin with `indent`."""
    return _ENCODE(value).replace("\n", f"\n{indent}")  # strings have no raw line breaks


def json_array(opened: str, objects: Iterable[str], closed: str, *, indent: str) -> Iterator[str]:
    """The objects of an array of JSON on lines of their own, as parts of a longer text; `opened` ends in the bracket
    that opens the array, and `closed` begins with the one that closes it.
    """
    before = opened + "\n"
    for text in objects:
        yield before + text
        before = ",\n"
    yield opened + closed if before.startswith(opened) else f"\n{indent}{closed}"
