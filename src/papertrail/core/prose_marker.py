"""The markers in the document of a list, `papers/_lists/<slug>.md`.

Lines `<!-- papers: TOPIC -->` are replaced with the entries of a topic. The topic is named without its list, such as
`Parallelism` or `Memory > Sharing`; it is empty for papers that are in the list itself.
"""

from __future__ import annotations

import re

MARKER = re.compile(r"(?m)^<!-- papers:(?P<topic>.*?)-->[ \t]*$")
"""The line that is replaced with entries."""

MARKER_LINE = re.compile(MARKER.pattern + r"(?P<end>\n?)")
"""The same line with its line ending."""

FOLDER = "_lists"
"""Subfolder of the records folder with these documents."""


def marker(topic: str) -> str:
    """The marker of a topic.

    >>> marker("Memory > Sharing"), marker("")
    ('<!-- papers: Memory > Sharing -->', '<!-- papers: -->')
    """
    return f"<!-- papers: {topic} -->" if topic else "<!-- papers: -->"
