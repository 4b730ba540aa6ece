"""Ids for new records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from papertrail.text.strings import slug

_WORDS = 7
_LONGEST = 48


class IdPool:
    """The ids that are taken, and new ones.

    >>> ids = IdPool(["tofu"])
    >>> ids.new("CNN Parallelism"), ids.new("Tofu"), ids.new("多模态"), ids.new("Tofu!"), ids.new("Papers")
    ('cnn-parallelism', 'tofu-2', 'paper', 'tofu-3', 'paper-papers')
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._numbers = dict.fromkeys(taken, 1)
        """For each taken id, the last number that was added to it."""

    def new(self, name: str) -> str:
        """Take an id from a name, with `-2` and so on if it is taken."""
        first = id = _id_of(name)
        while id in self._numbers:
            self._numbers[first] += 1
            id = f"{first}-{self._numbers[first]}"
        self._numbers[id] = 1
        return id


def _id_of(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = slug(ascii_name).split("-")[:_WORDS] if re.search(r"[A-Za-z0-9]", ascii_name) else ["paper"]
    while len(words) > 1 and len("-".join(words)) > _LONGEST:
        words.pop()
    id = "-".join(words)[:_LONGEST].strip("-") or "paper"
    is_reserved = id == "papers" or id.startswith(("s-", "pt-"))  # for anchors of the site
    return f"paper-{id}" if is_reserved else id
