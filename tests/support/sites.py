"""Comparison of two folders, file by file."""

from __future__ import annotations

import filecmp
from pathlib import Path


def differences(one: Path, other: Path) -> list[str]:
    """The paths of files that are in one folder only, or differ."""
    left, right = _files(one), _files(other)
    both = sorted(left & right)
    _, unlike, unread = filecmp.cmpfiles(one, other, both, shallow=False)
    return sorted({*(left ^ right), *unlike, *unread})


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
