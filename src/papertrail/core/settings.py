"""The settings of a project: the `papertrail` plugin in `mkdocs.yml`, and the folders that MkDocs uses.

This module does not import MkDocs, so that `papertrail check` starts quickly.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from papertrail.core.errors import PapertrailError
from papertrail.text.strings import did_you_mean, quoted

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml")
"""Names of MkDocs' configuration file; in one folder the first one wins, as in MkDocs."""


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
    split: int = 300
    """Rows of a page; a list with more rows gets a page per section."""
    paper_pages: bool = True
    """Whether every paper has a page; if not, only papers with notes have one."""
    fast: bool = True
    """Whether pages may be assembled without rendering the theme for each."""

    @property
    def templates_folder(self) -> Path:
        """The folder of the project's own templates."""
        return self.root / self.templates


# The configuration file


def config_in(folder: Path) -> Path | None:
    """MkDocs' configuration file in a folder, or None."""
    return next((file for name in CONFIG_NAMES if (file := folder / name).is_file()), None)


def find_config(start: Path) -> Path | None:
    """The nearest configuration file in a folder or its parents, as a path relative to the folder if it is a parent's.

    Raises `PapertrailError` if a parent's file belongs to another user: hooks and templates that it names run as code.
    """
    if file := config_in(start):
        return file
    start = start.resolve()
    for parent in start.parents:
        if file := config_in(parent):
            if not _is_trusted(file, start):
                raise PapertrailError(f"{file} belongs to another user; use it with -f {file}")
            return Path(os.path.relpath(file, start))
    return None


def _is_trusted(file: Path, start: Path) -> bool:
    return os.name == "nt" or file.stat().st_uid in {0, os.geteuid(), start.stat().st_uid}


class _TaglessLoader(yaml.SafeLoader):
    """Reads a value with a tag, such as `!ENV` or `!!python/name:`, as None: no setting of papertrail has one."""


_TaglessLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def load_settings(file: Path) -> Settings:
    """Read the settings from a configuration file, or from the one in a folder.

    Raises `PapertrailError` if it cannot be read, does not enable the plugin, or has a wrong setting.
    """
    if file.is_dir():
        file = config_in(file) or file / CONFIG_NAMES[0]
    data = _read(file)
    root = file.resolve().parent
    if "plugins" not in data and isinstance(inherited := data.get("INHERIT"), str):
        base = load_settings(file.parent / inherited)
        settings = replace(base, root=root, docs_dir=str(data.get("docs_dir") or base.docs_dir))
    else:
        settings = settings_from(root, plugin_options(data.get("plugins")), data.get("docs_dir"))
    return replace(settings, config_file=file)


def _read(file: Path) -> dict[Any, Any]:
    try:
        # A SafeLoader that ignores tags: nothing in the file is run.
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_TaglessLoader)  # noqa: S506
    except FileNotFoundError:
        raise PapertrailError(f"{file} not found; {NO_CONFIG_HELP}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PapertrailError(f"cannot read {file}: {error}") from error
    if not isinstance(data, dict):
        raise PapertrailError(f"{file} contains no settings")
    return data


NO_CONFIG_HELP = "run papertrail in a project, pass its mkdocs.yml with -f, or start a new list with `papertrail init`"
"""What to do without a configuration file."""


# The plugin's options


def plugin_options(plugins: Any) -> dict[str, Any]:
    """The options of the `papertrail` entry, in any of the forms that MkDocs accepts."""
    entries = plugins.items() if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else ()
    for entry in entries:
        if entry == "papertrail":
            return {}
        pairs = [entry] if isinstance(entry, tuple) else entry.items() if isinstance(entry, dict) else ()
        for name, options in pairs:
            if name == "papertrail":
                return options if isinstance(options, dict) else {}
    raise PapertrailError("mkdocs.yml does not enable papertrail; add the line `  - papertrail` under `plugins:`")


def _is_inner_folder(value: Any) -> bool:
    return isinstance(value, str) and value != "" and not Path(value).is_absolute() and ".." not in Path(value).parts


def _is_positive_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


_VALID: dict[str, tuple[Callable[[Any], bool], str]] = {
    "papers": (_is_inner_folder, "a folder inside the project"),
    "templates": (_is_inner_folder, "a folder inside the project"),
    "split": (_is_positive_number, "a number of rows, such as 300"),
    "paper_pages": (_is_switch, "true or false"),
    "fast": (_is_switch, "true or false"),
}
"""By option: whether a value is valid, and what it must be."""
OPTIONS = tuple(_VALID)
"""The options under `plugins: - papertrail:`."""
_FOLDERS = ("papers", "templates")


def settings_from(root: Path, options: dict[str, Any], docs_dir: Any = None) -> Settings:
    """Settings from the plugin's options. Raises `PapertrailError` for an unknown option or a wrong value."""
    for name, value in options.items():
        if name not in _VALID:
            suggestion = did_you_mean(str(name), OPTIONS, f"use one of: {', '.join(OPTIONS)}")
            raise PapertrailError(f"mkdocs.yml: unknown option {quoted(str(name))} of papertrail; {suggestion}")
        is_valid, expected = _VALID[name]
        if not is_valid(value):
            raise PapertrailError(f'mkdocs.yml: option "{name}" of papertrail must be {expected}')
    values: dict[str, Any] = {
        name: Path(value).as_posix() if name in _FOLDERS else value for name, value in options.items()
    }
    settings = Settings(root=root, docs_dir=Path(str(docs_dir or "docs")).as_posix(), **values)
    # MkDocs publishes every file in its folder of pages, and templates are code. Records come from strangers.
    for name, other in (("docs_dir", settings.docs_dir), ("templates", settings.templates)):
        if _overlap(Path(settings.papers), Path(other)):
            raise PapertrailError(f'mkdocs.yml: the folders "papers" and "{name}" must not contain each other')
    return settings


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
