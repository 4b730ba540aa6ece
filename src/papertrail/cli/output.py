"""What several commands print, and their exit statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from papertrail.cli.statuses import FAILED
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.settings import Settings
from papertrail.pipeline.check import Checked, check_from_disk
from papertrail.reporters import count_line, text_report
from papertrail.reporters.paths import paths_from
from papertrail.reporters.style import ansi
from papertrail.runtime.progress import SILENT, Progress


@contextmanager
def progress_on_stderr(profile: bool) -> Iterator[Progress]:
    """Show the progress of a command, and at its end the time of each step if `profile` is set."""
    progress = Progress.on_stderr()
    try:
        yield progress
    finally:
        progress.clear()
        if profile:
            click.echo(progress.profile(), err=True, nl=False)


def report_text(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], settings: Settings) -> str:
    """Diagnostics for a terminal: in colors, with paths relative to the current folder."""
    return text_report(*paths_from(Path.cwd(), settings.root, diagnostics, texts), ansi)


def checked_without_errors(settings: Settings, strict: bool = False, progress: Progress = SILENT) -> Checked:
    """Read and check the list, and print its diagnostics. If there are errors, exit."""
    checked = check_from_disk(settings, progress)
    diagnostics, library = checked.diagnostics, checked.library
    if diagnostics:
        summary = count_line(diagnostics, len(library.records), ansi)
        click.echo(report_text(diagnostics, library.texts, settings) + summary, err=True)
    if has_error(diagnostics, strict=strict):
        click.echo("papertrail: nothing was written", err=True)
        raise click.exceptions.Exit(FAILED)
    return checked
