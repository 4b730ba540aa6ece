"""Paths of diagnostics, relative to another folder than the project."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from papertrail.core.diagnostics import Diagnostic


def paths_from(
    folder: Path, root: Path, diagnostics: Sequence[Diagnostic], texts: Mapping[str, str]
) -> tuple[Sequence[Diagnostic], Mapping[str, str]]:
    """Diagnostics, and the texts of their files, with paths relative to a folder instead of the project `root`."""
    if folder == root:
        return diagnostics, texts
    paths = {diagnostic.path: path_from(folder, root / diagnostic.path) for diagnostic in diagnostics}
    return (
        [replace(diagnostic, path=paths[diagnostic.path]) for diagnostic in diagnostics],
        {shown: texts.get(path, "") for path, shown in paths.items()},
    )


def path_from(folder: Path, path: Path) -> str:
    """A path relative to a folder."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return path.as_posix()
