"""The private names of MkDocs that papertrail uses exist in the installed version."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import mkdocs
import pytest
from mkdocs.commands import build
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import PluginCollection

from papertrail.publishing import mkdocs_internals
from papertrail.publishing.mkdocs_internals import (
    keep_browsers,
    newer_version,
    request_build,
    watched_paths,
    with_reloading,
)

SOURCE = Path(mkdocs_internals.__file__).read_text(encoding="utf-8")
ATTRIBUTES = {node.attr for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Attribute)}
NAMES = {name for name in ATTRIBUTES if name.startswith("_") and not name.startswith("__")}


@pytest.fixture
def server(tmp_path: Path) -> LiveReloadServer:
    return LiveReloadServer(builder=lambda: None, host="127.0.0.1", port=0, root=str(tmp_path))


@pytest.mark.parametrize("name", sorted(NAMES))
def test_private_names_exist(server: LiveReloadServer, name: str) -> None:
    owner = next(
        owner for owner in ("build_command", "plugins", "server") if re.search(rf"\b{owner}\.{name}\b", SOURCE)
    )
    assert hasattr({"build_command": build, "plugins": PluginCollection(), "server": server}[owner], name), (
        f"MkDocs {mkdocs.__version__} has no `{name}` any more; adapt src/papertrail/publishing/mkdocs_internals.py, "
        "or require an older MkDocs in pyproject.toml"
    )


def test_the_server_is_asked_for_a_build(server: LiveReloadServer) -> None:
    request_build(server)
    assert server._want_rebuild


def test_a_build_that_changes_nothing_reloads_no_browser(server: LiveReloadServer) -> None:
    before = server._visible_epoch
    server._wanted_epoch += 1
    keep_browsers(server)
    assert server._visible_epoch == server._wanted_epoch == before


def test_watched_paths_are_those_of_the_server(server: LiveReloadServer, tmp_path: Path) -> None:
    server.watch(str(tmp_path))
    assert watched_paths(server) == [tmp_path]


def test_pages_wait_for_a_newer_version_of_the_site(server: LiveReloadServer) -> None:
    version = server._visible_epoch
    assert newer_version(server, version - 1, lambda: False) == version, "there is one"
    assert newer_version(server, version, lambda: True) == version, "the browser has closed the page"
    server.poll_response_timeout = 0
    assert newer_version(server, version, lambda: False) == version, "waited long enough"


def test_pages_reload_when_there_is_a_newer_version(server: LiveReloadServer) -> None:
    page = with_reloading(server, b"<body>A page</body>")
    assert page.startswith(b"<body>A page<script>")
    assert f"livereload({server._visible_epoch}," in page.decode()
