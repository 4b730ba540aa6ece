"""`papertrail check --fix` and `--diff`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import click

from papertrail.cli.changes import concerns, is_selected, read_base
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.editing.fix import LocatedFix, fix_list
from papertrail.editing.list_edit import ListEdit, diff_text, write_edit
from papertrail.editing.tidy import tidy_changes
from papertrail.pipeline.changed import check_changes, newness_of
from papertrail.pipeline.check import Checked, ListChecker
from papertrail.records.files import Sources, read
from papertrail.reporters.paths import path_from
from papertrail.runtime.git import repository_of
from papertrail.runtime.progress import Progress
from papertrail.runtime.today import today
from papertrail.scaffold.schema_files import refresh_schemas
from papertrail.text.strings import printable


def fix_from_disk(
    settings: Settings, since: str | None, selected: Sequence[str], progress: Progress, *, write: bool, on_stderr: bool
) -> Checked:
    """Fix the list on the disk, or only print the changes as a diff. Return what is left.

    With selected files or a revision, only these files, or those that changed since, are fixed.
    """
    with progress.step("reading files"):
        sources = read(settings)
        earlier = None if since is None else read_base(settings, since)
    checker = ListChecker()

    def check(now: Sources) -> Checked:
        return checker.check(now, progress) if earlier is None else check_changes(earlier, now, progress)

    days = cache(lambda: _days_added(settings))

    def changes(checked: Checked, now: Sources) -> Iterator[LocatedFix]:
        changed = None if earlier is None else newness_of(earlier, now)
        for change in tidy_changes(checked, now, days, today()):
            if is_selected(change.path, selected) and (changed is None or change.path in changed):
                yield change
        for d in checked.diagnostics:
            # In a list with old errors, which are not reported, nothing is deleted.
            if d.fix and concerns(d, selected) and not (d.fix.deletes and earlier is not None):
                yield LocatedFix(d.path, d.span.line, d.fix)

    fixed = fix_list(sources, check, changes)
    progress.clear()
    if write and fixed.edit:
        write_edit(fixed.edit, settings, sources)
    if write:
        refresh_schemas(settings.root, fixed.checked.library)
    if not write:
        print_diff(fixed.edit, settings)
    for path, line, fix in fixed.changes:
        where = printable(path_from(Path.cwd(), settings.root / path))
        verb = "fixed" if write else "would fix"
        click.echo(f"{where}:{line}: {verb}: {fix.label}", err=on_stderr or not write)
    return fixed.checked


def print_diff(edit: ListEdit, settings: Settings) -> None:
    """Print the changes as a diff. For a terminal or a workflow, which no file may control, unsafe text is escaped."""
    text = diff_text(edit, settings.root)
    if sys.stdout.isatty() or os.environ.get("GITHUB_ACTIONS"):
        text = "".join(printable(line) + "\n" for line in text.replace("\r\n", "\n").split("\n")[:-1])
    click.echo(text, nl=False)


def _days_added(settings: Settings) -> Mapping[str, str]:
    """The day on which each record was added to the repository; empty without git."""
    try:
        return repository_of(settings.root).days_added(settings.papers)
    except PapertrailError:
        return {}
