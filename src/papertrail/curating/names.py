"""Rename a venue, an institution or a keyword: in records, and in the registry if there is one.

A venue or an institution keeps its old name as an alias: imported files and proposed changes still have it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass

from papertrail.core import Institution, Names, Paper, Series, Venue
from papertrail.core.errors import PapertrailError
from papertrail.curating.list_texts import (
    ListTexts,
    file_root,
    in_file,
    registry_root,
    still_used,
    unknown,
    valid_name,
    with_names,
    without_entry,
)
from papertrail.editing.list_edit import ListEdit
from papertrail.records.registry_files import entry_path, is_entry_file_name
from papertrail.text.strings import composed, difference, quoted
from papertrail.yaml.edit_registry import add_alias
from papertrail.yaml.edit_texts import with_texts
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of


@dataclass(frozen=True, kw_only=True)
class NamedEntries:
    """A registry of names, and the field of records that contains them."""

    noun: str
    file: str
    field: str
    reference: str
    """The field of an entry that contains the name of another one."""
    names_of: Callable[[Paper], Collection[str]]
    name_in: Callable[[str], str]
    """The name in a text of the field."""
    with_name: Callable[[str, str], str]
    """A text of the field with another name."""


def _with_series(text: str, name: str) -> str:
    """The text of a venue with another series. What is around the series stays if it is still read as its year."""
    venue = Venue.named(text)
    start = len(venue.text) - len(venue.text.lstrip(" ,"))
    renamed = venue.text[:start] + name + venue.text[start + len(venue.series) :]
    after = Venue.named(renamed)
    is_same = (after.series, after.year) == (name, venue.year)
    return renamed if is_same else f"{name} {venue.year}" if venue.year else name


VENUES = NamedEntries(
    noun="venue", file="_venues.yml", field="venue", reference="renamed_to",
    names_of=lambda paper: [venue.series for venue in paper.venues],
    name_in=lambda text: Venue.named(text).series, with_name=_with_series,
)  # fmt: skip
INSTITUTIONS = NamedEntries(
    noun="institution", file="_institutions.yml", field="institutions", reference="parent",
    names_of=lambda paper: paper.institutions, name_in=composed, with_name=lambda text, name: name,
)  # fmt: skip
KEYWORDS = NamedEntries(
    noun="keyword", file="", field="keywords", reference="",
    names_of=lambda paper: paper.keywords, name_in=composed, with_name=lambda text, name: name,
)  # fmt: skip
KINDS = {kind.noun: kind for kind in (VENUES, INSTITUTIONS, KEYWORDS)}


def renamed_name(texts: ListTexts, kind: NamedEntries, old: str, new: str) -> ListEdit:
    """Rename a venue, an institution or a keyword.

    Raises `PapertrailError` if there is no such name, or if another one is already named so.
    """
    old, new = composed(old), valid_name(composed(new))
    used = {name for paper in texts.library.papers for name in kind.names_of(paper)}
    registry = _registry(texts, kind)
    _refuse_impossible(kind, registry, used, old, new)
    changed = {
        record.path: with_names(
            record, kind.field, lambda node: kind.with_name(node.text, new) if kind.name_in(node.text) == old else None
        )
        for record in texts.library.record_files
        if record.paper is not None and old in kind.names_of(record.paper)
    }
    removed = set[str]()
    if registry is not None and old in {entry.name for entry in registry.entries}:
        for path, text, root in texts.registry_files(kind.file):
            with in_file(path):
                changed[path] = _in_registry(text, root, kind, old, new)
            if isinstance(root, Mapping) and _nodes_of(old, [root.get("name")]):
                others = {other for other, _ in texts.sources.registries if other != path}
                new_path = entry_path(texts.sources.records_dir, kind.file, new, others)
                if not is_entry_file_name(path.rpartition("/")[2], new):
                    changed[new_path] = changed.pop(path)
                    removed.add(path)
    return texts.edit(changed, frozenset(removed))


def removed_names(texts: ListTexts, kind: NamedEntries, names: SequenceOf[str]) -> ListEdit:
    """Remove venues or institutions from their registry. Raises `PapertrailError` if they are unknown or used."""
    registry, changed, removed = _registry(texts, kind), dict[str, str](), set[str]()
    for name in map(composed, names):
        entry = registry.find(name) if registry else None
        if entry is None or entry.name != name:
            known = {entry.name for entry in registry.entries} if registry else set()
            raise unknown(kind.noun, name, known, f"see the names in {kind.file}")
        spellings = set(map(composed, entry.names))
        papers = ((record.path, record.paper) for record in texts.library.records if record.paper)
        if used := [path for path, paper in papers if not spellings.isdisjoint(kind.names_of(paper))]:
            raise still_used(kind.noun, name, used)
        for path, text, root in texts.registry_files(kind.file):
            if isinstance(root, Mapping):
                removed.update([path] if _nodes_of(name, [root.get("name")]) else [])
            elif (after := _without_name(changed.get(path, text), path, name)) is not None:
                changed[path] = after
    return texts.edit(changed, frozenset(removed))


def _without_name(text: str, path: str, name: str) -> str | None:
    """The list of entries without the one with a name; None if it has no such entry."""
    root = registry_root(text)
    entries = [item.get("name") if isinstance(item, Mapping) else item for item in items_of(root)]
    number = next((number for number, node in enumerate(entries) if _nodes_of(name, [node])), None)
    if number is None:
        return None
    with in_file(path):
        return without_entry(text, root, number)


def _registry(texts: ListTexts, kind: NamedEntries) -> Names[Series] | Names[Institution] | None:
    registries = texts.library.registries
    return {VENUES.noun: registries.venues, INSTITUTIONS.noun: registries.institutions}.get(kind.noun)


def _refuse_impossible(
    kind: NamedEntries, registry: Names[Series] | Names[Institution] | None, used: Collection[str], old: str, new: str
) -> None:
    """Raise `PapertrailError` if a name is unknown, derived or taken."""
    known = {*used, *(registry.by_name if registry else ())}
    if old not in known:
        raise unknown(kind.noun, old, known, f"see the names in {kind.file}" if kind.file else "see the records")
    if new == old:
        raise PapertrailError(f"the {kind.noun} already has the name {quoted(new)}")
    if kind is VENUES and "arXiv" in (old, Venue.named(new).series):
        raise PapertrailError('"arXiv" is the name of all venues with an arXiv id; it cannot be changed')
    if kind is VENUES and Venue.named(new).series != new:
        raise PapertrailError(f"{quoted(new)} ends in a year; write the name of the series without it")
    if registry is None:
        if new in used and not difference(old, new):
            raise _taken(kind, new, new)
        return
    before, after = registry.find(old), registry.find(new)
    if before is not None and after is not before:
        if before.name != old:
            raise PapertrailError(f"{quoted(old)} is another name of {quoted(before.name)}; rename that one")
        if after is not None:
            raise _taken(kind, new, after.name)


def _taken(kind: NamedEntries, new: str, owner: str) -> PapertrailError:
    whose = "already exists" if new == owner else f"is already another name of {quoted(owner)}"
    return PapertrailError(
        f"{kind.noun} {quoted(new)} {whose}; renaming does not merge two names"
        + (f": to merge them, add one to `aliases` of the other in {kind.file}" if kind.file else "")
    )


def _in_registry(text: str, root: Sequence | Mapping, kind: NamedEntries, old: str, new: str) -> str:
    """Rename an entry, and references to it. The old name becomes an alias, unless it is only a different spelling."""
    changes: dict[Scalar, str] = {}
    names = [item.get("name") if isinstance(item, Mapping) else item for item in items_of(root)]
    keeps_old = difference(old, new) is None and bool(_nodes_of(old, names))
    for item in items_of(root):
        name = item.get("name") if isinstance(item, Mapping) else item
        references = [item.get(kind.reference)] if isinstance(item, Mapping) else []
        changes |= dict.fromkeys(_nodes_of(old, [name, *references]), new)
        if isinstance(item, Mapping) and _nodes_of(old, [name]):
            former = _nodes_of(new, items_of(item.get("aliases")))
            changes |= dict.fromkeys(former, old)
            keeps_old = keeps_old and not former
    if not keeps_old:
        return with_texts(text, root, changes)
    add_alias(text, root, old, new)  # raises for an entry that cannot have an alias, with the name that the file has
    text = with_texts(text, root, changes)
    return add_alias(text, file_root(text), new, old)


def _nodes_of(name: str, nodes: Iterable[Node | None]) -> list[Scalar]:
    return [node for node in nodes if isinstance(node, Scalar) and composed(node.text) == name]
