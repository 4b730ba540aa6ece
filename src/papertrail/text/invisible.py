"""Characters that show nothing, or that change how the text around them is shown.

The basis is the property Default_Ignorable_Code_Point of Unicode (https://www.unicode.org/reports/tr44/). Some of these
characters are part of ordinary text in one place and hide something in any other: a joiner in Persian and in emoji, a
selector after the character whose form it selects, a tag in the flag of Scotland. There they are accepted.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby

_ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters except tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks, overrides and isolates of direction (trojansource.codes)
    "\u2028\u2029"  # separators of lines and paragraphs
    "\xad\u2060-\u2065\ufeff"  # soft hyphen, joiners without width, invisible operators
    "\u115f\u1160\u3164\uffa0\u17b4\u17b5\U0001d159"  # fillers of Hangul, vowels of Khmer and a note without shape
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # annotations, controls of notation
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # surrogates and noncharacters
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    "\ue000-\uf8ff\U0003fffe-\U0010ffff"  # private use, planes without characters, tags and more selectors
)
_IN_CONTEXT = "\u034f\u180b-\u180f\u200b-\u200d\u2800\ufe00-\ufe0f"

_EMOJI = (
    "\xa9\xae\u203c\u2049\u2100-\u214f\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff"
)
_IDEOGRAPHS = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_WITH_VARIANTS = (  # https://www.unicode.org/Public/UCD/latest/ucd/StandardizedVariants.txt
    "\u1000-\u109f\u2018-\u201d\u2205-\u22ff\u2a00-\u2aff\u3001\u3002\ua840-\ua877\uaa60-\uaa7f\uff01-\uff60"
    "\U00010ac0-\U00010aff\U00013000-\U0001345f"
)
_WITH_JOINERS = (  # scripts with joined letters or conjuncts, such as Arabic, Devanagari and Khmer
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1820-\u18af\u1a20-\u1aad\u1b00-\u1c4f\u1cd0-\u1cff"
    "\ua800-\ua82f\ua840-\ua8ff\ua930-\uaaff\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010aff\U00010d00-\U00010d3f\U00010f30-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
_WITHOUT_SPACES = "\u0e01-\u0ec4\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer: words end there invisibly
_FLAGS = tuple(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)
"""All flags with tags that are recommended for interchange (https://www.unicode.org/reports/tr51/)."""
_IN_FLAG = "|".join(f"(?<={flag[: end + 1]}){flag[end + 1 :]}" for flag in _FLAGS for end in range(1, len(flag)))

# The parts after the first are assertions about the character that the first has matched. Searching stays fast, because
# nearly every position fails at the first part.
INVISIBLE = re.compile(
    f"[{_ALWAYS}{_IN_CONTEXT}]"
    f"(?<![{_WITHOUT_SPACES}]\u200b)(?<![{_WITH_JOINERS}][\u200c\u200d])"
    f"(?!(?<=[{_EMOJI}\ufe0f]\u200d)[{_EMOJI}])"
    f"(?<![{_EMOJI}{_IDEOGRAPHS}{_WITH_VARIANTS}][\ufe00-\ufe0f])(?<!0\ufe00)(?!(?<=[0-9#*]\ufe0f)\u20e3)"
    f"(?<![{_IDEOGRAPHS}][\U000e0100-\U000e01ef])"
    f"(?<![\u1820-\u18aa][\u180b-\u180f])(?<![\u180b-\u180d\u180f]\u180e)"  # variants of Mongolian letters
    f"(?<![\u0591-\u05c7]\u034f)"  # keeps the marks of Hebrew in their order
    f"(?<![\u2801-\u28ff]\u2800)(?!(?<=\u2800)[\u2801-\u28ff])"  # the blank of Braille, next to other cells
    f"(?!{_IN_FLAG})"
)
"""Any character that shows nothing, or that only changes how other text is shown, outside its ordinary place."""
INVISIBLE_ANYWHERE = re.compile(f"[{_ALWAYS}{_IN_CONTEXT}]")
"""The same characters, also in their ordinary place."""

_PILE = re.compile(
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}|(.)\1{3,}|.{9,}", re.DOTALL
)
"""More marks than any language puts on a letter: marks for any letter, the same mark again and again, or others."""


def is_mark(character: str) -> bool:
    """Whether a character is shown on top of the one before it."""
    return character != "" and unicodedata.category(character) in ("Mn", "Me")


_LATER_MARKS = "\U000101fd-\U00011fff\U00016ae0-\U00016fff\U0001bc00-\U0001e95f"


@cache
def _marks() -> re.Pattern[str]:
    """Several marks in a row. Most texts have none, and finding out all marks takes some milliseconds."""
    marks = "".join(filter(is_mark, map(chr, (*range(0x300, 0xD800), *range(0xFB00, 0xFE30)))))
    return re.compile(f"[{marks}{_LATER_MARKS}]{{4,}}")


@cache
def _above_latin() -> re.Pattern[str]:
    """Many lists have none of these, and compiling the expression takes some milliseconds."""
    return re.compile("[\u0300-\U0010ffff]")


def is_latin(text: str) -> bool:
    """Whether a text has no characters from U+0300 on, so neither combining marks nor characters of most scripts.

    `str.isprintable` knows those of its characters that show nothing.
    """
    return text.isascii() or not _above_latin().search(text)


def pile_of_marks(text: str) -> int | None:
    """The index of a pile of combining marks that covers the text around it, or None."""
    if is_latin(text):
        return None
    for run in _marks().finditer(text):
        start = run.start()
        for is_pile, characters in groupby(run[0], is_mark):
            part = "".join(characters)
            if is_pile and _PILE.search(part):
                return start
            start += len(part)
    return None
