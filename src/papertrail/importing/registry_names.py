"""Names of venues and institutions: which are spellings of one name, and which are similar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from rapidfuzz import fuzz, process

from papertrail.core import Paper
from papertrail.text.strings import sort_key
from papertrail.yaml.write import Value

_NONE: Mapping[str, str] = MappingProxyType({})
_LIKE = 92
"""The least similarity of names that are reported, of 100."""
_COMPARED = 200
"""Characters of a name that are compared."""
_SHORT = 6
"""Names with fewer letters are not reported: `SOSP` and `SOSR` are two venues."""


@dataclass(frozen=True, kw_only=True)
class RegistryName:
    """A name with its aliases."""

    name: str
    aliases: tuple[str, ...] = ()
    url: str | None = None
    full: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)

    @property
    def has_fields(self) -> bool:
        """Whether its entry has more fields than the name."""
        return bool(self.aliases or self.url or self.full)

    def fields(self) -> dict[str, Value]:
        """Its entry in a registry."""
        fields: dict[str, Value] = {
            "name": self.name,
            "full": self.full or "",
            "url": self.url or "",
            "aliases": [*self.aliases],
        }
        return {key: value for key, value in fields.items() if value or key == "name"}


def series_of(papers: Iterable[Paper]) -> Counter[str]:
    """The venue series of papers, with their counts."""
    return Counter(venue.series for paper in papers for venue in paper.venues if venue.series)


def institutions_of(papers: Iterable[Paper]) -> Counter[str]:
    """The institutions of papers, with their counts."""
    return Counter(name for paper in papers for name in paper.institutions)


def merged_names(
    counts: Mapping[str, int], urls: Mapping[str, str] = _NONE, full_names: Mapping[str, str] = _NONE
) -> list[RegistryName]:
    """The names. Those that only differ in case, spaces and punctuation become aliases of the most common one."""
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(key(name), []).append(name)
    names = [_merged_name(spellings, counts, urls) for spellings in groups.values()]
    taken = dict.fromkeys(groups)
    return sorted(
        (_with_full_name(name, full_names, taken) for name in names),
        key=lambda entry: sort_key(entry.name),
    )


def _with_full_name(entry: RegistryName, full_names: Mapping[str, str], taken: dict[str, None]) -> RegistryName:
    """An entry with its full name, unless another entry has that name; it is added to the names that are taken."""
    full = next((full_names[name] for name in entry.spellings if name in full_names), None)
    if full is None or key(full) in taken:
        return entry
    taken[key(full)] = None
    return replace(entry, full=full)


def _merged_name(spellings: Iterable[str], counts: Mapping[str, int], urls: Mapping[str, str]) -> RegistryName:
    first, *others = sorted(spellings, key=lambda name: (-counts[name], -sum(c.isupper() for c in name), name))
    url = next((urls[name] for name in (first, *others) if name in urls), None)
    return RegistryName(name=first, aliases=tuple(sorted(others)), url=url)


def key(name: str) -> str:
    """A key that is equal for spellings of one name.

    >>> key("arXiv") == key("Arxiv."), key("MIT") == key("MIT CSAIL")
    (True, False)
    """
    return re.sub(r"[\W_]", "", name.casefold()) or name


def similar_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of similar names, which may be the same."""
    known = sorted({name for name in names if len(key(name)) >= _SHORT})[:1500]
    plain = [name.casefold()[:_COMPARED] for name in known]
    for number, name in enumerate(plain):
        for _, _, other in process.extract(name, plain[number + 1 :], scorer=fuzz.ratio, score_cutoff=_LIKE, limit=3):
            one, two = known[number], known[number + 1 + other]
            if re.sub(r"\D", "", one) == re.sub(r"\D", "", two):
                yield one, two
