"""Adds lists and topics to the topic tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from papertrail.core import TopicPath
from papertrail.importing.list_format import FormattedList
from papertrail.importing.matching import Drafts
from papertrail.importing.project import Project, registry_root
from papertrail.importing.topic_tree import TopicNode, list_node, tree_of
from papertrail.records.registry_files import schema_comment
from papertrail.yaml.edit_registry import add_topics, append_entries
from papertrail.yaml.write import entries as registry_text

FILE = "_topics.yml"


def topic_texts(project: Project, lists: Sequence[FormattedList], drafts: Drafts, *, schema: bool) -> dict[str, str]:
    """The text of the topic tree by path. Empty if it does not change."""
    before = project.registry_text(FILE)
    documents = [formatted for formatted in lists if formatted.is_new_document]
    if before is not None:
        text = _with_lists(before, documents, drafts)
    elif documents or not project.library.papers:
        text = (schema_comment(project.path(FILE), "topics") if schema else "") + registry_text(
            _new_tree(project, lists, drafts)
        )
    else:  # without a tree, all topics are valid
        return {}
    text = _with_topics(text, _data_topics(lists))
    return {project.path(FILE): text} if text != before else {}


def _new_tree(project: Project, lists: Sequence[FormattedList], drafts: Drafts) -> list[TopicNode]:
    """A tree with the topics of existing records, then of each file."""
    documents = {formatted.parsed.name for formatted in lists if formatted.is_new_document}
    data = {node["name"]: node for node in tree_of(_data_topics(lists))}
    existing = tree_of(dict.fromkeys(topic for paper in project.library.papers for topic in paper.topics))
    nodes = {node["name"]: node for node in existing}
    for formatted in lists:
        if formatted.is_new_document:
            nodes[formatted.parsed.name] = list_node(formatted, drafts)
        for name, *_ in _data_topics([formatted]):
            if name not in documents:
                nodes.setdefault(name, data[name])
    return list(nodes.values())


def _data_topics(lists: Iterable[FormattedList]) -> list[TopicPath]:
    data = (formatted.parsed for formatted in lists if formatted.parsed.is_data)
    return list(dict.fromkeys(run.topic for parsed in data for run in parsed.document.runs))


def _with_lists(text: str, documents: Iterable[FormattedList], drafts: Drafts) -> str:
    for formatted in documents:
        text = append_entries(text, registry_root(text), [list_node(formatted, drafts)])
    return text


def _with_topics(text: str, topics: Iterable[TopicPath]) -> str:
    """Add topics and their parents to a topic tree."""
    levels: list[dict[TopicPath, dict[str, None]]] = []
    for topic in topics:
        levels += [{} for _ in range(len(topic) - len(levels))]
        for level, name in enumerate(topic):
            levels[level].setdefault(topic[:level], {})[name] = None
    for names_by_parent in levels:
        root = registry_root(text)
        text = add_topics(text, root, names_by_parent) if root else append_entries(text, None, names_by_parent[()])
    return text
