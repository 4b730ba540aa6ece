"""Adds names to the registries of venues and institutions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from papertrail.core import Names
from papertrail.core.limits import ITEMS
from papertrail.importing.list_format import FormattedList
from papertrail.importing.matching import Drafts
from papertrail.importing.project import Project, registry_root, root_of
from papertrail.importing.registry_names import RegistryName, institutions_of, key, merged_names, series_of
from papertrail.records.registry_files import new_entry
from papertrail.text.strings import composed
from papertrail.yaml.edit_registry import Entry, add_alias, name_of
from papertrail.yaml.sorted_entries import add_entries


def name_texts(project: Project, lists: Sequence[FormattedList], drafts: Drafts, *, schema: bool) -> dict[str, str]:
    """The texts of changed registries by path."""
    papers = [draft.paper for draft in drafts.values() if draft.existing is None or draft.is_changed]
    registries = project.library.registries
    venues = merged_names(series_of(papers), full_names=_full_names(lists))
    institutions = merged_names(institutions_of(papers), _institution_urls(lists))
    return {
        **_registry_texts(project, "_venues.yml", venues, _owners(registries.venues), schema=schema),
        **_registry_texts(project, "_institutions.yml", institutions, _owners(registries.institutions), schema=schema),
    }


def _institution_urls(lists: Iterable[FormattedList]) -> dict[str, str]:
    parsed_entries = (filed.entry.parsed for formatted in lists for filed in formatted.filed.entries)
    return {name: url for entry in parsed_entries for name, url in entry.institution_urls.items()}


def _full_names(lists: Iterable[FormattedList]) -> dict[str, str]:
    """Full names of venues. Of several for one venue, the first is used."""
    entries = (filed.entry for formatted in reversed([*lists]) for filed in reversed(formatted.filed.entries))
    return {series: full for entry in entries for series, full in entry.venue_names.items()}


def _registry_texts(
    project: Project, registry: str, names: Sequence[RegistryName], owners: Mapping[str, str], *, schema: bool
) -> dict[str, str]:
    """The files of a registry with new names. Entries get files of their own, unless there is only a file of them all.

    An existing list without a registry does not get one, because it accepts any name. `owners` are the names of the
    entries of the registry, by name and alias.
    """
    before, file = project.registry_text(registry), project.path(registry)
    if before is None and not project.has_folder(registry) and project.library.papers:
        return {}
    texts, new = _with_aliases(project, registry, names, owners)
    if before is not None and not project.has_folder(registry):
        text = texts.get(file, before)
        return {**texts, file: add_entries(text, registry_root(text), map(_short, new))} if new else texts
    taken = set(project.registry_texts)
    for entry in new:
        path, text = new_entry(project.settings.papers, registry, entry.fields(), taken, schema=schema)
        taken.add(path)
        texts[path] = text
    return texts


def _short(entry: RegistryName) -> Entry:
    return entry.fields() if entry.has_fields else entry.name


def _with_aliases(
    project: Project, registry: str, names: Iterable[RegistryName], owners: Mapping[str, str]
) -> tuple[dict[str, str], list[RegistryName]]:
    """The files in which entries get new aliases, and the names that have no entry yet."""
    by_key = {key(spelling): owner for spelling, owner in owners.items()}
    paths = {composed(name_of(item) or ""): path for path, item in project.library.entries(registry)}
    texts: dict[str, str] = {}
    new: list[RegistryName] = []
    for name in names:
        if owner := by_key.get(key(name.name)):
            path = paths[owner]
            before = after = texts.get(path, project.registry_texts[path])
            for alias in [spelling for spelling in name.spellings if spelling not in owners][:ITEMS]:
                after = add_alias(after, root_of(after), owner, alias)
            texts |= {path: after} if after != before else {}
        else:
            new.append(replace(name, full=None) if key(name.full or "") in by_key else name)
    return texts, new


def _owners(registry: Names[Any] | None) -> dict[str, str]:
    return {name: entry.names[0] for name, entry in registry.by_name.items()} if registry else {}
