"""Faults of the program while it answers a request."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from typing import BinaryIO

import pytest
from mkdocs.livereload import LiveReloadServer

from papertrail.core.errors import PapertrailError
from papertrail.publishing.live_answers import LiveAnswers
from papertrail.publishing.live_files import LiveFiles
from papertrail.publishing.live_http import Response
from papertrail.publishing.live_paths import SitePaths
from papertrail.publishing.live_session import LiveSession


class Files(LiveFiles):
    """Files that cannot be opened."""

    LINE = next(n for n, text in enumerate(Path(__file__).read_text().splitlines(), 1) if text.endswith("# see LINE"))

    def __init__(self, session: LiveSession, error: Exception) -> None:
        super().__init__(session)
        self._error = error
        self.paths = SitePaths(["index.html"])

    def open(self, path: str) -> BinaryIO:
        if isinstance(self._error, PapertrailError):
            self._session.report(templates=str(self._error))
        raise self._error  # see LINE


def answer(tmp_path: Path, error: Exception) -> Response:
    server = LiveReloadServer(builder=lambda: None, host="127.0.0.1", port=0, root=str(tmp_path))
    session = LiveSession()
    answers = LiveAnswers(server, session, Files(session, error))
    with socket.socket() as connection:
        return answers.answer(connection, b"GET /?\x9b31m HTTP/1.1\r\nHost: localhost\r\n\r\n")


def test_an_internal_error_is_one_line_in_the_log_and_no_detail_in_the_response(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    response = answer(tmp_path, ValueError("a \x1b[31msecret\n"))
    assert response.status == 500
    assert b"secret" not in response.body.read()
    [record] = caplog.records
    assert record.getMessage() == (
        'papertrail: internal error in the answer to "GET /?\\x9b31m HTTP/1.1"; please report it: '
        f"test_live_answers.py:{Files.LINE}, \"ValueError('a \\x1b[31msecret\\n')\""
    )


def test_an_error_in_a_template_is_on_the_page(tmp_path: Path) -> None:
    response = answer(tmp_path, PapertrailError("list.html.j2:1: <unknown>"))
    assert response.status == 500
    assert b"<pre>list.html.j2:1: &lt;unknown&gt;</pre>" in response.body.read()
