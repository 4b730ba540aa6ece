"""The registries that a list's names give: spellings that are clearly one name, and those that may be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from papertrail.core import Paper
from papertrail.yaml.write import Value

_LIKE = 92
"""How alike two names must be, of 100, to be asked about."""
_SHORT = 6
"""Names of fewer letters are never asked about: `SOSP` and `SOSR` are two venues."""


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name with its other spellings."""

    name: str
    aliases: tuple[str, ...] = ()
    url: str | None = None

    def data(self) -> dict[str, Value]:
        """As an entry of a registry."""
        found: dict[str, Value] = {"name": self.name}
        if self.url:
            found["url"] = self.url
        if self.aliases:
            found["aliases"] = list(self.aliases)
        return found


def series_of(papers: Iterable[Paper]) -> Counter[str]:
    """The venue series that papers name, and how often."""
    return Counter(venue.series for paper in papers for venue in paper.venues if venue.series)


def institutions_of(papers: Iterable[Paper]) -> Counter[str]:
    """The institutions that papers name, and how often."""
    return Counter(name for paper in papers for name in paper.institutions)


def folded(names: Mapping[str, int], urls: Mapping[str, str] | None = None) -> list[Name]:
    """One entry for the spellings that differ only in case, spaces and punctuation, under the most common of them."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    found = []
    for spellings in groups.values():
        first, *others = sorted(spellings, key=lambda name: (-names[name], -sum(c.isupper() for c in name), name))
        url = next((urls[name] for name in (first, *others) if urls and name in urls), None)
        found.append(Name(name=first, aliases=tuple(sorted(others)), url=url))
    return sorted(found, key=lambda entry: (entry.name.casefold(), entry.name))


def key(name: str) -> str:
    """What two spellings of one name share.

    >>> key("arXiv") == key("Arxiv."), key("MIT") == key("MIT CSAIL")
    (True, False)
    """
    return re.sub(r"[\W_]", "", name.casefold()) or name


def doubtful(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be one, for a person to decide."""
    known = sorted({name for name in names if len(key(name)) >= _SHORT})[:1500]
    plain = [name.casefold() for name in known]
    for number, name in enumerate(plain):
        for _, _, other in process.extract(name, plain[number + 1 :], scorer=fuzz.ratio, score_cutoff=_LIKE, limit=3):
            one, two = known[number], known[number + 1 + other]
            if re.sub(r"\D", "", one) == re.sub(r"\D", "", two):
                yield one, two
