"""The development server: that of MkDocs, with pages that are rendered on request, and safe from any request."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from papertrail.publishing.build_errors import BuildFailedError, build_failures
from papertrail.publishing.folder_watcher import FolderWatcher, polling_observer
from papertrail.publishing.host import LiveReloadServer, get_plugin_logger
from papertrail.publishing.live_answers import LiveAnswers
from papertrail.publishing.live_connections import CONNECTIONS, Connections, exchange
from papertrail.publishing.live_files import LiveFiles
from papertrail.publishing.live_session import Change, LiveSession
from papertrail.publishing.mkdocs_internals import keep_browsers, request_build, watched_paths
from papertrail.records.config_file import load_settings
from papertrail.text.strings import printable

log = get_plugin_logger(__name__)

_QUIET = 0.04
"""Seconds without a further change after which changes are processed."""


_POLLING = 0.5
"""Seconds between two checks of the files that MkDocs follows, as in MkDocs."""


class LiveServer(LiveReloadServer):
    """Replaces the server of MkDocs: answers requests, follows changes, and survives builds that fail."""

    request_queue_size = CONNECTIONS

    def __init__(self, replaced: LiveReloadServer, session: LiveSession, config_file: str) -> None:
        host, port = str(replaced.server_address[0]), int(replaced.server_address[1])
        super().__init__(replaced.builder, host, port, replaced.root, replaced.mount_path)
        self.observer = polling_observer(_POLLING)  # type: ignore[assignment]
        for path in watched_paths(replaced):
            self.watch(str(path))
        replaced.server_close()
        self.url = self.url.replace(f"//{host}:", f"//[{host}]:") if ":" in host else self.url
        self._session, self._build, self._config_file = session, replaced.builder, config_file
        self._files = LiveFiles(session)
        self._answers = LiveAnswers(self, session, self._files)
        self._connections = Connections()
        self._watcher = FolderWatcher(lambda: request_build(self))
        self._followed_by_mkdocs: list[tuple[str, int, int]] = []

    def start(self) -> None:
        """Serve the site that MkDocs has built, and process changes from now on."""
        self._files.take(Path(self.root))
        folders = self._session.watched_folders
        log.info("Watching folders for changes: %s", ", ".join(f"'{_relative(folder)}'" for folder in folders))
        self._followed_by_mkdocs = self._state()
        self.builder = self._process_change
        self.build_delay = _QUIET
        self._watcher.start(folders)

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Follow a path. Plugins may still pass the builder of MkDocs, which this server calls itself."""
        super().watch(path, recursive=recursive)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a request in a thread of its own, when there is room for it."""
        if self._connections.admit(request):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Answer a request."""
        with suppress(OSError):  # the browser is too slow, or gone
            exchange(request, self._connections, partial(self._answers.answer, request))

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        self._connections.release(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log an error that left a connection without an answer, such as too many threads."""
        log.info("cannot answer a request: %s", printable(repr(sys.exc_info()[1])))

    def shutdown(self, wait: bool = False) -> None:
        """End the server, and remove its files."""
        super().shutdown(wait)
        self._files.close()

    def _process_change(self) -> None:
        """Update the files that are rendered on request, or else build the site."""
        with self._files:
            self._watcher.refresh(self._session.watched_folders)
            before, self._followed_by_mkdocs = self._followed_by_mkdocs, self._state()
            change = Change.SITE if before != self._followed_by_mkdocs else self._session.refresh()
            if change is Change.SITE:
                self._rebuild()
            if change is Change.NOTHING:
                keep_browsers(self)
            else:
                self._files.expire()

    def _rebuild(self) -> None:
        """Build the site. If that fails, keep the last one, and report why."""
        session, last_good = self._session, self._session.build
        config_file = Path(os.path.relpath(self._config_file))
        try:
            with build_failures(config_file):
                load_settings(config_file)  # reports what MkDocs would not, such as that it does not enable papertrail
                self._build()
                self._files.take(Path(self.root))
        except BuildFailedError as error:
            session.build = last_good
            session.report(build=str(error))
        self._watcher.refresh(session.watched_folders)

    def _state(self) -> list[tuple[str, int, int]]:
        """The files that MkDocs follows, such as the maintainer's pages, with their times and sizes."""
        state = []
        for watched in watched_paths(self):
            for file in [watched] if watched.is_file() else watched.rglob("*"):
                with suppress(OSError):  # it has been removed
                    status = file.stat()
                    state.append((str(file), status.st_mtime_ns, status.st_size))
        return sorted(state)


def _relative(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
