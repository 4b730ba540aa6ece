"""Recognizes files that papertrail wrote and may therefore replace."""

from __future__ import annotations

import re


def is_earlier_version(existing: str, document: str) -> bool:
    """Whether a file has the document of a list before some changes: at least half of its lines are the same.

    Lines are compared by their letters, as numbers and the widths of columns change with each paper. An empty file can
    be replaced too.
    """
    lines, known = _lines(existing), set(_lines(document))
    return 2 * sum(line in known for line in lines) >= len(lines)


def _lines(text: str) -> list[str]:
    letters = (re.sub(r"[\W\d_]+", " ", line).strip() for line in text.splitlines())
    return [line for line in letters if line]
