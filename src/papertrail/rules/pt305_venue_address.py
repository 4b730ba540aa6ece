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

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library, Names, Paper, Record, Series, Venue, canonical_series
from papertrail.nodes import link_nodes

CODE = "PT305"
NAME = "venue-address"
WAIVABLE = True

_WORD = re.compile(r"(?<![a-z0-9])([a-z]{2,16}?)[-_]?(?:20)?(\d\d)[a-z]?(?![a-z0-9])")
_USENIX = re.compile(r"^https?://(?:www\.)?usenix\.org/(?:conference/|system/files/(?:conference/)?)([a-z]+)(\d\d)\b")


def check(library: Library) -> Iterator[Diagnostic]:
    """Links to the work whose address names a known venue series and year that the record does not."""
    venues = library.registries.venues or Names[Series]()
    known = {_squash(venue.series) for paper in library.papers for venue in paper.venues}
    known |= {_squash(name) for name in venues.by_name}
    known.discard("arxiv")
    by_squashed = {_squash(name): name for name in venues.by_name}
    for record in library.records:
        paper = record.paper
        if paper is None or not any(venue.year and venue.series != "arXiv" for venue in paper.venues):
            continue
        for label, url in _work_links(record, paper):
            for series, year in _named(url.lower(), known):
                if not any(_agrees(venue, series, year, venues, by_squashed) for venue in paper.venues):
                    shown = " and ".join(venue.text for venue in paper.venues)
                    place = dict(link_nodes(record.node("links"))).get(label)
                    yield at(
                        record.path, place, CODE,
                        f"the address is of {by_squashed.get(series, series.upper())} {year}, "
                        f"but the venue is {shown}",
                        "mend the venue or the address; if both are right, add `# papertrail: allow PT305 "
                        "and the reason` at the end of the line",
                    )  # fmt: skip
                    break


def _work_links(record: Record, paper: Paper) -> Iterator[tuple[str, str]]:
    return ((link.label, link.url) for link in paper.links if link.to_the_work)


def _named(url: str, known: set[str]) -> Iterator[tuple[str, int]]:
    """Series, squashed, and years that an address names."""
    if found := _USENIX.match(url):
        yield found[1], 2000 + int(found[2])
        return
    for found in _WORD.finditer(url):
        if found[1] in known:
            year = int(found[2])
            yield found[1], (1900 if year > 60 else 2000) + year


def _agrees(
    venue: Venue, series: str, year: int, venues: Names[Series], by_squashed: dict[str, str]
) -> bool:
    """Whether a venue is of that series and year; `atc` agrees with `USENIX ATC`, and MLSys with SysML."""
    if venue.year != year:
        return False
    written = canonical_series(venues, venue.series)
    named = canonical_series(venues, by_squashed.get(series, ""))
    if written is not None and written == named:
        return True
    return series in _squash(venue.series) or _squash(venue.series) in series


def _squash(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())
