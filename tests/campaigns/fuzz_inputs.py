"""Generated inputs for readers: texts of the project with parts cut, doubled, repeated, swapped or replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

SIGNS = [
    *"\n\t \"'`*_~#>|<>[](){}\\!&%$@=+-.:;,?/^", "\r\n", "\x00", "\ufeff", "\u202e", "\u2028", "\ud800", "中", "é",
    "😀", "\n\n", "  ", "---\n", "```\n", "<!--", "-->", "&amp;", "{{", "}}", "9" * 30, "a" * 200,
]  # fmt: skip
"""Parts that have a meaning in most formats, or are hard to encode."""
MOST_REPEATED = 300
LONGEST = 20_000
"""Characters of a text before it is changed again."""


def mutated(seeds: Sequence[str], bits: Sequence[str], random: Random) -> str:
    """Return a text that is almost one of some texts; `bits` are parts of its format."""
    text = random.choice(seeds)
    for _ in range(random.choice((0, 1, 1, 2, 3, 5, 9))):
        mutation = random.choice(_MUTATIONS)
        text = mutation(
            text[:LONGEST], random.choice((random.choice(seeds), *random.choices([*bits, *SIGNS], k=3))), random
        )
    return text


def _slice(text: str, random: Random) -> tuple[int, int]:
    """A part of a text, short ones more often, whole lines often."""
    start = random.randint(0, len(text))
    end = min(len(text), start + random.choice((1, 2, 5, 20, 100, 1000)))
    if random.random() < 0.3:
        start, end = text.rfind("\n", 0, start) + 1, text.find("\n", end) + 1 or len(text)
    return start, max(start, end)


def _insert(text: str, other: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + other + text[at:]


def _delete(text: str, other: str, random: Random) -> str:
    start, end = _slice(text, random)
    return text[:start] + text[end:]


def _replace(text: str, other: str, random: Random) -> str:
    start, end = _slice(text, random)
    return text[:start] + other + text[end:]


def _repeat(text: str, other: str, random: Random) -> str:
    """Repeat a part often, with another text after it: what makes a reader search and not find."""
    start, end = _slice(text, random)
    part = random.choice((text[start:end], other))[:200]
    return text[:start] + part * random.randint(2, MOST_REPEATED) + text[end:]


def _move(text: str, other: str, random: Random) -> str:
    start, end = _slice(text, random)
    return _insert(text[:start] + text[end:], text[start:end], random)


def _splice(text: str, other: str, random: Random) -> str:
    """The start of a text, and the end of another one."""
    return text[: random.randint(0, len(text))] + other[random.randint(0, len(other)) :]


_MUTATIONS: Sequence[Callable[[str, str, Random], str]] = (_insert, _insert, _delete, _replace, _repeat, _move, _splice)
