"""Publishes a list while a file in it is broken: the last good version replaces the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from papertrail.notes import named_notes
from papertrail.pipeline.check import Checked, check
from papertrail.records.files import Sources


@dataclass(frozen=True)
class Recovered:
    """A list that may have broken files."""

    sound: Checked
    """The list without errors: broken files are replaced or omitted."""
    as_found: Checked
    """The list as it is, with all its problems."""


@dataclass
class LastGood:
    """The last good version of each file."""

    files: dict[str, bytes] = field(default_factory=dict)
    """The files of the last list without errors, by path."""
    check: Callable[[Sources], Checked] = check
    """Reads and checks a list."""

    def recover(self, sources: Sources) -> Recovered:
        """Check a list, and replace its broken files until it has no errors.

        The last good version replaces a file with an error. A file without a good version is omitted, and so is a file
        that has an error after it was replaced. Notes are emptied instead of omitted, so that their paper stays.
        """
        checked = as_found = self.check(sources)
        replaced: set[str] = {diagnostic.path for diagnostic in sources.read_errors}
        while not checked.ok:  # ends, as no file is replaced twice, and omitted files and empty notes have no errors
            broken = {diagnostic.path for diagnostic in checked.diagnostics if diagnostic.severity == "error"}
            replacements = dict.fromkeys(broken & named_notes(checked.library.records), b"")
            replacements |= self._deleted_notes(checked, sources)
            replacements |= {path: self.files[path] for path in broken - replaced if path in self.files}
            sources = _with_replacements(sources, broken, replacements)
            replaced |= broken
            checked = self.check(sources)
        self.files = dict((*sources.records, *sources.registries, *sources.notes))
        return Recovered(checked, as_found)

    def _deleted_notes(self, checked: Checked, sources: Sources) -> dict[str, bytes]:
        """The last good version of notes that a record names, but that do not exist any more."""
        existing = {path for path, _ in sources.notes}
        deleted = named_notes(checked.library.records) - existing
        return {path: self.files[path] for path in deleted if path in self.files}


def _with_replacements(sources: Sources, broken: set[str], replacements: dict[str, bytes]) -> Sources:
    """Return the same files with replacements, without other broken ones."""

    def replaced(files: tuple[tuple[str, bytes], ...]) -> tuple[tuple[str, bytes], ...]:
        kept = [(path, data) for path, data in files if path not in broken or path in replacements]
        return tuple((path, replacements.get(path, data)) for path, data in kept)

    existing = {path for path, _ in (*sources.records, *sources.registries, *sources.notes)}
    restored_notes = tuple((path, data) for path, data in sorted(replacements.items()) if path not in existing)
    notes = (*replaced(sources.notes), *restored_notes)
    return replace(
        sources,
        records=replaced(sources.records),
        registries=replaced(sources.registries),
        prose=tuple(document for document in sources.prose if document[1] not in broken),
        pages=tuple(page for page in sources.pages if page[0] not in broken),
        notes=notes,
        read_errors=tuple(diagnostic for diagnostic in sources.read_errors if diagnostic.path not in broken),
        files=sources.files - broken | {path for path, _ in notes},
    )
