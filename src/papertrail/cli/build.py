"""`papertrail build`."""

from __future__ import annotations

import click

from papertrail.cli.options import COLOR, PROFILE, SETTINGS, STRICT
from papertrail.cli.output import checked_without_errors, progress_on_stderr
from papertrail.core.settings import Settings


@click.command()
@STRICT
@PROFILE
@SETTINGS
@COLOR
def build(strict: bool, profile: bool, settings: Settings) -> None:
    """Check the records and build the site.

    The site is written to MkDocs' site_dir. If the records have errors, nothing is written.
    """
    with progress_on_stderr(profile) as progress:
        checked = checked_without_errors(settings, strict, progress).without_texts()
        with progress.step("loading MkDocs"):
            from papertrail.publishing.commands import publish  # slow to import, and `check` does not need it
        publish(settings, checked, strict=strict, progress=progress)
