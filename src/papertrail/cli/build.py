"""`papertrail build`."""

from __future__ import annotations

import click

from papertrail.cli.options import COLOR, PROFILE, SETTINGS, STRICT
from papertrail.cli.output import checked_without_errors, stages_on_stderr
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
    with stages_on_stderr(profile) as stages:
        checked = checked_without_errors(settings, strict, stages).without_texts()
        with stages("loading MkDocs"):
            from papertrail.publishing.commands import publish  # slow to import, and `check` does not need it
        publish(settings, checked, strict=strict, progress=stages)
