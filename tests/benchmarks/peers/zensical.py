"""Zensical, given the project that `papertrail render --out` writes for it.

It reads no records: an edit reaches it once the pages were rendered again, which is not part of its times. Its search
index is made from the text of whole pages, with all their rows.
"""

from __future__ import annotations

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
    """Set up its project."""
    folder = root / "zensical"
    shutil.rmtree(folder, ignore_errors=True)
    render = (sys.executable, "-m", "papertrail", "render", "--out", "zensical", "--builder", "zensical")
    subprocess.run(render, cwd=root, env=dict(environment), check=True, capture_output=True)
    return Builder(
        name="zensical",
        folder=folder,
        build=(str(program), "build"),
        output=folder / "site",
        caches=(folder / ".cache",),
        runs=1,
        note="starts from finished pages; no edit of a record",
    )
