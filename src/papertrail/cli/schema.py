"""`papertrail schema`."""

from __future__ import annotations

import click

from papertrail.cli.options import COLOR, SETTINGS
from papertrail.cli.statuses import FAILED
from papertrail.core.settings import Settings
from papertrail.pipeline.check import library_of
from papertrail.records.files import read
from papertrail.records.schema_folder import ignores_schemas
from papertrail.scaffold.schema_files import outdated_schemas, write_schemas


@click.command()
@click.option("--check", is_flag=True, help="Write nothing, and fail if a schema is missing or outdated.")
@SETTINGS
@COLOR
def schema(check: bool, settings: Settings) -> None:
    """Write the JSON Schemas for editors, with the names of the list.

    Editors with a YAML language server then complete topics, venues, institutions and keywords. Other names stay valid
    for them; `papertrail check` reports unknown ones.
    """
    library = library_of(read(settings))
    if check:
        outdated = outdated_schemas(settings.root, library)
        for path in outdated:
            click.echo(f"{path}: outdated or missing; run `papertrail schema`")
        if outdated:
            raise click.exceptions.Exit(FAILED)
        return
    written = write_schemas(settings.root, library)
    click.echo("\n".join(f"Wrote {path}" for path in written) or "All schemas are current")
    if not ignores_schemas(settings.root):
        click.echo("To keep changes of names from conflicting in git, add the line /schema/ to .gitignore", err=True)
