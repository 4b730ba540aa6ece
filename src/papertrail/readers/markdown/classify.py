"""What a text most likely is: a venue, a date, authors, the label of a link, or a key.

All of these rules are heuristics. They only decide which field of a record a text becomes. They never change the text,
so a text with the wrong classification is still in the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papertrail.readers.markdown.known_words import (
    INSTITUTION_WORD,
    INSTITUTIONS,
    KEYS,
    LABEL_ENDINGS,
    LINK_WORDS,
    SERIES,
)
from papertrail.readers.markdown.trials import first_answer
from papertrail.text.strings import MONTHS

_VENUE_WORD = re.compile(
    r"(?i)\b(?:arxiv|proceedings|proc\.|conference|workshop|symposium|journal|transactions|trans\.|letters|preprint|"
    r"thesis|technical report|tech\.? report|springer|elsevier|press|surveys|magazine|annals|(?<!\ba )review of|"
    r"ph\.?d)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ONLY_DATE = re.compile(
    r"(?i)[(\[]?\s*(?:(?:(?P<day_first>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,?\s+"
    r"(?:(?P<named_day>\d{1,2})(?:st|nd|rd|th)?,?\s+)?)?"
    r"(?P<year>(?:19|20)\d\d)(?:\s*[-./]\s*(?P<month>\d{1,2})(?:\s*[-./]\s*(?P<day>\d{1,2}))?)?\s*[)\]]?"
)
_ENDING_YEAR = re.compile(r",\s*(?:[A-Z][a-z]{2,8}\.? )?(?:19|20)\d\d$")
_ACRONYM_YEAR = re.compile(
    r"(?=[A-Z][a-z&+/-]*+[A-Z])[A-Za-z&+/-]++\s*+(?:(?:['’‘]\s*+)?\d{2}|(?:,\s*+)?(?:19|20)\d\d)\b"
)
_VOLUME = re.compile(r"\b\d+(?:[.(]\d+\)?)?\s*\((?:19|20)\d\d\)|\bvol(?:ume|\.)?\s*\d+")
_IEEE = re.compile(r"\bIEEE\b")
_AFTER_SERIES = re.compile(
    r"(?i)[('’‘]?\d|(?:workshops?|findings|oral|spotlight|poster|demo|track|main|best|preprint)\b"
)
_NAME_YEAR = re.compile(r"[A-Z][\w&+/ -]{1,60}?[\s,]\(?(?:19|20)\d\d\)?\.?")

_NAME_WORD = re.compile(r"[\"'{\\]*+[^\W\d_a-z][^\W\d_]*+\}?(?:[-'’.](?:[^\W\d_]|[-'’.])*+)?")
_PARTICLES = frozenset([
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "la", "le", "el", "al", "bin", "ibn", "ten",
    "ter", "dos", "du", "af", "zu", "und", "y", "e",
])  # fmt: skip
_COMMON_WORD = re.compile(
    r"(?i)\b(?:paper|award|best|outstanding|oral|spotlight|code|data|model|learning|survey|system|networks?|neural|graphs?|attention|new|official|open|source)\b"
)
_TITLE_LIKE = re.compile(
    r"-(?:[a-z]{2,}ed|aware|free|driven|level|scale|time|centric)\b|\b[A-Z]-[A-Z]{2}|^(?:An?|The|On) \S+ \S"
)
"""What titles have, but no names: `Sketch-based`, `R-CNN`, an article."""
_LONGEST_AUTHORS = 3000
_EMPHASIS = re.compile(r"[*_`]")
_INITIALS_LAST = re.compile(r"\w,\s+(?:[A-Z]\.\s?)+$")
"""`Lamport, L.`"""
_YEAR_LAST = re.compile(r"(?:,|(?<!\s))\s++(?:19|20)\d\d(?:, [A-Z][a-z]+)?$")
_INITIAL = re.compile(r"\b[A-Z]\.")
_BETWEEN_NAMES = re.compile(r"(?:(?<!\s)\s++)?+(?:,|;|&|\band\b|·)\s*+")
_NO_LETTERS = re.compile(r"\W|\d")
_NO_LETTERS_LAST = re.compile(r"(?<![\W\d])[\W\d]++$")
_COLON_LAST = re.compile(r"(?<![\s:：.])[\s:：.]++$")
_AND_OTHERS = re.compile(r"(?i),?+(?:(?<!\s)\s++)?+\b(?:et\.? al|etc)\b\.?|\band others\b|等")


def key_of(text: str) -> str | None:
    """Return the part of an entry that a key or a heading introduces."""
    return KEYS.get(_COLON_LAST.sub("", text.strip()).casefold())


def is_label(text: str) -> bool:
    """Whether the text of a link is a label such as `Paper`, not the title of a work.

    >>> is_label("Paper"), is_label("MIT short paper"), is_label("Serving very large models"), is_label("Deep learning")
    (True, True, False, False)
    """
    if len(text) >= 40:
        return False
    words = re.findall(r"[\w+:'’-]+", text.casefold())
    if len(words) > 3:
        return False
    return not words or (len(words) < 3 and any(word in LINK_WORDS for word in words)) or words[-1] in LABEL_ENDINGS


def date_of(text: str) -> str | None:
    """Return a text that is only a year, a month or a day as the `date` of a record.

    >>> date_of("(2015)"), date_of("2018.10"), date_of("Jan 2023"), date_of("ICML 2015")
    ('2015', '2018-10', '2023-01', None)
    """
    match = _ONLY_DATE.fullmatch(text.strip())
    if match is None:
        return None
    month = str(MONTHS.index(match["name"][:3].lower()) + 1) if match["name"] else match["month"]
    parts = [
        int(part) for part in (match["year"], month, match["day_first"] or match["named_day"] or match["day"]) if part
    ]
    for count in range(len(parts), 1, -1):
        if _is_date(parts[:count]):
            return "-".join(f"{part:02}" for part in parts[:count])
    return match["year"]


def _is_date(parts: Sequence[int]) -> bool:
    """Whether a year, a month and perhaps a day are in the calendar."""
    try:
        date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return False
    return True


def ends_with_year(text: str) -> bool:
    """Whether a text ends with a year after a comma: `Book, Jan 2017`."""
    return _ENDING_YEAR.search(text) is not None


class _Name(NamedTuple):
    """A text that may name a venue."""

    text: str
    words: list[str]

    @property
    def has_year(self) -> bool:
        return _YEAR.search(self.text) is not None


def is_venue(text: str) -> bool:
    """Whether a text names where something was published.

    >>> is_venue("SOSP2019"), is_venue("arXiv 1604.06174"), is_venue("Microsoft Work"), is_venue("NIPS")
    (True, True, False, True)
    >>> is_venue("In NeurIPS, 2017"), is_venue("Jane Doe, John Roe, EuroSys 2019")
    (True, False)
    """
    text = text.strip(" .,;:*_()[]")
    words = text.split()
    if not words or len(text) > 300 or "://" in text:
        return False
    return first_answer(_VENUE_FORMS, _Name(text, words)) or False


def _series_by_itself(name: _Name) -> bool | None:
    """`NIPS`, `ICML Workshop`, `CVPR '19 Oral`."""
    words = name.words
    first = _NO_LETTERS_LAST.sub("", words[0]).upper()
    is_alone = len(words) == 1 or (len(words) <= 6 and _AFTER_SERIES.match(words[1]) is not None)
    return (is_alone and first in SERIES and (words[0] != words[0].lower() or first == "ARXIV")) or None


def _with_volume(name: _Name) -> bool | None:
    """`Nature 521 (2015)`, `IEEE Transactions on Computers, 2015`."""
    if len(name.words) > 30:
        return None
    return _VOLUME.search(name.text) is not None or any(map(_is_dated_ieee, name.text.split("\n"))) or None


def _is_dated_ieee(line: str) -> bool:
    ieee = _IEEE.search(line)
    return ieee is not None and _YEAR.search(line, ieee.end()) is not None


def _acronym_and_year(name: _Name) -> bool | None:
    """`SoCC 2015`, `SOSP'19`."""
    return (_ACRONYM_YEAR.match(name.text) is not None and len(name.words) <= 12) or None


def _with_venue_word(name: _Name) -> bool | None:
    """`Proceedings of the Workshop on Hot Topics`."""
    if not _VENUE_WORD.search(name.text) or len(name.words) > 30:
        return None
    return name.has_year or len(name.words) <= 8 or name.text.lower().startswith(("in ", "proc"))


def _with_series(name: _Name) -> bool | None:
    """`In NeurIPS, 2017`; the words before the series must not be authors."""
    words = name.words
    position = next((n for n, word in enumerate(words[:8]) if is_series(word)), None)
    if position is None or len(words) > 8 or is_authors(" ".join(words[words[0] == "by" : position])):
        return None
    return name.has_year or len(words) <= 3


def _name_and_year(name: _Name) -> bool | None:
    """`Middleware 2019`."""
    return _NAME_YEAR.fullmatch(name.text) is not None and len(name.words) <= 6


_VENUE_FORMS = (_series_by_itself, _with_volume, _acronym_and_year, _with_venue_word, _with_series, _name_and_year)


def is_series(word: str) -> bool:
    """Whether a word is the acronym of a known conference or journal: `OSDI`, `NeurIPS`, `EuroSys`."""
    return _NO_LETTERS.sub("", word).upper() in SERIES and sum(sign.isupper() for sign in word) > 1


def is_venue_with_year(text: str) -> bool:
    """Whether a text is only an acronym and a year: `OSDI 2018`, `SOSP'19`."""
    return _ACRONYM_YEAR.fullmatch(text) is not None


def is_authors(text: str) -> bool:
    """Whether a text is a list of people.

    >>> is_authors("J. Yosinski et al."), is_authors("Jia, Zhihao, and Alex Aiken."), is_authors("Data parallelism")
    (True, True, False)
    """
    text = _EMPHASIS.sub("", text)
    return are_people(text) and not is_venue(_YEAR_LAST.sub("", text.strip(" .,;:()")).strip(" .,"))


def are_people(text: str) -> bool:
    """Whether a text, which may be a venue, is a list of names."""
    return 0 < len(text) <= _LONGEST_AUTHORS and NameList.of(text).are_people(is_name)


@dataclass(frozen=True, slots=True)
class NameList:
    """A text as a list of names."""

    names: list[str]
    has_others: bool
    """Whether it ends with `et al.`."""
    has_initials: bool

    @classmethod
    def of(cls, text: str) -> NameList:
        """Split a text at what may be between names."""
        named = _YEAR_LAST.sub("", text.strip(" .,;:()")).strip(" .,")
        if others := _AND_OTHERS.search(named):
            named = named[: others.start()].strip(" ,.")
        has_initials = bool(_INITIALS_LAST.search(text.rstrip()) or _INITIAL.search(named))
        names = [name for part in _BETWEEN_NAMES.split(named) if (name := part.strip(" ."))]
        return cls(names, others is not None, has_initials)

    def are_people(self, is_name: Callable[[str], bool]) -> bool:
        """Whether most of them are names of people."""
        people = sum(map(is_name, self.names))
        if self.has_others or self.has_initials:
            return bool(self.names) and people >= 0.6 * len(self.names)
        full_names = sum(" " in name for name in self.names)
        return len(self.names) >= 2 and people >= 0.8 * len(self.names) and full_names >= 0.3 * len(self.names)

    def end_with_name(self, is_name: Callable[[str], bool]) -> bool:
        """Whether the last one is written like the others, and is no title behind them.

        >>> [NameList.of(text).end_with_name(is_name) for text in ("Jane Doe, Max Poe", "Jane Doe, Max Poe, Shipping")]
        [True, False]
        """
        if self.has_others or not self.names:
            return True
        *before, last = self.names
        is_whole = " " in last or 2 * sum(" " in name for name in before) <= len(before)
        return is_whole and is_name(last) and not is_about_paper(last)


def is_about_paper(text: str) -> bool:
    """Whether a text has a word that is about a paper, and in no name: `Best Paper`, `Oral`."""
    return _COMMON_WORD.search(text) is not None


def is_person(text: str) -> bool:
    """Whether a text looks like the name of one person.

    >>> is_person("Eve Poe"), is_person("Outstanding Paper Award"), is_person("transformers")
    (True, False, False)
    """
    text = _EMPHASIS.sub("", text).strip(" .,;:()")
    return 2 <= len(text.split()) <= 4 and is_name(text) and not is_venue(text) and not is_about_paper(text)


def is_name(text: str) -> bool:
    """Whether a text may be the name of a person, or a part of it."""
    words = text.split()
    if not 1 <= len(words) <= 5 or INSTITUTION_WORD.search(text) or text.casefold() in INSTITUTIONS:
        return False
    if any(word.endswith(".") and len(word) > 3 for word in words[:-1]) or _TITLE_LIKE.search(text):
        return False
    are_names = all(_NAME_WORD.fullmatch(word) or word in _PARTICLES for word in words)
    return are_names and any(word[0].isupper() for word in words)
