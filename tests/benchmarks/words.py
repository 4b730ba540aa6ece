"""Made-up words and names, as many as wanted: the same for the same seed.

Their frequencies are those of real text (the n-th most frequent word comes up 1/n times as often as the first), because
what a download weighs and how long a search takes hangs on them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import accumulate

_ONSETS = ("b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "qu", "r", "s",
           "sh", "st", "t", "tr", "v", "w")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io", "ou")
_ENDS = ("", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "t", "ck")
_FIRST = (
    "Ada", "Aïsha", "Ana", "Björn", "Carlos", "Chen", "Dana", "Elif", "Émile", "Farid", "Grace", "Hana", "Ivo",
    "Jiří", "Jun", "Kofi", "Lars", "Léa", "Lin", "Maja", "Mei", "Mira", "Noor", "Olga", "Pál", "Priya", "Quinn", "Rosa",
    "Sofía", "Søren", "Tariq", "Uma", "Vera", "Wei", "Xin", "Yuki", "Zoë", "Ángel", "Łukasz", "Yi",
)  # fmt: skip
_LINKING = ("a", "and", "by", "for", "from", "in", "of", "on", "over", "the", "to", "with", "without", "is", "that")


def vocabulary(rng: random.Random, count: int) -> list[str]:
    """`count` distinct words of one to four syllables; the short ones first, as the frequent ones are short."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 1 + min(3, int(4 * len(found) / count) + rng.randrange(2))
        word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables)) + rng.choice(_ENDS)
        if len(word) > 3:
            found[word] = None
    return list(found)


def people(rng: random.Random, count: int, words: Sequence[str]) -> list[str]:
    """`count` distinct names of two parts, some with accents."""
    found: dict[str, None] = {}
    while len(found) < count:
        last = rng.choice(words).title()
        accented = last.replace("o", "ö", 1) if rng.random() < 0.1 else last
        found[f"{rng.choice(_FIRST)} {accented}"] = None
    return list(found)


def by_frequency(rng: random.Random, items: Sequence[str]) -> Callable[[], str]:
    """Gives the n-th item 1/n times as often as the first."""
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(items))))
    return lambda: rng.choices(items, cum_weights=weights)[0]


def phrase(rng: random.Random, word: Callable[[], str], count: int) -> str:
    """`count` words with small words between them, as a title or a part of a sentence has."""
    said = []
    for number in range(count):
        if number and rng.random() < 0.4:
            said.append(rng.choice(_LINKING))
        said.append(word())
    return " ".join(said)
