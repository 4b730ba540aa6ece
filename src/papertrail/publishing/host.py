"""All that papertrail uses of MkDocs, or of ProperDocs where only that is installed.

ProperDocs is a fork of MkDocs with the same interface. It offers its modules under the names of MkDocs as well, also to
themes and other plugins. Private names of both are in `mkdocs_internals`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

if find_spec("mkdocs") is None:
    import_module("properdocs.replacement")

import mkdocs
from mkdocs.commands import build as build_command
from mkdocs.commands.build import get_context
from mkdocs.commands.serve import serve as serve_site
from mkdocs.config import base, config_options, load_config
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, PluginCollection, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_build_date, get_relative_url, nest_paths
from mkdocs.utils.templates import TemplateContext

__all__ = [
    "HOST",
    "HOST_FOLDER",
    "Abort",
    "AnchorLink",
    "BasePlugin",
    "BuildError",
    "CombinedEvent",
    "ConfigurationError",
    "File",
    "Files",
    "InclusionLevel",
    "LiveReloadServer",
    "MkDocsConfig",
    "MkDocsException",
    "MkDocsPage",
    "Navigation",
    "PluginCollection",
    "PluginError",
    "Plugins",
    "TableOfContents",
    "TemplateContext",
    "base",
    "build_command",
    "config_options",
    "event_priority",
    "get_build_date",
    "get_context",
    "get_files",
    "get_navigation",
    "get_plugin_logger",
    "get_relative_url",
    "load_config",
    "nest_paths",
    "serve_site",
]

HOST = mkdocs.__name__
"""The name of the host's package: `mkdocs` or `properdocs`. Its loggers have it too."""
HOST_FOLDER = Path(mkdocs.__file__).parent
"""The folder with its code."""
