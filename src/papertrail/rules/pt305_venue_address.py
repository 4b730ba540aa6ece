"""A venue that differs from the URL of the paper.

## Why

URLs of publishers often contain the conference: `.../conference/nsdi20/...` is a paper of NSDI 2020. If the record has
another venue, one of the two is wrong.

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
"""Characters of a URL that are searched."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Links to the work whose URL contains a venue and year that the record does not have."""
    known = _KnownSeries(library)
    for record in library.record_files:
        paper = record.paper
        if paper is None or not any(venue.year and venue.series != "arXiv" for venue in paper.venues):
            continue
        if not any(link.to_the_work and _in_url(link.url[:_LONGEST].lower(), known.words) for link in paper.links):
            continue
        for node, link in links_with_nodes(record):
            in_url = _in_url(link.url[:_LONGEST].lower(), known.words) if link.to_the_work else {}
            other = [(series, year) for series, year in in_url if not known.has_venue(paper, series, year)]
            if other:
                series, year = other[0]
                yield at(
                    record.path, node, CODE,
                    f"the URL is from {known.by_word.get(series, series.upper())} {year}, but the venue is "
                    f"{' and '.join(quoted(venue.text) for venue in paper.venues[:3])}",
                    "fix the venue or the URL; if both are right, add `# papertrail: allow PT305 REASON` at the end of "
                    "this line",
                )  # fmt: skip


def _in_url(url: str, known: set[str]) -> dict[tuple[str, int], None]:
    """The series, as words of the URL, and years in a URL."""
    if match := _USENIX.match(url):
        return {(match[1], 2000 + int(match[2])): None}
    words = ((match[1], int(match[2])) for match in _WORD.finditer(url))
    return {(word, (1900 if year > 60 else 2000) + year): None for word, year in words if word in known}


class _KnownSeries:
    """The series in the registry and in records, as words that URLs contain."""

    def __init__(self, library: ParsedLibrary) -> None:
        self._venues = library.registries.venues or Names[Series]()
        self._papers = library.papers
        self.by_word = {_squash(name): name for name in self._venues.by_name}

    @cached_property
    def words(self) -> set[str]:
        """Every series as a word, except arXiv, whose year comes from the id."""
        series = {venue.series for paper in self._papers for venue in paper.venues}
        return ({_squash(name) for name in series} | set(self.by_word)) - {"arxiv", ""}

    def has_venue(self, paper: Paper, series: str, year: int) -> bool:
        """Whether a paper has a venue of that series and year."""
        return any(venue.year == year and self._is(venue, series) for venue in paper.venues)

    def _is(self, venue: Venue, series: str) -> bool:
        """Whether a word of a URL means the venue: `atc` means `USENIX ATC`, and `mlsys` means SysML."""
        of_venue = canonical_series(self._venues, venue.series)
        of_url = canonical_series(self._venues, self.by_word.get(series, ""))
        if of_venue is not None and of_venue == of_url:
            return True
        return series in _squash(venue.series) or _squash(venue.series) in series


def _squash(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())
