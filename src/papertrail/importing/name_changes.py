"""Adds names to the registries of venues and institutions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from papertrail.core import Names
from papertrail.core.limits import ITEMS
from papertrail.importing.list_format import FormattedList
from papertrail.importing.matching import Drafts
from papertrail.importing.project import Project, registry_root, schema_line
from papertrail.importing.registry_names import RegistryName, institutions_of, key, merged_names, series_of
from papertrail.yaml.edit_registry import Entry, add_alias, append_entries
from papertrail.yaml.write import entries as registry_text


def name_texts(project: Project, lists: Sequence[FormattedList], drafts: Drafts, *, schema: bool) -> dict[str, str]:
    """The texts of changed registries by path."""
    papers = [draft.paper for draft in drafts.values() if draft.existing is None or draft.is_changed]
    registries = project.library.registries
    venues = merged_names(series_of(papers), full_names=_full_names(lists))
    institutions = merged_names(institutions_of(papers), _institution_urls(lists))
    return {
        **_registry_text(project, "venues", venues, _owners(registries.venues), schema=schema),
        **_registry_text(project, "institutions", institutions, _owners(registries.institutions), schema=schema),
    }


def _institution_urls(lists: Iterable[FormattedList]) -> dict[str, str]:
    parsed_entries = (filed.entry.parsed for formatted in lists for filed in formatted.filed.entries)
    return {name: url for entry in parsed_entries for name, url in entry.institution_urls.items()}


def _full_names(lists: Iterable[FormattedList]) -> dict[str, str]:
    """Full names of venues. Of several for one venue, the first is used."""
    entries = (filed.entry for formatted in reversed([*lists]) for filed in reversed(formatted.filed.entries))
    return {series: full for entry in entries for series, full in entry.venue_names.items()}


def _registry_text(
    project: Project, name: str, names: Sequence[RegistryName], owners: Mapping[str, str], *, schema: bool
) -> dict[str, str]:
    """A registry with new names. An existing list without a registry does not get one, because it accepts any name."""
    path, before = project.path(f"_{name}.yml"), project.registry_text(f"_{name}.yml")
    if before is not None:
        after = _extended(before, names, owners)
        return {path: after} if after != before else {}
    if not names or project.library.papers:
        return {}
    return {path: (schema_line(name) if schema else "") + registry_text([entry.fields() for entry in names])}


def _extended(text: str, names: Iterable[RegistryName], owners: Mapping[str, str]) -> str:
    """Add names to a registry. `owners` are the names of its entries, by name and alias."""
    by_key = {key(spelling): owner for spelling, owner in owners.items()}
    new: list[Entry] = []
    for name in names:
        if owner := by_key.get(key(name.name)):
            aliases = [spelling for spelling in name.spellings if spelling not in owners]
            text = _with_aliases(text, owner, aliases[:ITEMS])
        else:
            entry = replace(name, full=None) if key(name.full or "") in by_key else name
            new.append(entry.fields() if entry.has_fields else entry.name)
    return append_entries(text, registry_root(text), new) if new else text


def _with_aliases(text: str, owner: str, aliases: Iterable[str]) -> str:
    for alias in aliases:
        root = registry_root(text)
        text = add_alias(text, root, owner, alias) if root else append_entries(text, root, [alias])
    return text


def _owners(registry: Names[Any] | None) -> dict[str, str]:
    return {name: entry.names[0] for name, entry in registry.by_name.items()} if registry else {}
