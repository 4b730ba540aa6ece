"""Publishing while a file is broken: its last good version stands in for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from papertrail.notes import named_notes
from papertrail.pipeline.check import Checked, check
from papertrail.records.files import Sources


@dataclass
class LastGood:
    """The last version of each file with which the list was sound; at first there is none."""

    files: dict[str, bytes] = field(default_factory=dict)
    check: Callable[[Sources], Checked] = check
    """Reads and checks a list."""

    def mend(self, found: Sources) -> tuple[Checked, Checked]:
        """A sound list as near to `found` as can be, and `found` itself, with its problems.

        Each file with an error is replaced by its last good version, or left out where it has none or where that
        does not help; notes are emptied instead, so that the paper stays. A file is replaced once and then left out
        or emptied, and empty notes have no error, so this comes to an end.
        """
        checked = as_found = self.check(found)
        replaced: set[str] = {d.path for d in found.unread}
        while not checked.ok:
            broken = {d.path for d in checked.diagnostics if d.severity == "error"}
            stand_ins = dict.fromkeys(broken & named_notes(checked.library.records), b"")
            stand_ins |= self._deleted_notes(checked, found)
            stand_ins |= {path: self.files[path] for path in broken - replaced if path in self.files}
            found = _without(found, broken, stand_ins)
            replaced |= broken
            checked = self.check(found)
        self.files = dict((*found.records, *found.registries, *found.notes))
        return checked, as_found

    def _deleted_notes(self, checked: Checked, found: Sources) -> dict[str, bytes]:
        """The last good version of notes that a record names and that are not there any more."""
        there = {path for path, _ in found.notes}
        return {path: self.files[path] for path in named_notes(checked.library.records) - there if path in self.files}


def _without(found: Sources, broken: set[str], stand_ins: dict[str, bytes]) -> Sources:
    def kept(files: tuple[tuple[str, bytes], ...]) -> tuple[tuple[str, bytes], ...]:
        return tuple(
            (path, stand_ins.get(path, data)) for path, data in files if path not in broken or path in stand_ins
        )

    there = {path for path, _ in (*found.records, *found.registries, *found.notes)}
    unread_notes = tuple((path, data) for path, data in sorted(stand_ins.items()) if path not in there)
    notes = (*kept(found.notes), *unread_notes)
    return replace(
        found,
        records=kept(found.records),
        registries=kept(found.registries),
        prose=tuple(item for item in found.prose if item[1] not in broken),
        notes=notes,
        unread=tuple(d for d in found.unread if d.path not in broken),
        files=found.files - broken | {path for path, _ in notes},
    )
