"""Finds the mappings of works in the value of a file, and their topics: the names and keys of what is around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from papertrail.core import TopicPath
from papertrail.core.limits import TOPIC_DEPTH
from papertrail.readers.common.positions import PositionedMapping
from papertrail.readers.mappings.names import FieldNames, plain_name
from papertrail.text.strings import one_line

_TITLES = ("name", "title", "paper")
_CATEGORIES = ("name", "title", "topics", "date")
_NOT_OF_A_WORK = frozenset({"custom", "omitted", "id", "topics", *_TITLES})
"""Roles of keys that both works and categories have."""
_PAPERS = frozenset(("papers", "items", "entries", "works", "publications", "articles"))
"""Keys of the works of a category."""
_WRAPPERS = _PAPERS | {
    "paper", "records", "list", "data", "references", "resources", "results", "content", "documents", "all", "sections",
    "categories", "groups", "topics", "nodes",
}  # fmt: skip
"""Keys of a whole list, which name no topic."""


@dataclass(frozen=True)
class Work:
    """The mapping of a work."""

    fields: PositionedMapping
    topic: TopicPath
    key: str
    """Its key in the mapping around it."""


@dataclass(frozen=True)
class Rest:
    """A value without works."""

    value: Any
    line: int | None
    """Its first line, counted from 0, if it is known."""


def works_in(value: Any, names: FieldNames) -> Iterator[Work | Rest]:
    """The works in the value of a file, and the values next to them."""
    return _Finder(names).find(value, (), 0)


@dataclass(frozen=True)
class _Finder:
    names: FieldNames

    def find(self, value: Any, topic: TopicPath, depth: int) -> Iterator[Work | Rest]:
        match value:
            case _ if depth > TOPIC_DEPTH:
                yield Rest(value, None)
            case PositionedMapping() if self.is_work(value):
                yield Work(value, topic, "")
            case PositionedMapping():
                yield from self.in_category(value, topic, depth)
            case list():
                for item in value:
                    yield from self.find(item, topic, depth + 1)
            case _ if value:
                yield Rest(value, None)

    def in_category(self, fields: PositionedMapping, topic: TopicPath, depth: int) -> Iterator[Work | Rest]:
        """The works in the values of a mapping. Its name, or else each key, is their topic."""
        if self.is_keyed(fields):
            for key, value in fields.items():
                yield Work(PositionedMapping([("name", key), *value.items()], value.start, value.end), topic, key)
            return
        name, groups = self.text(fields, _CATEGORIES), self.groups(fields)
        is_wrapper = len(groups) == 1 and plain_name(groups[0]) in _WRAPPERS
        named = (*topic, _topic(name)) if name else topic
        for key in groups:
            value = fields[key]
            if isinstance(value, PositionedMapping) and self.is_work(value):
                yield Work(value, named, key)
            else:
                yield from self.find(value, named if name or is_wrapper else (*topic, _topic(key)), depth + 1)
        if rest := {key: value for key, value in fields.items() if key not in groups and value and value != name}:
            yield Rest(rest, fields.start)

    def is_work(self, fields: PositionedMapping) -> bool:
        """Whether a mapping is that of a work: it has a title, and is not a category with works."""
        if not self.text(fields, _TITLES):
            return False
        groups = self.groups(fields)
        if not _PAPERS.isdisjoint(map(plain_name, groups)):
            return False
        return not groups or any(
            self.names.role_of(key) not in _NOT_OF_A_WORK for key, value in fields.items() if value
        )

    def groups(self, fields: PositionedMapping) -> list[str]:
        """The keys of values with works."""
        is_titled = self.text(fields, _TITLES) != ""
        keys = (key for key in fields if not is_titled or self.names.role_of(key) in _NOT_OF_A_WORK)
        groups = [key for key in keys if self.has_works(fields[key], 1)]
        lists = [key for key in groups if isinstance(fields[key], list)]
        # Next to a list, a mapping with a title describes the list.
        return [key for key in groups if key in lists or not lists or not self.is_work(fields[key])]

    def has_works(self, value: Any, depth: int) -> bool:
        if depth > TOPIC_DEPTH or not isinstance(value, list | PositionedMapping):
            return False
        if isinstance(value, list):
            return any(self.has_works(item, depth + 1) for item in value)
        is_named = self.text(value, _TITLES) != "" or self.is_keyed(value)
        return is_named or any(self.has_works(inner, depth + 1) for inner in value.values())

    def is_keyed(self, fields: PositionedMapping) -> bool:
        """Whether the keys of a mapping are the names of works: its values are works without a title."""
        works = [value for value in fields.values() if isinstance(value, PositionedMapping)]
        return bool(works) and len(works) == len(fields) and all(map(self.is_nameless_work, works))

    def is_nameless_work(self, fields: PositionedMapping) -> bool:
        roles = {self.names.role_of(key) for key, value in fields.items() if isinstance(value, str | int | list)}
        return not self.text(fields, _TITLES) and not roles <= _NOT_OF_A_WORK

    def text(self, fields: PositionedMapping, roles: tuple[str, ...]) -> str:
        """The first text with one of some roles."""
        values = (value for key, value in fields.items() if self.names.role_of(key) in roles)
        texts = (value[0] if isinstance(value, list) and value else value for value in values)
        return next((line for text in texts if isinstance(text, str | int) and (line := one_line(str(text)))), "")


def _topic(text: str) -> str:
    return one_line(text.replace("_", " ")).replace(">", "›")
