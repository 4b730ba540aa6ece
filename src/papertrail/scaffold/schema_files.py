"""The files of the JSON Schemas in a project.

They contain the names of the list, so two proposed changes that each add a name would change the same lines. Therefore
new lists keep them out of git, and each working copy has its own: commands write them as soon as the names change.
Schemas that a list commits are written only by `papertrail schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.pipeline.names import Names, names_of
from papertrail.records.library import Library
from papertrail.records.schema_folder import FOLDER, ignores_schemas
from papertrail.runtime.atomic_file import make_folders, write_file
from papertrail.scaffold.schema import SCHEMAS, schema_text


def schema_files(names: Names) -> dict[str, bytes]:
    """The contents of all schemas by path, with the names of a list."""
    return {f"{FOLDER}/{name}.schema.json": schema_text(name, names).encode() for name in SCHEMAS}


def outdated_schemas(root: Path, library: Library) -> Mapping[str, bytes]:
    """The schemas of a project that are missing or outdated, with their new contents by path."""
    files = schema_files(names_of(library))
    return {path: data for path, data in files.items() if _content(root / path) != data}


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() and not file.is_symlink() else None


def write_schemas(root: Path, library: Library) -> list[str]:
    """Write the schemas of a project that are missing or outdated. Return their paths."""
    outdated = outdated_schemas(root, library)
    for path, data in outdated.items():
        make_folders((root / path).parent, inside=root)
        write_file(root / path, data, inside=root)
    return [*outdated]


def refresh_schemas(root: Path, library: Library) -> None:
    """Write outdated schemas if git ignores them. A folder that is not writable does not stop a command."""
    with suppress(OSError, PapertrailError):
        if ignores_schemas(root):
            write_schemas(root, library)
