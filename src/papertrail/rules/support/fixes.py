"""Fixes that rules attach to their diagnostics."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from papertrail.core.errors import PapertrailError
from papertrail.core.fixes import Fix, TextEdit, smallest_edit
from papertrail.records.library import ParsedLibrary, RecordFile, RegistryFile
from papertrail.rules.support.suggestions import as_yaml
from papertrail.text.strings import UNPRINTABLE, quoted
from papertrail.yaml.nodes import Node, Scalar
from papertrail.yaml.write import scalar


def rewritten(path: str, text: str, node: Node | None, value: str | None) -> Fix | None:
    """The fix that gives a text on one line another value, in the quotes that it has.

    None if there is no value, or if it cannot be written in this way. `text` is that of the file.
    """
    edit = edit_of(path, text, node, value)
    return Fix(label=f"write {quoted(value or '', 120)}", edits=(edit,)) if edit else None


def edit_of(path: str, text: str, node: Node | None, value: str | None) -> TextEdit | None:
    """The edit that gives a text another value; see `rewritten`."""
    if value is None or not isinstance(node, Scalar) or node.line != node.end_line or UNPRINTABLE.search(value):
        return None
    raw = _lines(text)[node.line - 1][node.column - 1 : node.end_column - 1]
    written = _written(raw, node, value)
    return TextEdit(path, node.span, written) if written is not None and value.strip() else None


@lru_cache(maxsize=4)  # a file can have a hundred problems
def _lines(text: str) -> list[str]:
    return text.split("\n")


def _written(raw: str, node: Scalar, value: str) -> str | None:
    if node.plain:
        return (value if scalar(value, flow=True) == value else as_yaml(value)) if raw == node.text else None
    if raw[:1] == "'":
        return "'" + value.replace("'", "''") + "'"
    is_literal = raw == f'"{node.text}"' and not {'"', "\\"} & set(value)
    return f'"{value}"' if is_literal else None


def edited(path: str, label: str, text: str, edit: Callable[[str], str]) -> Fix | None:
    """The fix that edits the text of a file. None if the file is written in a way that cannot be edited."""
    try:
        new = edit(text)
    except PapertrailError:
        return None
    return Fix(label=label, edits=(smallest_edit(path, text, new),)) if new != text else None


def text_of_file(library: ParsedLibrary, path: str) -> str:
    """The text of a record or a registry."""
    files: tuple[RecordFile | RegistryFile, ...] = (*library.registry_files, *library.record_files)
    return next(file.text for file in files if file.path == path)
