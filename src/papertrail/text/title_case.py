"""Words of a title that no citation style may put into lower case."""

from __future__ import annotations

import re

from papertrail.text.math import split_math

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words of a text: its runs of letters and digits."""
    return _WORD.findall(text)


def without_formulas(title: str) -> str:
    """Return the title without its formulas, whose letters no style changes."""
    return " ".join(part for part in split_math(title) if isinstance(part, str)) if "$" in title else title


def words_with_fixed_case(text: str, name: str) -> set[str]:
    """Return the words of a title that keep their case, as far as the title itself shows it.

    These are acronyms (`GPU`, `SwapAdvisor`), the name of the work, and, in a sentence-case title, every capitalized
    word but the first.

    >>> sorted(words_with_fixed_case("Tofu: partitioning models on a GPU in Germany", "Tofu"))
    ['GPU', 'Germany', 'Tofu']
    """
    words = words_of(text)
    kept = {
        word for word in words if word[1:] != word[1:].lower() or (len(word) == 1 and word.isupper() and word != "A")
    }
    own = words_of(name)
    if len(own) == 1 or text.startswith(f"{name}:"):
        kept |= {word for word in own if word != word.lower()}
    long = [word for word in words[1:] if len(word) > 3]
    if sum(word.islower() for word in long) > sum(word.istitle() for word in long):
        kept |= {word for word in words[1:] if word.istitle() and len(word) > 1}
    return kept
