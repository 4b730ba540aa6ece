"""Paths of the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from papertrail.cli.changes import is_selected
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.records.files import Sources
from papertrail.text.strings import quoted


def path_in_project(path: Path, root: Path) -> str:
    """A path of the command line, relative to the project. Raises `PapertrailError` if it does not exist."""
    if not os.path.lexists(path):
        raise PapertrailError(f"{path} not found")
    try:
        # Links are not followed: a record that is a link is reported under its own name.
        absolute = Path(os.path.abspath(path))  # noqa: PTH100
        return (absolute.parent.resolve() / absolute.name).relative_to(root).as_posix()
    except ValueError:
        raise PapertrailError(f"{path} is not inside the project {root}") from None


def selection(arguments: Sequence[str], settings: Settings, sources: Sources) -> Callable[[str], bool]:
    """Whether a file is selected: by its path, by a folder, or by the id of its record. Without any, all files are.

    Raises `PapertrailError` for an argument that is neither.
    """
    paths = {Path(path).stem: path for path, _ in sources.records}
    selected = []
    for argument in arguments:
        if argument not in paths and not os.path.lexists(argument):
            raise PapertrailError(f"{quoted(argument)} is neither a path nor the id of a record")
        path = paths[argument] if argument in paths else path_in_project(Path(argument), settings.root)
        selected += [path, str(Path(path).with_suffix(".md").as_posix())] if argument in paths else [path]
    return lambda name: is_selected(name, selected)
