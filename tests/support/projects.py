"""Projects from trees drawn as text, in memory and on disk.

A tree is a text of files, each begun by a line `=== PATH`:

    === papers/tofu.yml
    name: Tofu
    topic: Training
"""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from papertrail import build
from papertrail.cli import main
from papertrail.diagnostics import Diagnostic
from papertrail.fields import REGISTRIES
from papertrail.reporters import text_report
from papertrail.sources import Sources

MKDOCS_YML = """\
site_name: A List
theme: {name: material, font: false}
plugins: [search, papertrail]
extra: {generator: false}
"""


def tree_of(text: str) -> dict[str, str]:
    """The files of a tree drawn as text, by path."""
    parts = re.split(r"(?m)^=== (\S.*)\n", dedent(text))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def sources_of(text: str) -> Sources:
    """The same files as the reader would have found them on disk."""
    records, registries, prose, files = [], [], [], set()
    for path, content in tree_of(text).items():
        name = path.rpartition("/")[2]
        if not path.startswith("papers/"):
            files.add(path)
        elif path.startswith("papers/_lists/"):
            prose.append((name.removesuffix(".md"), path, content.encode()))
        elif path == f"papers/{name}" and name in REGISTRIES:
            registries.append((path, content.encode()))
        elif name.endswith((".yml", ".yaml")):
            records.append((path, content.encode()))
        else:
            files.add(path)
    return Sources(
        records=tuple(sorted(records)),
        registries=tuple(sorted(registries)),
        prose=tuple(sorted(prose)),
        files=frozenset(files),
    )


def checked(text: str) -> build.Checked:
    """The list of a tree, read and checked."""
    return build.check(sources_of(text))


def problems(text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the list of a tree."""
    return checked(text).diagnostics


def report(text: str) -> str:
    """What `papertrail check` would print of the list of a tree."""
    found = checked(text)
    return text_report(found.diagnostics, found.library.texts)


def write_tree(root: Path, text: str) -> None:
    """Write the files of a tree, with a plain `mkdocs.yml` and a page where the tree has none."""
    files = {"mkdocs.yml": MKDOCS_YML, "docs/about.md": "# About\n", **tree_of(text)}
    (root / "papers").mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class Result:
    """What a command did."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A project on disk."""

    root: Path

    def run(self, *args: str) -> Result:
        """Run `papertrail ARGS` in this process, as if in the project's folder."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(list(args))
        return Result(status, out.getvalue(), err.getvalue())

    def write(self, path: str, content: str) -> None:
        """Write one file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")

    def read(self, path: str) -> str:
        """Read one file."""
        return (self.root / path).read_text(encoding="utf-8")
