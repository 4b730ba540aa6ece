"""A change of the files of a list: a value first, then a diff for people, then all of it on the disk or nothing."""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.records import files
from papertrail.records.files import Sources
from papertrail.runtime.atomic_file import prepared_file
from papertrail.runtime.atomic_folder import add_file, updated_folder
from papertrail.runtime.whole_folder import read_whole


@dataclass(frozen=True, kw_only=True)
class ListEdit:
    """New texts of files, and files that are removed. All paths are relative to the project, with `/`."""

    texts: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.texts or self.removed)


def diff_text(edit: ListEdit, root: Path) -> str:
    """A change as a unified diff against the files of the project in `root`."""
    lines: list[str] = []
    for path, text in sorted({**dict.fromkeys(edit.removed, ""), **edit.texts}.items()):
        file = root / path
        before = file.read_bytes().decode(errors="replace") if file.is_file() else None
        names = path if before is not None else "/dev/null", path if path in edit.texts else "/dev/null"
        lines += difflib.unified_diff(_lines(before or ""), _lines(text), *names)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """The lines of a text with their line feeds, which alone end lines in a diff."""
    return io.StringIO(text, newline="\n").readlines()


def list_sources(settings: Settings) -> Sources:
    """The files of a list. Without a records folder, only the names of those in the root of the project."""
    folder = settings.root / settings.papers

    def read() -> Sources:
        if not os.path.lexists(folder):
            return Sources(
                records_dir=settings.papers, docs_dir=settings.docs_dir, files=frozenset(_root_files(settings.root))
            )
        return files.read(settings)

    return read_whole(folder, read)


def _root_files(root: Path) -> Iterator[str]:
    if root.is_dir():
        yield from (e.name for e in os.scandir(root) if e.is_file(follow_symlinks=False) and not e.name.startswith("."))


def write_edit(edit: ListEdit, settings: Settings, sources: Sources) -> None:
    """Write a change to the disk: all of it, or nothing if there is an error.

    The records folder is replaced as a whole. Files outside it are written next to their places before, and put there
    once it has been replaced. `sources` is what the change was made from. Raises `PapertrailError` if the list on the
    disk has changed since, if a file is a link, or if a folder is not writable.
    """
    folder, inside = settings.root / settings.papers, f"{settings.papers}/"
    removed = [path.removeprefix(inside) for path in edit.removed if path.startswith(inside)]
    assert len(removed) == len(edit.removed), "only files in the records folder are removed"
    with ExitStack() as stack:
        for path, text in edit.texts.items():
            if not path.startswith(inside):
                stack.enter_context(prepared_file(settings.root / path, text.encode(), inside=settings.root))
        if not removed and not any(path.startswith(inside) for path in edit.texts):
            return
        with updated_folder(folder, removed) as successor:
            for path, text in edit.texts.items():
                if path.startswith(inside):
                    add_file(successor, path.removeprefix(inside), text.encode())
            if replace(list_sources(settings), files=sources.files) != sources:
                raise PapertrailError(
                    f"{folder} was changed in the meantime, and nothing was written; run the command again"
                )
