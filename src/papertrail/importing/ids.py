"""Ids for new records."""

from __future__ import annotations

import re
import unicodedata

from papertrail.text.strings import slug

_WORDS = 7
_LONGEST = 48


def new_id(name: str, taken: set[str]) -> str:
    """A free id that tells of the name; it is taken then.

    >>> new_id("CNN Parallelism", set()), new_id("Tofu", {"tofu"}), new_id("多模态", set())
    ('cnn-parallelism', 'tofu-2', 'paper')
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = slug(folded).split("-") if re.search(r"[A-Za-z0-9]", folded) else ["paper"]
    kept = words[:_WORDS]
    while len(kept) > 1 and len("-".join(kept)) > _LONGEST:
        kept.pop()
    first = "-".join(kept)[:_LONGEST].strip("-") or "paper"
    if first.startswith("s-"):  # anchors of sections begin so
        first = f"paper-{first}"
    candidate, number = first, 1
    while candidate in taken:
        number += 1
        candidate = f"{first}-{number}"
    taken.add(candidate)
    return candidate
