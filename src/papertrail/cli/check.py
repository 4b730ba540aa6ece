"""`papertrail check`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from papertrail.cli.options import CONFIG_FILE, PROFILE, STRICT
from papertrail.cli.output import FAILED, stages_on_stderr
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import load_settings
from papertrail.pipeline.check import check_from_disk
from papertrail.records.library import Library
from papertrail.reporters import count_line, github_report, json_report, summary, text_report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How problems are told.",
)
@STRICT
@PROFILE
@CONFIG_FILE
def check(paths: tuple[Path, ...], format_name: str, strict: bool, profile: bool, config_file: Path) -> None:
    """Check the records; name PATHs to be told only of problems in those files or folders."""
    settings = load_settings(config_file)
    with stages_on_stderr(profile) as stages:
        checked = check_from_disk(settings, stages)
    selected = [_path_in_project(path, settings.root) for path in paths]
    diagnostics = [d for d in checked.diagnostics if not selected or _concerns(d, selected)]
    _print(diagnostics, checked.library, format_name)
    if has_error(diagnostics, strict=strict):
        raise click.exceptions.Exit(FAILED)


def _path_in_project(path: Path, root: Path) -> str:
    """A path of the command line, relative to the project. Raises `PapertrailError` for one that is not there."""
    if not os.path.lexists(path):
        raise PapertrailError(f"there is no file or folder {path}")
    try:
        # Without following links: a record that is one is told of under its own name.
        absolute = Path(os.path.abspath(path))  # noqa: PTH100
        return (absolute.parent.resolve() / absolute.name).relative_to(root).as_posix()
    except ValueError:
        raise PapertrailError(f"{path} is not inside the project {root}") from None


def _concerns(diagnostic: Diagnostic, selected: Sequence[str]) -> bool:
    """Whether a diagnostic is about one of these files, or about a file in one of these folders."""
    concerned = (diagnostic.path, *diagnostic.also)
    return any(path == "." or name == path or name.startswith(f"{path}/") for path in selected for name in concerned)


def _print(diagnostics: Sequence[Diagnostic], library: Library, format_name: str) -> None:
    papers = len(library.records)
    if format_name == "json":
        click.echo(json_report(diagnostics), nl=False)
        return
    if format_name == "github":
        click.echo(github_report(diagnostics) + count_line(diagnostics, papers))
        if file := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(file).open("a", encoding="utf-8") as opened:
                opened.write(summary(diagnostics, library.texts, papers))
        return
    click.echo(text_report(diagnostics, library.texts) + count_line(diagnostics, papers))
