"""`papertrail serve`."""

from __future__ import annotations

import click

from papertrail.cli.options import COLOR, SETTINGS
from papertrail.core.settings import Settings


@click.command()
@click.option(
    "-a",
    "--dev-addr",
    metavar="HOST:PORT",
    show_default="dev_addr in mkdocs.yml, or 127.0.0.1:8000",
    help="Address to serve the site on.",
)
@SETTINGS
@COLOR
def serve(dev_addr: str | None, settings: Settings) -> None:
    """Serve the site locally, and reload it after each change.

    Press Ctrl-C to stop.
    """
    from papertrail.publishing.commands import serve as serve_site

    serve_site(settings, dev_addr)
