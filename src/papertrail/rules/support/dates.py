"""Validate dates, and suggest the date that is meant by another form."""

from __future__ import annotations

import re
import unicodedata

DATE = re.compile(r"((?:1[5-9]|20)[0-9]{2})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
DIGITS = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def is_date(text: str, *, day: bool) -> bool:
    """Whether a text is a valid date: `YYYY-MM-DD`, and without `day` also `YYYY-MM` or `YYYY`."""
    match = DATE.fullmatch(text)
    if match is None:
        return False
    return int(match[3]) <= _days(int(match[1]), int(match[2])) if match[3] else not day


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def suggested_date(text: str, *, day: bool) -> str | None:
    """The date in the form of a record, if the meaning is unambiguous.

    >>> suggested_date("2019/3/5", day=True), suggested_date("March 2019", day=False), suggested_date("3.5.", day=True)
    ('2019-03-05', '2019-03', None)
    """
    text = unicodedata.normalize("NFKC", text[:40]).strip()
    if is_date(text, day=day):  # it had digits of another script
        return text
    match = DIGITS.fullmatch(text)
    parts = [match[1], match[2], match[3]] if match else _in_words(text)
    date = "-".join(part.zfill(2) for part in parts if part)
    return date if date and is_date(date, day=day) else None


def _in_words(text: str) -> list[str | None]:
    """Year, month and day of dates such as `5 March 2019`, `Mar 5, 2019` and `March 2019`."""
    words = re.findall(r"[a-z]+|[0-9]+", text.casefold())
    months = [number for number, name in enumerate(_MONTHS, 1) for word in words if word.startswith(name)]
    years = [word for word in words if word.isdigit() and len(word) == 4]
    days = [word for word in words if word.isdigit() and len(word) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) > 1:
        return []
    return [years[0], str(months[0]), days[0] if days else None]
