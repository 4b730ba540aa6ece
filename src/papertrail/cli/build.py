"""`papertrail build`."""

from __future__ import annotations

import click

from papertrail.cli.options import COLOR, PROFILE, SETTINGS, STRICT
from papertrail.cli.output import checked_without_errors, progress_on_stderr
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings


@click.command()
@STRICT
@click.option(
    "--preview", is_flag=True, help="Build a site that opens without a server, and omit the files that have errors."
)
@PROFILE
@SETTINGS
@COLOR
def build(strict: bool, preview: bool, profile: bool, settings: Settings) -> None:
    """Check the records and build the site.

    The site is written to MkDocs' site_dir. If the records have errors, nothing is written, except with --preview.
    """
    if preview and strict:
        raise PapertrailError("--preview shows problems on its pages; it cannot be used with --strict")
    with progress_on_stderr(profile) as progress:
        if preview:
            with progress.step("loading MkDocs"):
                from papertrail.publishing.commands import publish_preview
            publish_preview(settings, progress)
            return
        checked = checked_without_errors(settings, strict, progress).with_texts_on_disk(settings)
        with progress.step("loading MkDocs"):
            from papertrail.publishing.commands import publish  # slow to import, and `check` does not need it
        publish(settings, checked, strict=strict, progress=progress)
