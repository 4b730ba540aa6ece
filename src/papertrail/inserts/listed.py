"""The papers of blocks in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from papertrail.core import Catalog, Registries, Row, topic_path
from papertrail.core.order import sorted_rows
from papertrail.inserts.block import PapersBlock
from papertrail.inserts.selector import Selector


class InsertedPapers:
    """The papers of a catalog by the options of blocks, and by their ids."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def _selector(self) -> Selector:
        catalog = self._catalog
        registries = Registries(
            venues=catalog.venue_names,
            institutions=catalog.institution_names,
            topic_paths=frozenset(catalog.topic_places),
        )
        return Selector(catalog.papers, registries)

    @cached_property
    def _rows(self) -> dict[str, Row]:
        rows = {row.paper.id: row for row in self._catalog.rows}
        return {id: rows[paper.id] for id, paper in self._selector.ids.items()}

    def row(self, id: str) -> Row | None:
        """Return the row of a paper by its id, or an earlier one."""
        return self._rows.get(id)

    def rows(self, block: PapersBlock) -> list[Row]:
        """Return the papers of a block."""
        selected = self._selector.selected(block)
        rows = {row.paper.id: row for row in self._in_order(block) if row.paper.id in selected}
        return list(rows.values())[: block.limit]

    def _in_order(self, block: PapersBlock) -> Iterable[Row]:
        """Return rows in the order of a block: that of the ids, that of the list for topics, or a sort."""
        if block.sort in (None, "order"):
            if ids := block.values.get("paper"):
                return (row for id in ids if (row := self.row(id.strip())))
            if topics := block.values.get("topic"):
                return self._in_topics(topics)
            if block.sort:
                return self._catalog.rows
        return sorted_rows(self._catalog.rows, block.sort or "newest")

    def _in_topics(self, topics: Iterable[str]) -> Iterator[Row]:
        sections = [section for root in self._catalog.lists for section in root.walk()]
        for path in map(topic_path, topics):
            for section in sections:
                if section.path[: len(path)] == path:
                    yield from section.rows
