"""The sorts of papers, the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from papertrail.core.catalog import Row
from papertrail.core.paper import Paper
from papertrail.core.sequences import Rank

_LATEST = 9999


def sorted_rows(rows: Iterable[Row], sort: str = "newest") -> tuple[Row, ...]:
    """Sort rows: newest first for an unknown sort. Papers without a year come last, unless they are to appear."""
    rank = SORTS.get(sort, _newest)
    return tuple(sorted(rows, key=lambda row: _key(rank, row.paper)))


def _key(rank: Callable[[Paper], Rank], paper: Paper) -> tuple[Rank, str, int, str]:
    """The rank, then the name; papers of one name by their ids, the second after the first and before the tenth."""
    return rank(paper), paper.name.casefold(), len(paper.id), paper.id


def _newest(paper: Paper) -> Rank:
    return (-(paper.year or (_LATEST if paper.is_upcoming else 0)),)


def _oldest(paper: Paper) -> Rank:
    return (paper.year or _LATEST,)


def _name(paper: Paper) -> Rank:
    return (paper.name.casefold(),)


def _venue(paper: Paper) -> Rank:
    """By the venue of the year, then newest first; papers without a venue come last."""
    series = [venue.series for venue in paper.venues if venue.series]
    return (0, series[-1].casefold(), *_newest(paper)) if series else (1, "", *_newest(paper))


SORTS: dict[str, Callable[[Paper], Rank]] = {"newest": _newest, "oldest": _oldest, "name": _name, "venue": _venue}
"""The ranks of papers by the name of the sort."""
