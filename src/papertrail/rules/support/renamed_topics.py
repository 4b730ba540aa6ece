"""Finds the topic of the registry to which the unknown topic of records was renamed or moved."""

from __future__ import annotations

from papertrail.core import TopicPath
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.unknown_names import UnknownName
from papertrail.text.strings import nearest
from papertrail.yaml.nodes import Mapping, Node, items_of, text_of


class RenamedTopics:
    """The topics of the registry without papers: a topic that was just renamed is one of them."""

    def __init__(self, library: ParsedLibrary) -> None:
        registries = library.registries
        self._root = next((file.root for file in library.registry_files if file.name == "_topics.yml"), None)
        used = {path[:end] for paper in library.papers for path in paper.topics for end in range(1, len(path) + 1)}
        topics = [pair for topic in registries.topics or () for pair in topic.walk()]
        self._empty = [path for path, _ in topics if path not in used]
        self._listed = {path: {*topic.order, *topic.start} for path, topic in topics if path not in used}

    def new_name(self, unknown: UnknownName) -> TopicPath | None:
        """The topic that lists the same papers by their ids, or where many records have the name, one next to it or of
        the same name elsewhere.
        """
        ids = {record.id for record, _ in unknown.uses}
        listing = [path for path in self._empty if not ids.isdisjoint(self._listed[path])]
        if listing:
            start = listing[0][: len(unknown.path)]
            return start if start[:-1] == unknown.path[:-1] else listing[0]
        if not unknown.grouped:
            return None
        moved = [path for path in self._empty if path[-1].casefold() == unknown.name.casefold()]
        siblings = {path[-1]: path for path in self._empty if path[:-1] == unknown.path[:-1]}
        if moved or len(siblings) <= 1:
            return next(iter(moved or siblings.values()), None)
        near = nearest(unknown.name, siblings)
        return siblings[near] if near else None

    def node(self, path: TopicPath) -> Node | None:
        """The node of the name of a topic."""
        items, node = items_of(self._root), None
        for part in path:
            names = ((item.get("name") if isinstance(item, Mapping) else item, item) for item in items)
            node, item = next(((name, item) for name, item in names if text_of(name) == part), (None, None))
            items = items_of(item.get("topics")) if isinstance(item, Mapping) else []
        return node
