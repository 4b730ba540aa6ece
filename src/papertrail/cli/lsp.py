"""`papertrail lsp`."""

from __future__ import annotations

import click

from papertrail.core.errors import PapertrailError


@click.command()
def lsp() -> None:
    """Serve an editor: problems, completion, help and fixes while you type.

    Editors start it themselves. It talks the Language Server Protocol on standard input and output.
    """
    try:
        from papertrail.lsp.server import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        message = "the language server needs the package pygls; run: pip install 'mkdocs-papertrail[lsp]'"
        raise PapertrailError(message) from None
    run()
