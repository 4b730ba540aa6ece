"""The topic tree that a document gives, each topic with its form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from papertrail.core import Column, TopicPath
from papertrail.importing.entry_format import Form
from papertrail.importing.inputs import Listed
from papertrail.yaml.write import Value

Node = dict[str, Value]
"""A topic as `_topics.yml` has it."""


def node_of(item: Listed) -> Node:
    """The entry of a list in the topic tree."""
    if item.flat:
        return tree_of(run.topic for run in item.document.runs)[0]
    item.style = item.style or Counter(run.style for run in item.document.runs).most_common(1)[0][0]
    return list_node(item.name, item)


def tree_of(paths: Iterable[TopicPath]) -> list[Node]:
    """The topic tree that some paths make, without any settings."""
    trees: dict[str, list[TopicPath]] = {}
    for path in paths:
        trees.setdefault(path[0], []).append(path[1:])
    found: list[Node] = []
    for name, below in trees.items():
        topics = tree_of(path for path in below if path)
        found.append({"name": name, "topics": topics} if topics else {"name": name})
    return found


def list_node(name: str, item: Listed) -> Node:
    """The entry of a list in the topic tree, with the form of each of its topics."""
    runs = {run.topic: run for run in item.document.runs}
    order = {run.topic: list(dict.fromkeys(w.paper.id for r, _, w in item.placed if r is run)) for run in runs.values()}

    def node(path: TopicPath, style: str, entry: str | None) -> Node:
        """A topic and those below it; `style` and `entry` are what it inherits."""
        found: Node = {"name": path[-1] if path else name}
        run, form = runs.get(path), item.forms.get(path, Form())
        own = item.style if not path else run.style if run else style
        if not path or own != style:
            found["style"] = own
        if not path and item.place.base_url:
            found["base_url"] = item.place.base_url
        if not path and not (run and run.columns) and (names := _columns_of_lines(item)):
            found["columns"] = [*names]
        if run and run.columns:
            columns = [replace(column, chars=None) if form.frame else column for column in run.columns]
            found["columns"] = [column_node(column) for column in columns]
        pattern = form.entry if run else item.shared if not path else entry
        if pattern and pattern != entry:
            found["entry"] = {own: pattern}
        if form.frame:
            found["frame"] = {own: form.frame}
        if run:
            found["order"] = order[path]
        below = [node(deeper, own, pattern or entry) for deeper in item.document.headings if deeper[:-1] == path]
        if below:
            found["topics"] = [topic if len(topic) > 1 else topic["name"] for topic in below]
        return found

    return node((), "", None)


def _columns_of_lines(item: Listed) -> list[str]:
    """The columns that a list of lines would have as a table, where the usual ones would lack its authors."""
    papers = [work.paper for _, _, work in item.placed]
    if item.style.endswith("table") or not any(paper.authors for paper in papers):
        return []
    optional = ("institutions", "remarks")
    there = {name for name in optional if any(getattr(paper, name) for paper in papers)}
    return [
        name
        for name in ("name", "authors", "venue", "institutions", "links", "remarks")
        if name not in optional or name in there
    ]


def column_node(column: Column) -> Node:
    """A column as `_topics.yml` has it."""
    found: Node = {"field": column.field, "header": column.header}
    if column.width:
        found["width"] = column.width
    if column.align:
        found["align"] = column.align
    if column.chars:
        found["chars"] = column.chars
    return found
