"""`papertrail render --out`: the pages as Markdown files for other site generators."""

from __future__ import annotations

import json
from pathlib import Path

from papertrail.core.settings import Settings
from papertrail.pages import Page
from papertrail.pipeline.check import Checked
from papertrail.pipeline.plan import plan_site
from papertrail.publishing.assets import assets
from papertrail.publishing.commands import site_config
from papertrail.publishing.options import page_options
from papertrail.runtime.atomic_folder import add_file, replaced_folder
from papertrail.templating.environment import environment
from papertrail.text.markdown import html_text, inert


def write_pages(settings: Settings, checked: Checked, out: Path) -> int:
    """Write all pages and files into `out`, in place of those of an earlier run, and return their number.

    Raise `PapertrailError` if `out` contains anything that papertrail did not write.
    """
    options = page_options(site_config(settings), settings)
    site = plan_site(checked, environment(settings.templates_folder, options.words), options)
    count = 0
    with replaced_folder(out) as new:
        for planned in site.pages:
            page = planned.make()
            add_file(new, page.address, page_file(page).encode())
            count += 1
        for file in (*assets(options.words), *site.files):
            add_file(new, file.address, file.content)
            count += 1
    return count


def page_file(page: Page) -> str:
    """Return a page as a Markdown file: front matter, then one block of HTML."""
    return f"---\ntitle: {_quoted(page.title)}\ndescription: {_quoted(page.description)}\n---\n\n{page.html}"


def _quoted(text: str) -> str:
    """Return a YAML string that themes can write into HTML, and in which macros find nothing to expand.

    Characters are not escaped: YAML rejects the pair of `\\u` escapes with which JSON writes an emoji, and a generator
    that cannot parse the front matter treats it as Markdown.
    """
    return json.dumps(inert(html_text(text)), ensure_ascii=False)
