"""Options and settings of papertrail from the configuration of MkDocs."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import CONFIG_NAMES, SettingError, Settings, settings_from
from papertrail.pages import PageOptions
from papertrail.publishing.assets import FRAME_WORKER, STYLESHEET
from papertrail.publishing.host import MkDocsConfig
from papertrail.records.config_file import position_of
from papertrail.templating.words import SOURCE, words_of

THEME = Path(__file__).parent / "theme"
"""papertrail's files for the theme."""


def settings_of(config: MkDocsConfig, options: dict[str, Any]) -> Settings:
    """Return the settings of a list; `options` are those under `plugins: - papertrail:`."""
    config_file = Path(os.path.relpath(config.config_file_path or CONFIG_NAMES[0]))
    root = config_file.resolve().parent
    docs = Path(config.docs_dir)
    try:
        docs_dir = str(docs.relative_to(root) if docs.is_relative_to(root) else docs)
        settings = settings_from(root, options, docs_dir, config.site_dir)
    except SettingError as error:
        raise PapertrailError(f"{position_of(config_file, *error.keys)}: {error}") from error
    return replace(settings, config_file=config_file, theme_dir=_inside(config_file, config.theme.custom_dir))


def _inside(config_file: Path, folder: str | None) -> str | None:
    """Return a folder relative to the project; None if it is outside."""
    if folder is None:
        return None
    # resolve() would follow a link to the project, which MkDocs does not.
    root, path = Path(os.path.abspath(config_file)).parent, Path(os.path.abspath(folder))  # noqa: PTH100
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


def is_offline(config: MkDocsConfig) -> bool:
    """Whether a plugin of the configuration makes a site that can be opened from the disk."""
    plugins = [config.plugins[name] for name in ("offline", "material/offline") if name in config.plugins]
    return any(plugin.config.get("enabled", True) for plugin in plugins)


def make_offline(config: MkDocsConfig) -> None:
    """Have MkDocs and the theme make a site that can be opened from the disk."""
    config.use_directory_urls = False
    # Material's plugin would load such a script from another host.
    others = [script for script in config.extra.get("polyfills") or [] if "iframe-worker" not in str(script)]
    config.extra["polyfills"] = [*others, FRAME_WORKER]


def page_options(config: MkDocsConfig, settings: Settings, *, offline: bool = False) -> PageOptions:
    """Return the options that pages depend on."""
    edit_base = None
    if config.repo_url and config.edit_uri:
        # `edit_uri` is the URL of the docs folder; paths of records are relative to the folder above it.
        try:
            to_docs = urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri.rstrip("/") + "/")
        except ValueError as error:
            position = position_of(settings.config_file, "edit_uri")
            raise PapertrailError(f"{position}: edit_uri is not a valid URL ({error}); correct it") from error
        depth = len(posixpath.normpath(settings.docs_dir).split("/"))
        edit_base = urljoin(to_docs, "../" * depth)
    return PageOptions(
        site_name=config.site_name,
        site_description=config.site_description or "",
        site_url=config.site_url.rstrip("/") + "/" if config.site_url else None,
        directory_urls=config.use_directory_urls,
        edit_base=edit_base,
        report_form=report_form(config.repo_url),
        docs_dir=settings.docs_dir,
        split=settings.split,
        paper_pages=settings.paper_pages,
        offline=offline,
        add_page=settings.add_page,
        words=words_of(language_of(config)),
    )


def language_of(config: MkDocsConfig) -> str:
    """Return the language of the theme, such as `de`: Material calls it `language`, other themes `locale`."""
    theme: Mapping[str, Any] = config.theme
    return str(theme.get("language") or theme.get("locale") or SOURCE)


def report_form(repo_url: str | None) -> tuple[str, str, str] | None:
    """Return the URL of a code host's form for new issues, and the names of its fields for title and text."""
    if not repo_url:
        return None
    address = repo_url.rstrip("/")
    if "gitlab" in (urlsplit(repo_url).hostname or ""):
        return f"{address}/-/issues/new", "issue[title]", "issue[description]"
    return f"{address}/issues/new", "title", "body"


def prepare_config(config: MkDocsConfig) -> None:
    """Add papertrail's stylesheet and theme files to the configuration, with less priority than the project's own."""
    if not config.repo_url:
        config.edit_uri = None  # MkDocs would warn of every page that its edit URL is not absolute
    if STYLESHEET not in config.extra_css:
        config.extra_css.insert(0, STYLESHEET)
    if str(THEME) not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
