"""`papertrail init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path())
def init(directory: Path) -> None:
    """Start a new list in DIRECTORY, by default in the current folder.

    Writes the settings, sample papers, and workflows for GitHub. Existing files are not overwritten.
    """
    from papertrail.scaffold import write_list

    for path in write_list(directory):
        click.echo(f"  {path}")
    change_folder = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
    click.echo(f"Created a new list. To see it, run: {change_folder}papertrail serve")
