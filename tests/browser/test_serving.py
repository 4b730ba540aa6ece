"""While a record is invalid, `papertrail serve` shows the problems as text on top of every page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser import hostile
from browser.sites import Site
from browser.views import BOTH, ContextOf, View, watched

TOPIC = f"</pre><script>{hostile.MARK}</script>"
BROKEN = f"name: <img src=x onerror={hostile.MARK}>\nvenue: {hostile.WORD * 3}\ntopic: {TOPIC}\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The hostile list with another record, whose topic does not exist."""
    project = tmp_path_factory.mktemp("serving") / "list"
    hostile.write(project)
    (project / "papers" / "broken.yml").write_text(BROKEN, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {**os.environ, "SITE_URL": "", "REPO_URL": "", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "papertrail", "serve", "-a", host],
        cwd=project,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        try:
            lines = []
            for line in process.stderr:
                lines.append(line)
                if "Serving on" in line:
                    break
            else:
                pytest.fail("".join(lines))
            yield Site(project / "site", f"http://{host}", project)
        finally:
            process.terminate()


@BOTH
@pytest.mark.parametrize("address", ["", "about/", "venues/"])
def test_problems_are_on_top_of_the_page_and_run_nothing(
    context_of: ContextOf, served: Site, view: View, address: str
) -> None:
    with watched(context_of(view), served) as reader:
        page = reader.open(address)
        banner = page.get_by_role("alert")
        expect(banner).to_be_visible()
        expect(banner).to_contain_text("papers/broken.yml:3:8: error[PT201]")
        expect(banner).to_contain_text(TOPIC)
        assert page.evaluate("window.pwned") is None
        assert reader.overflow() == 0
        reader.assert_no_faults()
        if folder := os.environ.get("PAPERTRAIL_PICTURES"):
            name = address.strip("/") or "home"
            page.screenshot(path=Path(folder) / f"serving-{name}-{view}.png")
