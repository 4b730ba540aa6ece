"""The settings: the `papertrail` entry under `plugins:` in `mkdocs.yml`, and what MkDocs calls its folders.

Read here without importing MkDocs, so that `papertrail check` starts at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from papertrail.core.errors import PapertrailError
from papertrail.text.strings import did_you_mean, quoted


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where things are. Folders are relative to `root`, with `/` between their parts."""

    root: Path
    """The project: the folder of `mkdocs.yml`."""
    papers: str = "papers"
    """The folder of records and registries."""
    templates: str = "templates"
    """The folder of the project's own templates; it need not exist."""
    docs_dir: str = "docs"
    """MkDocs' folder of pages."""
    split: int = 300
    """Rows of a page; a list with more is published as a page a section."""
    paper_pages: bool = True
    """Whether each paper has a page; without, only papers with notes have one."""
    fast: bool = True
    """Whether pages may be made without rendering the theme anew for each."""

    @property
    def templates_folder(self) -> Path:
        """The folder of the project's own templates."""
        return self.root / self.templates


FOLDERS = ("papers", "templates")
SWITCHES = ("paper_pages", "fast")
OPTIONS = (*FOLDERS, "split", *SWITCHES)
"""What may be set under `plugins: - papertrail:`."""


class _Loader(yaml.SafeLoader):
    """Takes `!ENV`, `!!python/name:` and any other tag for nothing, as none of our settings uses one."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def load_settings(file: Path) -> Settings:
    """The settings in an `mkdocs.yml`. Raises `PapertrailError` where it cannot be read or has no plugin entry."""
    if file.is_dir():
        file = file / "mkdocs.yml"
    try:
        # A SafeLoader that knows no tags: nothing in the file is run.
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except FileNotFoundError:
        raise PapertrailError(
            f"there is no {file}. Run the command beside mkdocs.yml, name it with -f FILE, "
            "or begin a new list with `papertrail init`."
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PapertrailError(f"{file} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise PapertrailError(f"{file} holds no settings")
    if "plugins" not in data and isinstance(inherited := data.get("INHERIT"), str):
        above = load_settings(file.parent / inherited)
        return replace(above, root=file.resolve().parent, docs_dir=str(data.get("docs_dir") or above.docs_dir))
    return settings_from(file.resolve().parent, plugin_options(data.get("plugins")), data.get("docs_dir"))


def plugin_options(plugins: Any) -> dict[str, Any]:
    """The options of the `papertrail` entry, in any of the forms that MkDocs admits."""
    entries = plugins.items() if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else ()
    for entry in entries:
        if entry == "papertrail":
            return {}
        pairs = [entry] if isinstance(entry, tuple) else entry.items() if isinstance(entry, dict) else ()
        for name, options in pairs:
            if name == "papertrail":
                return options if isinstance(options, dict) else {}
    raise PapertrailError("mkdocs.yml has no `papertrail` under `plugins:`; add the line `  - papertrail`")


def settings_from(root: Path, options: dict[str, Any], docs_dir: Any = None) -> Settings:
    """Settings from the plugin's options. Raises `PapertrailError` for an unknown or ill-formed one."""
    for name, value in options.items():
        if name not in OPTIONS:
            remedy = did_you_mean(str(name), OPTIONS, f"the options are {', '.join(OPTIONS)}")
            raise PapertrailError(f"mkdocs.yml: papertrail has no option {quoted(str(name))}; {remedy}")
        if name not in FOLDERS:
            continue
        if not isinstance(value, str) or not value or Path(value).is_absolute() or ".." in Path(value).parts:
            raise PapertrailError(f"mkdocs.yml: `{name}` of papertrail must be a folder inside the project")
    given: dict[str, Any] = {name: Path(value).as_posix() for name, value in options.items() if name in FOLDERS}
    docs = str(docs_dir) if docs_dir else "docs"
    split = options.get("split", Settings.split)
    if not isinstance(split, int) or isinstance(split, bool) or split < 1:
        raise PapertrailError("mkdocs.yml: `split` of papertrail must be a number of rows, such as 300")
    for name in SWITCHES:
        given[name] = options.get(name, getattr(Settings, name))
        if not isinstance(given[name], bool):
            raise PapertrailError(f"mkdocs.yml: `{name}` of papertrail must be true or false")
    settings = Settings(root=root, docs_dir=Path(docs).as_posix(), split=split, **given)
    # MkDocs publishes whatever lies in its folder of pages, and templates are run: neither may be a stranger's.
    for name, other in (("docs_dir", settings.docs_dir), ("templates", settings.templates)):
        if _overlap(Path(settings.papers), Path(other)):
            raise PapertrailError(f"mkdocs.yml: the folders `papers` and `{name}` must not lie in one another")
    return settings


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
