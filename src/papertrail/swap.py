"""Writing a folder so that there is always a whole one: aside, then two renames."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papertrail.errors import PapertrailError

MARKER = ".papertrail"
"""File at the top of a folder that papertrail made and may therefore replace."""


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """A new, empty folder to write to, which takes the place of `target` when all went well.

    Where the body raises, `target` stays as it was. Files that did not change are hard-linked from the old folder
    where the file system can, so that they keep their time. Raises `PapertrailError` for a target that papertrail
    did not make.
    """
    new, old = _beside(target, "new"), _beside(target, "old")
    restore(target)
    refuse_foreign(target)
    if new.exists():
        shutil.rmtree(new)
    new.mkdir(parents=True)
    try:
        yield new
        (new / MARKER).write_text("made by papertrail\n", encoding="utf-8")
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if target.is_dir():
        _link_unchanged(target, new)
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def restore(target: Path) -> None:
    """Put back what a kill between the two renames left aside."""
    old = _beside(target, "old")
    if old.is_dir():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)


def refuse_foreign(target: Path) -> None:
    """Raise `PapertrailError` where `target` is something that papertrail did not make."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PapertrailError(f"{target} is not a folder; move it away, or choose another folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise PapertrailError(
            f"{target} was not made by papertrail, so it is left alone; move it away, or choose another folder"
        )


def _beside(target: Path, word: str) -> Path:
    return target.parent / f".{target.name}.papertrail-{word}"


def _link_unchanged(old: Path, new: Path) -> None:
    for path in sorted(new.rglob("*")):
        before = old / path.relative_to(new)
        if not path.is_file() or before.is_symlink() or not before.is_file():
            continue
        if filecmp.cmp(before, path, shallow=False):
            linked = path.with_name(path.name + ".papertrail-link")
            try:
                os.link(before, linked)
            except OSError:  # a file system without hard links: the new copy does as well
                return
            linked.replace(path)
