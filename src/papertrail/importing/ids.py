"""Ids for new records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from papertrail.text.strings import slug

_WORDS = 7
_LONGEST = 48


def new_id(name: str, taken: Container[str]) -> str:
    """An id from a name, with `-2` and so on if it is taken.

    >>> new_id("CNN Parallelism", ()), new_id("Tofu", {"tofu"}), new_id("多模态", ())
    ('cnn-parallelism', 'tofu-2', 'paper')
    """
    id = _id_of(name)
    candidates = chain([id], (f"{id}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def _id_of(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = slug(ascii_name).split("-")[:_WORDS] if re.search(r"[A-Za-z0-9]", ascii_name) else ["paper"]
    while len(words) > 1 and len("-".join(words)) > _LONGEST:
        words.pop()
    id = "-".join(words)[:_LONGEST].strip("-") or "paper"
    return f"paper-{id}" if id.startswith("s-") else id  # reserved for the anchors of sections
