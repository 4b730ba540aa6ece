"""Rename a topic: in the registry, in records, and in the documents around lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from papertrail.core import TopicPath, topic_path, with_topic_part
from papertrail.core.errors import PapertrailError
from papertrail.core.prose_marker import FOLDER as PROSE
from papertrail.core.prose_marker import MARKER
from papertrail.curating.list_texts import (
    ListTexts,
    in_file,
    record_root,
    registry_root,
    still_used,
    valid_name,
    with_names,
    without_entry,
)
from papertrail.editing.list_edit import ListEdit
from papertrail.records.library import RecordFile
from papertrail.rules.support.suggestions import TopicSuggestions
from papertrail.rules.support.topic_tree import walk_topics
from papertrail.text.strings import composed, difference, quoted, unique_slugs
from papertrail.yaml.edit_fields import remove_field
from papertrail.yaml.edit_texts import with_texts
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, text_of

TOPICS = "_topics.yml"


def known_topics(texts: ListTexts) -> set[TopicPath]:
    """The topics of the registry; without one, those of records and the topics above them."""
    registered = texts.library.registries.topics is not None
    return set(texts.library.registries.topic_paths) if registered else _used_topics(texts)


def unknown_topic(topic: str, known: Iterable[TopicPath]) -> PapertrailError:
    """The error for an unknown topic, with the nearest known ones."""
    help = TopicSuggestions(set(known)).help_for(topic, f"see the topics in {TOPICS}")
    return PapertrailError(f"unknown topic {quoted(topic, 120)}; {help}")


def renamed_topic(texts: ListTexts, old: str, new: str) -> ListEdit:
    """Rename a topic. `old` is its path, and `new` its new path, or only its new name.

    Raises `PapertrailError` if there is no such topic, or if another topic has the new name.
    """
    known, used = known_topics(texts), _used_topics(texts)
    before = topic_path(old)
    if before not in known | used:
        raise unknown_topic(old, known | used)
    after = _new_path(before, new)
    is_registered = texts.library.registries.topics is not None and before in known
    if after in known and (is_registered or (before in known and not difference(before[-1], after[-1]))):
        raise PapertrailError(
            f"topic {quoted(' > '.join(after), 120)} already exists; to merge two topics, move the papers of one with "
            f"`papertrail move`, and delete it from {TOPICS}"
        )
    changed = {record.path: _in_record(record, before, after) for record in texts.library.record_files}
    changed |= _in_registry(texts, before, after)
    documents, removed = _in_documents(texts, before, after)
    return texts.edit({path: text for path, text in (changed | documents).items() if text is not None}, removed)


def removed_topics(texts: ListTexts, topics: Sequence[str]) -> ListEdit:
    """Remove topics with their subtopics from the registry. Raises `PapertrailError` if they are unknown or used."""
    text = texts.registries.get(TOPICS, "")
    for topic in topics:
        path = topic_path(topic)
        if path not in texts.library.registries.topic_paths:
            raise unknown_topic(topic, texts.library.registries.topic_paths)
        papers = ((record.path, record.paper) for record in texts.library.records if record.paper)
        if used := [name for name, paper in papers if any(other[: len(path)] == path for other in paper.topics)]:
            raise still_used("topic", topic, used)
        with in_file(texts.path(TOPICS)):
            text = _without_topic(text, path)
    return texts.edit({texts.path(TOPICS): text})


def _without_topic(text: str, path: TopicPath) -> str:
    topics: Node | None = registry_root(text)
    parent: Node | None = None
    for depth, name in enumerate(path):
        items = items_of(topics)
        names = [text_of(item.get("name") if isinstance(item, Mapping) else item) for item in items]
        number = next((n for n, other in enumerate(names) if composed(other or "") == name), None)
        if number is None:
            break  # removed with a topic above it
        if depth < len(path) - 1:
            parent = items[number]
            topics = parent.get("topics") if isinstance(parent, Mapping) else None
        elif isinstance(parent, Mapping) and len(items) == 1:
            return remove_field(text, parent, "topics")
        else:
            return without_entry(text, topics, number)
    return text


def _used_topics(texts: ListTexts) -> set[TopicPath]:
    return {path[:end] for paper in texts.library.papers for path in paper.topics for end in range(1, len(path) + 1)}


def _new_path(before: TopicPath, new: str) -> TopicPath:
    path = topic_path(new)
    after = path if len(path) > 1 else (*before[:-1], *path)
    if after[:-1] != before[:-1]:
        parent = " > ".join(before[:-1])
        where = f"stays below {quoted(parent, 120)}" if parent else "stays a list"
        raise PapertrailError(f"{quoted(new, 120)} is another place in the tree; a renamed topic {where}")
    valid_name(after[-1])
    if after == before:
        raise PapertrailError(f"the topic already has the name {quoted(after[-1])}")
    return after


def _in_record(record: RecordFile, before: TopicPath, after: TopicPath) -> str | None:
    """The text of a record with the new name. None if it does not name the topic."""
    size = len(before)
    paper = record.paper
    if paper is None or not any(
        path is not None and path[:size] == before for path in (*paper.topics, *(path for path, _ in paper.sources))
    ):
        return None

    def renamed(node: Scalar) -> str | None:
        path = topic_path(node.text)
        return with_topic_part(node.text, size - 1, after[-1]) if path[:size] == before else None

    text = with_names(record, "topic", renamed)
    root = record_root(text)
    nodes = [item.get("topic") for item in items_of(root.get("source")) if isinstance(item, Mapping)]
    new = {node: name for node in nodes if isinstance(node, Scalar) and (name := renamed(node)) is not None}
    return with_texts(text, root, new) if new else text


def _in_registry(texts: ListTexts, before: TopicPath, after: TopicPath) -> dict[str, str]:
    text = texts.registries.get(TOPICS)
    if text is None:
        return {}
    with in_file(texts.path(TOPICS)):
        root = registry_root(text)
    names = (
        (path, item.get("name") if isinstance(item, Mapping) else item) for path, item in walk_topics(items_of(root))
    )
    new = {node: after[-1] for path, node in names if isinstance(node, Scalar) and tuple(map(composed, path)) == before}
    return {texts.path(TOPICS): with_texts(text, root, new)}


def _in_documents(
    texts: ListTexts, before: TopicPath, after: TopicPath
) -> tuple[dict[str, str | None], frozenset[str]]:
    """The documents around lists with the new name in their markers, and under the new slugs of their lists."""
    if not texts.prose:
        return {}, frozenset()
    registered = texts.library.registries.topics
    lists = sorted({path[0] for path in known_topics(texts)}) if registered is None else [t.name for t in registered]
    old_name, new_name = before[0], after[0]
    renamed = [new_name if name == old_name else name for name in lists]
    slugs = unique_slugs(lists)
    new_slugs = unique_slugs(sorted(set(renamed)) if registered is None else renamed)
    changed: dict[str, str | None] = {}
    removed = set[str]()
    for name in dict.fromkeys(lists):
        path = texts.path(f"{PROSE}/{slugs[name]}.md")
        if path not in texts.prose:
            continue
        text = texts.prose[path]
        if name == old_name and len(before) > 1:
            text = _with_markers(text, before, after)
        removed.add(path)
        changed[texts.path(f"{PROSE}/{new_slugs[new_name if name == old_name else name]}.md")] = text
    return changed, frozenset(removed - changed.keys())


def _with_markers(text: str, before: TopicPath, after: TopicPath) -> str:
    parts = text.split("\r\n")  # the expression knows line feeds only
    return "\r\n".join(MARKER.sub(lambda marker: _renamed_marker(marker, before, after), part) for part in parts)


def _renamed_marker(marker: re.Match[str], before: TopicPath, after: TopicPath) -> str:
    topic = marker["topic"]
    size = len(before) - 1
    if topic_path(topic.strip())[:size] != before[1:]:
        return marker[0]
    start, end = marker.start("topic") - marker.start(), marker.end("topic") - marker.start()
    return marker[0][:start] + with_topic_part(topic, size - 1, after[-1]) + marker[0][end:]
