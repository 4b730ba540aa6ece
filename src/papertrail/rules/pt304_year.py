"""A year that cannot be right.

## Why

A wrong digit in a year puts a paper in the wrong place of every list. papertrail reports years more than two years in
the future, a `date` that is more than a year away from the years of the venues, and years before that of the arXiv id:
a paper is usually on arXiv before it is published, or in the same year.

## Fails

```yaml title="papers/gpipe.yml"
name: GPipe
venue: NeurIPS 2017
links: {Paper: https://arxiv.org/abs/1811.06965}
topic: Training
```

## Passes

```yaml title="papers/gpipe.yml"
name: GPipe
venue: [arXiv 1811.06965, NeurIPS 2019]
links: {Paper: https://arxiv.org/abs/1811.06965}
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.identifiers import arxiv_year
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.dates import is_date
from papertrail.rules.support.nodes import venues_with_nodes
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.yaml.nodes import Node

CODE = "PT304"
NAME = "year"
WAIVABLE = True
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Venues and dates in the future, before the year of the arXiv id, or that contradict each other."""
    latest = max(library.this_year or _LAST, FIRST) + AHEAD
    for record in library.record_files:
        paper = record.paper
        if paper is None:
            continue
        if paper.date or any((venue.year or 0) > latest for venue in paper.venues):
            yield from _unlikely(record, latest)
        if paper.arxiv is not None:
            yield from _before_arxiv(record, paper.arxiv)


FIRST, _LAST = 2026, 9999
"""A year in which papertrail existed, in case a clock is wrong, and the last year that can be written."""
AHEAD = 2
"""Years in the future in which an accepted paper may be published."""


def _unlikely(record: RecordFile, latest: int) -> Iterator[Diagnostic]:
    """Years in the future, and a date that differs from the years of all venues."""
    years = list(_years(record))
    for what, node, year in years:
        if year > latest:
            help = "fix the year; if it is right, add `# papertrail: allow PT304 REASON` at the end of this line"
            yield at(record.path, node, CODE, f"year {year} of the {what} is in the future", help)
    of_venues = [year for what, _, year in years if what == "venue" and year <= latest]
    dated = next(((node, year) for what, node, year in years if what == "date" and year <= latest), None)
    if dated is None or not of_venues or min(of_venues) - 1 <= dated[1] <= max(of_venues) + 1:
        return
    arxiv = record.paper.arxiv if record.paper else None
    if arxiv is None or dated[1] >= arxiv_year(arxiv):  # else it is reported as too early
        shown = " and ".join(str(year) for year in sorted(set(of_venues)))
        help = (
            "fix the date or the year of the venue; if both are right, add `# papertrail: allow PT304 REASON` at the "
            "end of this line"
        )
        message = f"the date is of {dated[1]}, but the venue of {shown}"
        yield at(record.path, dated[0], CODE, message, help, "warning")


def _before_arxiv(record: RecordFile, arxiv: str) -> Iterator[Diagnostic]:
    submitted = arxiv_year(arxiv)
    for what, node, year in _years(record):
        if year < submitted:
            yield at(
                record.path, node, CODE,
                f"year {year} of the {what} is before {submitted}, the year of arXiv {arxiv}",
                "fix the year or the arXiv id; if the paper was submitted to arXiv later, add "
                "`# papertrail: allow PT304 submitted to arXiv later` at the end of this line",
            )  # fmt: skip


def _years(record: RecordFile) -> Iterator[tuple[str, Node | None, int]]:
    for node, venue in venues_with_nodes(record):
        if venue.year is not None:
            yield "venue", node, venue.year
    if record.paper and record.paper.date and is_date(record.paper.date, day=False):
        yield "date", record.node("date"), int(record.paper.date[:4])
