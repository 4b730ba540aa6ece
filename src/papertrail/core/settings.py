"""The settings of a project: the options of the `papertrail` plugin, and the folders that MkDocs uses."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from papertrail.core.errors import PapertrailError
from papertrail.text.strings import UNPRINTABLE, did_you_mean, quoted

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml")
"""Names of the configuration file of MkDocs or ProperDocs; in one folder the first one wins."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of a project. Folders are relative to `root`, with `/` between their parts."""

    root: Path
    """The project: the folder of `mkdocs.yml`."""
    config_file: Path = Path(CONFIG_NAMES[0])
    """Its configuration file, as a path that can be opened and shown."""
    papers: str = "papers"
    """The folder of records and registries."""
    templates: str = "templates"
    """The folder of the project's own templates; optional."""
    docs_dir: str = "docs"
    """MkDocs' folder of pages."""
    site_dir: str = "site"
    """The folder that the site is built into."""
    theme_dir: str | None = None
    """The folder of the project's own theme files, MkDocs' `custom_dir`; None for one outside the project."""
    split: int = 300
    """Rows of a page; a list with more rows gets a page per section."""
    paper_pages: bool = True
    """Whether every paper has a page; if not, only papers with notes have one."""
    add_page: bool = True
    """Whether the site has a form for new papers."""
    fast: bool = True
    """Whether pages may be assembled without rendering the theme for each."""

    @property
    def own_folders(self) -> tuple[str, ...]:
        """The folders of papertrail and MkDocs, in which no document of a list can be."""
        return self.papers, self.templates, self.docs_dir, self.site_dir

    @property
    def templates_folder(self) -> Path:
        """The folder of the project's own templates."""
        return self.root / self.templates


OWN_FOLDERS = Settings(root=Path()).own_folders
"""The default folders."""


class SettingError(PapertrailError):
    """A wrong setting. `keys` lead to it in the configuration file, such as `plugins`, `papertrail`, `papers`."""

    def __init__(self, keys: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.keys = keys


NOT_ENABLED = "papertrail is not enabled; add the line `  - papertrail` under `plugins:`"


# The plugin's options


def plugin_options(plugins: Any) -> dict[str, Any]:
    """The options of the `papertrail` entry, in any of the forms that MkDocs accepts.

    Raises `SettingError` if there is not exactly one such entry.
    """
    own = [(name, options) for name, options in _plugin_entries(plugins) if name in _PLUGIN_NAMES]
    if not own:
        raise SettingError(("plugins",), NOT_ENABLED)
    if len(own) > 1:
        raise SettingError(("plugins", own[0][0]), ENABLED_TWICE)
    name, options = own[0]
    if options and not isinstance(options, dict):
        raise SettingError(("plugins", name), "options of papertrail must be lines such as `papers: papers`")
    return options or {}


_PLUGIN_NAMES = ("papertrail", "/papertrail")
"""Names of the plugin; with the slash, MkDocs does not search for a variant of the theme."""
_GROUP_NAMES = ("group", "material/group")
ENABLED_TWICE = "plugin papertrail is enabled twice; a site has one list, so delete one of the entries"


def _plugin_entries(plugins: Any) -> Iterator[tuple[Any, Any]]:
    """The names and options of all plugins, also of those in groups of Material's plugin "group"."""
    for name, options in _listed_plugins(plugins):
        yield name, options
        if name in _GROUP_NAMES and isinstance(options, dict):
            yield from _plugin_entries(options.get("plugins"))


def _listed_plugins(plugins: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(plugins, dict):
        yield from plugins.items()
        return
    if not isinstance(plugins, list | None):
        raise SettingError(("plugins",), "plugins must be a list with lines such as `  - papertrail`")
    for entry in plugins or ():
        if not isinstance(entry, dict):
            yield entry, None
        elif len(entry) == 1:
            yield from entry.items()
        else:
            name, second = [str(key) for key in (*entry, "", "")][:2]
            raise SettingError(
                ("plugins", name, second),
                f"options of plugin {quoted(name)} are not indented below it; add two spaces before each of them",
            )


def is_inner_folder(value: Any) -> bool:
    """Whether a value is the path of a folder inside the project on all systems."""
    return _is_path(value) and "\\" not in value and not Path(value).is_absolute() and ".." not in Path(value).parts


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and value != "" and not UNPRINTABLE.search(value)


def _is_positive_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


_VALID: dict[str, tuple[Callable[[Any], bool], str]] = {
    "papers": (is_inner_folder, "a folder inside the project, with / between folders"),
    "templates": (is_inner_folder, "a folder inside the project, with / between folders"),
    "split": (_is_positive_number, "a number of rows, such as 300"),
    "paper_pages": (_is_switch, "true or false"),
    "add_page": (_is_switch, "true or false"),
    "fast": (_is_switch, "true or false"),
}
"""By option: whether a value is valid, and what it must be."""
OPTIONS = tuple(_VALID)
"""The options under `plugins: - papertrail:`."""
_FOLDERS = ("papers", "templates")


def settings_from(root: Path, options: dict[str, Any], docs_dir: Any = None, site_dir: Any = None) -> Settings:
    """Settings from the plugin's options. Raises `SettingError` for an unknown option or a wrong value."""
    keys = ("plugins", "papertrail")
    for name, value in options.items():
        if name not in _VALID:
            suggestion = did_you_mean(str(name), OPTIONS, f"use one of: {', '.join(OPTIONS)}")
            raise SettingError((*keys, str(name)), f"unknown option {quoted(str(name))} of papertrail; {suggestion}")
        is_valid, expected = _VALID[name]
        if not is_valid(value):
            raise SettingError((*keys, name), f'option "{name}" of papertrail must be {expected}')
    values: dict[str, Any] = {
        name: Path(value).as_posix() if name in _FOLDERS else value for name, value in options.items()
    }
    for name, folder in (("docs_dir", docs_dir), ("site_dir", site_dir)):
        if folder and not _is_path(folder):
            raise SettingError((name,), f"{name} must be a folder, such as {name.removesuffix('_dir')}")
    docs_dir = posixpath.normpath(Path(docs_dir or Settings.docs_dir).as_posix())
    site = Path(site_dir or Settings.site_dir)
    site_dir = posixpath.normpath((site.relative_to(root) if site.is_relative_to(root) else site).as_posix())
    settings = Settings(root=root, docs_dir=docs_dir, site_dir=site_dir, **values)
    _refuse_overlaps(settings)
    return settings


def _refuse_overlaps(settings: Settings) -> None:
    """Raise `SettingError` for folders inside one another.

    MkDocs publishes every file in its folder of pages, and a build replaces the site. Templates are code, and records
    come from strangers.
    """
    folders = {
        "papers": settings.papers,
        "templates": settings.templates,
        "docs_dir": settings.docs_dir,
        "site_dir": settings.site_dir,
    }
    paths = {name: Path(os.path.normpath(settings.root / folder)) for name, folder in folders.items()}
    for one, other in combinations(paths, 2):
        if (one, other) in _MAY_OVERLAP:
            continue
        if paths[one].is_relative_to(paths[other]) or paths[other].is_relative_to(paths[one]):
            keys = ("plugins", "papertrail", other) if other in _VALID else (other,)
            raise SettingError(keys, f'the folders "{one}" and "{other}" must not contain each other')


_MAY_OVERLAP = (("templates", "docs_dir"), ("docs_dir", "site_dir"))
"""Folders that may contain each other, or that MkDocs compares itself."""
