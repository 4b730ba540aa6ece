"""The order of papers, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable

from papertrail.core import Row, Topic

Key = tuple[int, str, str]
_LATEST = 9999


def in_section_order(rows: Iterable[Row], topic: Topic) -> tuple[Row, ...]:
    """Sort papers by the `order` of the topic first, then by its `sort`."""
    named = {id: number for number, id in enumerate(topic.order)}
    rest = _SORTS[topic.sort]
    return tuple(sorted(rows, key=lambda row: (named.get(row.paper.id, len(named)), rest(row))))


def newest_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Sort by year, newest first, then by name; papers without a year come last, unless they are to appear."""
    return tuple(sorted(rows, key=_newest))


def _newest(row: Row) -> Key:
    return -(row.paper.year or (_LATEST if row.paper.is_upcoming else 0)), *_name(row)[1:]


def _oldest(row: Row) -> Key:
    return row.paper.year or _LATEST, *_name(row)[1:]


def _name(row: Row) -> Key:
    return 0, row.paper.name.casefold(), row.paper.id


_SORTS = {"newest": _newest, "oldest": _oldest, "name": _name}
