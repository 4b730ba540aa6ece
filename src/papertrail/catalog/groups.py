"""Papers by venue, institution, year, keyword and author. The order of the given rows is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import chain

from papertrail.core import Group, Institution, Names, Paper, Row, Series, canonical_series
from papertrail.core.authors import names_with_pages
from papertrail.core.limits import CHAIN
from papertrail.text.strings import sort_key, unique_slugs

PAPERS_OF_AN_AUTHOR = 2
"""Authors need this many papers for a page. The page of a single paper would be redundant."""


def by_venue(rows: Iterable[Row], names: Names[Series]) -> tuple[Group, ...]:
    """Group by venue series, under its registered name; sorted by name, each with its years."""
    name_of = cache(partial(_series_name, names))
    rows_by_series = _filed(rows, lambda paper: [name_of(venue.series) for venue in paper.venues if venue.series])
    return tuple(replace(group, parts=_years_of(group, name_of)) for group in _groups(rows_by_series, names))


def by_institution(rows: Iterable[Row], names: Names[Institution]) -> tuple[Group, ...]:
    """Group by institution, including the papers of institutions that are part of it; sorted by name."""
    above = cache(lambda name: tuple(_with_parents(name, names)))
    rows_by_name = _filed(rows, lambda paper: chain.from_iterable(map(above, paper.institutions)))
    members: dict[str, list[str]] = {}
    for name in sorted(rows_by_name, key=sort_key):
        entry = names.find(name)
        if entry and entry.parent:
            members.setdefault(entry.parent, []).append(name)
    return tuple(
        replace(
            group,
            members=tuple(members.get(group.name, ())),
            parent=entry.parent if (entry := names.find(group.name)) else None,
        )
        for group in _groups(rows_by_name, names)
    )


def by_year(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Group by year, newest first."""
    rows_by_year = _filed(rows, lambda paper: [str(paper.year)] if paper.year is not None else [])
    return tuple(
        Group(name=year, slug=year, rows=tuple(rows_by_year[year]))
        for year in sorted(rows_by_year, key=int, reverse=True)
    )


def by_keyword(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Group by keyword, sorted by name."""
    return _groups(_filed(rows, lambda paper: paper.keywords))


def by_author(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Group by author, for authors of two or more papers; papers with hundreds of authors are skipped. Sorted by
    name.
    """
    rows_by_author = _filed(rows, lambda paper: names_with_pages(paper.authors))
    return _groups({name: papers for name, papers in rows_by_author.items() if len(papers) >= PAPERS_OF_AN_AUTHOR})


def _filed(rows: Iterable[Row], names_of: Callable[[Paper], Iterable[str]]) -> dict[str, list[Row]]:
    """Return the rows of each name, each row once."""
    filed: dict[str, list[Row]] = {}
    for row in rows:
        for name in dict.fromkeys(names_of(row.paper)):
            filed.setdefault(name, []).append(row)
    return filed


def _groups(
    rows_by_name: dict[str, list[Row]], names: Names[Series] | Names[Institution] | None = None
) -> tuple[Group, ...]:
    """Return the groups of one axis, sorted by name, with full name and URL from the registry."""
    slugs = unique_slugs(sorted(rows_by_name))
    return tuple(
        Group(
            name=name,
            slug=slugs[name],
            rows=tuple(rows_by_name[name]),
            full=entry.full if (entry := names.find(name) if names else None) else None,
            url=entry.url if entry else None,
        )
        for name in sorted(rows_by_name, key=sort_key)
    )


def _series_name(names: Names[Series], series: str) -> str:
    """Return the name under which a venue series is grouped."""
    entry = canonical_series(names, series)
    return entry.name if entry else series


def _years_of(group: Group, name_of: Callable[[str], str]) -> tuple[Group, ...]:
    """Group the papers of a venue by the year of the venue, which may differ from the year of the paper."""
    rows_by_year: dict[int, list[Row]] = {}
    for row in group.rows:
        years = [v.year for v in row.paper.venues if v.series and name_of(v.series) == group.name]
        for year in dict.fromkeys(years):
            if year is not None:
                rows_by_year.setdefault(year, []).append(row)
    return tuple(
        Group(
            name=f"{group.name} {year}",
            slug=f"{group.slug}/{year}",
            rows=tuple(rows_by_year[year]),
            parent=group.name,
            year=year,
        )
        for year in sorted(rows_by_year, reverse=True)
    )


def _with_parents(written: str, names: Names[Institution]) -> Iterator[str]:
    """Yield the registered names of an institution and of its parents."""
    entry = names.find(written)
    name: str | None = entry.name if entry else written
    for _ in range(CHAIN):
        if name is None:
            break
        yield name
        above = names.find(name)
        name = above.parent if above else None
