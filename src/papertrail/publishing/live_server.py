"""Connects a live session with the development server of MkDocs."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger

from papertrail.core.errors import PapertrailError
from papertrail.publishing.build_errors import BuildFailedError, build_failures
from papertrail.publishing.folder_watcher import FolderWatcher
from papertrail.publishing.live_files import LiveFiles
from papertrail.publishing.live_session import Change, LiveSession
from papertrail.publishing.mkdocs_internals import keep_browsers, request_build, wait_for_build, watched_paths
from papertrail.publishing.problem_banner import respond_with_banner

log = get_plugin_logger(__name__)

_QUIET = 0.04
"""Seconds without a further change after which changes are processed."""


class LiveServer:
    """Has a server of MkDocs render files on request, follow changes, and survive builds that fail."""

    def __init__(self, server: LiveReloadServer, session: LiveSession) -> None:
        self._server, self._session = server, session
        self._site = Path(server.root)
        self._serve, self._build = server.serve_request, server.builder
        self._files = LiveFiles(self._site, session.content_of)
        self._watcher = FolderWatcher(lambda: request_build(server))
        self._followed_by_mkdocs: list[tuple[str, int, int]] = []

    def start(self) -> None:
        """Take over from MkDocs how requests are answered and changes are processed."""
        folders = self._session.watched_folders
        log.info("Watching folders for changes: %s", ", ".join(f"'{_relative(folder)}'" for folder in folders))
        self._followed_by_mkdocs = self._state()
        self._server.set_app(self._answer)
        self._server.builder = self._process_change
        self._server.build_delay = _QUIET
        self._watcher.start(folders)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        wait_for_build(self._server)
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith(self._server.mount_path):
            requested = path.removeprefix(self._server.mount_path).strip("/")
            if ".." not in requested.split("/"):
                self._ensure(f"{requested}/index.html".lstrip("/") if path.endswith("/") else requested)
        problems = str(self._session.problems)
        if not problems:
            return self._serve(environ, start_response)
        return respond_with_banner(self._serve, environ, start_response, problems)

    def _ensure(self, path: str) -> None:
        """Write a file that is rendered on request."""
        try:
            self._files.ensure(path)
        except PapertrailError as error:
            self._session.report(templates=str(error))

    def _process_change(self) -> None:
        """Update the files that are rendered on request, or else build the site."""
        with self._files:
            self._watcher.refresh(self._session.watched_folders)
            before, self._followed_by_mkdocs = self._followed_by_mkdocs, self._state()
            change = Change.SITE if before != self._followed_by_mkdocs else self._session.refresh()
            if change is Change.SITE:
                self._rebuild()
            if change is Change.NOTHING:
                keep_browsers(self._server)
            else:
                self._files.expire()

    def _rebuild(self) -> None:
        """Build the site. If that fails, keep the last one, and report why."""
        session, last_good = self._session, self._session.build
        try:
            with _restored_on_failure(self._site), build_failures():
                self._build()
                if session.build is last_good:
                    raise PapertrailError(
                        "mkdocs.yml does not enable papertrail; add the line `  - papertrail` under `plugins:`"
                    )
        except BuildFailedError as error:
            session.build = last_good
            session.report(build=str(error))
        self._watcher.refresh(session.watched_folders)

    def _state(self) -> list[tuple[str, int, int]]:
        """The files that MkDocs follows, such as the maintainer's pages, with their times and sizes."""
        state = []
        for watched in watched_paths(self._server):
            for file in [watched] if watched.is_file() else watched.rglob("*"):
                with suppress(OSError):  # it has been removed
                    status = file.stat()
                    state.append((str(file), status.st_mtime_ns, status.st_size))
        return sorted(state)


@contextmanager
def _restored_on_failure(folder: Path) -> Iterator[None]:
    """Move a folder away, and put it back if a new one cannot be written."""
    kept = folder.with_name(f"{folder.name}.papertrail-old")
    folder.rename(kept)
    try:
        folder.mkdir(mode=0o700)
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        kept.rename(folder)
        raise
    shutil.rmtree(kept, ignore_errors=True)


def _relative(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
