"""Build the catalog: lists and sections with their papers."""

from __future__ import annotations

from collections.abc import Iterable

from papertrail.catalog.groups import by_author, by_institution, by_keyword, by_venue, by_year
from papertrail.catalog.order import in_section_order
from papertrail.core import Catalog, Names, Paper, Registries, Row, Section, Topic, TopicPath
from papertrail.core.order import sorted_rows
from papertrail.records.library import Library, Record
from papertrail.text.strings import slug, unique_slug, unique_slugs


def catalog_of(library: Library) -> Catalog:
    """Return the catalog of all papers that could be parsed, independent of the order of their files."""
    rows = sorted((_row(record, record.paper) for record in library.records if record.paper), key=lambda row: row.path)
    registries = library.registries
    lists = _lists(_with_unregistered(registries, rows), rows)
    ordered = {row.paper.id: row for root in lists for section in root.walk() for row in section.rows}
    in_list_order = tuple(ordered.values())
    newest = sorted_rows(in_list_order)  # sort once, not the papers of each group
    return Catalog(
        lists=lists,
        rows=in_list_order,
        venues=by_venue(newest, registries.venues or Names()),
        institutions=by_institution(newest, registries.institutions or Names()),
        years=by_year(newest),
        keywords=by_keyword(newest),
        authors=by_author(newest),
        venue_names=registries.venues or Names(),
        institution_names=registries.institutions or Names(),
    )


def _row(record: Record, paper: Paper) -> Row:
    return Row(paper=paper, path=record.path, line=record.line)


def _with_unregistered(registries: Registries, rows: Iterable[Row]) -> tuple[Topic, ...]:
    """Return the registered topics; without a registry, the topics of the papers, by name."""
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
    lists = []
    for topic in topics:
        below = [path[1:] for path, _ in topic.walk() if len(path) > 1]
        # A name may occur in two branches of a list. The path identifies the section, its last name the anchor.
        anchors = _anchors(below)
        lists.append(_section(topic, (topic.name,), slugs[topic.name], anchors, filed))
    return tuple(lists)


def _anchors(paths: list[TopicPath]) -> dict[TopicPath, str]:
    """Return a slug for each section of a list: of its last name, or of the whole path if that slug is taken."""
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
