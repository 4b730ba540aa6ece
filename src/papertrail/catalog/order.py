"""The order of papers, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable

from papertrail.core import Row, Topic

Key = tuple[int, str, str]


def in_section_order(rows: Iterable[Row], topic: Topic) -> tuple[Row, ...]:
    """The papers that the topic's `order` names, in that order; then the rest as its `sort` says."""
    named = {id: number for number, id in enumerate(topic.order)}
    rest = _SORTS[topic.sort]
    return tuple(sorted(rows, key=lambda row: (named.get(row.paper.id, len(named)), rest(row))))


def newest_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """By year, newest first, papers without a year last; within a year by name."""
    return tuple(sorted(rows, key=_newest))


def _newest(row: Row) -> Key:
    return -(row.paper.year or 0), *_name(row)[1:]


def _oldest(row: Row) -> Key:
    return row.paper.year or 9999, *_name(row)[1:]


def _name(row: Row) -> Key:
    return 0, row.paper.name.casefold(), row.paper.id


_SORTS = {"newest": _newest, "oldest": _oldest, "name": _name}
