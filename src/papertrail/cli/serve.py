"""`papertrail serve`."""

from __future__ import annotations

from pathlib import Path

import click

from papertrail.cli.options import CONFIG_FILE
from papertrail.core.settings import load_settings


@click.command()
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve; 127.0.0.1:8000 where it is left out.")
@CONFIG_FILE
def serve(dev_addr: str | None, config_file: Path) -> None:
    """Serve the site while you work on it; it follows each change of a file."""
    from papertrail.publishing.commands import serve as serve_site

    load_settings(config_file)
    serve_site(config_file, dev_addr)
