"""What several options of `check` select: files of the command line, and what changed since a revision."""

from __future__ import annotations

from collections.abc import Sequence

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.settings import Settings
from papertrail.records.files import Sources, read_commit
from papertrail.runtime.git import repository_of


def read_base(settings: Settings, revision: str) -> Sources:
    """The list in the last commit that a revision and the current branch have in common."""
    repository = repository_of(settings.root)
    return read_commit(settings, repository, repository.merge_base(revision))


def concerns(diagnostic: Diagnostic, selected: Sequence[str]) -> bool:
    """Whether a diagnostic is about one of these files, or about a file in one of these folders."""
    return any(is_selected(path, selected) for path in (diagnostic.path, *diagnostic.also))


def is_selected(name: str, selected: Sequence[str]) -> bool:
    """Whether a file is one of the selected files or in one of the selected folders; without any, all files are."""
    return not selected or any(path == "." or name == path or name.startswith(f"{path}/") for path in selected)
