"""Messages about venues and institutions that many records have, but not their registry."""

from __future__ import annotations

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.unknown_names import UnknownName, some_paths
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, items_of, text_of, texts_of

_NOUNS = {"_venues.yml": "venue", "_institutions.yml": "institution"}


def report_at_registry(
    library: ParsedLibrary, registry: str, unknown: UnknownName, near: str | None, code: str
) -> Diagnostic:
    """Report a name once, at the registry: with the entry that has a similar name, if there is one."""
    path = library.registry_paths[registry]
    message = f"unknown {_NOUNS[registry]} {quoted(unknown.name)} in {len(unknown.paths)} records: "
    help = add_entry(unknown.name, path)
    entry = _entry(library, registry, near) if near else None
    if near and entry:
        alias = f"add {as_yaml(unknown.name[:60])} to `aliases` of {quoted(near)}"
        help = f"{alias} if they are the same {_NOUNS[registry]}; otherwise, {help}"
    return at(path, entry, code, message + some_paths(unknown.paths), help, also=unknown.paths)


def add_entry(name: str, path: str) -> str:
    """The help for a name that a registry should have."""
    return f"add the line `- name: {as_yaml(name[:60])}` to {path}"


def _entry(library: ParsedLibrary, registry: str, name: str) -> Node | None:
    """The node of the entry with a name or an alias."""
    items = (item for file in library.registry_files if file.name == registry for item in items_of(file.root))
    for item in items:
        if not isinstance(item, Mapping):
            if text_of(item) == name:
                return item
        elif name in (text_of(item.get("name")), text_of(item.get("full")), *texts_of(item.get("aliases"))):
            return item.get("name")
    return None
