"""Messages about venues and institutions that many records have, but not their registry."""

from __future__ import annotations

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.records.registry_files import entry_file_name
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.unknown_names import UnknownName, some_paths
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, text_of, texts_of

_NOUNS = {"_venues.yml": "venue", "_institutions.yml": "institution"}


def report_at_registry(
    library: ParsedLibrary, registry: str, unknown: UnknownName, near: str | None, code: str
) -> Diagnostic:
    """Report a name once, at the registry: with the entry that has a similar name, if there is one."""
    target = library.registry_paths[registry]
    message = f"unknown {_NOUNS[registry]} {quoted(unknown.name)} in {len(unknown.paths)} records: "
    message, help = message + some_paths(unknown.paths), add_entry(unknown.name, target)
    if near and (entry := _entry(library, registry, near)):
        path, node = entry
        alias = f"add {as_yaml(unknown.name[:60])} to `aliases` of {quoted(near)}"
        help = f"{alias} if they are the same {_NOUNS[registry]}; otherwise, {help}"
        return at(path, node, code, message, help, also=unknown.paths)
    if target.endswith(".yml"):
        return at(target, None, code, message, help, also=unknown.paths)
    record, use = unknown.grouped[0]  # a folder has no line to report
    return at(record.path, use, code, message, help, also=unknown.paths)


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
