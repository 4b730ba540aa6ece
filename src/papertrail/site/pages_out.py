"""`papertrail render --out`: the pages as files for builders that know nothing of the plugin."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from papertrail import build
from papertrail.config import load_settings
from papertrail.markup import html_text, inert
from papertrail.pages import Page
from papertrail.site.plugin import STYLESHEET, page_options
from papertrail.site.publish import site_config
from papertrail.swap import written_aside
from papertrail.templating import default_templates


def write_pages(config_file: Path, checked: build.Checked, out: Path) -> int:
    """Write every page and our stylesheet into `out`, replacing what an earlier run wrote; returns the count.

    Raises `PapertrailError` where `out` holds something that papertrail did not make.
    """
    settings = load_settings(config_file)
    options = page_options(site_config(config_file), settings)
    count = 0
    with written_aside(out) as aside:
        for page in build.pages(checked, build.templates_of(settings), options):
            target = aside / page.address
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page_file(page), encoding="utf-8", newline="\n")
            count += 1
        (aside / STYLESHEET).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(default_templates() / STYLESHEET, aside / STYLESHEET)
    return count + 1


def page_file(page: Page) -> str:
    """A page as a Markdown file: front matter, then one block of HTML."""
    return f"---\ntitle: {_quoted(page.title)}\ndescription: {_quoted(page.description)}\n---\n\n{page.html}"


def _quoted(text: str) -> str:
    """A YAML string that is inert in the theme's HTML and to macros.

    Signs stay as they are: YAML refuses the pairs of `\\u` with which JSON spells an emoji, and a builder that cannot
    read the front matter takes it for Markdown.
    """
    return json.dumps(inert(html_text(text)), ensure_ascii=False)
