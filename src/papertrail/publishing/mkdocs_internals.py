"""The only module that uses private names of MkDocs.

MkDocs has no public function that renders one page, and none that asks its development server for a build.
`tests/publishing/test_mkdocs_internals.py` fails if a version of MkDocs lacks one of these names.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page


def populate_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Read a page and render its Markdown, with the events of all plugins."""
    build._populate_page(page, config, files)


def wait_for_build(server: LiveReloadServer) -> None:
    """Wait until no build is running."""
    with server._epoch_cond:
        server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)


def request_build(server: LiveReloadServer) -> None:
    """Have the server call its builder soon."""
    with server._rebuild_cond:
        server._want_rebuild = True
        server._rebuild_cond.notify_all()


def keep_browsers(server: LiveReloadServer) -> None:
    """Report the build that is running as one that changed nothing, so that no browser reloads its page."""
    server._wanted_epoch = server._visible_epoch


def watched_paths(server: LiveReloadServer) -> list[Path]:
    """Return the files and folders whose changes MkDocs itself follows."""
    return [Path(path) for path in server._watched_paths]
