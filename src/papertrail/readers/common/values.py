"""Dates, statuses, pages and languages, in the forms that programs write."""

from __future__ import annotations

import re
from datetime import date as calendar_date

from papertrail.text.strings import MONTHS, one_line

_ISO = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2}))?(?:[-/.]([0-9]{1,2}))?(?![0-9])")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})(?![0-9])")
_MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{4})(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])((?:1[5-9]|20)[0-9]{2})(?![0-9])")
_WORD = re.compile(r"(?<![^\W\d_])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?![^\W\d_])")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_DASHES = re.compile(r"(?:(?<!\s)\s++)?+[-‐‑–—−]++\s*+")
_STATUSES = {
    "in press": "in press", "inpress": "in press", "in print": "in press", "in production": "in press",
    "forthcoming": "forthcoming", "to appear": "forthcoming", "to be published": "forthcoming",
    "accepted": "forthcoming", "accepted for publication": "forthcoming", "withdrawn": "withdrawn",
    "retracted": "retracted",
}  # fmt: skip
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "german": "de", "ngerman": "de", "deutsch": "de", "french": "fr", "francais": "fr", "français": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt",
    "brazilian": "pt-BR", "dutch": "nl", "russian": "ru", "chinese": "zh", "japanese": "ja", "korean": "ko",
    "polish": "pl", "czech": "cs", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi",
    "hungarian": "hu", "greek": "el", "turkish": "tr", "ukrainian": "uk", "arabic": "ar", "hebrew": "he",
    "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it", "por": "pt",
    "rus": "ru", "chi": "zh", "zho": "zh", "jpn": "ja", "kor": "ko", "dut": "nl", "nld": "nl", "pol": "pl",
}  # fmt: skip


def iso_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """`2019`, `2019-03` or `2019-03-25`: the valid part of a date. None without a valid year.

    >>> iso_date(2019, 3, 25), iso_date(2019, 2, 30), iso_date(2019, 13), iso_date(19)
    ('2019-03-25', '2019-02', '2019', None)
    """
    if year is None or not 1500 <= year <= 2099:
        return None
    if month is None or not 1 <= month <= 12:
        return f"{year}"
    try:
        return calendar_date(year, month, day or 0).isoformat()
    except (ValueError, OverflowError):
        return f"{year}-{month:02}"


def date_in(text: str) -> str | None:
    """The date in a text.

    >>> [date_in(text) for text in ("2019/03/25", "25 March 2019", "Mar. 2019", "2019 Mar 25", "Winter 2019", "soon")]
    ['2019-03-25', '2019-03-25', '2019-03', '2019-03-25', '2019', None]
    """
    line = one_line(text[:100]).lower()
    year = _YEAR.search(line)
    if match := _ISO.match(line):
        first, month, day = (int(part) if part else None for part in match.groups())
        if month or not _WORD.search(line):
            return iso_date(first, month, day)
    if match := _DAY_FIRST.match(line):
        one, two, first = map(int, match.groups())
        day, month = (one, two) if one > 12 else (two, one) if two > 12 else (None, None)  # else it may be either
        return iso_date(first, month, day)
    if match := _MONTH_AND_YEAR.match(line):
        return iso_date(int(match[2]), int(match[1]))
    if not year:
        return None
    rest = line[: year.start()] + " " + line[year.end() :]
    return iso_date(int(year[0]), *(month_and_day(rest) if _WORD.search(rest) else (None, None)))


def day_in(text: str) -> str | None:
    """The date in a text, if it is that of a day."""
    date = date_in(text)
    return date if date and len(date) == len("2019-03-25") else None


def month_and_day(text: str) -> tuple[int | None, int | None]:
    """The month and the day, from `mar`, `March`, `3`, `25 March` or `3 25`."""
    line = one_line(text[:100]).lower()
    word = _WORD.search(line)
    numbers = [int(number) for number in _NUMBER.findall(line)[:2]]
    if word:
        is_range = re.search(r"[-–—/]", line) is not None
        return MONTHS.index(word[1]) + 1, None if is_range else next(iter(numbers), None)
    return (numbers[0], numbers[1] if len(numbers) > 1 else None) if numbers else (None, None)


def status_in(text: str) -> str | None:
    """The status of a work that a text consists of.

    >>> status_in("In press."), status_in("To appear"), status_in("2019")
    ('in press', 'forthcoming', None)
    """
    return _STATUSES.get(one_line(text[:60]).strip(" .()[]").casefold())


def pages_in(text: str) -> str:
    """Pages with one hyphen between the first and the last.

    >>> pages_in("1--17"), pages_in("1 – 17"), pages_in("e123")
    ('1-17', '1-17', 'e123')
    """
    return _DASHES.sub("-", one_line(text))


def language_in(text: str) -> str:
    """The language tag for a language, or the text as it is.

    >>> language_in("German"), language_in("en-GB"), language_in("Klingon")
    ('de', 'en-GB', 'Klingon')
    """
    line = one_line(text)
    return _LANGUAGES.get(line.casefold(), line)


def year_of(date: str | None) -> int | None:
    """The year of a date."""
    return int(date[:4]) if date else None
