"""`papertrail init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path())
def init(directory: Path) -> None:
    """Begin a new list in DIRECTORY: settings, two sample papers, and workflows for GitHub."""
    from papertrail.scaffold import write_list

    for path in write_list(directory):
        click.echo(f"  {path}")
    change_folder = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
    click.echo(f"Your list is ready: {change_folder}papertrail serve")
