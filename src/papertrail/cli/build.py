"""`papertrail build`."""

from __future__ import annotations

from pathlib import Path

import click

from papertrail.cli.options import CONFIG_FILE, PROFILE, STRICT
from papertrail.cli.output import checked_without_errors, stages_on_stderr
from papertrail.core.settings import load_settings


@click.command()
@STRICT
@PROFILE
@CONFIG_FILE
def build(strict: bool, profile: bool, config_file: Path) -> None:
    """Check the records and publish the site."""
    with stages_on_stderr(profile) as stages:
        checked = checked_without_errors(load_settings(config_file), strict, stages).without_texts()
        with stages("loading MkDocs"):
            from papertrail.publishing.commands import publish  # it is slow to import, and `check` has no use for it
        publish(config_file, strict=strict, checked=checked, stages=stages)
