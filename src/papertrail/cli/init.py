"""`papertrail init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

HOSTS = ("github", "gitlab")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path())
@click.option("--name", metavar="NAME", help='Title of the list (default: "Reading List").')
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    show_default="where this papertrail came from",
    help="What the workflows install: a version, git+https://HOST/PATH@COMMIT, or the URL of a wheel with its hash.",
)
@click.option("--host", type=click.Choice(HOSTS), help="Code host of the list (default: that of the remote `origin`).")
def init(directory: Path, name: str | None, source: str | None, host: str | None) -> None:
    """Start a new list in DIRECTORY, by default in the current folder.

    Writes the settings, sample papers, and workflows for GitHub or GitLab. Existing files are not overwritten.
    """
    from papertrail.scaffold.new_list import NewList, write_list

    new_list = NewList.of(directory, name=name, source=source, host=host)
    for path in write_list(directory, new_list):
        click.echo(f"  {path}")
    for note in new_list.notes(directory):
        click.echo(f"papertrail: note: {note}", err=True)
    change_folder = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
    click.echo(f"Created a new list. To see it, run: {change_folder}papertrail serve")
