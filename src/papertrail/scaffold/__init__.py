"""`papertrail init`: a new list that builds at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.scaffold.schema import SCHEMAS, schema_text

_FILES = Path(__file__).parent / "files"


def new_list() -> dict[str, bytes]:
    """The files of a new list by path, in order: the scaffold's own, and the schemas."""
    found = {path.relative_to(_FILES).as_posix(): path.read_bytes() for path in _walk(_FILES)}
    for name in SCHEMAS:
        found[f"schema/{name}.schema.json"] = schema_text(name).encode()
    return dict(sorted(found.items()))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


KEPT = ("README.md", ".gitignore", ".pre-commit-config.yaml", ".github/dependabot.yml")
"""Files that a repository may have before papertrail comes to it; they are left as they are."""


def write_list(directory: Path) -> list[str]:
    """Write a new list into a folder, which is made where it is not there; returns the paths written.

    Raises `PapertrailError`, and writes nothing, where one of the files is there already, those of `KEPT` apart.
    """
    files = new_list()
    there = [path for path in files if (directory / path).exists() or (directory / path).is_symlink()]
    for path in set(there) & set(KEPT):
        there.remove(path)
        del files[path]
    if there:
        raise PapertrailError(
            f"{', '.join(there[:5])}{' and more' if len(there) > 5 else ''} would be overwritten, so nothing was "
            "written; choose an empty folder: papertrail init my-list"
        )
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return list(files)
