"""What the development server answers to a request."""

from __future__ import annotations

import mimetypes
import os
import re
import socket
import threading
import traceback
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote

from papertrail.core.errors import PapertrailError
from papertrail.publishing.host import LiveReloadServer, get_plugin_logger
from papertrail.publishing.live_connections import WAITING_PAGES, is_gone
from papertrail.publishing.live_files import LiveFiles
from papertrail.publishing.live_hosts import is_served
from papertrail.publishing.live_http import BadRequestError, Request, Response, parse_request
from papertrail.publishing.live_paths import url_of
from papertrail.publishing.live_session import LiveSession
from papertrail.publishing.mkdocs_internals import newer_version, watched_paths, with_reloading
from papertrail.publishing.problem_banner import with_banner
from papertrail.text.strings import quoted

log = get_plugin_logger(__name__)

_POLL = re.compile(r"/livereload/([0-9]{1,18})/[0-9]{1,18}")
_LOGGED = 200
"""The most characters of a request line in the log."""
_NOT_FOUND = "404.html"
_NO_PAGE = b"<!DOCTYPE html>\n<title>Error</title>\n<body></body>\n"
_PAGE_TYPE = "text/html; charset=utf-8"
_TYPES = {".css": "text/css", ".gz": "application/gzip", ".js": "text/javascript", ".mjs": "text/javascript"}
"""Types that browsers insist on, and that some systems define otherwise."""


class LiveAnswers:
    """Answers requests: with a file of the site, with a redirect to it, or with an error."""

    def __init__(self, server: LiveReloadServer, session: LiveSession, files: LiveFiles) -> None:
        self._server, self._session, self._files = server, session, files
        self._mount = unquote(server.mount_path)
        self._host = str(server.server_address[0])
        self._waiting_pages = threading.BoundedSemaphore(WAITING_PAGES)

    def answer(self, connection: socket.socket, received: bytes) -> Response:
        """Answer a request, whatever was received."""
        line = quoted(received.partition(b"\n")[0].rstrip().decode("latin-1"), _LOGGED)
        # What is logged here is no warning: in strict mode, that would end a build that is running.
        try:
            request = parse_request(received)
            response = self._answer(request, connection)
            if request.method == "HEAD":
                response = response.without_body()
        except BadRequestError as error:
            response = Response.text(HTTPStatus.BAD_REQUEST, str(error))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            position = f"{Path(place.filename).name}:{place.lineno}"
            reason = quoted(repr(error), _LOGGED)
            log.info("internal error in the answer to %s; please report it: %s, %s", line, position, reason)
            return Response.text(HTTPStatus.INTERNAL_SERVER_ERROR, "see the output of `papertrail serve`")
        if response.status is not HTTPStatus.OK:
            log.info("%s: %d %s", line, response.status, response.status.phrase)
        return response

    def _answer(self, request: Request, connection: socket.socket) -> Response:
        host = request.header("host")
        if host is not None and not is_served(host, self._host, socket.gethostname()):
            return Response.text(HTTPStatus.FORBIDDEN, self._advice(host))
        if request.method not in ("GET", "HEAD"):
            return Response.text(HTTPStatus.METHOD_NOT_ALLOWED, "use GET", Allow="GET, HEAD")
        if poll := _POLL.fullmatch(request.path):
            return self._wait_for_version(int(poll[1]), request, connection)
        return self._file(request)

    def _advice(self, host: str) -> str:
        return (
            f"This server does not answer to the host {quoted(host)}. Open {self._server.url} instead.\n"
            "To open the site from other machines, run `papertrail serve -a 0.0.0.0:8000`, "
            "and use the name or an IP address of this machine."
        )

    def _wait_for_version(self, version: int, request: Request, connection: socket.socket) -> Response:
        """Answer a page that waits for a newer version of the site."""
        if request.header("sec-fetch-site") not in (None, "none", "same-origin"):
            return Response.text(HTTPStatus.FORBIDDEN, "only pages of this site may wait for changes")
        if not self._waiting_pages.acquire(blocking=False):
            return Response.text(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages wait for changes")
        try:
            current = newer_version(self._server, version, partial(is_gone, connection))
        finally:
            self._waiting_pages.release()
        return Response.of(HTTPStatus.OK, b"%d" % current, "text/plain")

    def _file(self, request: Request) -> Response:
        path = request.path
        if path != self._mount and path in ("/", self._mount.rstrip("/")):
            return self._redirect("", request)
        if not path.startswith(self._mount):
            return self._not_found()
        requested = path.removeprefix(self._mount)
        with self._files:
            found = self._files.paths.find(requested)
            if found is None:
                return self._not_found()
            if requested not in (found, url_of(found)):
                return self._redirect(url_of(found), request)
            try:
                return self._content(HTTPStatus.OK, found, self._files.open(found))
            except PapertrailError:  # it is on the page
                return self._page(HTTPStatus.INTERNAL_SERVER_ERROR, _NO_PAGE)

    def _redirect(self, url: str, request: Request) -> Response:
        """Redirect to a URL of the site, relative to its root. Nothing of the requested path gets into it."""
        location = quote(self._mount + url) + request.query
        return Response.text(HTTPStatus.FOUND, location, Location=location)

    def _not_found(self) -> Response:
        with self._files:
            if _NOT_FOUND not in self._files.paths:
                return Response.text(HTTPStatus.NOT_FOUND, "there is no such file on the site")
            return self._content(HTTPStatus.NOT_FOUND, _NOT_FOUND, self._files.open(_NOT_FOUND))

    def _content(self, status: HTTPStatus, path: str, file: BinaryIO) -> Response:
        content_type = _type_of(path)
        if content_type == _PAGE_TYPE:
            with file:
                return self._page(status, file.read())
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return Response(status=status, body=file, size=size, headers=(("Content-Type", content_type),))

    def _page(self, status: HTTPStatus, html: bytes) -> Response:
        if problems := str(self._session.problems):
            html = with_banner(html, problems)
        if watched_paths(self._server):
            html = with_reloading(self._server, html)
        return Response.of(status, html, _PAGE_TYPE)


def _type_of(path: str) -> str:
    """Return the type of a file by its name.

    >>> _type_of("index.html"), _type_of("papers.bib.gz"), _type_of("unknown")
    ('text/html; charset=utf-8', 'application/gzip', 'application/octet-stream')
    """
    name = path.lower()
    if name.endswith((".html", ".htm")):
        return _PAGE_TYPE
    guessed = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(f"/{name}")[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
