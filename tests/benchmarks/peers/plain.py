"""papertrail with plain MkDocs: the theme is rendered for every page."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.peers import Builder, with_options

MOST = 10_000


def builder(root: Path, *, paper_pages: bool) -> Builder:
    """Set up a second configuration of the same project."""
    settings = root / "mkdocs-plain.yml"
    given = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings.write_text(
        with_options(given, paper_pages=paper_pages, fast=False) + "\nsite_dir: site-plain\n", encoding="utf-8"
    )
    return Builder(
        name="plain",
        folder=root,
        build=(sys.executable, "-m", "papertrail", "build", "-f", settings.name),
        output=root / "site-plain",
        runs=1,
    )
