"""Words of a title whose capitals are protected by braces."""

from __future__ import annotations

import re

from papertrail.readers.bibtex.latex import text_of
from papertrail.text.title_case import without_formulas, words_of

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[{}]|[^\\{}]+", re.DOTALL)


def protected_words(latex: str) -> list[str]:
    r"""The words that keep a capital when a style puts the title into lower case.

    >>> protected_words(r"The {B}ayesian {Kalman Filter} of {\"U}bung")
    ['Bayesian', 'Kalman', 'Filter']
    """
    if "{" not in latex:
        return []
    words, lowered = (words_of(without_formulas(text_of(title))) for title in (latex, _lowered(latex)))
    if len(words) != len(lowered):
        return []
    return list(dict.fromkeys(word for word, low in zip(words, lowered, strict=True) if low != low.lower()))


def _lowered(latex: str) -> str:
    """The title as BibTeX puts it into lower case: not in braces, except in those that start with a backslash."""
    depth, special, pieces = 0, False, list[str]()
    for match in _TOKEN.finditer(latex):
        token = match[0]
        if token == "{":  # noqa: S105 - a brace
            special = depth == 0 and latex[match.end() : match.end() + 1] == "\\"
            depth += 1
        elif token == "}":  # noqa: S105
            depth = max(0, depth - 1)
        pieces.append(token if token[0] == "\\" or (depth and not special) else token.lower())
    return "".join(pieces)
