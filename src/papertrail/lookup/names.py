"""Which name of a registry a venue or an institution has that a source writes in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from papertrail.core import Registries, Venue
from papertrail.importing.registry_names import key
from papertrail.readers import Entry
from papertrail.readers.common.venues import with_year
from papertrail.readers.markdown.known_words import INSTITUTION_WORD
from papertrail.text.strings import one_line

_LONGEST = 500
_WORD = re.compile(r"[^\W_]+")
_IN_PARENTHESES = re.compile(r"\([^()]{0,200}\)")
_ORDINAL = (
    r"(?:[0-9]{1,3}(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty)[- ])?(?:first|second|third"
    r"|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|[a-z]{3,5}teen|twentie|thirtie|fortie|fiftie)th)"
    r"|(?:19|20)[0-9]{2})"
)
_NOISE = re.compile(
    rf"(?i)(?:{_ORDINAL}|proceedings|proc|annual|international|intl|the|of|on|in|for|and|at|acm|ieee|cvf|usenix|ifip"
    r"|sig[a-z]{2,8}|twenty|thirty|forty|fifty|[0-9]{1,4})"
)
"""Words that do not tell venues apart."""
_VOLUME = re.compile(
    rf"(?i)^(?:proceedings of (?:the )?)?{_ORDINAL}\s+"
    r"|^proceedings of (?:the )?(?=.*\b(?:conference|symposium|meeting|workshop|congress|colloquium)\b)"
)
"""How the title of the volume of one year starts."""
_ADVANCES = re.compile(r"(?i)^advances in (?=neural )")
"""How the volumes of NeurIPS name the conference."""
_OTHERS = frozenset("workshop workshops companion adjunct findings journal transactions letters magazine".split())  # noqa: SIM905
"""Words of venues that are named after another one."""
_SPONSORS = frozenset({"ACM", "IEEE", "CVF", "USENIX", "IFIP", "AAAI/ACM"})
_DEPARTMENT = re.compile(r"(?i)^(?:the )?(?:dept\b|department|school|faculty|division|college of|institute of|lab)")

_CAMPUS = re.compile(
    r"(?i)\b(?:University of (?:California|Colorado|Illinois|Maryland|Massachusetts|Michigan|Minnesota|North Carolina"
    r"|Texas|Wisconsin)|Indian Institute of Technology),? "
)
"""Universities that are named with the place of the campus."""


class KnownNames:
    """The names of the venues and institutions of a list."""

    def __init__(self, registries: Registries) -> None:
        series = registries.venues.entries if registries.venues else ()
        institutions = registries.institutions.entries if registries.institutions else ()
        self._venues = _by(key, ((name, entry.name) for entry in series for name in entry.names))
        self._full = _by(_significant, ((name, entry.name) for entry in series for name in entry.names))
        self._acronyms = {name: entry.name for entry in series for name in entry.names if _is_acronym(name)}
        self._institutions = _by(key, ((name, entry.name) for entry in institutions for name in entry.names))

    def venue(self, text: str) -> str | None:
        """The name of a venue; None if the list does not have it.

        A short name in the text is enough, such as `EuroSys` in `Proceedings of the Fourteenth EuroSys Conference`,
        unless it is about a workshop or a journal.
        """
        line = _ADVANCES.sub("Conference on ", one_line(text[:_LONGEST]))
        if name := self._venues.get(key(Venue(text=line).series)) or self._full.get(_significant(line)):
            return name
        words = re.findall(r"[^\W_][\w&/+-]*", line)
        if not _OTHERS.isdisjoint(word.casefold() for word in words):
            return None
        found = dict.fromkeys(self._acronyms[word] for word in words if word in self._acronyms)
        return next(iter(found)) if len(found) == 1 else None

    def institution(self, text: str) -> str:
        """The name of an institution; if the list does not have it, without department and place."""
        line = one_line(text[:_LONGEST])
        parts = [part.strip() for part in re.split("[,;]", _CAMPUS.sub(_with_campus, line)) if part.strip()]
        parts = [part.replace(_COMMA, ",") for part in parts]
        known = (self._institutions.get(key(part)) for part in (line, *parts))
        return next(filter(None, known), None) or _main_part(parts) or line

    def in_entry(self, entry: Entry) -> Entry:
        """An entry with the names of the list."""
        paper = entry.paper
        venues = tuple(replace(venue, text=self._venue_text(venue, entry)) for venue in paper.venues)
        institutions = tuple(dict.fromkeys(map(self.institution, paper.institutions)))
        return replace(entry, paper=replace(paper, venues=venues, institutions=institutions))

    def _venue_text(self, venue: Venue, entry: Entry) -> str:
        if venue.arxiv or self._venues.get(key(venue.series)) == venue.series:
            return venue.text
        full = entry.venue_names.get(venue.series, "")
        name = self.venue(venue.text) or (self.venue(full) if full else None)
        return with_year(name, venue.year or entry.paper.year) if name else venue.text


def without_volume(text: str) -> str:
    """The title of the proceedings of one year, without its number.

    >>> without_volume("Proceedings of the 38th International Conference on Machine Learning")
    'International Conference on Machine Learning'
    >>> without_volume("Proceedings of the National Academy of Sciences")
    'Proceedings of the National Academy of Sciences'
    """
    return _VOLUME.sub("", one_line(text[:_LONGEST]))


def _by(form: object, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for spelling, name in pairs:
        assert callable(form)
        if shape := form(spelling):
            names.setdefault(shape, name)
    return names


def _significant(text: str) -> str:
    """The words of a name that tell it apart."""
    return " ".join(_significant_words(text))


def _significant_words(text: str) -> Iterator[str]:
    for word in _WORD.findall(_IN_PARENTHESES.sub(" ", text[:_LONGEST])):
        if not _NOISE.fullmatch(word):
            yield word.casefold()


def _is_acronym(name: str) -> bool:
    return name not in _SPONSORS and " " not in name and sum(letter.isupper() for letter in name) > 1


_COMMA = "\0"


def _with_campus(match: re.Match[str]) -> str:
    return match[0].replace(",", _COMMA)


def _main_part(parts: list[str]) -> str | None:
    """The part of an affiliation that is the institution, not its department or its place."""
    others = [part for part in parts if not _DEPARTMENT.match(part)]
    named = (part for part in others if INSTITUTION_WORD.search(part))
    return next(named, None) or (others[0] if others else None) if len(parts) > 1 else None
