"""What commands print alike, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from papertrail.core.diagnostics import has_error
from papertrail.core.settings import Settings
from papertrail.pipeline.check import Checked, check_from_disk
from papertrail.reporters import count_line, text_report
from papertrail.runtime.progress import QUIET, Stages

FAILED, MISUSED = 1, 2
"""Exit statuses beside 0: an error in the list, and wrong use or a failure of our own."""


@contextmanager
def stages_on_stderr(profile: bool) -> Iterator[Stages]:
    """The stages of a command, and at its end how long each took."""
    stages = Stages.on_stderr()
    try:
        yield stages
    finally:
        stages.clear()
        if profile:
            click.echo(stages.table(), err=True, nl=False)


def checked_without_errors(settings: Settings, strict: bool = False, stages: Stages = QUIET) -> Checked:
    """A list without errors; with them, they are printed and the command ends."""
    checked = check_from_disk(settings, stages)
    if checked.diagnostics:
        papers = len(checked.library.records)
        click.echo(
            text_report(checked.diagnostics, checked.library.texts) + count_line(checked.diagnostics, papers),
            err=True,
        )
    if has_error(checked.diagnostics, strict=strict):
        click.echo("papertrail: nothing was written", err=True)
        raise click.exceptions.Exit(FAILED)
    return checked
