"""`papertrail import`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from papertrail.cli.options import CONFIG_FILE
from papertrail.cli.output import FAILED, stages_on_stderr
from papertrail.core.settings import Settings
from papertrail.reporters import text_report
from papertrail.templating.environment import environment


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DIR", help="The list's folder; made where it is not there."
)
@click.option("--topic", metavar="T", help="The list's name, or the topic for papers from data.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the account as JSON too.")
@click.option(
    "--base-url", metavar="U", help="What relative addresses start from, such as https://github.com/.../blob/main/."
)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@CONFIG_FILE
def import_files(
    files: tuple[Path, ...],
    into: Path | None,
    topic: str | None,
    report: Path | None,
    base_url: str | None,
    dry_run: bool,
    config_file: Path,
) -> None:
    """Turn lists that you have into records: Markdown, BibTeX, CSL-JSON and CSV."""
    from papertrail import importing
    from papertrail.scaffold import new_list

    settings, folder = importing.project(into, config_file)
    inputs = [importing.read(file, settings.root) for file in files]
    if report is not None:
        importing.refuse_report(report, files)
    with stages_on_stderr(profile=False) as stages:
        options = importing.Options(
            topic=topic, base_url=importing.base_of(base_url), folder=folder, added=importing.today(), tell=stages.tell,
            schema=importing.has_schema(settings),
        )  # fmt: skip
        result = importing.adopt(
            importing.present(settings), settings, inputs, options, environment(settings.templates_folder)
        )
    around = importing.frame(settings, result.reports[0].list or "Reading List", new_list())
    with importing.prepared(report, importing.report_json(result.reports)):
        if dry_run:
            click.echo(importing.diff(settings, result.files, around), nl=False)
        else:
            importing.write(settings, result.files, around)
    for file_report in result.reports:
        click.echo(file_report.text(), err=True)
    if not result.ok:
        click.echo(text_report(result.checked.diagnostics, result.checked.library.texts), err=True)
    click.echo(_outcome(result.files, around, settings, dry_run), err=True)
    if not result.ok:
        raise click.exceptions.Exit(FAILED)


def _outcome(files: Mapping[str, str], around: Mapping[str, bytes], settings: Settings, dry_run: bool) -> str:
    if not files and not around:
        return "Nothing to change: all of it is there already."
    verb = "would be written" if dry_run else "written"
    new = sorted({path.partition("/")[0] + "/" * ("/" in path) for path in around})
    beside = f", and beside them a new list's {', '.join(new)}" if new else ""
    return f"{len(files)} files {verb} in {settings.root / settings.papers}{beside}"
