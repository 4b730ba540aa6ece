"""Checks what changed in a list since an earlier version: the problems that a contributor can be asked to fix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from papertrail.core.diagnostics import FILE_START, Diagnostic, in_order
from papertrail.pipeline.check import Checked, ListChecker
from papertrail.records.files import Sources
from papertrail.runtime.progress import SILENT, Progress


def check_changes(before: Sources, now: Sources, progress: Progress = SILENT) -> Checked:
    """Check a list, and report only the problems that it did not have before, each at a file that changed.

    A problem that has no changed file, such as that of a record whose venue was removed, is reported where it is.
    """
    newness, checker = newness_of(before, now), ListChecker()
    earlier = _Earlier(checker.check(replace(before, this_year=now.this_year), progress).diagnostics, newness)
    added = frozenset(path for path, kind in newness.items() if kind == 2)
    checked = checker.check(replace(now, new=added), progress)
    new = [_at_changed(d, newness) for d in checked.diagnostics if not earlier.has(d)]
    return replace(checked, diagnostics=tuple(in_order(new)))


def newness_of(before: Sources, now: Sources) -> dict[str, int]:
    """The paths that changed: 1 for another content, 2 for a file that was not there.

    Line ends do not count, as git may write them in the way of the system.
    """
    old, new = _contents(before), _contents(now)
    newness = {path: 1 if path in old else 2 for path, data in new.items() if path not in old or old[path] != data}
    return {path: kind for path, kind in newness.items() if kind == 2 or _plain(old[path]) != _plain(new[path])}


def _contents(sources: Sources) -> dict[str, bytes | None]:
    """The contents of all files that are read, and None for others that can have problems."""
    others = (*sources.files, *sources.unread, *(error.path for error in sources.read_errors))
    prose = {path: data for _, path, data in sources.prose}
    files = (*sources.records, *sources.registries, *sources.notes, *sources.pages, *sources.images)
    return {**dict.fromkeys(others), **dict(files), **prose}


def _plain(data: bytes | None) -> bytes | None:
    return data and data.replace(b"\r\n", b"\n")


class _Earlier:
    """The problems that a list had before it changed."""

    def __init__(self, diagnostics: Sequence[Diagnostic], newness: Mapping[str, int]) -> None:
        self._newness = newness
        self._positions = {(d.path, d.code, d.span) for d in diagnostics}
        self._groups: dict[tuple[str, str], list[frozenset[str]]] = {}
        for code, paths in (_group(d) for d in diagnostics if d.also):
            for path in paths:
                self._groups.setdefault((code, path), []).append(paths)
        self._messages = Counter(map(_message, diagnostics))

    def has(self, diagnostic: Diagnostic) -> bool:
        """Whether the list had a problem, perhaps on another line. Each earlier message of a file counts once."""
        if self._newness.keys().isdisjoint((diagnostic.path, *diagnostic.also)):
            return (diagnostic.path, diagnostic.code, diagnostic.span) in self._positions
        if diagnostic.also:
            code, paths = _group(diagnostic)
            return any(paths <= earlier for earlier in self._groups.get((code, min(paths)), ()))
        message = _message(diagnostic)
        self._messages[message] -= 1
        return self._messages[message] >= 0


def _group(diagnostic: Diagnostic) -> tuple[str, frozenset[str]]:
    """The rule and all files of a problem: it is the same one if fewer of these files have it, and in any order."""
    return diagnostic.code, frozenset((diagnostic.path, *diagnostic.also))


def _message(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """A problem without its line, and without numbers of others in its message."""
    return diagnostic.path, diagnostic.code, re.sub(r"[0-9]+", "", diagnostic.message)


def _at_changed(diagnostic: Diagnostic, newness: Mapping[str, int]) -> Diagnostic:
    """A problem at the changed file that takes part in it, if its own file did not change."""
    changed = max(diagnostic.also, key=lambda path: newness.get(path, 0), default="")
    if diagnostic.path in newness or changed not in newness:
        return diagnostic
    others = tuple(path for path in diagnostic.also if path != changed)
    message = f"together with {diagnostic.path}:{diagnostic.span.line}: {diagnostic.message}"
    also = (diagnostic.path, *others)
    return replace(diagnostic, path=changed, span=FILE_START, message=message, also=also, fix=None)
