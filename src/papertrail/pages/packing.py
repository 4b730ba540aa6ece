"""Text and numbers packed for the browser: fewer bytes to fetch, and less work before a reader can search.

Numbers are written as one character each, small ones as a character of one byte, and names are numbered so that the
frequent ones are small. Text is written as numbers of its pieces, words and what stands between them, so that the
browser is handed the words ready to be searched. `unpack.js` reads what is written here.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

# Words as a search sees them: letters, digits and marks of any script, `C++` and `C#` whole. What is left out are
# spaces, controls and the blocks of punctuation and symbols. `words.js` has the same ranges.
WORD = (
    "[0-9A-Za-z+#\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u1fff\u2070-\u218f\u2c00-\u2dff\u3005-\u3007"
    "\u3040-\ud7ff\uf900-\ufefe\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U0010ffff]"
)
# Tags and entities of finished HTML belong to what stands between words.
_PIECES = re.compile(rf"{WORD}+|(?:<[^>]*>|&[^;\s]*;|[^{WORD[1:]})+")
_IS_WORD = re.compile(WORD)

_SINGLE = 0xD000
"""Numbers from here on take two characters."""

END, ONCE, _PIECE = range(3)


def packed(numbers: Iterable[int]) -> str:
    """Numbers below 2**25 as characters that JSON writes as they are.

    >>> packed([0, 1, 2, 60])
    ' !#^'
    """
    found = array("I", numbers)  # a list of all words of 100,000 papers would take 150 MB
    if max(found, default=0) < _SINGLE:
        return "".join(map(_CHARACTERS.__getitem__, found))
    return "".join(_CHARACTERS[n] if n < _SINGLE else _pair(n - _SINGLE) for n in found)


# JSON escapes `"` and `\\`, and U+007F is a control character.
_CHARACTERS = "".join(map(chr, (0x20, 0x21, *range(0x23, 0x5C), *range(0x5D, 0x7F), *range(0x80, 0x20 + _SINGLE + 3))))


def _pair(number: int) -> str:
    return chr(0xE000 + number // _SINGLE) + _CHARACTERS[number % _SINGLE]


def packed_lists(lists: Iterable[Sequence[int]]) -> dict[str, object]:
    """Lists of numbers as `of`, one after the other, with the length of each as `size`, left out where all are 1."""
    found = list(lists)
    sizes = [len(numbers) for numbers in found]
    flat: dict[str, object] = {"of": packed(number for numbers in found for number in numbers)}
    return flat if set(sizes) <= {1} else {**flat, "size": packed(sizes)}


def named(values: Iterable[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    """Each name once, frequent ones first, and the lists of names as lists of their numbers."""
    lists = list(values)
    names = [name for name, _ in Counter(name for names in lists for name in names).most_common()]
    numbers = {name: number for number, name in enumerate(names)}
    return names, [[numbers[name] for name in found] for found in lists]


def column(values: Iterable[Sequence[str]]) -> dict[str, object]:
    """Lists of names as `name`, each name once, and the lists of their numbers."""
    names, lists = named(values)
    return {"name": names, **packed_lists(lists)}


def packed_texts(columns: Iterable[Iterable[str]]) -> dict[str, object]:
    """Columns of texts, finished HTML among them.

    `piece` holds what stands in them twice or more, `once` the rest in the order in which it is needed, `text` a
    string of numbers for each column. A single space between two words goes without saying.
    """
    same: dict[str, str] = {}  # each piece is one object, however often it is there
    cut = [[[same.setdefault(piece, piece) for piece in _pieces(text)] for text in texts] for texts in columns]
    counts = Counter(piece for texts in cut for pieces in texts for piece in pieces)
    common = [piece for piece, count in counts.most_common() if count > 1]
    number = {piece: n for n, piece in enumerate(common, _PIECE)}
    return {
        "piece": common,
        "once": [piece for texts in cut for pieces in texts for piece in pieces if piece not in number],
        "text": [
            packed(n for pieces in texts for n in (*(number.get(piece, ONCE) for piece in pieces), END))
            for texts in cut
        ],
    }


def _pieces(text: str) -> list[str]:
    """Words and what stands between them, without the single spaces between two words."""
    found = _PIECES.findall(text)
    last = len(found) - 1
    return [piece for n, piece in enumerate(found) if piece != " " or n in (0, last)]
