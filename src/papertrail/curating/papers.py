"""Rename, move and remove papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from papertrail.core import TopicPath, topic_path
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import TOPIC
from papertrail.curating.first_papers import with_first_renamed, without_first
from papertrail.curating.list_texts import (
    ListTexts,
    in_file,
    record_root,
    record_text,
    registry_root,
    unknown,
    with_names,
)
from papertrail.curating.paths import with_new_paths
from papertrail.curating.topics import TOPICS, known_topics, unknown_topic
from papertrail.editing.list_edit import ListEdit
from papertrail.notes import notes_path
from papertrail.records.library import RecordFile
from papertrail.rules.pt104_file_name import is_id, suggested
from papertrail.rules.support.topic_tree import walk_topics
from papertrail.text.strings import composed, quoted
from papertrail.text.urls import is_internal
from papertrail.yaml.edit_fields import remove_field, set_field
from papertrail.yaml.edit_lists import add_to_list
from papertrail.yaml.edit_texts import with_texts
from papertrail.yaml.insertions import NewField
from papertrail.yaml.nodes import Mapping as MappingNode
from papertrail.yaml.nodes import Scalar, items_of, link_nodes, texts_of
from papertrail.yaml.write import flow_text


def renamed_paper(texts: ListTexts, old: str, new: str) -> ListEdit:
    """Give a paper another id. The old id becomes an alias, so that its URL leads to the new one.

    Raises `PapertrailError` if there is no such paper, or if the new id is taken or not possible.
    """
    record = _record(texts, old)
    _refuse_taken(texts, record, new)
    moved = {record.path: _sibling(record.path, new, "." + record.path.rpartition(".")[2])}
    text, notes = record_text(record), notes_path(record.path, record.notes)
    if notes and notes in texts.notes and _users(texts, notes) == [record.path] and _stem(notes) == old:
        moved[notes] = _sibling(notes, new, ".md")
        if moved[notes] in texts.sources.files:
            raise PapertrailError(f"{moved[notes]} exists already; rename it, or choose another id")
        root = record_root(text)
        field = root.get("notes")
        if isinstance(field, Scalar):
            text = with_texts(text, root, {field: with_new_paths(field.text, record.path, moved)})
    with in_file(record.path):
        changed = {moved[record.path]: _with_former_id(_with_new_links(text, record.path, moved), old, new)}
    changed |= _links_to(texts, moved, skipped=record.path)
    changed |= {path: with_first_renamed(changed[path], old, new) for path in texts.prose}
    changed |= _listed(texts, old, new)
    return texts.edit(changed, frozenset(moved))


def moved_papers(texts: ListTexts, ids: Sequence[str], to: str, source: str | None = None) -> ListEdit:
    """Move papers from one topic to another. A paper with several topics needs `source`, the one that it leaves.

    Raises `PapertrailError` for unknown papers and topics.
    """
    known, target = known_topics(texts), topic_path(to)
    if not all(target) or (target not in known and texts.library.registries.topics is not None):
        raise unknown_topic(to, known)
    changed: dict[str, str] = {}
    left: dict[str, tuple[TopicPath, set[TopicPath]]] = {}
    for id in dict.fromkeys(ids):
        record = _record(texts, id)
        topic, others = _left_topic(record, source, target)
        changed[record.path] = with_names(
            record,
            "topic",
            lambda node, topic=topic: " > ".join(target) if topic_path(node.text) == topic else None,  # type: ignore[misc]
        )
        left[id] = topic, {path[:end] for path in (*others, target) for end in range(1, len(path) + 1)}
    changed |= _without_listed(texts, lambda path, key, id: _is_gone(left.get(id), path, key))
    return texts.edit(changed | without_first(texts, lambda path, id: _is_gone(left.get(id), path, "order")))


def removed_papers(texts: ListTexts, ids: Sequence[str]) -> ListEdit:
    """Remove papers, with their notes if no other paper has them. What imports remember stays, so that the papers are
    not imported again.

    Raises `PapertrailError` for unknown papers.
    """
    records = {id: _record(texts, id) for id in ids}
    paths = {record.path for record in records.values()}
    notes = {notes_path(record.path, record.notes) for record in records.values()}
    gone = {path for path in notes if path in texts.notes and paths.issuperset(_users(texts, path))}
    changed = _without_listed(texts, lambda path, key, id: id in records)
    edit = texts.edit(changed | without_first(texts, lambda path, id: id in records))
    return replace(edit, removed=frozenset(paths | {path for path in gone if path}))


# Records


def _record(texts: ListTexts, id: str) -> RecordFile:
    """The record of a paper. Raises `PapertrailError` if there is none."""
    for record in texts.library.record_files:
        if record.id == id:
            return record
        if record.paper is not None and id in record.paper.aliases:
            raise PapertrailError(f"{quoted(id)} is a former id; write {record.id}, the current id of the paper")
    known = {record.id for record in texts.library.record_files}
    raise unknown("paper", id, known, "write an id: the file name of a record without .yml")


def _refuse_taken(texts: ListTexts, record: RecordFile, new: str) -> None:
    """Raise `PapertrailError` if a paper cannot have an id."""
    if new == record.id:
        raise PapertrailError(f"the paper already has the id {quoted(new)}")
    if not is_id(new):
        near = suggested(new)
        help = f"did you mean {near}?" if near and near != new else "use lower-case letters, digits and single hyphens"
        raise PapertrailError(f"{quoted(new)} is not a valid id; {help}")
    for other in texts.library.record_files:
        if other.path == record.path:
            continue
        if other.id.casefold() == new:
            raise PapertrailError(f"paper {quoted(new)} already exists ({other.path}); choose another id")
        if other.paper is not None and new in map(str.casefold, other.paper.aliases):
            raise PapertrailError(
                f"{quoted(new)} is a former id of {other.id}; choose another id, or delete it from `aliases` in "
                f"{other.path}, whose old URL then no longer works"
            )


def _with_former_id(text: str, old: str, new: str) -> str:
    root = record_root(text)
    former = [node for node in items_of(root.get("aliases")) if isinstance(node, Scalar) and node.text == new]
    if former:
        return with_texts(text, root, dict.fromkeys(former, old))
    return add_to_list(text, root, "aliases", old) if is_id(old) else text


def _sibling(path: str, id: str, ending: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{id}{ending}"


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _users(texts: ListTexts, notes: str | None) -> list[str]:
    """The paths of the records that name a file of notes."""
    return [record.path for record in texts.library.records if notes_path(record.path, record.notes) == notes]


def _left_topic(record: RecordFile, source: str | None, target: TopicPath) -> tuple[TopicPath, list[TopicPath]]:
    """The topic that a paper leaves, and its other ones."""
    topics = record.paper.topics if record.paper else ()
    listed = ", ".join(quoted(" > ".join(topic)) for topic in topics)
    if source is None:
        if len(topics) != 1:
            raise PapertrailError(f"{record.id} has several topics: {listed}; specify one of them with --from")
        left = topics[0]
    else:
        left = topic_path(source)
        if left not in topics:
            raise PapertrailError(f"{record.id} is not in {quoted(source)}; its topics: {listed}")
    if left == target:
        raise PapertrailError(f"{record.id} is already in {quoted(' > '.join(target))}")
    return left, [topic for topic in topics if topic != left]


# What names a paper


def _links_to(texts: ListTexts, moved: Mapping[str, str], skipped: str) -> dict[str, str]:
    """Records, notes and documents whose links lead to moved files."""
    changed = {moved.get(path, path): with_new_paths(text, path, moved) for path, text in texts.notes.items()}
    changed |= {path: with_new_paths(text, "README.md", moved) for path, text in texts.prose.items()}
    for record in texts.library.record_files:
        if record.path != skipped and record.paper and any(is_internal(link.url) for link in record.paper.links):
            changed[record.path] = _with_new_links(record_text(record), record.path, moved)
    return changed


def _with_new_links(text: str, path: str, moved: Mapping[str, str]) -> str:
    root = record_root(text)
    nodes = [node for _, node in link_nodes(root.get("links")) if is_internal(node.text)]
    return with_texts(text, root, {node: with_new_paths(node.text, path, moved) for node in nodes})


def _listed(texts: ListTexts, old: str, new: str) -> dict[str, str]:
    """The registry of topics with another id in `order` and `start`."""
    text = texts.registries.get(TOPICS)
    if text is None:
        return {}
    with in_file(texts.path(TOPICS)):
        root = registry_root(text)
    topics = [item for _, item in walk_topics(items_of(root)) if isinstance(item, MappingNode)]
    nodes = [node for item in topics for key in ("order", "start") for node in items_of(item.get(key))]
    ids = {node: new for node in nodes if isinstance(node, Scalar) and node.text == old}
    return {texts.path(TOPICS): with_texts(text, root, ids)}


def _without_listed(texts: ListTexts, is_gone: Callable[[TopicPath, str, str], bool]) -> dict[str, str]:
    """The registry of topics without some ids in `order` and `start`."""
    text = texts.registries.get(TOPICS)
    while text is not None:
        with in_file(texts.path(TOPICS)):
            edited = _with_shorter_list(text, is_gone)
        if edited is None:
            return {texts.path(TOPICS): text}
        text = edited
    return {}


def _with_shorter_list(text: str, is_gone: Callable[[TopicPath, str, str], bool]) -> str | None:
    """The text after the first list with ids that are gone is edited. None if there is none."""
    for path, item in walk_topics(items_of(registry_root(text))):
        for key in ("order", "start"):
            ids = texts_of(item.get(key)) if isinstance(item, MappingNode) else ()
            kept = [id for id in ids if not is_gone(tuple(map(composed, path)), key, id)]
            if len(kept) == len(ids) or not isinstance(item, MappingNode):
                continue
            if not kept:
                return remove_field(text, item, key)
            return set_field(text, item, NewField(key, flow_text(kept), flow_text(kept)), kept, TOPIC)
    return None


def _is_gone(left: tuple[TopicPath, set[TopicPath]] | None, path: TopicPath, key: str) -> bool:
    """Whether a paper that left a topic is no longer in a topic: itself for `order`, or in its tree for `start`."""
    if left is None:
        return False
    topic, others = left
    return path == topic if key == "order" else topic[: len(path)] == path and path not in others
