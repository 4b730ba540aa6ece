"""A list as it is in an editor: the files on the disk, with the unsaved texts in place of some of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from papertrail.core.settings import Settings
from papertrail.pipeline.check import Checked, ListChecker
from papertrail.pipeline.names import Names, names_of
from papertrail.records import files
from papertrail.records.changes import with_changes
from papertrail.records.files import Sources, kind_of
from papertrail.records.library import Library

_READ = ("record", "registry", "entry", "prose", "notes")
"""The kinds of files whose unsaved texts are checked."""


class OpenList:
    """A list that is checked again after each edit. Only what changed is read and checked again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sources = Sources(records_dir=settings.papers)
        """The files of the last check."""
        self.checked = Checked(Library(), ())
        """The result of the last check."""
        self.names: Names = {}
        """The names that the list has."""
        self._disk: Sources | None = None
        self._texts: Mapping[str, str] = {}
        self._data: dict[str, bytes] = {}
        self._known: files.Known = {}
        self._checker = ListChecker()

    def path_of(self, file: Path) -> str | None:
        """The path in the project of a file that the list is built from; None for any other file, and for links."""
        root, file = self.settings.root, Path(os.path.abspath(file))  # noqa: PTH100 - would follow a link
        folder = file.parent.resolve()
        if not folder.is_relative_to(root) or file.is_symlink():
            return None
        path = (folder / file.name).relative_to(root).as_posix()
        inside = path.removeprefix(f"{self.settings.papers}/")
        if inside == path or "/." in f"/{inside}":
            return None
        return path if kind_of(path, self.settings.papers) in _READ else None

    def check(self, texts: Mapping[str, str], *, reread: bool = False) -> Checked:
        """Check the list with the unsaved texts of some files, by path. Read the disk again if `reread`.

        Raises `PapertrailError` if the records folder cannot be read.
        """
        if not reread and self._disk is not None and texts == self._texts:
            return self.checked
        if reread or self._disk is None:
            self._disk = files.read(self.settings, self._known)
        sources = with_changes(self._disk, {path: _encodable(text) for path, text in texts.items()})
        # What was wrong with the file on the disk, such as its size, need not be wrong with its text.
        sources = replace(sources, read_errors=tuple(e for e in sources.read_errors if e.path not in texts))
        checked = self._checker.check(sources)
        self._texts, self.sources = texts, sources
        prose = ((path, data) for _, path, data in sources.prose)
        self._data = dict(chain(sources.records, sources.registries, sources.notes, sources.pages, prose))
        self.checked, self.names = checked, names_of(checked.library)
        return checked

    def check_change(self, sources: Sources) -> Checked:
        """Check a change of the list that is not made yet."""
        return self._checker.check(sources)

    def data_of(self, path: str) -> bytes | None:
        """The content of a file of the list."""
        return self._data.get(path)


def _encodable(text: str) -> str:
    """A text without halves of characters, which a file cannot have."""
    return text if text.isascii() else text.encode(errors="replace").decode()
