"""The document that a maintainer writes around a list: `papers/_lists/<slug>.md`.

Its lines `<!-- papers: TOPIC -->` stand for the entries of a topic, named from below the list on: `Parallelism`,
`Memory > Sharing`, or nothing at all for papers filed under the list itself.
"""

from __future__ import annotations

import re

MARKER = re.compile(r"(?m)^<!-- papers:(?P<topic>.*?)-->[ \t]*$")
"""The line that entries take the place of."""

MARKER_LINE = re.compile(MARKER.pattern + r"(?P<end>\n?)")
"""The same with its line end."""

FOLDER = "_lists"
"""Folder of these documents, below the folder of records."""


def marker(topic: str) -> str:
    """The line for a topic.

    >>> marker("Memory > Sharing"), marker("")
    ('<!-- papers: Memory > Sharing -->', '<!-- papers: -->')
    """
    return f"<!-- papers: {topic} -->" if topic else "<!-- papers: -->"
