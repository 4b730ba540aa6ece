"""Files with a mapping for each work: YAML, JSON, JSON Lines and TOML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from papertrail.core import TopicPath
from papertrail.readers.common.fields import WorkFields, as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.common.json_values import Parsed
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.readers.mappings.item_cells import NOT_KEPT, cells_of, text_of
from papertrail.readers.mappings.names import NO_NAMES, FieldNames
from papertrail.readers.mappings.row import work_fields
from papertrail.readers.mappings.tree import Rest, Work, works_in
from papertrail.text.strings import quoted

_YEAR = re.compile("(?:19|20)[0-9]{2}")
"""A category that is the year of its works."""


def read(
    text: str, parse: Callable[[str], Parsed], names: FieldNames = NO_NAMES
) -> tuple[list[Entry], list[NotUnderstood]]:
    """The entries of a file, and the values that are not those of a work.

    Raises `NotAList` if the file cannot be parsed, or if no mapping has a name or a title.
    """
    source = as_lines(text)
    value, problems = parse(source)
    found = list(works_in(value, names))
    works = [part for part in found if isinstance(part, Work)]
    refuse_too_many(found)
    is_titled = any(names.role_of(key) in ("title", "paper") for work in works for key in work.fields)
    entries: list[Entry] = []
    line, last = 0, source.count("\n")
    for part in found:
        if isinstance(part, Work):
            fields, line = part.fields, part.fields.end
            entry = entry_of(_values(part, names, is_titled), start=fields.start, end=fields.end, raw="")
            if entry:
                entries.append(replace(entry, key=part.key or _key(part, names)))
                continue
            problems.append(not_understood(fields.start, text_of(fields)))
        else:
            problems.append(not_understood(min(line, last) if part.line is None else part.line, text_of(part.value)))
    if not entries:
        raise NotAList(_no_work(found))
    return entries, sorted(problems, key=lambda problem: problem.line)


def _no_work(found: Iterable[Work | Rest]) -> str:
    keys = next((list(part.value) for part in found if isinstance(part, Rest) and isinstance(part.value, dict)), [])
    has = f" (it has {', '.join(quoted(key, 30) for key in keys[:10])})" if keys else ""
    return f'no item has a key "title" or "name"{has}; if titles have another key, add --map KEY=title'


def _key(work: Work, names: FieldNames) -> str:
    return next((text_of(value) for key, value in work.fields.items() if names.role_of(key) == "id"), "")


def _values(work: Work, names: FieldNames, is_titled: bool) -> WorkFields:
    cells = cells_of(work.fields, names)
    not_kept = [(name, text) for name, role, text in cells if role == NOT_KEPT]
    values = work_fields((cell for cell in cells if cell[1] != NOT_KEPT), not_kept, is_titled=is_titled)
    years = [part for part in work.topic if _YEAR.fullmatch(part)]
    topic: TopicPath = tuple(part for part in work.topic if part not in years)
    topics = values.topics or ([topic] if topic else [])
    return replace(values, topics=topics, date=values.date or next(iter(years), None), has_markdown=True)
