"""What bounds the time that reading a remark as Markdown can take."""

from __future__ import annotations

from collections.abc import Iterable

MOST_BRACKETS = 400
"""Opening brackets in the remarks of a record, or in one introduction. Reading Markdown takes time with the square of
those that may begin a link."""


def may_be_parsed(texts: Iterable[str]) -> bool:
    """Whether reading the texts as Markdown takes no time to speak of."""
    return sum(text.count("[") for text in texts) <= MOST_BRACKETS
