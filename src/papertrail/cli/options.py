"""Options that several commands have."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click
from click.core import ParameterSource

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings


def _settings(context: click.Context, param: click.Parameter, file: Path | None) -> Settings:
    from papertrail.records.config_file import NO_CONFIG_HELP, find_config, load_settings  # help needs no YAML

    file = file or find_config(Path())
    if file is None:
        raise PapertrailError(f"mkdocs.yml not found in the current folder or its parents; {NO_CONFIG_HELP}")
    return load_settings(file)


def _set_color(context: click.Context, param: click.Parameter, when: str) -> None:
    """Set what `click.echo` follows: it removes colors where they are not wanted."""
    is_default = context.get_parameter_source(str(param.name)) is ParameterSource.DEFAULT
    if context.parent is None or not is_default:  # by default, a command follows the option before its name
        context.color = color_choice(when, os.environ)


def color_choice(when: str, env: Mapping[str, str]) -> bool | None:
    """Whether to use colors; None for only on a terminal.

    Variables as in Python (https://docs.python.org/3/using/cmdline.html#controlling-color).
    """
    if when != "auto":
        return when == "always"
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR"):
        return True
    return False if env.get("TERM") == "dumb" else None


def complete_list(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Slugs of lists for a shell's completion; none outside a project. They need no quotes in any shell."""
    from papertrail.pipeline.lists import list_slugs

    settings = context.params.get("settings")
    slugs = list_slugs(settings) if isinstance(settings, Settings) else []
    return [slug for slug in slugs if slug.startswith(incomplete)]


_CONFIG_HELP = "MkDocs configuration file."
_CONFIG_DEFAULT = "mkdocs.yml in the current folder or the nearest parent"
CONFIG_FILE = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    show_default=_CONFIG_DEFAULT,
    help=_CONFIG_HELP,
)
"""The configuration file, for a command that can do without."""
SETTINGS = click.option(
    "-f",
    "--config-file",
    "settings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    callback=_settings,
    show_default=_CONFIG_DEFAULT,
    help=_CONFIG_HELP,
)
"""The settings in the configuration file. Each command reads the file once."""
COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    expose_value=False,
    is_eager=True,
    callback=_set_color,
    help="When to use colors.",
)
STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
PROFILE = click.option("--profile", is_flag=True, help="Print how long each step took.")
