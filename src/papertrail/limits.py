"""How much a stranger may send: what bounds the time and memory that any input can take.

Each is far beyond what a person writes by hand. Reading stops at the first that is passed, with a diagnostic.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large and how deeply nested a YAML file may be, and how many values it may hold."""

    bytes: int
    depth: int
    values: int


RECORD_LIMITS = Limits(bytes=64 * 1024, depth=5, values=5_000)
REGISTRY_LIMITS = Limits(bytes=8 * 1024 * 1024, depth=64, values=200_000)
PROSE_BYTES = 1024 * 1024
"""Bytes of a document in `papers/_lists/`."""

TEXT = 4000
"""Characters of one text. A remark of this length is already a page, and reading a longer one as Markdown could take
long, so the length is looked at first."""
ITEMS = 200
"""Items of one list in a record, authors apart: each may become a page of the site."""
COLUMNS = 30
TOPIC_DEPTH = 20
FOLDER_DEPTH = 20
INTRODUCTIONS = 100_000
"""Characters of all introductions of a topic tree together."""
CHAIN = 16
"""Steps from an institution to its parent's parent, or from a venue to what it was renamed to."""
TOLD_OF_A_FILE = 100
"""Problems of one file that are told; whoever mends those sees the next."""
FOUND_BY_A_RULE = 20_000
"""Problems after which a rule stops looking."""
