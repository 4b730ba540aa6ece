"""`papertrail render`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from papertrail.cli.options import COLOR, SETTINGS, complete_list
from papertrail.cli.output import checked_without_errors
from papertrail.cli.statuses import FAILED
from papertrail.core import Section
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import STYLES
from papertrail.core.prose_marker import FOLDER as PROSE
from papertrail.core.settings import Settings
from papertrail.documents import GITHUB_LIMIT
from papertrail.editing.list_edit import ListEdit, write_edit
from papertrail.pipeline.check import Checked
from papertrail.pipeline.list_documents import ListDocument, list_documents, may_replace, with_line_endings
from papertrail.pipeline.lists import find_section, list_document
from papertrail.records.files import Sources
from papertrail.runtime.atomic_file import make_folders, write_file
from papertrail.templating.environment import environment
from papertrail.text.strings import printable

_FILE = click.Path(path_type=Path)
BUILDERS = ("mkdocs", "zensical", "hugo", "quarto")
"""The site generators for `--builder`; the first one is the default."""
_EVERY = Path()
"""The value of `--check` without a file."""


@click.command()
@click.argument("list", required=False, shell_complete=complete_list)
@click.option(
    "--style", type=click.Choice(STYLES), show_default="as in the topic registry", help="Style of the entries."
)
@click.option(
    "--check",
    "compared",
    type=_FILE,
    is_flag=False,
    flag_value=_EVERY,
    metavar="[FILE]",
    help="Only check whether FILE, or with --all every document, is up to date; if not, exit with status 1.",
)
@click.option("--write", type=_FILE, metavar="FILE", help="Write the document to FILE instead of printing it.")
@click.option("--all", "every", is_flag=True, help="Write the `document` of every list that has one in _topics.yml.")
@click.option("--out", type=_FILE, metavar="DIR", help="Write the whole site to DIR, as a project for --builder.")
@click.option("--builder", type=click.Choice(BUILDERS), help="The site generator for --out.  [default: mkdocs]")
@SETTINGS
@COLOR
def render(
    list: str | None,
    style: str | None,
    compared: Path | None,
    write: Path | None,
    every: bool,
    out: Path | None,
    builder: str | None,
    settings: Settings,
) -> None:
    """Print a list as a Markdown or HTML document.

    LIST is the name or slug of a list, or the path of a section, such as 'Training > Memory'. It can be omitted if
    there is only one list.
    """
    checked = checked_without_errors(settings)
    if out is not None:
        if list or style or compared or write or every:
            raise PapertrailError("--out writes all pages; it can only be used with --builder")
        from papertrail.publishing.export_site import write_site

        click.echo(f"{write_site(settings, checked, out, builder or BUILDERS[0])} files in {out}", err=True)
        return
    if builder:
        raise PapertrailError("--builder needs --out")
    if every:
        if list or style or write or compared not in (None, _EVERY):
            raise PapertrailError("--all writes all documents; it can only be used with --check, without a FILE")
        _all_documents(checked, settings, check_only=compared is not None)
        return
    if compared == _EVERY:
        raise PapertrailError("--check needs a FILE, or --all for the documents in _topics.yml")
    section = find_section(checked.catalog.lists, list)
    text = list_document(checked, section, environment(settings.templates_folder), style=style)
    if len(text.encode()) > GITHUB_LIMIT:
        click.echo(_size_warning(section), err=True)
    if compared is not None:
        _compare(compared, text, _command(section, style))
    elif write is not None:
        current = write.read_bytes() if write.is_file() else None
        write_file(write, with_line_endings(text, current).encode(), inside=settings.root)
    else:
        click.echo(text, nl=False)


def _all_documents(checked: Checked, settings: Settings, *, check_only: bool) -> None:
    """Write all documents that are out of date, or only report them and exit with status 1."""
    templates = environment(settings.templates_folder)
    documents = [*list_documents(checked, templates, settings.root)]
    if not documents:
        # Not an error: workflows run this command for every list.
        click.echo("No list has a document; add the line `document: README.md` to a list in _topics.yml", err=True)
        return
    for document in documents:
        if len(document.text.encode()) > GITHUB_LIMIT:
            click.echo(_size_warning(document.section), err=True)
    stale = [document for document in documents if not document.is_current]
    for document in stale:
        if not may_replace(document, checked, templates):
            raise PapertrailError(_not_replaced(document, f"{settings.papers}/{PROSE}/{document.section.slug}.md"))
    if not stale:
        click.echo("All documents are up to date.", err=True)
    elif check_only:
        for document in stale:
            problem = "does not exist" if document.current is None else "is out of date"
            click.echo(f"{document.path} {problem}", err=True)
        click.echo("update the documents with: papertrail render --all", err=True)
        raise click.exceptions.Exit(FAILED)
    else:
        for document in stale:
            make_folders((settings.root / document.path).parent, inside=settings.root)
        texts = {document.path: with_line_endings(document.text, document.current) for document in stale}
        write_edit(ListEdit(texts=texts), settings, Sources())
        click.echo(f"Wrote {', '.join(document.path for document in stale)}", err=True)


def _not_replaced(document: ListDocument, prose: str) -> str:
    file = shlex.quote(document.path)
    return (
        f"{document.path} was not written by papertrail, so nothing was written; to import its papers, run: "
        f"papertrail import {file}; to keep the text around them, move it to {prose}; to replace it, run: "
        f"{_command(document.section)} --write {file}"
    )


def _compare(file: Path, text: str, command: str) -> None:
    """Exit with status 1 if a file is not `text`. Line endings may differ, as git converts them."""
    if not file.is_file() or file.read_bytes().replace(b"\r\n", b"\n") != text.encode():
        click.echo(f"{file} is out of date; update it with: {command} --write {shlex.quote(str(file))}", err=True)
        raise click.exceptions.Exit(FAILED)


def _size_warning(section: Section) -> str:
    """What to do about a document that is too large for GitHub."""
    commands = (f"\n  {_command(part)} --write {shlex.quote(part.slug + '.md')}" for part in section.sections)
    return (
        f"papertrail: warning: the document is larger than {GITHUB_LIMIT // 1024} KiB, the most that GitHub shows of a "
        "file; render each section to a file of its own:" + "".join(commands)
    )


def _command(section: Section, style: str | None = None) -> str:
    """A command to paste into a shell, safe for any topic name."""
    option = f" --style {style}" if style else ""
    return f"papertrail render {shlex.quote(printable(' > '.join(section.path)))}{option}"
