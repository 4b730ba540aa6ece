"""The project for MkDocs and its relatives, which read the same settings: ProperDocs, and Zensical."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from papertrail.core.settings import is_inner_folder
from papertrail.pages import Page, PageOptions, PlannedPage
from papertrail.publishing.assets import SCRIPT, STYLESHEET
from papertrail.publishing.exported_site import Builder, ExportedFile, ExportedSite, front_matter
from papertrail.publishing.failed_code import plugin_name
from papertrail.publishing.host import AnchorLink
from papertrail.publishing.navigation import table_of_contents, theme_text
from papertrail.publishing.options import THEME
from papertrail.records.config_file import config_values
from papertrail.records.config_yaml import TaggedDumper, TaggedLoader
from papertrail.text.markdown import one_line

_MAIN = "main.html"
_OWN_MAIN = "own-main.html"
_TEMPLATE = """\
{{% extends "{base}" %}}
{{#- The table of contents and the metadata tags of each page, and the script. -#}}
{toc}
{{% block extrahead %}}
{{{{ super() }}}}
{{% if page and page.meta and page.meta.head %}}{{{{ page.meta.head | safe }}}}{{% elif page %}}
<meta property="og:type" content="website">
<meta property="og:site_name" content="{{{{ config.site_name | e }}}}">
<meta property="og:title" content="{{{{ page.title | e }}}}">
{{% if page.canonical_url %}}<meta property="og:url" content="{{{{ page.canonical_url }}}}">{{% endif %}}
{{% endif %}}
<script async src="{{{{ "{script}" | url }}}}"></script>
{{% endblock %}}
"""
_TOC = "{% if page and page.meta and page.meta.toc %}{% set _ = page.toc.items.extend(page.meta.toc) %}{% endif %}"
_ZENSICAL_TOC = "{% set page = dict(page, toc=page.meta.toc) if page and page.meta and page.meta.toc else page %}"
_INNER_URL = re.compile(r'(?<=\s)((?:href|src)=")\.\./')
_OF_FOLDERS = ("INHERIT", "docs_dir", "site_dir", "edit_uri", "watch")
"""Settings that are about the folders of the list."""


def _page(site: ExportedSite, planned: PlannedPage, page: Page, head: str) -> str:
    values = {
        # MkDocs names the home page by its function.
        "title": None if page.address == "index.md" else theme_text(page.title),
        "description": theme_text(page.description),
        "search": None if _is_searched(planned, site.options) else {"exclude": True},
        "toc": _toc(table_of_contents(page)),
        "head": head,
    }
    return front_matter(values) + page.html


def _toc(links: Iterable[AnchorLink]) -> list[dict[str, Any]]:
    """Return a table of contents as the theme reads it; MkDocs finds no headings in HTML."""
    return [
        {
            "title": link.title,
            "content": link.title,
            "url": link.url,
            "level": link.level,
            "children": _toc(link.children),
        }
        for link in links
    ]


def _is_searched(page: PlannedPage, options: PageOptions) -> bool:
    """Whether the theme's search should find a page: one that shows papers which have no pages, or a single one."""
    return page.kind in ("home", "paper") or (page.kind == "list" and not options.paper_pages)


def _relative_to_source(html: str, address: str, options: PageOptions) -> str:
    """Return the HTML of a page for Zensical, which resolves links relative to the source file and not to the page."""
    is_moved = options.directory_urls and not address.endswith("index.md")
    return _INNER_URL.sub(r"\1./", html) if is_moved else html


def _project(site: ExportedSite, toc: str, *folders: Path) -> Iterator[ExportedFile]:
    """Yield the settings, and the templates in the project's folder and in `folders`."""
    yield "mkdocs.yml", _settings(site)
    theme = dict(_theme_files(site, *folders))
    base = _OWN_MAIN if _MAIN in theme else "base.html"
    if _MAIN in theme:
        theme[_OWN_MAIN] = theme[_MAIN]
    theme[_MAIN] = _TEMPLATE.format(base=base, script=SCRIPT, toc=toc).encode()
    for path, content in theme.items():
        yield f"theme/{path}", content
    for hook in map(str, site.config.hooks):  # MkDocs keeps them by path
        if is_inner_folder(hook):
            yield hook, (site.settings.root / hook).read_bytes()


def _theme_files(site: ExportedSite, *folders: Path) -> Iterator[tuple[str, bytes]]:
    own = site.config.theme.custom_dir
    for folder in (*folders, *([Path(own)] if own else [])):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path.read_bytes()


def _settings(site: ExportedSite) -> str:
    """Return the settings of the list, without the plugin and with what it would add."""
    config = site.config
    given = config_values(site.settings.config_file, TaggedLoader)
    settings = {key: value for key, value in given.items() if key not in _OF_FOLDERS}
    settings |= {"site_url": config.site_url or None, "repo_url": config.repo_url or None}  # often from variables
    theme = settings.get("theme")
    settings["theme"] = {"name": config.theme.name, **(theme if isinstance(theme, dict) else {}), "custom_dir": "theme"}
    settings["plugins"] = _without_papertrail(settings["plugins"])
    settings["nav"] = site.navigation
    settings["extra_css"] = [STYLESHEET, *config.extra_css]
    settings["use_directory_urls"] = site.options.directory_urls
    settings["edit_uri"] = ""  # most sources are generated
    if site.options.offline:
        settings["extra"] = {**settings.get("extra", {}), "polyfills": config.extra["polyfills"]}
    settings.setdefault("validation", {"nav": {"omitted_files": "ignore"}})
    settings = {key: value for key, value in settings.items() if value is not None}
    return yaml.dump(settings, Dumper=TaggedDumper, width=120, sort_keys=False, allow_unicode=True)


def _without_papertrail(plugins: Any) -> Any:
    """Return the plugins of the settings without papertrail, which may be in a group."""
    if isinstance(plugins, dict):
        return {
            name: _without_papertrail(options) if plugin_name(name) in ("group", "plugins") else options
            for name, options in plugins.items()
            if name != "papertrail"
        }
    if isinstance(plugins, list):
        kept = (_without_papertrail(item) for item in plugins if item != "papertrail")
        return [item for item in kept if item]
    return plugins


ZENSICAL = Builder(
    pages="docs/",
    files="docs/",
    page=_page,
    put=one_line,
    project=lambda site: _project(site, _ZENSICAL_TOC),
    linked=_relative_to_source,
)
MKDOCS = replace(
    ZENSICAL,
    project=lambda site: _project(site, _TOC, THEME),
    linked=lambda html, address, options: html,
    runs_plugins=True,
)
