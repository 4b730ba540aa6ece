"""`papertrail check`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from papertrail.cli.changes import concerns, read_base
from papertrail.cli.options import COLOR, PROFILE, SETTINGS, STRICT
from papertrail.cli.output import progress_on_stderr, report_text
from papertrail.cli.paths import path_in_project
from papertrail.cli.statuses import FAILED
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.new_sites import NewSite, SiteLink
from papertrail.core.settings import Settings
from papertrail.pipeline.check import Checked, check_from_disk
from papertrail.records.config_file import config_in, load_settings
from papertrail.records.files import Sources, read
from papertrail.records.library import Library
from papertrail.reporters import (
    count_line,
    github_report,
    json_report,
    sites_notices,
    sites_summary,
    sites_text,
    summary,
)
from papertrail.reporters.paths import path_from, paths_from
from papertrail.reporters.style import ansi
from papertrail.runtime.progress import Progress
from papertrail.text.strings import printable


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Output format.",
)
@click.option(
    "--compare-with",
    "before",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Also report links to sites that the list in FOLDER, an earlier version, does not link to.",
)
@click.option(
    "--changed-since",
    "since",
    metavar="REVISION",
    help="Report only problems that came with changes since the current branch left REVISION in git, such as main.",
)
@click.option("--fix", is_flag=True, help="Fix what is safe, and report the rest.")
@click.option("--diff", is_flag=True, help="Print what --fix would change as a diff, and write nothing.")
@STRICT
@PROFILE
@SETTINGS
@COLOR
def check(
    paths: tuple[Path, ...],
    output_format: str,
    before: Path | None,
    since: str | None,
    fix: bool,
    diff: bool,
    strict: bool,
    profile: bool,
    settings: Settings,
) -> None:
    """Check all records and registries.

    With PATHS, report only problems in these files and folders.
    """
    selected = [path_in_project(path, settings.root) for path in paths]
    with progress_on_stderr(profile) as progress:
        if fix or diff:
            from papertrail.cli.fix import fix_from_disk

            checked = fix_from_disk(
                settings, since, selected, progress, write=not diff, on_stderr=output_format != "text"
            )
        elif since is not None:
            checked = _check_changes(settings, since, progress)
        else:
            checked = check_from_disk(settings, progress)
    sites = None if before is None else _new_sites(settings, before)
    diagnostics = [d for d in checked.diagnostics if concerns(d, selected)]
    if not diff:
        _print(diagnostics, sites, checked.library, settings, output_format)
    if has_error(diagnostics, strict=strict):
        raise click.exceptions.Exit(FAILED)


def _check_changes(settings: Settings, revision: str, progress: Progress) -> Checked:
    from papertrail.pipeline.changed import check_changes

    with progress.step("reading files"):
        earlier, now = read_base(settings, revision), read(settings)
    return check_changes(earlier, now, progress)


def _new_sites(settings: Settings, folder: Path) -> list[NewSite]:
    """The sites that the list in a folder does not link to: all sites if there is no list that can be read."""
    from papertrail.pipeline.new_sites import new_sites

    try:
        config = config_in(folder)
        before = read(load_settings(config)) if config else Sources()
    except PapertrailError as error:
        click.echo(f"papertrail: no list to compare with: {printable(str(error))}", err=True)
        before = Sources()
    return new_sites(read(settings), before)


def _print(
    diagnostics: Sequence[Diagnostic],
    sites: Sequence[NewSite] | None,
    library: Library,
    settings: Settings,
    output_format: str,
) -> None:
    if output_format == "json":
        click.echo(json_report(diagnostics, sites), nl=False)
    elif output_format == "github":
        _print_for_github(diagnostics, sites, library, settings)
    else:
        report = report_text(diagnostics, library.texts, settings)
        report += "" if sites is None else sites_text(_with_paths(sites, Path.cwd(), settings), ansi) + "\n"
        click.echo(report + count_line(diagnostics, len(library.records), ansi))


def _with_paths(sites: Sequence[NewSite], folder: Path, settings: Settings) -> list[NewSite]:
    """The sites with the paths of their links relative to a folder instead of the project."""

    def moved(link: SiteLink) -> SiteLink:
        return link._replace(path=path_from(folder, settings.root / link.path))

    return [replace(site, links=tuple(map(moved, site.links))) for site in sites]


def _print_for_github(
    diagnostics: Sequence[Diagnostic], sites: Sequence[NewSite] | None, library: Library, settings: Settings
) -> None:
    """Print annotations, whose paths GitHub expects relative to the repository, and add to the job summary."""
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or settings.root).resolve()
    base = workspace if settings.root.is_relative_to(workspace) else settings.root
    diagnostics, texts = paths_from(base, settings.root, diagnostics, library.texts)
    papers = len(library.records)
    report, details = github_report(diagnostics), summary(diagnostics, texts, papers)
    if sites is not None:
        sites = _with_paths(sites, base, settings)
        report, details = report + sites_notices(sites), details + sites_summary(sites)
    click.echo(report + count_line(diagnostics, papers))
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(details)
