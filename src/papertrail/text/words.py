"""The words of a text, as the search of the site compares them; `tokens.js` is the counterpart."""

from __future__ import annotations

import re
import unicodedata

# Letters, digits and marks of any script, including `C++` and `C#`; not spaces, control characters, and blocks of
# punctuation and symbols.
WORD = (
    "[0-9A-Za-z+#\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u1fff\u2070-\u218f\u2c00-\u2dff\u3005-\u3007"
    "\u3040-\ud7ff\uf900-\ufefe\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U0010ffff]"
)
_WORDS = re.compile(f"{WORD}+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
"""Letters that Unicode does not decompose."""


def fold(text: str) -> str:
    """Return a text in lower case without accents.

    >>> fold("Łódź"), fold("Straße")
    ('lodz', 'strasse')
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if unicodedata.category(c)[0] != "M")
    return bare.lower().translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text.

    >>> words_of("A C++ compiler, by Müller")
    ['a', 'c++', 'compiler', 'by', 'muller']
    """
    return [fold(word) for word in _WORDS.findall(text)]
