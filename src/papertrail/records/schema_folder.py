"""The folder of the JSON Schemas in a project, and whether git ignores it."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "schema"
_IGNORED = re.compile(rb"(?m)^/?schema/?[ \t\r]*$")


def ignores_schemas(root: Path) -> bool:
    """Whether git ignores the schemas of a project, by the line `/schema/` in its `.gitignore`."""
    file = root / ".gitignore"
    return file.is_file() and _IGNORED.search(file.read_bytes()) is not None


def has_schemas(root: Path) -> bool:
    """Whether a project has the schemas, or gets them again in each working copy."""
    return (root / FOLDER / "paper.schema.json").is_file() or ignores_schemas(root)
