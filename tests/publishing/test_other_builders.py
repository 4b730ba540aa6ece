"""Other site generators build what `render --out` writes for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
    site = made.root / "out" / ("public" if builder == "hugo" else "site")
    assert dead_links(site) == []
    return site


@pytest.mark.parametrize("command", ["mkdocs", "properdocs without folders", "zensical"])
def test_the_whole_site_builds_without_papertrail(project: Make, command: str) -> None:
    name, _, flat = command.partition(" without ")
    made = project(LIST + ("use_directory_urls: false\n" if flat else ""))
    assert made.run("build").status == 0
    end = ".html" if flat else "/index.html"
    original = made.read(f"site/papers/tofu{end}")
    site = built(made, "zensical" if name == "zensical" else "mkdocs", name, "build", "--strict")
    paper, page, start = (
        (site / path).read_text("utf-8") for path in (f"papers/tofu{end}", f"lists/training{end}", f"guide/Start{end}")
    )
    head = original.partition("<meta property=")[2].partition("<script async")[0].rstrip()
    assert 'name="citation_title"' in head
    assert head in paper
    assert '<link rel="canonical" href="https://example.com/list/lists/training' in page
    assert all('<meta name="own" content="1">' in html for html in (paper, page, start))
    assert all("assets/papertrail/papertrail.js" in html for html in (paper, page, start))
    assert "lists/training" in start.partition("<nav")[2].partition("<article")[0]
    block = Shown(made.read("out/docs/lists/training.md").partition("---\n\n")[2]).text
    assert squashed(block) in squashed(Shown(page.partition("<article")[2]).text)
    assert page.count('id="tofu"') == 1
    assert start.count('data-paper="tofu"') >= 2
    assert 'href="#ref:tofu"' in start.replace("&#58;", ":")
    assert not any("42 {" in html or "<b> --8" in html for html in (paper, page, start))
