"""The institutions in a text that lists several."""

from __future__ import annotations

import re

from papertrail.readers.markdown.cursor import Offsets
from papertrail.readers.markdown.known_words import INSTITUTION_WORD, INSTITUTIONS, SERIES

_SMALL = frozenset([
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "over",
    "the", "to", "under", "using", "via", "with", "without", "towards", "toward", "de", "für", "della",
])  # fmt: skip
"""Words in the names of institutions that are not capitalised."""
_FIRST_HAN = "\u4e00"
_CAMPUS = re.compile(r"U(?:C |[A-Z][a-z])")
_BY_SIGNS = re.compile(r"(?<!\s)\s++&\s++|(?:(?<!\s)\s++)?+[;/、]\s*+")
_BY_COMMAS = re.compile(r"(?:(?<!\s)\s++)?+[;/、]\s++|,\s++(?:and\s++)?|(?<!\s)\s++and\s++")
_BY_CELL_COMMAS = re.compile(r"(?:(?<!\s)\s++)?+,\s*+(?:and\s++)?|(?<!\s)\s++and\s++")
_AMPERSAND = re.compile(r"(?i)&(?:amp|#38|#x26);")
_ENTITY = re.compile(r"&[#\w]+;")
_DEPARTMENT = re.compile(
    r"(?i)\b(?:institute|department|dept\.?|school|college|faculty|division|cent(?:er|re)|lab\w*) (?:of|for)\b"
)


def institutions_in(text: str) -> list[Offsets] | None:
    """Return the offsets of the institutions in a text, or None if it is not a list of institutions.

    >>> text = "UMich SymbioticLab & AWS & PKU"
    >>> [text[slice(*offsets)] for offsets in institutions_in(text)]
    ['UMich SymbioticLab', 'AWS', 'PKU']
    """
    parts = institutions_among(text)
    names = [text[slice(*offsets)].strip(" .") for offsets in parts]
    known = sum(is_known_institution(name) or is_acronym(name) for name in names)
    by_ampersand = len(names) > 1 and "&" in text
    is_list = by_ampersand or known * 2 >= len(names) or (known and len(names) <= 3)
    return parts if parts and is_list else None


def institutions_among(text: str) -> list[Offsets]:
    """Return the offsets of the parts of a text if all of them may be institutions, known or not."""
    parts = _split(text, _BY_SIGNS if re.search(r"\s&\s", text) else _BY_COMMAS)
    may_be = len(parts) <= 40 and all(_may_be_institution(text[slice(*offsets)].strip(" .")) for offsets in parts)
    return parts if may_be else []


def institutions_of_cell(text: str) -> list[Offsets]:
    """Return the offsets of the institutions in a table cell that contains nothing else.

    A comma separates institutions only if none of them could be the department of the next one: "Institute of
    Software, Chinese Academy of Sciences" is one institution.
    """
    text = _ENTITY.sub(_of_same_length, text)
    if re.search(r"\s&\s|;|/\s|\s/|、", text):
        return _split(text, _BY_SIGNS)
    if _DEPARTMENT.search(text):
        return [(0, len(text))]
    return _split(text, _BY_CELL_COMMAS)


def _of_same_length(entity: re.Match[str]) -> str:
    """An ampersand for its entities, letters for other entities, padded to the same length."""
    length = len(entity[0])
    return "&".ljust(length) if _AMPERSAND.match(entity[0]) else "x" * length


def _split(text: str, separator: re.Pattern[str]) -> list[Offsets]:
    """Split at a separator; omit empty parts."""
    parts, position = [], 0
    for match in [*separator.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[position:end].strip():
            parts.append((position, end))
        position = match.end() if match else end
    return parts


def _may_be_institution(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 8 or name[-1:] in ";:" or name[0] in "*_`[<":
        return False
    return all(word[0].isupper() or word[0] in "(&-" or word[0] >= _FIRST_HAN or word in _SMALL for word in words)


def is_known_institution(name: str) -> bool:
    """Whether a name is that of a known institution, or has a word that only institutions have in their names."""
    first = re.split(r"[\s.-]", name.casefold())[0]
    return first in INSTITUTIONS or bool(INSTITUTION_WORD.search(name) or _CAMPUS.match(name))


def is_acronym(name: str) -> bool:
    """Whether a name is an acronym that is not a known venue."""
    return name.isupper() and name.isalpha() and 2 <= len(name) <= 6 and name not in SERIES
