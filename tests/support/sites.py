"""Two folders compared, file by file."""

from __future__ import annotations

from pathlib import Path


def differences(one: Path, other: Path) -> list[str]:
    """The paths of files that are in one folder only, or not the same in both."""
    left, right = _files(one), _files(other)
    return sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
