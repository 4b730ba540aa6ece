"""`papertrail report`."""

from __future__ import annotations

import click

from papertrail.cli.options import COLOR, SETTINGS
from papertrail.core.settings import Settings
from papertrail.records.files import read, read_commit


@click.command()
@click.argument("base")
@click.option(
    "--format", "output_format", type=click.Choice(["markdown", "json"]), default="markdown", help="Output format."
)
@SETTINGS
@COLOR
def report(base: str, output_format: str, settings: Settings) -> None:
    """Report what a branch changes in the list, for the review of a pull request.

    The list is compared with the last commit that the current branch and BASE, such as main, have in common.
    """
    from papertrail.reporters.changes import changes_json, changes_markdown
    from papertrail.reviewing import list_changes
    from papertrail.runtime.git import repository_of

    repository = repository_of(settings.root)
    before = read_commit(settings, repository, repository.merge_base(base))
    changes = list_changes(before, read(settings), settings)
    click.echo(changes_json(changes) if output_format == "json" else changes_markdown(changes), nl=False)
