"""Finds the plugins that may change finished pages, for which there is no fast build."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

_HARMLESS = ("papertrail.", "material.plugins.search.", "material.plugins.tags.", "mkdocs_macros.")
"""The modules of plugins that do not change the pages of papertrail."""
_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
"""The events in which a plugin handles one page."""


def plugins_on_pages(config: MkDocsConfig) -> list[str]:
    """Return the names of the plugins and hooks that may change finished pages."""
    methods = [method for event in _EVENTS for method in config.plugins.events[event]]
    foreign = [method for method in methods if not _module(method).startswith(_HARMLESS)]
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
