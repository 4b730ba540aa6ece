"""The items of HTML lists."""

from __future__ import annotations

import re

from papertrail.readers.markdown.cursor import Cursor

# Without the end of the text as an alternative, each unclosed item would be searched for its end.
_ITEM = re.compile(r"(?is)<li\b[^<>]*+>(?P<content>.*?)(?:(?P<closed></li\s*+>)|\Z)")


def items_in(cursor: Cursor) -> list[re.Match[str]]:
    """Return the items between the position and the end; the group `content` is what is between their tags."""
    return [item for item in _ITEM.finditer(cursor.text, *cursor.offsets) if item["closed"]]


def without_items(text: str) -> str:
    """Return a text with a space in place of each item."""
    return _ITEM.sub(lambda item: " " if item["closed"] else item[0], text)
