"""A limit on the time to parse a remark as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

MOST_BRACKETS = 400
"""Opening brackets in the remarks of a record, or in one introduction. The time to parse Markdown grows with the square
of those that can start a link."""


def may_be_parsed(texts: Iterable[str]) -> bool:
    """Whether the texts can be parsed as Markdown in a short time."""
    return sum(text.count("[") for text in texts) <= MOST_BRACKETS
