"""Take the screenshots of the README again: `python tests/browser/picture.py`.

Each shows a light window next to a dark phone. Needs Chromium, ImageMagick and the packages of the extra `test`.
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

FOLDER = REPOSITORY / "docs" / "pictures"
LARGEST = 300_000
PICTURES = {
    "site.png": ("browse/?institution=Microsoft", "lists/deep-learning-training/"),
    "paper.png": ("papers/gpipe/", "statistics/"),
}
"""The addresses in the window and on the phone of each picture."""
WINDOW, PHONE = View((1280, 844), "light"), View((390, 844), "dark")


def main() -> None:
    executable, convert = chromium(), shutil.which("magick") or shutil.which("convert")
    if executable is None or convert is None:
        sys.exit("picture.py: needs Chromium and ImageMagick")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        project = copy_of_the_repository(Path(folder) / "list")
        with built_and_served(project, REPO_URL=REPO_URL) as site, sync_playwright() as playwright:
            browser = launch(playwright, executable)
            for name, addresses in PICTURES.items():
                shots = [Path(folder) / "window.png", Path(folder) / "phone.png"]
                for view, shot, address in zip((WINDOW, PHONE), shots, addresses, strict=True):
                    photograph(browser, site.url(address), view, shot)
                join(convert, shots, FOLDER / name)
            browser.close()


def join(convert: str, shots: list[Path], target: Path) -> None:
    """Put two pictures next to each other in a small file."""
    frame = ["-bordercolor", "#8888", "-border", "1"]
    gap = ["(", "-size", "28x1", "xc:none", ")"]
    first, second = (["(", str(shot), *frame, ")"] for shot in shots)
    small = ["-strip", "-dither", "None", "-colors", "224", "-depth", "8"]
    subprocess.run(
        [convert, "-background", "none", *first, *gap, *second, "+append", *small, f"png8:{target}"], check=True
    )
    size = target.stat().st_size
    print(f"{target.relative_to(REPOSITORY)}: {size} bytes")
    if size > LARGEST:
        sys.exit(f"picture.py: larger than {LARGEST} bytes")


def photograph(browser: Browser, url: str, view: View, shot: Path) -> None:
    """Take a screenshot of a page."""
    width, height = view.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=view.scheme)
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=shot)
    page.close()


if __name__ == "__main__":
    main()
