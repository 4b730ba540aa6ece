"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

CONFIG_FILE = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    help="The MkDocs configuration; mkdocs.yml where it is left out.",
)
STRICT = click.option("--strict", is_flag=True, help="Fail on warnings too.")
PROFILE = click.option("--profile", is_flag=True, help="Print how long each stage took.")
