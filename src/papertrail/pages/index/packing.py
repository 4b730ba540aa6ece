"""Text and numbers packed for the browser: fewer bytes to fetch, and less work before a reader can search.

Numbers are written as one character each, small ones as a character of one byte, and names are numbered so that the
frequent ones are small. Text is written as numbers of its pieces, words and what stands between them, so that the
browser is handed the words ready to be searched. `unpack.js` reads what is written here.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

# Words as a search sees them: letters, digits and marks of any script, `C++` and `C#` whole. What is left out are
# spaces, controls and the blocks of punctuation and symbols.
WORD = (
    "[0-9A-Za-z+#\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u1fff\u2070-\u218f\u2c00-\u2dff\u3005-\u3007"
    "\u3040-\ud7ff\uf900-\ufefe\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U0010ffff]"
)

FIRST_CODE = 0x20
"""The character that stands for 0."""
UNUSED_CODES = (0x22, 0x5C, 0x7F)
"""Characters that stand for no number: JSON escapes `"` and `\\`, and U+007F is a control character."""
FIRST_PAIR = 0xD000
"""Numbers from here on take two characters: the quotient by this number, counted from `PAIR_CODE`, and the rest."""
PAIR_CODE = 0xE000

END, ONCE, PIECE = range(3)
"""Numbers in a stream of texts: the end of a text, the next piece of `once`, and the first of `piece`."""


@cache
def _pieces() -> re.Pattern[str]:
    """Finds words, and what stands between them: tags and entities of finished HTML are part of that, a single space is
    passed over. Made when it is used: `papertrail check` would wait for it in vain.
    """
    return re.compile(rf"{WORD}+|(?:\A|(?! {WORD}))(?:<[^>]*>|&[^;\s]*;|[^{WORD[1:]})+")


def packed(numbers: Iterable[int]) -> str:
    """Numbers below 2**25 as characters that JSON writes as they are.

    >>> packed([0, 1, 2, 60])
    ' !#^'
    """
    return "".join(map(_spelled, numbers))


_CODES = range(FIRST_CODE, FIRST_CODE + FIRST_PAIR + len(UNUSED_CODES))
_CHARACTERS = "".join(chr(code) for code in _CODES if code not in UNUSED_CODES)


def _spelled(number: int) -> str:
    if number < FIRST_PAIR:
        return _CHARACTERS[number]
    return chr(PAIR_CODE + number // FIRST_PAIR) + _CHARACTERS[number % FIRST_PAIR]


def packed_lists(lists: Iterable[Sequence[int]]) -> dict[str, object]:
    """Lists of numbers as `of`, one after the other, with the length of each as `size`, left out where all are 1."""
    lists_of_numbers = list(lists)
    sizes = [len(numbers) for numbers in lists_of_numbers]
    flat: dict[str, object] = {"of": packed(number for numbers in lists_of_numbers for number in numbers)}
    return flat if set(sizes) <= {1} else {**flat, "size": packed(sizes)}


def named(values: Iterable[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    """Each name once, frequent ones first, and the lists of names as lists of their numbers."""
    lists = list(values)
    names = [name for name, _ in Counter(name for names in lists for name in names).most_common()]
    numbers = {name: number for number, name in enumerate(names)}
    return names, [[numbers[name] for name in group] for group in lists]


def column(values: Iterable[Sequence[str]]) -> dict[str, object]:
    """Lists of names as `name`, each name once, and the lists of their numbers."""
    names, lists = named(values)
    return {"name": names, **packed_lists(lists)}


def packed_texts(columns: Iterable[Iterable[str]]) -> dict[str, object]:
    """Columns of texts, finished HTML among them.

    `piece` holds what stands in them twice or more, `once` the rest in the order in which it is needed, `text` a
    string of numbers for each column. A single space between two words goes without saying.
    """
    met = defaultdict[str, int](int)  # each piece with a number in the order in which they are met
    met.default_factory = met.__len__
    end = met[""]
    cut, cut_up = [], _pieces().findall
    for texts in columns:
        numbers = array("I")  # a list of all words of 100,000 papers would take 150 MB
        for text in texts:
            numbers.extend(map(met.__getitem__, cut_up(text)))
            numbers.append(end)
        cut.append(numbers)
    counts = Counter(chain.from_iterable(cut))
    del counts[end]
    pieces = list(met)
    common = [number for number, count in counts.most_common() if count > 1]
    spelled = [_spelled(ONCE)] * len(pieces)
    spelled[end] = _spelled(END)
    for rank, number in enumerate(common, PIECE):
        spelled[number] = _spelled(rank)
    return {
        "piece": [pieces[number] for number in common],
        "once": [pieces[number] for number, count in counts.items() if count == 1],
        "text": ["".join(map(spelled.__getitem__, numbers)) for numbers in cut],
    }
