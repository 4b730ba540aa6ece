"""Zensical, given the pages that `papertrail render --out` writes for such builders.

It reads no records: an edit reaches it once the pages were rendered again, which is not part of its times. Its search
index is made from the text of whole pages, with all their rows.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.peers import Builder

MOST = 10_000


def found() -> Path | None:
    """The program beside this Python or on the path; None where there is none."""
    beside = Path(sys.executable).with_name("zensical")
    path = shutil.which(beside) or shutil.which("zensical")
    return Path(path) if path else None


def builder(program: Path, root: Path, environment: Mapping[str, str]) -> Builder:
    """Set up its project: the pages, and the settings of the list without the plugin."""
    folder = root / "zensical"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # It takes addresses in HTML as relative to the source file, so pages must stand where these do.
    given = (root / "mkdocs.yml").read_text(encoding="utf-8") + "\nuse_directory_urls: false\n"
    (root / "mkdocs-files.yml").write_text(given, encoding="utf-8")
    render = (sys.executable, "-m", "papertrail", "render", "-f", "mkdocs-files.yml", "--out", "zensical/docs")
    subprocess.run(render, cwd=root, env=dict(environment), check=True, capture_output=True)
    shutil.copy(root / "docs" / "about.md", folder / "docs")
    settings = re.sub(r"(?m)^  - papertrail.*\n", "", given)
    (folder / "mkdocs.yml").write_text(settings + "extra_css: [assets/papertrail.css]\n" + _MORE, "utf-8")
    return Builder(
        name="zensical",
        folder=folder,
        build=(str(program), "build"),
        output=folder / "site",
        caches=(folder / ".cache",),
        runs=1,
        note="starts from finished pages; no edit of a record",
    )


_MORE = """nav:
  - index.md
  - browse.md
  - Indexes: [venues/index.md, institutions/index.md, years/index.md]
  - recent.md
  - about.md
markdown_extensions: [toc]
"""
"""A navigation as small as ours, as with every page in it each would be as long as the list; and MkDocs' own extension
of Markdown in the place of many.
"""
