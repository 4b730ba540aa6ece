"""The project for Hugo: Markdown with front matter, settings, and plain templates that a theme can replace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from papertrail.pages import Page, PageOptions, PlannedPage
from papertrail.publishing.exported_site import (
    Builder,
    ExportedFile,
    ExportedSite,
    front_matter,
    nav_entry,
    with_front_matter,
)
from papertrail.publishing.options import language_of
from papertrail.text.markdown import one_line, plain_inline

_TEMPLATES = Path(__file__).parent / "hugo"
_INDEX = re.compile(r"(^|/)(?:index|README)\.md$")
_HEADING = re.compile(r"(?m)^# +(.+?) *#*(?: *\{[^{}]*\})? *$")


def _path(address: str) -> str:
    """Return the path of a page: for Hugo, `index.md` is the only page of its folder."""
    return _INDEX.sub(r"\1_index.md", address)


def _url(address: str) -> str:
    return "/" + (_INDEX.sub(r"\1", address) if _INDEX.search(address) else f"{address.removesuffix('.md')}/")


def _page(site: ExportedSite, planned: PlannedPage, page: Page, head: str) -> str:
    values = {"title": page.title, "description": page.description, "url": _url(page.address), "head": head}
    return front_matter(values) + page.html


def _own_page(text: str, address: str, options: PageOptions) -> str:
    """Return a page of the maintainer with the title from its heading and with its URL, unless it has them."""
    heading = _HEADING.search(text)
    title = plain_inline(heading[1]) if heading else Path(address).stem
    return with_front_matter(text, {"title": title, "url": _url(address)})


def _menu(site: ExportedSite, items: list[Any], parent: str = "") -> Iterator[dict[str, Any]]:
    for number, item in enumerate(items, 1):
        title, target = nav_entry(item)
        identifier = f"{parent}.{number}" if parent else f"menu.{number}"
        entry = {"identifier": identifier, "weight": number}
        entry |= {"name": title} if title else {}
        entry |= {"parent": parent} if parent else {}
        if isinstance(target, list):
            yield entry
            yield from _menu(site, target, identifier)
        else:
            yield entry | ({"pageRef": f"/{_path(target)}"} if target in site.page_paths else {"url": target})


def _project(site: ExportedSite) -> Iterator[ExportedFile]:
    options, theme = site.options, site.config.theme
    settings = {
        "baseURL": options.site_url or "/",
        "title": options.site_name,
        "relativeURLs": options.site_url is None,
        "disablePathToLower": True,
        "disableKinds": ["taxonomy", "term", "RSS"],
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        "params": {
            "canonical": options.site_url is not None,
            "dir": theme.get("direction") or "ltr",
            "lang": language_of(site.config),
        },
        "menus": {"main": list(_menu(site, site.navigation))},
    }
    yield "hugo.yaml", yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    for path in sorted(_TEMPLATES.rglob("*.*")):
        yield path.relative_to(_TEMPLATES).as_posix(), path.read_bytes()


HUGO = Builder(
    pages="content/",
    files="static/",
    page=_page,
    own_page=_own_page,
    put=one_line,
    project=_project,
    path_of=_path,
    directory_urls=True,
)
