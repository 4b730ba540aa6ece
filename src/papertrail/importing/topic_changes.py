"""The topic tree with the lists that an import adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papertrail.core import TopicPath
from papertrail.importing.list_format import FormattedList
from papertrail.importing.matching import Drafts
from papertrail.importing.project import Project, registry_root, schema_line
from papertrail.importing.topic_tree import TopicNode, list_node, tree_of
from papertrail.yaml.edit_registry import add_topic, append_entry
from papertrail.yaml.write import entries as registry_text

FILE = "_topics.yml"


def topic_texts(project: Project, lists: Sequence[FormattedList], drafts: Drafts, *, schema: bool) -> dict[str, str]:
    """The text of the topic tree by its path; nothing where it does not change."""
    before = project.registry_text(FILE)
    if before is None:
        nodes = [*_new_nodes(project, lists, drafts)]
        after = (schema_line("topics") if schema else "") + registry_text(nodes) if nodes else None
    else:
        after = _extended(before, lists, drafts)
    return {project.path(FILE): after} if after is not None and after != before else {}


def _new_nodes(project: Project, lists: Sequence[FormattedList], drafts: Drafts) -> Iterator[TopicNode]:
    """The nodes of a new tree. A list that does without one, and gets only data, has none: any topic will do there."""
    papers = project.library.papers
    if papers and not any(formatted.is_new_document for formatted in lists):
        return
    yield from tree_of(dict.fromkeys(topic for paper in papers for topic in paper.topics))
    for formatted in lists:
        if formatted.is_new_document:
            yield list_node(formatted, drafts)
        elif formatted.parsed.is_data and not papers:
            yield tree_of(_topics(formatted))[0]


def _topics(formatted: FormattedList) -> list[TopicPath]:
    return [run.topic for run in formatted.parsed.document.runs]


def _extended(text: str, lists: Sequence[FormattedList], drafts: Drafts) -> str:
    for formatted in lists:
        if formatted.is_new_document:
            text = append_entry(text, registry_root(text), list_node(formatted, drafts))
    topics = (topic for formatted in lists if formatted.parsed.is_data for topic in _topics(formatted))
    for topic in dict.fromkeys(topics):
        text = _with_topic(text, topic)
    return text


def _with_topic(text: str, topic: TopicPath) -> str:
    """A topic tree with a topic and those above it."""
    for end in range(1, len(topic) + 1):
        root = registry_root(text)
        text = add_topic(text, root, topic[: end - 1], topic[end - 1]) if root else append_entry(text, None, topic[0])
    return text
