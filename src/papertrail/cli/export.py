"""`papertrail export`."""

from __future__ import annotations

from pathlib import Path

import click

from papertrail.cli.options import CONFIG_FILE
from papertrail.cli.output import checked_without_errors
from papertrail.core import Row, Section
from papertrail.core.settings import load_settings
from papertrail.exporters import EXPORTS, export_text
from papertrail.pipeline.document import find_section


@click.command()
@click.option(
    "--format", "format_name", type=click.Choice(tuple(EXPORTS)), default="json", help="The form of the data."
)
@click.option("--list", "list", metavar="LIST", help="Only the papers of LIST: a name or slug, or a section's path.")
@CONFIG_FILE
def export(format_name: str, list: str | None, config_file: Path) -> None:
    """Print the papers as data for other programs."""
    catalog = checked_without_errors(load_settings(config_file)).catalog
    rows = catalog.rows if list is None else _distinct_rows(find_section(catalog.lists, list))
    click.echo(export_text(format_name, rows, catalog), nl=False)


def _distinct_rows(section: Section) -> tuple[Row, ...]:
    """The rows of a section and of all sections in it, each paper once."""
    return tuple({row.paper.id: row for part in section.walk() for row in part.rows}.values())
