"""Renews the picture of the README: `python tests/browser/picture.py`.

A table in a light window beside the same list on a dark phone. Needs Chromium and ImageMagick, and the packages of
the extra `test`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser.sites import (
    REPO_URL,
    REPOSITORY,
    built_and_served,
    chromium,
    copy_of_the_repository,
    launch,
)
from browser.views import View

TARGET = REPOSITORY / "docs" / "pictures" / "site.png"
LARGEST = 300_000
PAGE = "lists/deep-learning-training/"
WINDOW, PHONE = View((1280, 844), "light"), View((390, 844), "dark")


def main() -> None:
    executable, convert = chromium(), shutil.which("magick") or shutil.which("convert")
    if executable is None or convert is None:
        sys.exit("picture.py: needs Chromium and ImageMagick")
    with tempfile.TemporaryDirectory() as folder:
        project = copy_of_the_repository(Path(folder) / "list")
        shots = [Path(folder) / "window.png", Path(folder) / "phone.png"]
        with built_and_served(project, REPO_URL=REPO_URL) as site, sync_playwright() as playwright:
            browser = launch(playwright, executable)
            for view, shot in zip((WINDOW, PHONE), shots, strict=True):
                photograph(browser, site.url(PAGE), view, shot)
            browser.close()
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        frame = ["-bordercolor", "#8888", "-border", "1"]
        gap = ["(", "-size", "28x1", "xc:none", ")"]
        first, second = (["(", str(shot), *frame, ")"] for shot in shots)
        small = ["-strip", "-dither", "None", "-colors", "224", "-depth", "8"]
        subprocess.run(
            [convert, "-background", "none", *first, *gap, *second, "+append", *small, f"png8:{TARGET}"], check=True
        )
    size = TARGET.stat().st_size
    print(f"{TARGET.relative_to(REPOSITORY)}: {size} bytes")
    if size > LARGEST:
        sys.exit(f"picture.py: larger than {LARGEST} bytes")


def photograph(browser: Browser, url: str, view: View, shot: Path) -> None:
    """Save what a window shows of a page."""
    width, height = view.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=view.scheme)
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=shot)
    page.close()


if __name__ == "__main__":
    main()
