"""`papertrail import`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papertrail.cli.options import COLOR, CONFIG_FILE
from papertrail.cli.output import progress_on_stderr, report_text
from papertrail.cli.statuses import FAILED
from papertrail.core.settings import Settings
from papertrail.records.config_file import find_config
from papertrail.templating.environment import environment

if TYPE_CHECKING:
    from papertrail.importing import ImportResult


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="DIR",
    show_default="the current project",
    help="Folder of the list, or of its new records. If it contains no list, one is created.",
)
@click.option("--topic", metavar="TOPIC", help="Name of the list; for data files, the topic of the papers.")
@click.option("--new-topic", is_flag=True, help="Create the topic of --topic if the list does not have it.")
@click.option(
    "--prune",
    is_flag=True,
    help="Remove what FILES no longer contain: unedited records that only they contributed to, and values.",
)
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Also write the import report to FILE, as JSON."
)
@click.option(
    "--base-url",
    metavar="URL",
    help="Base URL for relative links in FILES, such as https://github.com/me/list/blob/main/.",
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="KEY=FIELD",
    help="Field of records for a key or column of data files; without FIELD, its values are not imported. Repeatable.",
)
@click.option(
    "--accept-prose", is_flag=True, help="Import lists of which most items are left as text, instead of refusing them."
)
@click.option("--preview", is_flag=True, help="Print ten records, the least certain first, and write nothing.")
@click.option("--dry-run", is_flag=True, help="Print the changes as a diff, and write nothing.")
@CONFIG_FILE
@COLOR
def import_files(
    files: tuple[Path, ...],
    into: Path | None,
    topic: str | None,
    new_topic: bool,
    prune: bool,
    report: Path | None,
    base_url: str | None,
    maps: tuple[str, ...],
    accept_prose: bool,
    preview: bool,
    dry_run: bool,
    config_file: Path,
) -> None:
    """Import existing lists: Markdown, BibTeX, CSL-JSON, RIS, CSV, YAML, JSON and TOML.

    Every entry of FILES becomes a record. Entries about the same work become one record. When a file with data is
    imported again, its changes are written into the records. What you edited stays.
    """
    from papertrail import importing
    from papertrail.editing.list_edit import diff_text, list_sources
    from papertrail.pipeline.names import names_of
    from papertrail.scaffold.new_list import NewList

    settings, folder = importing.find_project(into, config_file or find_config(Path()))
    inputs = importing.read_inputs(files, settings.root)
    if report is not None:
        importing.check_report_path(report, files)
    with progress_on_stderr(profile=False) as progress:
        options = importing.ImportOptions(
            topic=topic, new_topic=new_topic, prune=prune, base_url=importing.base_url(base_url), folder=folder,
            names=importing.field_names(maps, inputs), added=importing.today(), progress=progress.show,
            accept_prose=accept_prose, schema=importing.has_schema(settings),
        )  # fmt: skip
        sources = list_sources(settings)
        result = importing.import_lists(sources, settings, inputs, options, environment(settings.templates_folder))
    new_list = NewList.of(settings.root, name=result.reports[0].list) if importing.is_new(settings) else None
    names = names_of(result.checked.library)
    around = importing.new_project_files(settings, new_list.files(names)) if new_list else {}
    with importing.staged_report(report, importing.report_json(result.reports), settings.root):
        if preview:
            click.echo(importing.preview_text(result))
        if dry_run:
            new_files = "".join(f"new file: {path}\n" for path in around)
            click.echo(new_files + diff_text(result.edit, settings.root), nl=False)
        elif not preview:
            importing.write_files(settings, sources, result.edit, around)
    click.echo(importing.reports_text(result.reports), err=True)
    if not result.ok:
        click.echo(report_text(result.checked.diagnostics, result.checked.library.texts, settings), err=True)
    click.echo(_outcome(result, around, settings, dry_run or preview), err=True)
    for note in new_list.notes(settings.root) if new_list else ():
        click.echo(f"papertrail: note: {note}", err=True)
    if new_list and result.ok and not (dry_run or preview):
        click.echo(f"Next: {_next_step(into)}", err=True)
    if not result.ok:
        raise click.exceptions.Exit(FAILED)


def _next_step(folder: Path | None) -> str:
    serve = "papertrail serve" if folder is None else f"cd {shlex.quote(str(folder))} && papertrail serve"
    return f"`{serve}` shows the site on http://127.0.0.1:8000/"


def _outcome(result: ImportResult, around: Mapping[str, bytes], settings: Settings, dry_run: bool) -> str:
    if not result.edit and not around:
        if any(report.differences for report in result.reports):
            return "Nothing written: the lines that start with `review:` need a decision."
        return "Nothing to import: the list already contains everything."
    verb = "Would write" if dry_run else "Wrote"
    new = sorted({path.partition("/")[0] + "/" * ("/" in path) for path in around})
    files_of_new_list = f", and for the new list {', '.join(new)}" if new else ""
    removed = f", and {'would remove' if dry_run else 'removed'} {len(result.removed)}" if result.removed else ""
    return f"{verb} {len(result.files)} files to {settings.root / settings.papers}{removed}{files_of_new_list}"
