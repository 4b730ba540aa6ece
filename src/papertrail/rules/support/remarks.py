"""A limit on the time to parse a remark as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from papertrail.core.limits import TEXT

MOST_BRACKETS = 400
"""Opening brackets in the remarks of a record, or in one introduction. The time to parse Markdown grows with the square
of those that can start a link."""


_MARKS = re.compile(r"[*_<&]|\]\(")


def is_plain(texts: Iterable[str]) -> bool:
    """Whether texts of an ordinary length have no emphasis, links, images and entities, as most have not."""
    text = "".join(texts)
    return len(text) <= TEXT and _MARKS.search(text) is None


def may_be_parsed(texts: Iterable[str]) -> bool:
    """Whether the texts can be parsed as Markdown in a short time."""
    return sum([text.count("[") for text in texts]) <= MOST_BRACKETS
