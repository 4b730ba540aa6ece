"""Other site generators build what `render --out` writes for them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPOSITORY
from papertrail.cli import render
from papertrail.publishing import export_site
from support.html import Shown, squashed
from support.links import dead_links
from support.projects import Project

NAME = '{{ 6 * 7 }} {: #x } *Tofu* <b> --8<-- "mkdocs.yml"'
LIST = f"""\
=== papers/tofu.yml
name: '{NAME}'
title: Dataflow *Graph* Partitioning
authors: [Minjie Wang]
venue: EuroSys 2019
links: {{Paper: https://example.com/tofu}}
remarks: Cuts *tensors*.
topic: Training > Parallelism
=== docs/guide/Start.md
# Where to *start*

Read [@tofu, p. 3] first, and see [the list](../lists/training.md), ![a picture](a.png) and [the last page](README.md).

```papers
topic: Training
```

- In an item:

    ```papers
    paper: tofu
    ```
=== docs/guide/README.md
# The last page
=== docs/guide/a.png
(a PNG image of 64 by 32 pixels)
=== docs/.hidden.yml
a: b
=== overrides/main.html
{{% extends "base.html" %}}{{% block extrahead %}}<meta name="own" content="1">{{% endblock %}}
=== mkdocs.yml
site_name: A "List"
site_url: !ENV [SITE_URL, "https://example.com/list/"]
theme: {{name: material, font: false, custom_dir: overrides}}
plugins: [search, macros, papertrail]
markdown_extensions:
  - attr_list
  - md_in_html
  - pymdownx.snippets
  - toc: {{permalink: true, slugify: !!python/object/apply:pymdownx.slugs.slugify {{kwds: {{case: lower}}}}}}
"""
Make = Callable[[str], Project]
ROW = re.compile(
    r"(?m)^\| \[`(?P<name>[^`]+)`\]\(\S+\) \| (?:[\d.]+|not run) \| (?:yes|no) \| `(?P<builder>\w+)` \|.*\|$"
)
ROWS = {row["name"]: row for row in ROW.finditer((REPOSITORY / "docs/manual/builders.md").read_text("utf-8"))}


def program(name: str) -> str:
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def built(made: Project, builder: str, *command: str) -> Path:
    """The site that a generator builds of a list, in a folder that no longer has the list. No link of it is dead."""
    run = [program(command[0]), *command[1:]]
    result = made.run("render", "--out", "out", "--builder", builder)
    assert result.status == 0, result.err
    shutil.rmtree(made.root / "papers")
    done = subprocess.run(run, cwd=made.root / "out", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert dead_links(made.root / "out/site") == []
    return made.root / "out/site" / ("list" if builder == "hugo" else "")


COMMANDS = {
    "mkdocs": ("mkdocs", "build", "--strict"),
    "properdocs": ("properdocs", "build", "--strict"),
    "zensical": ("zensical", "build", "--strict"),
    "hugo": ("hugo", "--panicOnWarning", "--destination", "site/list"),  # its links start at the root of the host
}
"""Of the programs in the table of the manual, those that tests run."""


def test_the_command_offers_all_builders() -> None:
    """The command has their names itself, as loading them takes time."""
    assert tuple(export_site.BUILDERS) == render.BUILDERS


@pytest.mark.parametrize("row", ROWS, ids=ROWS)
def test_the_whole_site_builds_without_papertrail(project: Make, row: str) -> None:
    if row not in COMMANDS:
        pytest.skip(f"{row} is tried by hand")
    flat, builder = row == "properdocs", ROWS[row]["builder"]
    made = project(LIST + ("use_directory_urls: false\n" if flat else ""))
    assert made.run("build").status == 0
    end = ".html" if flat else "/index.html"
    original = made.read(f"site/papers/tofu{end}")
    site = built(made, builder, *COMMANDS[row])
    paths = (f"papers/tofu{end}", f"lists/training{end}", f"guide/Start{end}")
    paper, page, start = ((site / path).read_text("utf-8") for path in paths)
    head = original.partition("<meta property=")[2].partition("<script async")[0].rstrip()
    assert 'name="citation_title"' in head
    assert head in paper
    assert '<link rel="canonical" href="https://example.com/list/lists/training' in page
    assert all("assets/papertrail/papertrail.js" in html for html in (paper, page, start))
    assert "lists/training" in start.partition("<nav")[2].partition("<article")[0]
    folder = "content" if builder == "hugo" else "docs"
    block = Shown(made.read(f"out/{folder}/lists/training.md").partition("---\n\n")[2]).text
    assert squashed(block) in squashed(Shown(page.partition("<article")[2]).text)
    assert page.count('id="tofu"') == 1
    assert start.count('data-paper="tofu"') >= 2
    assert 'href="#ref:tofu"' in start
    assert not any("42 {" in html or "<b> --8" in html for html in (paper, page, start))
    if builder != "hugo":
        assert '<a href="#s-parallelism" class="md-nav__link"' in page
        assert all('<meta name="own" content="1">' in html for html in (paper, page, start))


def test_the_project_for_quarto_has_its_html_as_raw_text(project: Make) -> None:
    made = project(LIST)
    assert made.run("render", "--out", "out", "--builder", "quarto").status == 0
    page = made.read("out/lists/training.md")
    assert '\n---\n\n```{=html}\n<div class="papertrail' in page
    assert page.endswith("</div>\n```")
    assert '<script async src=\\"../assets/papertrail/papertrail.js\\">' in page
    assert 'title: "&#123;&#123; 6 &#42; 7' in made.read("out/papers/tofu.md")
    start = made.read("out/guide/Start.md")
    assert "`{=html} first, and see [the list](../lists/training.md)" in start
    assert "[the last page](index.md)" in start
    assert "    ```{=html}\n    <div" in start
    assert (made.root / "out/guide/index.md").is_file()
    assert "href: index.md" in made.read("out/_quarto.yml")


def test_properdocs_is_the_host_where_mkdocs_is_missing(project: Make) -> None:
    pytest.importorskip("properdocs")
    made = project(LIST)
    (made.root / "mkdocs.yml").rename(made.root / "properdocs.yml")
    script = (
        "import importlib.util, sys\n"
        "find_spec = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *package: None if name == 'mkdocs' else find_spec(name, *package)\n"
        "from papertrail.cli import main\n"
        "status = main(['build'])\n"
        "sys.exit(status or sys.modules['mkdocs'].__name__ != 'properdocs')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=made.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert 'name="citation_title"' in made.read("site/papers/tofu/index.html")


SETTINGS = """\
=== base.yml
theme: material
hooks: [scripts/hook.py]
=== scripts/hook.py
=== papers/tofu.yml
name: Tofu
topic: Training
=== mkdocs.yml
INHERIT: base.yml
site_name: !ENV [NAME, "A List"]
site_url: !ENV [SITE_URL, ""]
docs_dir: pages
watch: [scripts]
plugins:
  - search
  - group: {plugins: [papertrail, meta]}
markdown_extensions:
  - pymdownx.snippets: {base_path: !relative $docs_dir}
"""


def test_the_settings_are_those_of_the_list_without_papertrail(project: Make) -> None:
    made = project(SETTINGS)
    made.write("pages/about.md", "# About\n")
    assert made.run("render", "--out", "out").status == 0
    assert (made.root / "out/scripts/hook.py").is_file()
    assert made.read("out/mkdocs.yml") == (
        "theme:\n  name: material\n  custom_dir: theme\nhooks:\n- scripts/hook.py\n"
        'site_name: !ENV [NAME, "A List"]\n'
        "plugins:\n- search\n- group:\n    plugins:\n    - meta\n"
        "markdown_extensions:\n- pymdownx.snippets:\n    base_path: docs\n"
        "nav:\n- Home: index.md\n- browse.md\n- lists/training.md\n- Overview:\n  - statistics.md\n  - data.md\n"
        "- add.md\n- about.md\nextra_css:\n- assets/papertrail.css\nuse_directory_urls: true\nedit_uri: ''\n"
        "validation:\n  nav:\n    omitted_files: ignore\n"
    )


def test_a_page_in_another_encoding_is_an_error(project: Make) -> None:
    made = project(LIST)
    (made.root / "docs" / "latin.md").write_bytes(b"caf\xe9\n")
    result = made.run("render", "--out", "out")
    assert result.err.endswith("docs/latin.md is not UTF-8; save it as UTF-8\n")
    assert not (made.root / "out").exists()
