"""`papertrail export`."""

from __future__ import annotations

import click

from papertrail.cli.options import COLOR, SETTINGS, complete_list
from papertrail.cli.output import checked_without_errors
from papertrail.core import Row, Section
from papertrail.core.settings import Settings
from papertrail.exporters import EXPORTS, export_text
from papertrail.pipeline.lists import find_section


@click.command()
@click.option("--format", "output_format", type=click.Choice(tuple(EXPORTS)), default="json", help="Output format.")
@click.option(
    "--list",
    "list",
    metavar="LIST",
    shell_complete=complete_list,
    show_default="all papers",
    help="Export only the papers of this list, given by name or slug, or of a section such as 'Training > Memory'.",
)
@SETTINGS
@COLOR
def export(output_format: str, list: str | None, settings: Settings) -> None:
    """Print papers as data for other programs."""
    catalog = checked_without_errors(settings).catalog
    rows = catalog.rows if list is None else _distinct_rows(find_section(catalog.lists, list))
    click.echo(export_text(output_format, rows, catalog), nl=False)


def _distinct_rows(section: Section) -> tuple[Row, ...]:
    """The rows of a section and of all sections in it, each paper once."""
    return tuple({row.paper.id: row for part in section.walk() for row in part.rows}.values())
