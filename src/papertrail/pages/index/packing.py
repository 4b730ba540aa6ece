"""Pack text and numbers for the browser, for smaller downloads and faster start of the search.

A number is one character, small numbers are characters of one byte, and frequent names have small numbers. Texts are
sequences of numbered pieces, which are words and separators, so that the browser gets the words without splitting
texts. `unpack.js` is the counterpart.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from papertrail.text.words import WORD

FORM = 5
"""Format version. The browser ignores an index with another version, which happens on pages left open during an
update."""

FIRST_CODE = 0x20
"""The character for 0."""
UNUSED_CODES = (0x22, 0x5C, 0x7F)
"""Characters that are not used: JSON escapes `"` and `\\`, and U+007F is a control character."""
FIRST_PAIR = 0xD000
"""Numbers from here on take two characters: the quotient, counted from `PAIR_CODE`, and the remainder."""
PAIR_CODE = 0xE000

END, ONCE, PIECE = range(3)
"""Numbers in a sequence of texts: end of a text, next piece of `once`, first of `piece`."""


@cache
def _pieces() -> re.Pattern[str]:
    """Return the pattern of pieces: words, and separators including HTML tags and entities. Single spaces are skipped.

    Compiled on first use, to keep the start of `papertrail check` fast.
    """
    return re.compile(rf"{WORD}+|(?:\A|(?! {WORD}))(?:<[^<>]*+>|&[^&<;\s]*+;|[^{WORD[1:]})+")


def packed(numbers: Iterable[int]) -> str:
    """Pack numbers below 2**25 into characters that JSON does not escape.

    >>> packed([0, 1, 2, 60])
    ' !#^'
    """
    return "".join(map(_encoded, numbers))


_CODES = range(FIRST_CODE, FIRST_CODE + FIRST_PAIR + len(UNUSED_CODES))
_CHARACTERS = "".join(chr(code) for code in _CODES if code not in UNUSED_CODES)


def _encoded(number: int) -> str:
    if number < FIRST_PAIR:
        return _CHARACTERS[number]
    return chr(PAIR_CODE + number // FIRST_PAIR) + _CHARACTERS[number % FIRST_PAIR]


def packed_lists(lists: Iterable[Sequence[int]]) -> dict[str, object]:
    """Pack lists of numbers: all numbers as `of`, and the lengths as `size`, which is omitted if all are 1."""
    lists_of_numbers = list(lists)
    sizes = [len(numbers) for numbers in lists_of_numbers]
    flat: dict[str, object] = {"of": packed(number for numbers in lists_of_numbers for number in numbers)}
    return flat if set(sizes) <= {1} else {**flat, "size": packed(sizes)}


def numbered_names(values: Iterable[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    """Return distinct names, frequent ones first, and the lists with numbers instead of names."""
    lists = list(values)
    names = [name for name, _ in Counter(name for names in lists for name in names).most_common()]
    numbers = {name: number for number, name in enumerate(names)}
    return names, [[numbers[name] for name in group] for group in lists]


def column(values: Iterable[Sequence[str]]) -> dict[str, object]:
    """Pack lists of names: distinct names as `name`, and the lists of their numbers; without any name, nothing."""
    names, lists = numbered_names(values)
    return {"name": names, **packed_lists(lists)} if names else {}


def packed_texts(columns: Iterable[Iterable[str]]) -> dict[str, object]:
    """Pack columns of texts, some of them HTML.

    `piece` has the pieces that occur at least twice, `once` the others in order of use, and `text` the numbers of each
    column. A single space between two words is implied.
    """
    piece_numbers = defaultdict[str, int](int)  # the number of each piece, in order of first use
    piece_numbers.default_factory = piece_numbers.__len__
    end = piece_numbers[""]
    cut, cut_up = [], _pieces().findall
    for texts in columns:
        numbers = array("I")  # a list of all words of 100,000 papers would take 150 MB
        for text in texts:
            numbers.extend(map(piece_numbers.__getitem__, cut_up(text)))
            numbers.append(end)
        cut.append(numbers)
    counts = Counter(chain.from_iterable(cut))
    del counts[end]
    pieces = list(piece_numbers)
    common = [number for number, count in counts.most_common() if count > 1]
    encoded = [_encoded(ONCE)] * len(pieces)
    encoded[end] = _encoded(END)
    for rank, number in enumerate(common, PIECE):
        encoded[number] = _encoded(rank)
    return {
        "piece": [pieces[number] for number in common],
        "once": [pieces[number] for number, count in counts.items() if count == 1],
        "text": ["".join(map(encoded.__getitem__, numbers)) for numbers in cut],
    }
