"""`papertrail init`: the files of a new list, and the JSON Schemas for editors. May import every other package."""

from __future__ import annotations

import os
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.records.config_file import config_in
from papertrail.runtime.atomic_file import make_folders, write_file
from papertrail.scaffold.schema import SCHEMAS, schema_text

_FILES = Path(__file__).parent / "files"
KEPT = ("README.md", ".gitignore", ".pre-commit-config.yaml", ".github/dependabot.yml")
"""Files that an existing repository keeps if it has them."""


def new_list() -> dict[str, bytes]:
    """The files of a new list by path, in order: those in `files/`, and the schemas."""
    files = {path.relative_to(_FILES).as_posix(): path.read_bytes() for path in _FILES.rglob("*") if path.is_file()}
    schemas = {f"schema/{name}.schema.json": schema_text(name).encode() for name in SCHEMAS}
    return dict(sorted((files | schemas).items()))


_LAST = "mkdocs.yml"
"""The file that makes a folder a list. It is written last, so that an interrupted `init` can be repeated."""


def write_list(directory: Path) -> list[str]:
    """Write a new list into a folder, creating it if necessary, and return the paths of the files written.

    Raises `PapertrailError`, and writes nothing, if one of the files exists, except for those in `KEPT` and those that
    an interrupted `init` wrote.
    """
    files = new_list()
    existing = {path for path in files if os.path.lexists(directory / path)}
    if config := config_in(directory):
        foreign = {*existing, config.name}  # an mkdocs.yml would hide an mkdocs.yaml
    else:
        foreign = {path for path in existing if not _is_written(directory / path, files[path])}
    if conflicts := sorted(foreign - {*KEPT}):
        more = " and others" if len(conflicts) > 5 else ""
        raise PapertrailError(
            f"nothing was written, as these files exist: {', '.join(conflicts[:5])}{more}; "
            "choose an empty folder: papertrail init my-list"
        )
    written = sorted(files.keys() - existing, key=lambda path: (path == _LAST, path))
    for path in written:
        make_folders((directory / path).parent, inside=directory)
        write_file(directory / path, files[path], inside=directory)
    return written


def _is_written(file: Path, content: bytes) -> bool:
    return file.is_file() and not file.is_symlink() and file.read_bytes() == content
