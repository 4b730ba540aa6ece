"""The markers in the document of a list, `papers/_lists/<slug>.md`.

Lines `<!-- papers: TOPIC -->` are replaced with the entries of a topic. The topic is named without its list, such as
`Parallelism` or `Memory > Sharing`; it is empty for papers that are in the list itself. If there is other text between
the entries, `<!-- papers from ID: TOPIC -->` after it is replaced with those from one paper on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from papertrail.core.catalog import Row

MARKER = re.compile(r"(?m)^<!-- papers(?: from (?P<first>[^\s:]++))?:(?P<topic>.*?)-->[ \t]*$")
"""The line that is replaced with entries."""

MARKER_LINE = re.compile(MARKER.pattern + r"(?P<end>\n?)")
"""The same line with its line ending."""

FOLDER = "_lists"
"""Subfolder of the records folder with these documents."""


def marker(topic: str, first: str | None = None) -> str:
    """The marker of a topic, or of its papers from `first` on.

    >>> marker("Memory > Sharing"), marker(""), marker("Memory", "gist")
    ('<!-- papers: Memory > Sharing -->', '<!-- papers: -->', '<!-- papers from gist: Memory -->')
    """
    papers = f"papers from {first}" if first else "papers"
    return f"<!-- {papers}: {topic} -->" if topic else f"<!-- {papers}: -->"


def parts_of(rows: Iterable[Row], firsts: Collection[str | None]) -> Mapping[str | None, tuple[Row, ...]]:
    """Split the rows of a topic before each paper of `firsts`. The part before all of them is that of None.

    The marker of a part has the id of its first paper. One whose paper is not in the topic has no part.
    """
    parts: dict[str | None, list[Row]] = {None: []}
    part = parts[None]
    for row in rows:
        if row.paper.id in firsts:
            part = parts.setdefault(row.paper.id, [])
        part.append(row)
    return {first: tuple(of_part) for first, of_part in parts.items()}
