"""What was fine some days ago, so that it is not asked for again.

The file only holds keys, each with a day. Anyone may have written it: whatever is not a recent day is ignored, so that
the worst a wrong file does is that something is checked a few days later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from papertrail.runtime.atomic_file import make_folders, write_file
from papertrail.runtime.safe_folder import opened_folder

FOLDER = ".papertrail-cache"
_MOST_BYTES = 32 << 20
_FILES = {
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n# papertrail can delete and rebuild this folder.\n",
    ".gitignore": b"*\n",
}
"""Files that keep the folder out of backups (https://bford.info/cachedir/) and out of git."""


@dataclass(frozen=True)
class Cache:
    """The keys that were fine, each with the day of the check."""

    days: Mapping[str, str]

    def __contains__(self, key: object) -> bool:
        return key in self.days

    def with_fine(self, keys: Iterable[str], today: str) -> Cache:
        """The cache with keys that are fine today."""
        return Cache({**self.days, **dict.fromkeys(keys, today)})


def read_cache(root: Path, name: str, today: str, days: int) -> Cache:
    """The results of the last days in a file of the cache folder of a project; none if it is missing or damaged."""
    try:
        with opened_folder(str(root)) as project, project.subfolder(FOLDER) as folder:
            data = folder.read(name, _MOST_BYTES)
        values = json.loads(data) if len(data) <= _MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return Cache({})
    recent = {(date.fromisoformat(today) - timedelta(ago)).isoformat() for ago in range(days)}
    found = values.items() if isinstance(values, dict) else ()
    return Cache({key: day for key, day in found if isinstance(day, str) and day in recent})


def write_cache(cache: Cache, root: Path, name: str) -> None:
    """Write the cache. Raises `OSError` or `PapertrailError` if the folder is not writable, or is a link."""
    folder = root / FOLDER
    make_folders(folder, inside=root)
    text = json.dumps(dict(sorted(cache.days.items())), indent=0)
    for file, content in {**_FILES, name: text.encode()}.items():
        write_file(folder / file, content, inside=root)
