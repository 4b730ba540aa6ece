"""The registry of topics: names, columns and patterns, and the papers in `order` and `start`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from papertrail.core import TopicPath
from papertrail.core.fields import COLUMN_FIELDS, LINK
from papertrail.core.fixes import Fix
from papertrail.core.limits import DIAGNOSTICS_OF_FILE, HEADINGS, LISTS, TOPIC_NAME, TOPICS
from papertrail.records.library import ParsedLibrary, RegistryFile
from papertrail.rules.support.documents import check_documents
from papertrail.rules.support.fixes import edited
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.suggestions import Suggestions, as_yaml
from papertrail.text.patterns import ENTRIES, REPEATED, SINGLE, PatternError, Placeholder, parse
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.edit_fields import remove_field, remove_item
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of, text_of


def check_topics(file: RegistryFile, library: ParsedLibrary) -> Iterator[Problem]:
    """The problems of a tree of topics."""
    listed_papers = _ListedPapers(file, library)
    fields = {*COLUMN_FIELDS, *(name for paper in library.papers for name, _ in paper.custom)}
    suggestions = Suggestions(fields)
    seen: set[TopicPath] = set()
    items = list(walk_topics(file.entries))
    yield from _check_numbers(items)
    yield from check_documents(file.entries, library.own_folders)
    for path, item in items:
        node = item.get("name") or item if isinstance(item, Mapping) else item
        if path in seen:
            message = f"duplicate topic {quoted(' > '.join(path))}"
            yield Problem(node, message, "rename one of the two, or merge them")
        seen.add(path)
        if ">" in path[-1].split() or path[-1] != path[-1].strip():
            help = "remove the > and the spaces around the name; put subtopics under `topics`"
            yield Problem(node, f"invalid topic name {quoted(path[-1])}", help)
        if len(path[-1]) > TOPIC_NAME:
            yield Problem(node, f"name of a topic is longer than {TOPIC_NAME} characters", "shorten it")
        if isinstance(item, Mapping):
            yield from listed_papers.check(item, path)
            yield from _check_columns(item, fields, suggestions)
            yield from _check_patterns(item, fields)


def _check_numbers(items: list[tuple[TopicPath, Node]]) -> Iterator[Problem]:
    lists = [item for path, item in items if len(path) == 1]
    if len(lists) > LISTS:
        yield Problem(lists[LISTS], f"more than {LISTS} lists ({len(lists):,})", "move some under `topics` of others")
    if len(items) > TOPICS:
        yield Problem(items[TOPICS][1], f"more than {TOPICS:,} topics ({len(items):,})", "delete or merge some")


def walk_topics(items: list[Node], parent: TopicPath = ()) -> Iterator[tuple[TopicPath, Node]]:
    """All topics of a registry in order, each with its path and its entry: a name, or a mapping."""
    for item in items:
        name = text_of(item.get("name") if isinstance(item, Mapping) else item)
        if name and name.strip():
            yield (*parent, name), item
            if isinstance(item, Mapping):
                yield from walk_topics(items_of(item.get("topics")), (*parent, name))


class _ListedPapers:
    """Checks the ids in `order` and `start` against the topics of papers."""

    def __init__(self, file: RegistryFile, library: ParsedLibrary) -> None:
        self._file, self._fixes = file, 0
        self._in_topic: dict[TopicPath, set[str]] = {}
        self._in_tree: dict[TopicPath, set[str]] = {}
        for paper in library.papers:
            for path in paper.topics:
                self._in_topic.setdefault(path, set()).add(paper.id)
                for end in range(1, len(path) + 1):
                    self._in_tree.setdefault(path[:end], set()).add(paper.id)
        self._ids = {record.id for record in library.records}
        # Other rules report records that cannot be read, and topics that are missing or unknown.
        known = library.registries.topic_paths
        self._broken = self._ids - {
            paper.id for paper in library.papers if paper.topics and known.issuperset(paper.topics)
        }
        self._by_alias = {alias: paper.id for paper in library.papers for alias in paper.aliases}
        self._suggestions = Suggestions(self._ids)

    def check(self, item: Mapping, path: TopicPath) -> Iterator[Problem]:
        """Ids in `order` and `start` of a topic that are not in the topic, or that occur twice."""
        for key, papers in (("order", self._in_topic), ("start", self._in_tree)):
            seen: set[str] = set()
            for node in items_of(item.get(key)):
                id = text_of(node)
                if not id or not id.strip() or id in self._broken:
                    continue
                if id in seen:
                    fix = self._without(item, key, node)
                    yield Problem(node, f'duplicate id {quoted(id)} in "{key}"', "delete one of the two", fix=fix)
                elif id not in papers.get(path, ()):
                    # A warning, because the list is complete without it: a paper can be deleted without editing the
                    # topics.
                    fix = self._without(item, key, node) if self._is_gone(id) else None
                    message_and_help, value = self._not_in_topic(id, key, path), self._by_alias.get(id)
                    yield Problem(node, *message_and_help, "warning", value=None if id in self._ids else value, fix=fix)
                seen.add(id)

    def _is_gone(self, id: str) -> bool:
        """Whether no record has an id, nor one that it may be a misspelling of."""
        return not (id in self._ids or id in self._by_alias or self._suggestions.may_be_misspelled(id))

    def _without(self, item: Mapping, key: str, node: Node) -> Fix | None:
        """The fix that deletes an item of a list, and with the last item the field."""
        listed = item.get(key)
        if not isinstance(listed, Sequence) or self._fixes == DIAGNOSTICS_OF_FILE:
            return None
        self._fixes += 1
        is_last, number = len(listed.items) == 1, listed.items.index(node)
        label = f"delete {quoted(text_of(node) or '')} from `{key}`"
        fix = edited(
            self._file.path, label, self._file.text,
            lambda text: remove_field(text, item, key) if is_last else remove_item(text, listed, number),
        )  # fmt: skip
        return replace(fix, deletes=text_of(node) not in self._ids) if fix else None

    def _not_in_topic(self, id: str, key: str, path: TopicPath) -> tuple[str, str]:
        if id in self._ids:
            or_subtopic = " or a subtopic" if key == "start" else ""
            help = f"delete it, or add `topic: {_as_yaml_path(path)}`{or_subtopic} to its record"
            return f'paper {quoted(id)} in "{key}" is not in this topic', help
        message = f'unknown id {quoted(id)} in "{key}"'
        if current := self._by_alias.get(id):
            return message, f"write {current}, the current id of the paper"
        return message, self._suggestions.did_you_mean(id, "delete it; ids are file names of records without .yml")


def _as_yaml_path(path: TopicPath) -> str:
    """A topic as a record writes it."""
    text = " > ".join(path)
    return text if as_yaml(text.replace(" > ", " ")) == text.replace(" > ", " ") else as_yaml(text)


def _check_columns(item: Mapping, fields: set[str], suggestions: Suggestions) -> Iterator[Problem]:
    seen: set[str] = set()
    for column in items_of(item.get("columns")):
        node = column.get("field") if isinstance(column, Mapping) else column
        if not isinstance(node, Scalar) or not node.text.strip():
            continue
        if node.text in seen:
            yield Problem(node, f"duplicate column {quoted(node.text)}", "delete one of the two")
        elif node.text not in fields and not node.text.startswith(LINK) and item.get("frame") is None:
            choices = f"use one of: {', '.join(COLUMN_FIELDS)}, or a name in `custom` of a record"
            help = suggestions.did_you_mean(node.text, choices)
            yield Problem(node, f"unknown column {quoted(node.text)}", help)
        seen.add(node.text)
    length = sum(len(_header(column)) for column in items_of(item.get("columns")))
    if length > HEADINGS:
        message = f"headings of the columns are longer than {HEADINGS} characters in total"
        yield Problem(item.get("columns"), message, "shorten them")
    if seen and "name" not in seen:
        help = "add `name`, which contains the link and the heading of the row"
        yield Problem(item.get("columns"), 'missing column "name"', help)


def _header(column: Node) -> str:
    header = column.get("header") if isinstance(column, Mapping) else None
    return text_of(header or (column.get("field") if isinstance(column, Mapping) else column)) or ""


def _check_patterns(item: Mapping, fields: set[str]) -> Iterator[Problem]:
    """Patterns that cannot be parsed or have unknown fields, and frames without one place for the entries."""
    for node in _values(item.get("entry")):
        try:
            unknown = [field.name for field in parse(node.text).fields() if not _is_known(field, fields)]
        except PatternError as error:
            yield Problem(node, f"invalid pattern: {error}", "see Patterns in the manual")
            continue
        if unknown:
            known = (*SINGLE, *REPEATED, *sorted(fields - set(COLUMN_FIELDS)))
            help = did_you_mean(unknown[0], known, f"use one of: {', '.join(known[:12])}, ...")
            yield Problem(node, f"unknown field {quoted(unknown[0])} in the pattern", help)
    for node in _values(item.get("frame")):
        if (count := node.text.count(ENTRIES)) != 1:
            message = f"a frame must contain {ENTRIES} exactly once, not {count} times"
            yield Problem(node, message, f"write {ENTRIES} where the entries go")


def _values(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        yield from (value for _, value in node.present() if isinstance(value, Scalar))


def _is_known(field: Placeholder, fields: set[str]) -> bool:
    is_formatted = re.fullmatch(r"date [-./]|authors (?:[;，、]|,? ?(?:and|&))|venue but .+", field.name)
    return bool(field.link or is_formatted) or field.name in SINGLE or field.name in REPEATED or field.name in fields
