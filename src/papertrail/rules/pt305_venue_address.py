"""A venue that the paper's address contradicts.

## Why

Publishers put the conference into the address: `.../conference/nsdi20/...` is a paper of NSDI 2020. Beside another
venue, one of the two is wrong.

## Fails

```yaml title="papers/tiresias.yml"
name: Tiresias
venue: EuroSys 2020
links: {Paper: https://www.usenix.org/conference/nsdi19/presentation/gu}
topic: Training
```

## Passes

```yaml title="papers/tiresias.yml"
name: Tiresias
venue: NSDI 2019
links: {Paper: https://www.usenix.org/conference/nsdi19/presentation/gu}
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from papertrail.core import Names, Paper, Series, Venue, canonical_series
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.nodes import links_with_nodes
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import quoted

CODE = "PT305"
NAME = "venue-address"
WAIVABLE = True
SCOPE = whole_list("venues", "links")

_WORD = re.compile(r"(?<![a-z0-9])([a-z]{2,16}?)[-_]?(?:20)?([0-9]{2})[a-z]?(?![a-z0-9])")
_USENIX = re.compile(
    r"https?://(?:www\.)?usenix\.org/(?:conference/|system/files/(?:conference/)?)([a-z]{1,20})([0-9]{2})\b"
)
_LONGEST = 500
"""Characters of an address that are looked at."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Links to the work whose address names a known venue series and year that the record does not."""
    known = _KnownSeries(library)
    for record in library.record_files:
        paper = record.paper
        if paper is None or not any(venue.year and venue.series != "arXiv" for venue in paper.venues):
            continue
        if not any(link.to_the_work and _named(link.url[:_LONGEST].lower(), known.words) for link in paper.links):
            continue
        for node, link in links_with_nodes(record):
            named = _named(link.url[:_LONGEST].lower(), known.words) if link.to_the_work else {}
            against = [(series, year) for series, year in named if not known.agrees(paper, series, year)]
            if against:
                series, year = against[0]
                yield at(
                    record.path, node, CODE,
                    f"the address is of {known.by_word.get(series, series.upper())} {year}, but the venue is "
                    f"{' and '.join(quoted(venue.text) for venue in paper.venues[:3])}",
                    "mend the venue or the address; if both are right, add `# papertrail: allow PT305 "
                    "and the reason` at the end of this line",
                )  # fmt: skip


def _named(url: str, known: set[str]) -> dict[tuple[str, int], None]:
    """Series, as words of an address, and years that it names."""
    if found := _USENIX.match(url):
        return {(found[1], 2000 + int(found[2])): None}
    words = ((found[1], int(found[2])) for found in _WORD.finditer(url))
    return {(word, (1900 if year > 60 else 2000) + year): None for word, year in words if word in known}


class _KnownSeries:
    """The series that the registry and the records name, as they would stand in an address."""

    def __init__(self, library: ParsedLibrary) -> None:
        self._venues = library.registries.venues or Names[Series]()
        self._papers = library.papers
        self.by_word = {_squash(name): name for name in self._venues.by_name}

    @cached_property
    def words(self) -> set[str]:
        """Every series as a word; of arXiv the id tells the year better."""
        series = {venue.series for paper in self._papers for venue in paper.venues}
        return ({_squash(name) for name in series} | set(self.by_word)) - {"arxiv", ""}

    def agrees(self, paper: Paper, series: str, year: int) -> bool:
        """Whether a paper has a venue of that series and year."""
        return any(venue.year == year and self._is(venue, series) for venue in paper.venues)

    def _is(self, venue: Venue, series: str) -> bool:
        """`atc` agrees with `USENIX ATC`, and MLSys with SysML."""
        written = canonical_series(self._venues, venue.series)
        named = canonical_series(self._venues, self.by_word.get(series, ""))
        if written is not None and written == named:
            return True
        return series in _squash(venue.series) or _squash(venue.series) in series


def _squash(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())
