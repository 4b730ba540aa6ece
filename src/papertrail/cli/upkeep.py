"""What `links` and `update` have in common."""

from __future__ import annotations

from collections.abc import Callable

import click

from papertrail.cli.fix import print_diff
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.curating import ListTexts, curated
from papertrail.editing.list_edit import ListEdit, write_edit
from papertrail.records.files import Sources
from papertrail.reporters.style import ansi
from papertrail.text.strings import printable
from papertrail.upkeep.cache import Cache, write_cache
from papertrail.upkeep.reports import FORMATS, UpkeepReport, report_as

SELECTED = click.argument("selected", nargs=-1, metavar="[PATH|ID]...")
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    help="Output format; Markdown is for an issue.",
)
DIFF = click.option("--diff", is_flag=True, help="Print what --fix would change as a diff, and write nothing.")


def print_report(report: UpkeepReport, output_format: str, *, on_stderr: bool) -> None:
    """Print a report; next to a diff, on standard error."""
    click.echo(report_as(output_format, report, ansi), nl=False, err=on_stderr)


def apply(change: Callable[[ListTexts], ListEdit], settings: Settings, sources: Sources, *, diff: bool) -> None:
    """Write a change, or print it as a diff. Raises `PapertrailError` if it adds an error to the list."""
    result = curated(sources, change)
    if not result.ok:
        problem = result.new[0]
        raise PapertrailError(f"nothing was written, because of {problem.path}: {problem.message}")
    if diff:
        print_diff(result.edit, settings)
        return
    if result.edit:
        write_edit(result.edit, settings, sources)
    count = len(result.edit.texts)
    click.echo(f"Fixed {count} {'file' if count == 1 else 'files'}", err=True)


def keep(cache: Cache, settings: Settings, name: str) -> None:
    """Write a cache. If that is not possible, say so: the command has done its work."""
    try:
        write_cache(cache, settings.root, name)
    except (OSError, PapertrailError) as error:
        message = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        click.echo(f"papertrail: the results were not kept for the next run: {printable(message)}", err=True)


def until_interrupted(work: Callable[[], None]) -> BaseException | None:
    """Do some work. Returns the exception if it is interrupted, so that what is known can be printed first."""
    try:
        work()
    except KeyboardInterrupt as error:
        return error
    return None
