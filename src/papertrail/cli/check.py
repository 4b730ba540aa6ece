"""`papertrail check`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from papertrail.cli.options import COLOR, PROFILE, SETTINGS, STRICT
from papertrail.cli.output import FAILED, progress_on_stderr, report_text
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.pipeline.check import check_from_disk
from papertrail.records.library import Library
from papertrail.reporters import count_line, github_report, json_report, summary
from papertrail.reporters.paths import paths_from
from papertrail.reporters.style import ansi


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Output format.",
)
@STRICT
@PROFILE
@SETTINGS
@COLOR
def check(paths: tuple[Path, ...], output_format: str, strict: bool, profile: bool, settings: Settings) -> None:
    """Check all records and registries.

    With PATHS, report only problems in these files and folders.
    """
    with progress_on_stderr(profile) as progress:
        checked = check_from_disk(settings, progress)
    selected = [_path_in_project(path, settings.root) for path in paths]
    diagnostics = [d for d in checked.diagnostics if not selected or _concerns(d, selected)]
    _print(diagnostics, checked.library, settings, output_format)
    if has_error(diagnostics, strict=strict):
        raise click.exceptions.Exit(FAILED)


def _path_in_project(path: Path, root: Path) -> str:
    """A path of the command line, relative to the project. Raises `PapertrailError` if it does not exist."""
    if not os.path.lexists(path):
        raise PapertrailError(f"{path} not found")
    try:
        # Links are not followed: a record that is a link is reported under its own name.
        absolute = Path(os.path.abspath(path))  # noqa: PTH100
        return (absolute.parent.resolve() / absolute.name).relative_to(root).as_posix()
    except ValueError:
        raise PapertrailError(f"{path} is not inside the project {root}") from None


def _concerns(diagnostic: Diagnostic, selected: Sequence[str]) -> bool:
    """Whether a diagnostic is about one of these files, or about a file in one of these folders."""
    concerned = (diagnostic.path, *diagnostic.also)
    return any(path == "." or name == path or name.startswith(f"{path}/") for path in selected for name in concerned)


def _print(diagnostics: Sequence[Diagnostic], library: Library, settings: Settings, output_format: str) -> None:
    papers = len(library.records)
    if output_format == "json":
        click.echo(json_report(diagnostics), nl=False)
    elif output_format == "github":
        _print_for_github(diagnostics, library, settings)
    else:
        click.echo(report_text(diagnostics, library.texts, settings) + count_line(diagnostics, papers, ansi))


def _print_for_github(diagnostics: Sequence[Diagnostic], library: Library, settings: Settings) -> None:
    """Print annotations, whose paths GitHub expects relative to the repository, and add to the job summary."""
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or settings.root).resolve()
    base = workspace if settings.root.is_relative_to(workspace) else settings.root
    diagnostics, texts = paths_from(base, settings.root, diagnostics, library.texts)
    papers = len(library.records)
    click.echo(github_report(diagnostics) + count_line(diagnostics, papers))
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(summary(diagnostics, texts, papers))
