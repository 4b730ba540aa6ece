"""Writes all outputs of the papertrail that Python finds: `python outputs.py REPOSITORY OUT [ONLY]`.

Only the command line is used, so that this file runs with any revision.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.corpus import write_list
from papertrail.cli import main

STYLES = ("html-table", "markdown-table", "bullets", "paragraphs")
FORMATS = ("json", "csv", "bibtex", "csl-json", "ris")
PAPERS = 1_000


def write_outputs(repository: Path, out: Path, only: str) -> None:
    """All outputs, each in a folder of `out` named after it."""
    projects: dict[str, Callable[[Path], None]] = {
        "own list": partial(own_list, repository),
        f"{PAPERS} papers": partial(write_list, count=PAPERS),
        **{f"style {style}": partial(own_list, repository, style=style) for style in STYLES},
    }
    jobs: dict[str, Callable[[Path], None]] = {
        name: partial(outputs_of_project, make) for name, make in projects.items()
    }
    cases = sorted((repository / "tests" / "rules" / "cases").rglob("PT*/*.txt"))
    jobs |= {f"checks {code}": partial(checks, code, cases) for code in codes(cases)}
    documents = next(iter(sorted(repository.glob("tests/*/documents"))))
    for path in sorted(documents.iterdir()):
        if path.suffix in (".md", ".bib", ".csv", ".json"):
            jobs[f"import {path.name}"] = partial(imports, path)
    for name, job in jobs.items():
        if only in name:
            target = out / name
            target.mkdir(parents=True)
            job(target.resolve())


def own_list(repository: Path, root: Path, style: str = "") -> None:
    """The repository's own list; with a style, all its topics have it."""
    for name in ("docs", "papers"):
        shutil.copytree(repository / name, root / name)
    shutil.copy(repository / "mkdocs.yml", root)
    if style:
        topics = root / "papers" / "_topics.yml"
        text = re.sub(r"(?m)^(\s*)style: .*$", rf"\1style: {style}", topics.read_text(encoding="utf-8"))
        topics.write_text(text, encoding="utf-8")


def outputs_of_project(make: Callable[[Path], None], target: Path) -> None:
    """The site, the pages for other builders, each list as a document, and every export."""
    root = target / "project"
    root.mkdir()
    make(root)
    with contextlib.chdir(root):
        run(target / "check.txt", "check", "--format", "json")
        run(target / "build.txt", "build")
        run(target / "render.txt", "render", "--out", str(target / "pages"))
        for path in sorted(Path("site/lists").iterdir()):
            if path.is_dir():
                for style in STYLES:
                    run(target / f"{path.name} {style}.md", "render", path.name, "--style", style)
        for form in FORMATS:
            run(target / f"export.{form}", "export", "--format", form)


def codes(cases: list[Path]) -> list[str]:
    return sorted({path.parent.name for path in cases})


def checks(code: str, cases: list[Path], target: Path) -> None:
    """The diagnostics of the rules' own cases."""
    for path in cases:
        if path.parent.name != code:
            continue
        root = target / path.stem
        root.mkdir()
        (root / "mkdocs.yml").write_text("site_name: A\nplugins: [papertrail]\n", encoding="utf-8")
        for part in re.split(r"(?m)^=== (?=\S)", path.read_text(encoding="utf-8"))[1:]:
            name, _, content = part.partition("\n")
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8", newline="")
        with contextlib.chdir(root):
            run(target / f"{path.stem}.json", "check", "--format", "json")
            run(target / f"{path.stem}.text", "check")


def imports(path: Path, target: Path) -> None:
    """The list that an import makes of a document."""
    run(target / "import.txt", "import", str(path), "--into", str(target / "list"), "--report", str(target / "report"))


def run(output: Path, *arguments: str) -> None:
    """Run a command, and write what it prints and its status. Places that differ by run are named alike."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(arguments)
    text = said.getvalue().replace(str(Path.cwd()), "PROJECT").replace(str(output.parent), "TARGET")
    text = re.sub(r"\d+\.\d+ seconds", "N seconds", text)
    output.write_text(f"{text}status {status}\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("GITHUB_STEP_SUMMARY", None)
    write_outputs(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
    sys.stdout.flush()
    os._exit(0)
