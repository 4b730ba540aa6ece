"""The catalog: lists and sections with their papers, and papers by venue, institution and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from papertrail.catalog.order import in_section_order, newest_first
from papertrail.limits import CHAIN
from papertrail.models import (
    Catalog,
    Group,
    Institution,
    Library,
    Names,
    Paper,
    Registries,
    Row,
    Section,
    Series,
    Topic,
    TopicPath,
    canonical_series,
)
from papertrail.text import slug, unique_slug, unique_slugs


def catalog_of(library: Library) -> Catalog:
    """The catalog of all papers that could be made out, whatever order their files were read in."""
    rows = sorted((Row(paper=r.paper, path=r.path) for r in library.records if r.paper), key=lambda row: row.path)
    registries = library.registries
    lists = _lists(_with_unregistered(registries, rows), rows)
    ordered = {row.paper.id: row for root in lists for section in root.walk() for row in section.rows}
    in_list_order = tuple(ordered.values())
    return Catalog(
        lists=lists,
        rows=in_list_order,
        venues=_venues(in_list_order, registries.venues or Names()),
        institutions=_institutions(in_list_order, registries.institutions or Names()),
        years=_years(in_list_order),
        venue_names=registries.venues or Names(),
        institution_names=registries.institutions or Names(),
    )


def _with_unregistered(registries: Registries, rows: Iterable[Row]) -> tuple[Topic, ...]:
    """The registered tree; where there is none, the tree that the papers' topics make, by name."""
    if registries.topics is not None:
        return registries.topics
    tree: dict[str, dict[str, object]] = {}
    for path in sorted({path for row in rows for path in row.paper.topics}):
        node: dict[str, object] = tree  # type: ignore[assignment]
        for part in path:
            node = node.setdefault(part, {})  # type: ignore[assignment]
    return _topics(tree)


def _topics(tree: dict[str, object] | dict[str, dict[str, object]]) -> tuple[Topic, ...]:
    return tuple(Topic(name=name, topics=_topics(below)) for name, below in tree.items())  # type: ignore[arg-type]


def _lists(topics: tuple[Topic, ...], rows: Iterable[Row]) -> tuple[Section, ...]:
    filed: dict[TopicPath, list[Row]] = {}
    for row in rows:
        for path in row.paper.topics:
            filed.setdefault(path, []).append(row)
    slugs = unique_slugs(topic.name for topic in topics)
    found = []
    for topic in topics:
        below = [path[1:] for path, _ in topic.walk() if len(path) > 1]
        # A name may stand in two branches of a list; its path keeps the two apart, its last part names the anchor.
        anchors = _anchors(below)
        found.append(_section(topic, (topic.name,), slugs[topic.name], anchors, filed))
    return tuple(found)


def _anchors(paths: list[TopicPath]) -> dict[TopicPath, str]:
    """A slug for each section of a list: of its last name, or of its whole path where that is taken."""
    taken: dict[str, int] = {}
    return {path: unique_slug(" ".join(path) if slug(path[-1]) in taken else path[-1], taken) for path in paths}


def _section(
    topic: Topic, path: TopicPath, slug: str, anchors: dict[TopicPath, str], filed: dict[TopicPath, list[Row]]
) -> Section:
    return Section(
        path=path,
        topic=topic,
        slug=slug,
        rows=in_section_order(filed.get(path, ()), topic),
        sections=tuple(
            _section(below, (*path, below.name), anchors[(*path, below.name)[1:]], anchors, filed)
            for below in topic.topics
        ),
    )


def _venues(rows: Iterable[Row], names: Names[Series]) -> tuple[Group, ...]:
    """A group for each series that has papers, under its registered name, by name."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        for name in dict.fromkeys(series_name(names, venue.series) for venue in row.paper.venues if venue.series):
            found.setdefault(name, []).append(row)
    return _groups(found, names)


def series_name(names: Names[Series], series: str) -> str:
    """The name under which a venue's series is grouped."""
    entry = canonical_series(names, series)
    return entry.name if entry else series


def _institutions(rows: Iterable[Row], names: Names[Institution]) -> tuple[Group, ...]:
    """A group for each institution that has papers, those of the institutions below it included, by name."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        for name in _with_parents(row.paper, names):
            found.setdefault(name, []).append(row)
    members: dict[str, list[str]] = {}
    for name in sorted(found, key=str.casefold):
        entry = names.find(name)
        if entry and entry.parent:
            members.setdefault(entry.parent, []).append(name)
    groups = _groups(found, names)
    return tuple(
        replace(
            group,
            members=tuple(members.get(group.name, ())),
            parent=entry.parent if (entry := names.find(group.name)) else None,
        )
        for group in groups
    )


def _groups(found: dict[str, list[Row]], names: Names[Series] | Names[Institution]) -> tuple[Group, ...]:
    """The groups of one axis, by name."""
    slugs = unique_slugs(sorted(found))
    return tuple(
        Group(
            name=name,
            slug=slugs[name],
            rows=newest_first(found[name]),
            full=entry.full if (entry := names.find(name)) else None,
            url=entry.url if entry else None,
        )
        for name in sorted(found, key=lambda name: (name.casefold(), name))
    )


def _with_parents(paper: Paper, names: Names[Institution]) -> list[str]:
    """The registered names of a paper's institutions and of those that they are part of, each once."""
    found: dict[str, None] = {}
    for written in paper.institutions:
        entry = names.find(written)
        name: str | None = entry.name if entry else written
        for _ in range(CHAIN):
            if name is None or name in found:
                break
            found[name] = None
            above = names.find(name)
            name = above.parent if above else None
    return list(found)


def _years(rows: Iterable[Row]) -> tuple[Group, ...]:
    """A group for each year, newest first."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        if row.paper.year is not None:
            found.setdefault(row.paper.year, []).append(row)
    return tuple(
        Group(name=str(year), slug=str(year), rows=newest_first(found[year])) for year in sorted(found, reverse=True)
    )
