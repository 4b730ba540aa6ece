"""Fixes a list: makes the safe changes that its diagnostics carry, and checks again until nothing is left to fix."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from papertrail.core.diagnostics import has_error
from papertrail.core.fixes import Fix, Span
from papertrail.core.limits import RECORD_LIMITS
from papertrail.editing.list_edit import ListEdit
from papertrail.pipeline.check import Checked
from papertrail.records.files import Sources
from papertrail.yaml.source_map import Insertion, Source

ROUNDS = 50
"""How often a list is checked and fixed. Fixes that exclude one another are made in successive rounds."""


class LocatedFix(NamedTuple):
    """A fix with its position, for the report."""

    path: str
    line: int
    fix: Fix


@dataclass(frozen=True, kw_only=True)
class FixedList:
    """The result of fixing a list."""

    edit: ListEdit
    changes: tuple[LocatedFix, ...]
    """In the order in which they were made."""
    checked: Checked
    """The list after the changes."""


def fix_list(
    sources: Sources,
    check: Callable[[Sources], Checked],
    changes_for: Callable[[Checked, Sources], Iterable[LocatedFix]],
) -> FixedList:
    """Fix a list, without writing it.

    `changes_for` has the changes to make for the result of a check. Each is made as a whole or not at all.
    """
    now, made = sources, list[LocatedFix]()
    checked = check(now)
    for _ in range(ROUNDS):
        done = _Round(now)
        is_sound = not has_error(checked.diagnostics)
        possible = (change for change in changes_for(checked, now) if is_sound or not change.fix.deletes)
        made_now = [change for change in possible if done.make(change.fix)]
        fixed = done.sources()
        if fixed == now:
            break
        made, now, checked = made + made_now, fixed, check(fixed)
    return FixedList(edit=_edit(sources, now), changes=tuple(made), checked=checked)


def _edit(before: Sources, after: Sources) -> ListEdit:
    old, new = _files(before), _files(after)
    texts = {path: data.decode() for path, data in new.items() if old.get(path) != data}
    return ListEdit(texts=texts, removed=frozenset(old.keys() - new.keys()))


def _files(sources: Sources) -> dict[str, bytes]:
    return dict((*sources.records, *sources.registries))


def _is_text(data: bytes | None) -> bool:
    """Whether a record was read as a whole, and can be written again as it is."""
    try:
        return data is not None and len(data) <= RECORD_LIMITS.bytes and data.decode() is not None
    except UnicodeDecodeError:
        return False


class _Round:
    """The changes of one round: those whose edits do not touch one another."""

    def __init__(self, sources: Sources) -> None:
        self._sources, self._files = sources, _files(sources)
        self._texts: dict[str, Source] = {}
        self._edits: dict[str, list[Insertion]] = {}
        self._renamed: dict[str, str] = {}
        paths = {*self._files, *sources.files, *sources.unread}
        folders = {path.rpartition("/")[0] for path in paths}
        self._taken = Counter(path.casefold() for path in (*paths, *folders))

    def make(self, fix: Fix) -> bool:
        """Make a fix if all of it is possible together with those made before. Return whether it is."""
        edits = [(edit.path, self._insertion(edit.path, edit.span, edit.text)) for edit in fix.edits]
        possible = [(path, edit) for path, edit in edits if edit is not None and self._is_free(path, edit)]
        if len(possible) < len(edits) or (fix.rename and not self._can_rename(*fix.rename)):
            return False
        for path, edit in possible:
            of_file = self._edits.setdefault(path, [])
            of_file.insert(bisect_left(of_file, edit.offset, key=lambda edit: edit.offset), edit)
        if fix.rename:
            old, new = fix.rename
            self._renamed[old] = new
            self._taken[new.casefold()] += 1
        return True

    def _insertion(self, path: str, span: Span, text: str) -> Insertion | None:
        """An edit by its offset. None if the list does not have the file, or if the file is renamed."""
        if path not in self._files or path in self._renamed:
            return None
        if path not in self._texts:
            self._texts[path] = Source(self._files[path].decode())
        source = self._texts[path]
        start, end = (
            source.starts[line - 1] + column - 1 if line <= len(source.starts) else len(source.text)
            for line, column in ((span.line, span.column), (span.end_line, span.end_column))
        )
        return Insertion(start, text, end - start)

    def _is_free(self, path: str, edit: Insertion) -> bool:
        """Whether an edit neither overlaps nor touches those made in its file before."""
        made = self._edits.get(path, [])
        at = bisect_left(made, edit.offset, key=lambda other: other.offset)
        is_after = at == 0 or made[at - 1].offset + made[at - 1].length < edit.offset
        return is_after and (at == len(made) or edit.offset + edit.length < made[at].offset)

    def _can_rename(self, old: str, new: str) -> bool:
        """Whether a file may get a name: no other file has it, also on systems that ignore case."""
        is_free = self._taken[new.casefold()] == (new.casefold() == old.casefold())
        return is_free and _is_text(self._files.get(old)) and old not in self._renamed and old not in self._edits

    def sources(self) -> Sources:
        """The files of the list after the round."""
        changed = {path: self._texts[path].with_insertions(edits).encode() for path, edits in self._edits.items()}
        return replace(
            self._sources,
            records=self._after(dict(self._sources.records), changed),
            registries=self._after(dict(self._sources.registries), changed),
        )

    def _after(self, files: Mapping[str, bytes], changed: Mapping[str, bytes]) -> tuple[tuple[str, bytes], ...]:
        return tuple((self._renamed.get(path, path), changed.get(path, data)) for path, data in files.items())
