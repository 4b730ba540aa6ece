"""Paths in texts that lead to files with new names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from papertrail.text.urls import is_internal, project_path

_PATH = re.compile(r"[\w./%-]++")


def with_new_paths(text: str, base: str, moved: Mapping[str, str]) -> str:
    """A text in which relative paths lead to moved files again.

    Paths are relative to the file `base`. `moved` has new paths by the old ones; their folders are the same.
    """
    if not any(path.rpartition("/")[2] in text for path in moved):
        return text
    return _PATH.sub(lambda found: _new_path(found[0], base, moved), text)


def _new_path(path: str, base: str, moved: Mapping[str, str]) -> str:
    written = path.rstrip(".")  # the full stop of a sentence
    if not is_internal(written) or (target := project_path(base, written)) not in moved or target is None:
        return path
    folder, slash, _ = written.rpartition("/")
    return folder + slash + moved[target].rpartition("/")[2] + path[len(written) :]
