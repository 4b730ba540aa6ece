"""The words by which the parts of an entry are recognised, from the lists in `known/`."""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "known"


def _lines(name: str) -> list[str]:
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


SERIES = _words("series")
"""Acronyms of conferences and journals, in capitals."""
INSTITUTIONS = _words("institutions")
"""First words of institutions, in lower case."""
INSTITUTION_WORD = re.compile(
    r"(?i)\b(?:univ(?:ersity|ersit[äàé]t?|\.)?|institute?|college|school|lab(?:s|oratory|oratories)?|academy|research|center|centre|"
    r"inc\.?|corp\.?|ltd\.?|tech|polytechnic\w*|national|hospital|department|dept\.?|fellow)\b|"
    r"(?:大学|学院|研究院|研究所|实验室|公司)$"
)
"""A word that only institutions have in their names."""
LINK_WORDS = _words("labels")
"""Words in the labels of links that are no titles."""
LABEL_ENDINGS = _words("label-endings")
"""Words that also end a label of three words, such as "MIT short paper"."""
KEYS = {key: part for line in _lines("keys") for part, _, keys in [line.partition(": ")] for key in keys.split(", ")}
"""Keys before a colon and headings of columns, in lower case, and the part of an entry that they introduce."""
