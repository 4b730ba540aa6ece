"""Projects from trees in text form, in memory and on disk.

A tree is the text of its files. Each file starts with a line `=== PATH`:

    === papers/tofu.yml
    name: Tofu
    topic: Training

An image is a description: `(a PNG image of 640 by 320 pixels)`.
"""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from papertrail.cli import main
from papertrail.core.diagnostics import Diagnostic
from papertrail.inserts import has_inserts
from papertrail.pipeline.check import Checked, check
from papertrail.records.files import Sources, is_record, kind_of
from papertrail.reporters import text_report
from support.images import image

MKDOCS_YML = """\
site_name: A List
theme: {name: material, font: false}
plugins: [search, papertrail]
extra: {generator: false}
"""


def tree_of(text: str) -> dict[str, str]:
    """The text of each file of a tree, by path."""
    parts = re.split(r"(?m)^=== (\S.*)\n", dedent(text))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def bytes_of(content: str) -> bytes:
    """The content of a file of a tree."""
    description = re.fullmatch(r"\(an? (\w+) image of (\d+) by (\d+) pixels\)\n", content)
    return image(description[1], int(description[2]), int(description[3])) if description else content.encode()


def sources_of(text: str) -> Sources:
    """The files of a tree, as they are read from disk."""
    records, registries, prose, notes, images, files, unread = [], [], [], [], [], set(), set()
    pages, imports = [], None
    for path, content in tree_of(text).items():
        name, data = path.rpartition("/")[2], bytes_of(content)
        if path.startswith("papers/") and "/." in path:
            unread.update([path] if name.endswith(".yml") else [])
            continue
        match kind_of(path, "papers") if path.startswith("papers/") else None:
            case "unread":
                unread.add(path)
            case "prose":
                prose.append((name.removesuffix(".md"), path, data))
            case "registry" | "entry":
                registries.append((path, data))
            case "imports":
                imports = data
            case "record":
                records.append((path, data))
            case kind:
                files.add(path)
                if path == name and name.endswith(".yml") and is_record(data):
                    unread.add(path)
                notes += [(path, data)] if kind == "notes" else []
                pages += [(path, data)] if path.startswith("docs/") and has_inserts(content) else []
                images += [(path, data)] if kind == "image" else []
    return Sources(
        records=tuple(sorted(records)),
        registries=tuple(sorted(registries)),
        prose=tuple(sorted(prose)),
        notes=tuple(sorted(notes)),
        images=tuple(sorted(images)),
        pages=tuple(sorted(pages)),
        imports=imports,
        unread=frozenset(unread),
        files=frozenset(files),
        this_year=2026,
    )


def checked(text: str) -> Checked:
    """The list of a tree after the checks."""
    return check(sources_of(text))


def problems(text: str) -> tuple[Diagnostic, ...]:
    """The diagnostics of the list of a tree."""
    return checked(text).diagnostics


def report(text: str) -> str:
    """The output of `papertrail check` for the list of a tree."""
    result = checked(text)
    return text_report(result.diagnostics, result.library.texts)


def write_tree(root: Path, text: str) -> None:
    """Write the files of a tree, with a simple `mkdocs.yml` and a page unless the tree has them."""
    files = {"mkdocs.yml": MKDOCS_YML, "docs/about.md": "# About\n", **tree_of(text)}
    (root / "papers").mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes_of(content))


@dataclass(frozen=True)
class Result:
    """The exit status and the output of a command."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A project on disk."""

    root: Path

    def run(self, *args: str) -> Result:
        """Run `papertrail ARGS` in this process, in the folder of the project."""
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
