"""What an import found in each section of a file, and what it left as text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from papertrail.core import Paper
from papertrail.importing.parsed_list import ParsedList
from papertrail.readers.markdown.document import FEW, ListCoverage


@dataclass(frozen=True, kw_only=True)
class SectionCounts:
    """What was found below a heading, or of a data file, under a topic."""

    title: str
    line: int
    """The line of the heading, counted from 1; 0 if there is none."""
    items: int
    """Entries, and items of lists and rows of tables that were left as text."""
    entries: int
    links: int
    authors: int
    """The number of entries with authors; and so on."""
    venues: int
    years: int

    def data(self) -> dict[str, Any]:
        """The counts as data for JSON."""
        return {name: getattr(self, name) for name in ("title", "line", "items", *COUNTS)}


COUNTS = ("entries", "links", "authors", "venues", "years")


def sections_of(parsed: ParsedList) -> list[SectionCounts]:
    """The counts of each section with items, in the order of the file."""
    if parsed.is_data:
        runs = parsed.document.runs
        return [_counts(" > ".join(run.topic), 0, [entry.paper for entry in run.entries], 0) for run in runs]
    titles = parsed.document.titles
    starts = [line for line, _ in titles]
    papers: dict[int, list[Paper]] = {}
    for _, entry in parsed.entries:
        papers.setdefault(bisect_right(starts, entry.start), []).append(entry.paper)
    left = Counter(bisect_right(starts, line) for coverage in parsed.document.lists for line in coverage.left)
    return [
        _counts(*((titles[n - 1][1], titles[n - 1][0] + 1) if n else (parsed.name, 0)), papers.get(n, []), left[n])
        for n in sorted({*papers, *left})
    ]


def _counts(title: str, line: int, papers: Sequence[Paper], left: int) -> SectionCounts:
    return SectionCounts(
        title=title,
        line=line,
        items=len(papers) + left,
        entries=len(papers),
        links=sum(len(paper.links) for paper in papers),
        authors=sum(bool(paper.authors) for paper in papers),
        venues=sum(bool(paper.venues) for paper in papers),
        years=sum(paper.year is not None for paper in papers),
    )


def mostly_left(parsed: ParsedList) -> list[ListCoverage]:
    """The lists of which most items were left as text; all with such items if these are most of a document."""
    lists = [coverage for coverage in parsed.document.lists if coverage.left]
    count = sum(coverage.likely for coverage in lists)
    if count >= FEW and count > len(parsed.entries):
        return lists
    return [coverage for coverage in lists if coverage.is_mostly_left]


def left_as_text(lists: Iterable[ListCoverage]) -> Iterator[str]:
    """A message for each list or table with items that are no entries."""
    for coverage in lists:
        if coverage.left:
            count = len(coverage.left)
            named = f"{coverage.kind}s" if count > 1 else coverage.kind
            yield f"{lines_text(coverage.left)}: {count} {named} {coverage.reason}"


def lines_text(lines: Sequence[int]) -> str:
    """Lines, counted from 0, as text.

    >>> lines_text([4]), lines_text([4, 5, 6, 8])
    ('line 5', 'lines 5-7, 9')
    """
    starts = [lines[0], *(line for before, line in pairwise(lines) if line > before + 1)]
    ends = [*(before for before, line in pairwise(lines) if line > before + 1), lines[-1]]
    spans = [
        f"{start + 1}-{end + 1}" if end > start else f"{start + 1}" for start, end in zip(starts, ends, strict=True)
    ]
    return f"{'lines' if len(lines) > 1 else 'line'} {', '.join(spans)}"
