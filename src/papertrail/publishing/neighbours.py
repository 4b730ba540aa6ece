"""What other plugins of a site mean for papertrail: which need to see every page, and where they expect pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from papertrail.publishing.host import MkDocsConfig

_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
"""The events in which a plugin handles one page."""

_HARMLESS = {
    "papertrail.": "papertrail itself",
    "material.plugins.blog.": "handles only posts and their views",
    "material.plugins.meta.": "gives all pages of a folder the same metadata",
    "material.plugins.search.": "indexes only the pages of the maintainer",
    "material.plugins.tags.": "handles only pages with tags in their front matter",
    "mkdocs_gen_files.": "handles only the edit links of pages that it generates",
    "mkdocs_include_markdown_plugin.": "changes only Markdown, which papertrail's pages do not have",
    "mkdocs_macros.": "changes only Markdown",
    "mkdocs_print_site_plugin.": "reads only the pages in the navigation, which MkDocs renders",
    "mkdocs_section_index.": "only checks that the navigation is its own",
    "mkdocs_table_reader_plugin.": "changes only Markdown",
}
"""The modules of plugins with such events that need not see papertrail's pages, and why.

If one of them changes pages after all, the pages that are assembled differ from those of the theme, which each build
finds out."""


def plugins_on_pages(config: MkDocsConfig) -> list[str]:
    """Return the names of the plugins and hooks that may change finished pages, or that read them all."""
    methods = [method for event in _EVENTS for method in config.plugins.events[event]]
    foreign = [method for method in methods if not _module(method).startswith(tuple(_HARMLESS))]
    return list(dict.fromkeys(_name(method, config) for method in foreign))


def _module(method: Callable[..., Any]) -> str:
    owner = getattr(method, "__self__", None)
    return str(type(owner).__module__ if owner is not None else getattr(method, "__module__", ""))


def _name(method: Callable[..., Any], config: MkDocsConfig) -> str:
    """Return the name of a plugin or hook as `mkdocs.yml` spells it."""
    owner = getattr(method, "__self__", None)
    for name, plugin in config.plugins.items():  # hooks are among them, as modules
        if plugin is owner or getattr(plugin, getattr(method, "__name__", ""), None) == method:
            return str(name)
    return _module(method)


def language_folders(config: MkDocsConfig) -> tuple[str, ...]:
    """Return the folders of the maintainer's pages that plugin "i18n" publishes at the root of the current language."""
    plugin: Any = config.plugins.get("i18n")
    if plugin is None or plugin.config.get("docs_structure") != "folder":
        return ()
    return tuple(f"{language}/" for language in {plugin.current_language, plugin.default_language} if language)
