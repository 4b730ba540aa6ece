"""`papertrail render`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from papertrail.cli.options import CONFIG_FILE
from papertrail.cli.output import FAILED, checked_without_errors
from papertrail.core import Section
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import STYLES
from papertrail.core.settings import load_settings
from papertrail.documents import GITHUB_LIMIT
from papertrail.pipeline.document import find_section, list_document
from papertrail.templating.environment import environment
from papertrail.text.strings import printable


@click.command()
@click.argument("list", required=False)
@click.option("--style", type=click.Choice(STYLES), help="Another style than the topic tree gives.")
@click.option("--check", "against", type=click.Path(path_type=Path), metavar="FILE", help="Only compare with FILE.")
@click.option("--write", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE instead of printing.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the site's pages into DIR instead.")
@CONFIG_FILE
def render(
    list: str | None,
    style: str | None,
    against: Path | None,
    write: Path | None,
    out: Path | None,
    config_file: Path,
) -> None:
    """Print a list as a document: LIST is its name or slug, or the path of one of its sections."""
    settings = load_settings(config_file)
    checked = checked_without_errors(settings)
    if out is not None:
        if list or style or against or write:
            raise PapertrailError("--out writes all pages; it goes with no LIST, --style, --check or --write")
        from papertrail.publishing.export_pages import write_pages

        click.echo(f"{write_pages(config_file, checked, out)} files in {out}", err=True)
        return
    section = find_section(checked.catalog.lists, list)
    text = list_document(checked, section, environment(settings.templates_folder), style=style)
    if len(text.encode()) > GITHUB_LIMIT:
        click.echo(_size_warning(section), err=True)
    if against is not None:
        _compare(against, text, _command(section, style))
    elif write is not None:
        _replace(write, text)
    else:
        click.echo(text, nl=False)


def _compare(file: Path, text: str, command: str) -> None:
    """End with status 1 where a document is not `text`; what git does to line ends does not matter."""
    if not file.is_file() or file.read_bytes().replace(b"\r\n", b"\n") != text.encode():
        click.echo(f"{file} is out of date; renew it with: {command} --write {shlex.quote(str(file))}", err=True)
        raise click.exceptions.Exit(FAILED)


def _replace(file: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    temporary = file.with_name(f".{file.name}.papertrail-new")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    temporary.replace(file)


def _size_warning(section: Section) -> str:
    """What to do about a document that is too large for GitHub."""
    commands = (f"\n  {_command(part)} --write {shlex.quote(part.slug + '.md')}" for part in section.sections)
    return (
        f"papertrail: the document is larger than {GITHUB_LIMIT // 1024} KiB, and GitHub shows no more of a file; "
        "render its sections into files of their own:" + "".join(commands)
    )


def _command(section: Section, style: str | None = None) -> str:
    """A command that can be copied into a shell, whatever a stranger called the topic."""
    option = f" --style {style}" if style else ""
    return f"papertrail render {shlex.quote(printable(' > '.join(section.path)))}{option}"
