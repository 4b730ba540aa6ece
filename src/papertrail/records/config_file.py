"""Find MkDocs' configuration file and read the settings in it, with those that it inherits.

MkDocs is not imported, so that `papertrail check` starts quickly.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError
from yaml.reader import ReaderError

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.errors import PapertrailError
from papertrail.core.limits import CONFIG_BYTES, CONFIG_FILES
from papertrail.core.settings import (
    CONFIG_NAMES,
    SettingError,
    Settings,
    is_inner_folder,
    plugin_options,
    settings_from,
)
from papertrail.records.config_yaml import ConfigLoader, ConfigYamlError
from papertrail.text.strings import printable, quoted
from papertrail.yaml.decode import decode, span_at, unprintable
from papertrail.yaml.syntax_errors import syntax_error

NO_CONFIG_HELP = "run papertrail in a project, pass its mkdocs.yml with -f, or start a new list with `papertrail init`"
"""What to do without a configuration file."""
_INHERIT = "INHERIT"


def config_in(folder: Path) -> Path | None:
    """Return MkDocs' configuration file in a folder, or None."""
    return next((file for name in CONFIG_NAMES if os.path.lexists(file := folder / name)), None)


def find_config(start: Path) -> Path | None:
    """Return the nearest configuration file in a folder or its parents, relative to the folder if it is a parent's.

    Raise `PapertrailError` if a parent's file belongs to another user: hooks and templates that it names run as code.
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
    return os.name == "nt" or file.lstat().st_uid in {0, os.geteuid(), start.stat().st_uid}


def load_settings(file: Path) -> Settings:
    """Read the settings from a configuration file, or from the one in a folder.

    Raise `PapertrailError` if it cannot be read, does not enable the plugin, or has a wrong setting.
    """
    if file.is_dir() and file.name not in CONFIG_NAMES:
        file = config_in(file) or file / CONFIG_NAMES[0]
    data = config_values(file)
    try:
        options = plugin_options(data.get("plugins"))
        settings = settings_from(file.resolve().parent, options, data.get("docs_dir"), data.get("site_dir"))
    except SettingError as error:
        raise PapertrailError(f"{position_of(file, *error.keys)}: {error}") from error
    theme = data.get("theme")
    theme_dir = theme.get("custom_dir") if isinstance(theme, dict) else None
    return replace(settings, config_file=file, theme_dir=theme_dir if is_inner_folder(theme_dir) else None)


def config_values(file: Path, loader: type[ConfigLoader] = ConfigLoader) -> dict[str, Any]:
    """Return the settings in a configuration file and those that it inherits. Raise `PapertrailError` as above."""
    data: Any = {}
    for inherited in reversed(_with_inherited(file, loader)):
        data = _merged(data, inherited.data)
    return dict(data)


def _merged(inherited: Any, own: Any) -> Any:
    """Return a value with those that it inherits: mappings are merged, other values replaced."""
    if isinstance(inherited, dict) and isinstance(own, dict):
        return {**inherited, **{key: _merged(inherited.get(key), value) for key, value in own.items()}}
    return own


def position_of(file: Path, *keys: str) -> str:
    """Return the file and line of a setting, such as `mkdocs.yml:12`, as the start of a message.

    `keys` lead to it, such as `plugins`, `papertrail`, `papers`. If not all are defined, the line is that of the last
    key that is; without any, the result is the file. The file may be one that `file` inherits.
    """
    found = [(config, _lines_of(config.root, keys)) for config in _with_inherited(file)]
    config, lines = max(found, key=lambda item: len(item[1]))  # of several, the first one: its values replace others
    return f"{config.name}:{lines[-1]}" if lines else printable(str(file))


def _lines_of(node: yaml.Node | None, keys: tuple[str, ...]) -> list[int]:
    """Return the lines of the first of `keys` that are defined in a node. Items of a sequence are keys too."""
    lines: list[int] = []
    for key in keys:
        match = next((item for item in _items_of(node) if item[0].value == key), None)
        if match is None:
            break
        name, node = match
        lines.append(name.start_mark.line + 1)
    return lines


def _items_of(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node | None]]:
    """Yield the keys of a mapping with their values; of a sequence, its items and the keys of mappings in it."""
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield item, None
            if isinstance(item, yaml.MappingNode):
                yield from item.value


# Reading


@dataclass(frozen=True, kw_only=True)
class _ConfigFile:
    """One configuration file."""

    name: str
    """Its path for messages."""
    root: yaml.Node | None
    data: dict[Any, Any]


def _with_inherited(file: Path, loader: type[ConfigLoader] = ConfigLoader) -> list[_ConfigFile]:
    """Read a configuration file and those that it inherits, in this order."""
    configs: list[_ConfigFile] = []
    seen: set[Path] = set()
    while True:
        config = _read(file, loader)
        configs.append(config)
        seen.add(file.resolve())
        if _INHERIT not in config.data:
            return configs
        inherited = config.data.pop(_INHERIT)
        position = f"{config.name}:{_lines_of(config.root, (_INHERIT,))[0]}"
        if not isinstance(inherited, str):
            raise PapertrailError(f"{position}: INHERIT must be the path of a configuration file")
        file = Path(os.path.normpath(file.parent / inherited))
        if not file.is_file():
            raise PapertrailError(f"{position}: inherited file {quoted(inherited)} not found; correct the path")
        if file.resolve() in seen:
            raise PapertrailError(f"{position}: INHERIT leads back to {printable(str(file))}; delete the line")
        if len(configs) == CONFIG_FILES:
            raise PapertrailError(f"{position}: more than {CONFIG_FILES} files inherit from one another")


def _read(file: Path, loader_type: type[ConfigLoader]) -> _ConfigFile:
    name = printable(str(file))
    text = _text(file, name)
    try:
        loader = loader_type(text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        raise PapertrailError(_message(name, text, error)) from error
    if not isinstance(data, dict):
        raise PapertrailError(
            f"{name} contains no settings; add the lines `site_name: ...` and `plugins: [papertrail]`"
        )
    return _ConfigFile(name=name, root=root, data=data)


def _text(file: Path, name: str) -> str:
    if not file.is_file():
        reason = "is not a file; rename or remove it" if os.path.lexists(file) else f"not found; {NO_CONFIG_HELP}"
        raise PapertrailError(f"{name} {reason}")
    try:
        with file.open("rb") as opened:
            data = opened.read(CONFIG_BYTES + 1)
    except OSError as error:
        raise PapertrailError(f"cannot read {name}: {error.strerror}; check its permissions") from error
    if len(data) > CONFIG_BYTES:
        raise PapertrailError(f"{name} is larger than {CONFIG_BYTES // 2**20} MiB; shorten it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _, diagnostics = decode(name, data)
        raise PapertrailError(_in_one_line(diagnostics[0])) from None


def _message(name: str, text: str, error: yaml.YAMLError) -> str:
    """Return the message of an error in YAML, with its position."""
    if isinstance(error, ComposerError | ConstructorError | ConfigYamlError) and error.problem_mark:
        problem = error.problem or ""
        if "another document" in problem:
            problem = "second document in the file; delete the line ---, and what follows it"
        elif not isinstance(error, ConfigYamlError):
            problem += "; correct the value, or put it in quotes"
        return f"{name}:{error.problem_mark.line + 1}: {problem}"
    if isinstance(error, ReaderError):
        return _in_one_line(unprintable(name, span_at(text, error.position), text[error.position]))
    return _in_one_line(syntax_error(name, text, error))


def _in_one_line(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.path}:{diagnostic.span.line}: {diagnostic.message}; {diagnostic.help}"
