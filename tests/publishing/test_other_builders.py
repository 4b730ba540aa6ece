"""Other site generators build the pages of `render --out`."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.html import Shown, squashed
from support.links import dead_links
from support.projects import MKDOCS_YML, Project

PLAIN_YML = """\
site_name: Plain
docs_dir: pages
theme: {name: material, font: false}
plugins: [search]
extra_css: [assets/papertrail.css]
markdown_extensions: [attr_list, md_in_html, tables, toc]
"""
LIST = """\
=== papers/tofu.yml
name: "{{ 6 * 7 }} *Tofu* <b>"
venue: EuroSys 2019
links: {Paper: https://example.com/tofu}
remarks: Cuts *tensors*.
topic: Training > Parallelism
"""


@pytest.mark.parametrize(("builder", "directories"), [("properdocs", True), ("properdocs", False), ("zensical", False)])
def test_exported_pages_build_strictly_and_show_the_same_content(
    project: Callable[[str], Project], builder: str, directories: bool
) -> None:
    """Zensical resolves URLs in HTML relative to the source file, so it needs pages at the same paths."""
    if importlib.util.find_spec(builder) is None:
        pytest.skip(f"{builder} is not installed; it comes with the extra [dev]")
    urls = f"use_directory_urls: {str(directories).lower()}\n"
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML}{urls}")
    assert made.run("render", "--out", "pages").status == 0
    made.write("plain.yml", PLAIN_YML + urls)
    command = [str(Path(sys.executable).parent / builder), "build", "--strict", "-f", "plain.yml"]
    done = subprocess.run(command, cwd=made.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    html = made.read(f"site/lists/training{'/index' if directories else ''}.html")
    assert dead_links(made.root / "site") == []
    block = Shown(made.read("pages/lists/training.md").partition("---\n\n")[2]).text
    assert squashed(block) in squashed(Shown(html.partition("<article")[2]).text)
    assert html.count('id="tofu"') == 1
    assert "42 *Tofu*" not in html
