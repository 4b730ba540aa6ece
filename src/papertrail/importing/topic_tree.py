"""The node of an imported list in the topic tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from papertrail.core import Column, Paper, TopicPath
from papertrail.importing.entry_format import EntryFormat
from papertrail.importing.learn_sort import DEFAULT, Sorts, learned_sorts, order_beside
from papertrail.importing.list_format import FormattedList, entries_by_topic
from papertrail.importing.matching import Drafts
from papertrail.readers.markdown.document import Run
from papertrail.yaml.write import Value

TopicNode = dict[str, Value]
"""A topic in `_topics.yml`."""

_NO_FORMAT = EntryFormat()
_LINE_COLUMNS = ("name", "authors", "venue", "date", "institutions", "links", "remarks", "keywords")


def tree_of(paths: Iterable[TopicPath]) -> list[TopicNode]:
    """The topic tree of some paths, without settings."""
    below: dict[str, list[TopicPath]] = {}
    for path in paths:
        below.setdefault(path[0], []).append(path[1:])
    trees = {name: tree_of(path for path in deeper if path) for name, deeper in below.items()}
    return [{"name": name, "topics": topics} if topics else {"name": name} for name, topics in trees.items()]


def list_node(formatted: FormattedList, drafts: Drafts) -> TopicNode:
    """The node of a list in the topic tree, with the formats of its topics."""
    parsed = formatted.parsed
    entries = entries_by_topic(formatted.filed)
    papers = [drafts[filed.id].paper for filed in formatted.filed.entries]
    papers_of_topics = {topic: [drafts[id].paper for id in by_id] for topic, by_id in entries.items()}
    tree = _Tree(
        formatted=formatted,
        runs={run.topic: run for run in parsed.document.runs},
        papers=papers_of_topics,
        sorts=learned_sorts(papers_of_topics),
        below=_by_parent(parsed.document.headings),
        columns_of_lines=[]
        if parsed.style.endswith("table")
        else _columns_of_lines(papers, formatted.formats.values()),
    )
    return tree.node((), style="", pattern=None, sort=DEFAULT)


@dataclass(frozen=True, kw_only=True)
class _Tree:
    """Builds the nodes of a list."""

    formatted: FormattedList
    runs: Mapping[TopicPath, Run]
    papers: Mapping[TopicPath, list[Paper]]
    """The papers of each topic, in the order of the document."""
    sorts: Sorts
    below: Mapping[TopicPath, list[TopicPath]]
    """The subtopics of each topic."""
    columns_of_lines: list[str]

    def node(self, path: TopicPath, *, style: str, pattern: str | None, sort: str) -> TopicNode:
        """A topic and its subtopics. `style`, `pattern` and `sort` are inherited from its parent."""
        parsed = self.formatted.parsed
        own_style, own_pattern = self._style(path, style), self._pattern(path, pattern)
        frame, own_sort = self._format(path).frame, self.sorts.get(path, self.sorts[()])
        fields: TopicNode = {
            "name": path[-1] if path else parsed.name,
            "document": "" if path else parsed.document_path or "",
            "style": own_style if own_style != style else "",
            "base_url": "" if path else parsed.resolver.base_url or "",
            "columns": self._columns(path),
            "entry": {own_style: own_pattern} if own_pattern and own_pattern != pattern else {},
            "frame": {own_style: frame} if frame else {},
            "sort": own_sort if own_sort != sort else "",
            "order": [*order_beside(own_sort, self.papers.get(path, []))],
            "topics": [*self._below(path, style=own_style, pattern=own_pattern or pattern, sort=own_sort)],
        }
        return {key: value for key, value in fields.items() if value}

    def _format(self, path: TopicPath) -> EntryFormat:
        return self.formatted.formats.get(path, _NO_FORMAT)

    def _style(self, path: TopicPath, inherited: str) -> str:
        if not path:
            return self.formatted.parsed.style
        return self.runs[path].style if path in self.runs else inherited

    def _pattern(self, path: TopicPath, inherited: str | None) -> str | None:
        if path in self.runs:
            return self._format(path).pattern
        return inherited if path else self.formatted.pattern

    def _below(self, path: TopicPath, *, style: str, pattern: str | None, sort: str) -> Iterator[Value]:
        for below in self.below.get(path, ()):
            node = self.node(below, style=style, pattern=pattern, sort=sort)
            yield node if len(node) > 1 else node["name"]

    def _columns(self, path: TopicPath) -> list[Value]:
        run = self.runs.get(path)
        if run and run.columns:
            has_frame = self._format(path).frame
            return [_column_node(replace(column, chars=None) if has_frame else column) for column in run.columns]
        return [] if path else [*self.columns_of_lines]


def _by_parent(paths: Iterable[TopicPath]) -> dict[TopicPath, list[TopicPath]]:
    by_parent: dict[TopicPath, list[TopicPath]] = {}
    for path in paths:
        by_parent.setdefault(path[:-1], []).append(path)
    return by_parent


def _columns_of_lines(papers: Sequence[Paper], formats: Iterable[EntryFormat]) -> list[str]:
    """The columns for lines if they are rendered in another style, with all that the papers have.

    Entries that the template of their style renders show the columns, too, and only some reproduce them.
    """
    shown = {"name", "venue", "links"}
    has_patterns = all(entry_format.pattern for entry_format in formats)
    for field in ("authors", "institutions", "remarks", *(("date", "keywords") if has_patterns else ())):
        if any(getattr(paper, field) for paper in papers):
            shown.add(field)
    custom = dict.fromkeys(key for paper in papers for key, _ in paper.custom) if has_patterns else ()
    needed = {"authors", "date", "institutions", "keywords"} if has_patterns else {"authors"}
    columns = [field for field in _LINE_COLUMNS if field in shown]
    return [*columns, *custom] if custom or needed & shown else []


def _column_node(column: Column) -> TopicNode:
    """A column in `_topics.yml`."""
    fields: TopicNode = {name: getattr(column, name) for name in ("field", "header", "width", "align", "chars")}
    return {name: value for name, value in fields.items() if value or name in ("field", "header")}
