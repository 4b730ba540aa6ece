"""Venues in the form that lists use: `EuroSys 2019`."""

from __future__ import annotations

import re

from papertrail.core import Venue
from papertrail.text.strings import one_line

_LONGEST = 500
"""Characters of a name that are searched for a short form."""
_SHORT = r"(?P<short>[A-Za-z][\w&/+@-]{1,14})"
_YEAR = r"\s*+(?:['’]\s*+)?+(?P<year>(?:19|20)?[0-9]{2})"
_IN_PARENTHESES = re.compile(rf"\({_SHORT}(?:{_YEAR})?\)$")
_DATED = re.compile(rf"{_SHORT}{_YEAR}(?=$|:\s)")
_PREPRINT = re.compile(r"(?i)(?:arxiv(?:\.org)?|corr)\b[^a-z]{0,40}(?:$|abs/|preprint\b|e-?prints?\b)")


_OF_ONE_YEAR = re.compile(
    r"(?i)[0-9]|\b(?:first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|[a-z]{3,5}teen|[a-z]{3,5}tie)th)\b"
)


def venue_text(name: str, year: int | None, series: str = "") -> str:
    """A venue with its year, with its short name if the source has one; `series` may be `EuroSys '19`.

    >>> venue_text("European Conference on Computer Systems (EuroSys)", 2019), venue_text("Nature", 2015)
    ('EuroSys 2019', 'Nature 2015')
    >>> venue_text("Proceedings of the 14th EuroSys Conference 2019", 2019, "EuroSys '19")
    'EuroSys 2019'
    """
    match = _short_form(series, name)
    if match is None:
        return with_year(one_line(name), year)
    short, digits = match["short"], match["year"] or ""
    if len(digits) == 4:
        return f"{short} {digits}"
    return with_year(short, year or Venue(text=f"{short}'{digits}").year)


def with_year(name: str, year: int | None) -> str:
    """A venue with its year, unless it already contains one.

    >>> with_year("SOSP", 2019), with_year("SOSP'19", 2019), with_year("2019 IEEE Symposium", 2019)
    ('SOSP 2019', "SOSP'19", '2019 IEEE Symposium')
    """
    if year is None or not name or Venue(text=name).year is not None or re.search(rf"\b{year}\b", name):
        return name
    return f"{name} {year}"


def full_name(name: str) -> str:
    """The full name of a series, without its short name; empty if the name contains that of one year.

    >>> full_name("European Conference on Computer Systems (EuroSys)"), full_name("The Fourteenth EuroSys Conference")
    ('European Conference on Computer Systems', '')
    """
    line = one_line(name[:_LONGEST])
    match = _IN_PARENTHESES.search(line)
    full = line[: match.start()].rstrip() if match and _is_acronym(match["short"]) else line
    return "" if _OF_ONE_YEAR.search(full) else full


def is_preprint(name: str) -> bool:
    """Whether a container is a preprint server.

    >>> is_preprint("arXiv preprint arXiv:1811.06965"), is_preprint("CoRR"), is_preprint("Nature")
    (True, True, False)
    """
    line = one_line(name[:_LONGEST])
    return Venue(text=line).arxiv is not None or _PREPRINT.match(line) is not None


def _short_form(series: str, name: str) -> re.Match[str] | None:
    texts = [one_line(text) for text in (series, name) if len(text) <= _LONGEST]
    matches = [_DATED.match(text) for text in texts] + [_IN_PARENTHESES.search(text) for text in texts[-1:]]
    return next((match for match in matches if match and _is_acronym(match["short"])), None)


def _is_acronym(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1
