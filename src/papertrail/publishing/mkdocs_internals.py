"""The only module that uses private names of MkDocs.

MkDocs has no public function that renders one page, and none that asks its development server for a build.
`tests/publishing/test_mkdocs_internals.py` fails if a version of MkDocs lacks one of these names.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from papertrail.publishing.host import (
    Files,
    LiveReloadServer,
    MkDocsConfig,
    MkDocsPage,
    PluginCollection,
    Plugins,
    build_command,
)


def populate_page(page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
    """Read a page and render its Markdown, with the events of all plugins."""
    build_command._populate_page(page, config, files)


def newer_version(server: LiveReloadServer, version: int, is_gone: Callable[[], bool]) -> int:
    """Return the version of the site that browsers get. If it is not newer than `version`, first wait for another one:
    about a minute, or until `is_gone`.
    """
    end = time.monotonic() + server.poll_response_timeout
    with server._epoch_cond:
        while server._visible_epoch <= version and time.monotonic() < end and not is_gone():
            server._epoch_cond.wait(1)
        return server._visible_epoch


def with_reloading(server: LiveReloadServer, html: bytes) -> bytes:
    """Return a page with the script that waits for a newer version of the site, and then reloads the page."""
    return server._inject_js_into_html(html, server._visible_epoch)  # type: ignore[no-any-return, no-untyped-call]


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


class PluginStep(NamedTuple):
    """What MkDocs does with a plugin."""

    plugin: str
    failure: str
    """The words for a message that it failed."""


def plugin_step(frame: FrameType) -> PluginStep | None:
    """Return what a function of MkDocs that is running does with a plugin; None for any other function."""
    values = frame.f_locals
    if frame.f_code is PluginCollection.run_event.__code__:
        plugins: PluginCollection = values["self"]
        return PluginStep(plugins._event_origins.get(values["method"], "?"), f"failed in on_{values['name']}")
    if frame.f_code is Plugins.load_plugin.__code__:
        return PluginStep(values["name"], "cannot be loaded")
    return None
