"""Compare every output of the working tree with that of another revision, byte for byte.

Run in `tests/`: `python -m compare [REVISION]` (default: HEAD). Both revisions are installed into folders of their
own, write all their outputs for the same lists, and the outputs are compared. Exit status 1 means that they differ.
"""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OUTPUTS = Path(__file__).with_name("outputs.py")
EPOCH = "1700000000"
"""The time that both revisions are told, as a build and an import write the date."""


def main() -> int:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser(prog="python -m compare", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("revision", nargs="?", default="HEAD", help="compare with this revision (default: %(default)s)")
    parser.add_argument("--lines", type=int, default=20, help="lines of difference per file (default: %(default)s)")
    parser.add_argument("--only", default="", help="only outputs whose name contains this text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        root = Path(folder)
        base = root / "revision"
        base.mkdir()
        archive = subprocess.run(
            ["git", "archive", options.revision], cwd=REPOSITORY, capture_output=True, check=True
        ).stdout
        subprocess.run(["tar", "-x", "-C", base], input=archive, check=True)
        before = outputs_of(base, base, root / "before", options.only)
        after = outputs_of(REPOSITORY, base, root / "after", options.only)
        files = sum(path.is_file() for path in after.rglob("*"))
        found = list(differences(before, after, options.lines))
    print("".join(found), end="")
    print(f"{files} files compared with {options.revision}: {len(found)} differ")
    return 1 if found else 0


def outputs_of(source: Path, lists: Path, work: Path, only: str) -> Path:
    """Install the papertrail of a checkout, and let it write its outputs for the lists of another."""
    work.mkdir()
    installed, out = work / "installed", work / "out"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", installed, source], check=True)
    paths = os.pathsep.join(map(str, (installed, REPOSITORY / "tests")))
    settings = {"PYTHONPATH": paths, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    command: list[str | Path] = [sys.executable, OUTPUTS, lists, out, only]
    subprocess.run(command, check=True, cwd=work, env={**os.environ, **settings})
    return out


def differences(before: Path, after: Path, lines: int) -> Iterator[str]:
    """What differs, one text for each file."""
    names = {path.relative_to(folder) for folder in (before, after) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(names):
        old, new = before / name, after / name
        if not (old.is_file() and new.is_file()):
            yield f"only {'before' if old.is_file() else 'after'}: {name}\n"
        elif old.read_bytes() != new.read_bytes():
            one, two = (path.read_text("utf-8", "replace").splitlines() for path in (old, new))
            diff = list(difflib.unified_diff(one, two, lineterm="", n=0))[2:]
            more = f"  ... {len(diff) - lines} more lines\n" if len(diff) > lines else ""
            yield f"{name}\n" + "".join(f"  {line[:300]}\n" for line in diff[:lines]) + more


if __name__ == "__main__":
    sys.exit(main())
