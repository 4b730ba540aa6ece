"""The project for Quarto: Markdown with front matter and raw HTML, and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import yaml

from papertrail.pages import Page, PageOptions, PlannedPage
from papertrail.publishing.assets import SCRIPT, STYLESHEET
from papertrail.publishing.exported_site import (
    PLAIN_STYLES,
    Builder,
    ExportedFile,
    ExportedSite,
    front_matter,
    nav_entry,
    with_front_matter,
)
from papertrail.publishing.navigation import theme_text
from papertrail.publishing.options import language_of
from papertrail.text.markdown import one_line

_README = re.compile(r"(^|[(/])README\.md\b")
_TICKS = re.compile(r"`+")


def _path(address: str) -> str:
    """Return the path of a page: Quarto omits pages with the name `README.md`."""
    return _README.sub(r"\1index.md", address)


def _page(site: ExportedSite, planned: PlannedPage, page: Page, head: str) -> str:
    values = {
        "title": one_line(theme_text(page.title)),  # Quarto takes both as Markdown
        "description": one_line(theme_text(page.description)),
        "title-block-style": "none",  # the HTML has its heading
        "include-in-header": {"text": head + _script(page.address, site.options)},
    }
    return front_matter(values) + _raw(page.html)


def _own_page(text: str, address: str, options: PageOptions) -> str:
    """Return a page of the maintainer with the script; links to `README.md` lead to the page that it becomes."""
    return _README.sub(
        r"\1index.md", with_front_matter(text, {"include-in-header": {"text": _script(address, options)}})
    )


def _script(address: str, options: PageOptions) -> str:
    return f'<script async src="{options.root_of(address)}{SCRIPT}"></script>\n'


def _raw(html: str) -> str:
    """Return HTML as raw text: otherwise, Quarto would look for Markdown in it."""
    if html.startswith("<span"):
        return f"`{html.replace('`', '&#96;')}`{{=html}}"
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in _TICKS.findall(html)), 0)
    return f"{fence}{{=html}}\n{html.rstrip()}\n{fence}"


def _contents(items: list[Any]) -> Iterator[Any]:
    for item in items:
        title, target = nav_entry(item)
        if isinstance(target, list):
            yield {"section": title, "contents": list(_contents(target))}
        else:
            yield {"text": title, "href": _path(target)} if title else _path(target)


def _project(site: ExportedSite) -> Iterator[ExportedFile]:
    options = site.options
    files = [*site.publication.files, *(own.src_uri for own in site.own.values() if not own.is_documentation_page())]
    website = {"title": options.site_name, "sidebar": {"contents": list(_contents(site.navigation))}}
    settings = {
        "project": {
            "type": "website",
            "output-dir": "site",
            "render": ["**/*.md"],
            "resources": sorted({f"**/*{PurePosixPath(file).suffix}" for file in files}),
        },
        "website": website | ({"site-url": options.site_url} if options.site_url else {}),
        "lang": language_of(site.config),
        "format": {"html": {"css": [STYLESHEET, "site.css"], "toc": False, "page-layout": "full"}},
    }
    yield "_quarto.yml", yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    yield "site.css", PLAIN_STYLES.read_bytes()


QUARTO = Builder(
    pages="", files="", page=_page, own_page=_own_page, put=_raw, project=_project, path_of=_path, directory_urls=False
)
