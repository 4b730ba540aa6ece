"""Messages about venues and institutions that many records have, but not their registry."""

from __future__ import annotations

from collections.abc import Callable

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fixes import Fix
from papertrail.records.library import ParsedLibrary
from papertrail.records.registry_files import entry_file_name
from papertrail.rules.support.fixes import edit_of
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.unknown_names import UnknownName, some_paths
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, text_of, texts_of

_NOUNS = {"_venues.yml": "venue", "_institutions.yml": "institution"}


def report_at_registry(
    library: ParsedLibrary,
    registry: str,
    unknown: UnknownName,
    near: str | None,
    code: str,
    written: Callable[[str], str | None],
) -> Diagnostic:
    """Report a name once, at the registry: with the entry that has a similar name, if there is one.

    `written` returns how a value should be written, if only its form is wrong.
    """
    target = library.registry_paths[registry]
    message = f"unknown {_NOUNS[registry]} {quoted(unknown.name)} in {len(unknown.paths)} records: "
    message, help = message + some_paths(unknown.paths), add_entry(unknown.name, target)
    if near and (entry := _entry(library, registry, near)):
        path, node = entry
        alias = f"add {as_yaml(unknown.name[:60])} to `aliases` of {quoted(near)}"
        help = f"{alias} if they are the same {_NOUNS[registry]}; otherwise, {help}"
    else:
        path, node = target, None
    fix = _written_in(unknown, written)
    if path.endswith(".yml"):
        return at(path, node, code, message, help, also=unknown.paths, fix=fix)
    record, use = unknown.grouped[0]  # a folder has no line to report
    return at(record.path, use, code, message, help, also=unknown.paths, fix=fix)


def _written_in(unknown: UnknownName, written: Callable[[str], str | None]) -> Fix | None:
    """The fix that writes a name in all its records as the registry has it."""
    edits = tuple(
        edit
        for record, node in unknown.grouped
        if (value := written(node.text)) and (edit := edit_of(record.path, record.text, node, value))
    )
    return Fix(label=f"write {quoted(unknown.name)} as the registry has it", edits=edits) if edits else None


def add_entry(name: str, target: str) -> str:
    """The help for a name that a registry should have: a file, or a folder with a file per entry."""
    shown = as_yaml(name[:60])
    if target.endswith(".yml"):
        return f"add the line `- name: {shown}` to {target}"
    return f"create the file {target}/{entry_file_name(name)} with the line `name: {shown}`"


def _entry(library: ParsedLibrary, registry: str, name: str) -> tuple[str, Node | None] | None:
    """The path and the node of the entry with a name or an alias."""
    for path, item in library.entries(registry):
        if not isinstance(item, Mapping):
            if text_of(item) == name:
                return path, item
        elif name in (text_of(item.get("name")), text_of(item.get("full")), *texts_of(item.get("aliases"))):
            return path, item.get("name")
    return None
