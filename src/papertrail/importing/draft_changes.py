"""What an import changes in a record, for the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from papertrail.core import Paper
from papertrail.importing.matching import RecordDraft
from papertrail.importing.values import shown, values_of
from papertrail.text.strings import quoted

_SHOWN = 120


def changes_of(draft: RecordDraft) -> Iterator[str]:
    """The changes of an existing record, one by one."""
    if draft.existing is None:
        return
    before, after = values_of(draft.existing), values_of(draft.paper)
    fields = dict.fromkeys((*before, *after))
    names = ("name", _names(draft.existing), _names(draft.paper))
    pairs = [names, *((field, before.get(field, ()), after.get(field, ())) for field in fields)]
    for field, old, new in pairs:
        removed = [value for value in old if value not in new]
        added = [value for value in new if value not in old]
        if removed and added:
            yield f"{draft.paper.id}: {field} {_texts(removed)} is now {_texts(added)}"
        elif added:
            yield f"{draft.paper.id}: added {field} {_texts(added)}"
        elif removed:
            yield f"{draft.paper.id}: removed {field} {_texts(removed)}"


def _names(paper: Paper) -> tuple[str]:
    return (f"{paper.name} ({paper.title})" if paper.title else paper.name,)


def _texts(values: Iterable[Any]) -> str:
    return ", ".join(quoted(shown(value), _SHOWN) for value in values)
