"""A file name that is not a valid id.

## Why

The file name of a record is its id, which is part of URLs, anchors and citations. It therefore consists of lower-case
ASCII letters, digits and single hyphens, and ends in `.yml`. Names that Windows reserves are not allowed. In the folder
of a registry, such as `papers/_venues/`, the file name follows the name of the entry: `usenix-atc.yml` for USENIX ATC.

A file with another name might be a record that is not read. papertrail reports names such as `tofu.yml.txt`, names of
notes and images that other systems cannot store, and as warnings hidden YAML files, records next to the records folder,
and data files such as `papers.bib` that no record links to. It ignores backup files of editors, such as `tofu.yml~` or
`.tofu.yml.swp`.

## Fix

`papertrail check --fix` renames a record whose name has capital letters or ends in `.yaml`, unless there is a file of
the new name, and changes the id in `order` and `start` of topics. It names the file of a registry entry after the
entry.

## Fails

```yaml title="papers/Tofu (EuroSys).yml"
name: Tofu
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from itertools import count

from papertrail.core.diagnostics import Diagnostic, Severity, at
from papertrail.core.fields import REGISTRIES
from papertrail.core.fixes import Fix
from papertrail.records.library import ParsedLibrary, Record, RegistryFile
from papertrail.records.registry_files import entry_file_name, is_entry_file_name
from papertrail.rules.support.file_names import data_files, problem_of_folders, problems_of_files, unread
from papertrail.rules.support.fixes import edit_of
from papertrail.rules.support.nodes import records_with_aliases
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import RESERVED, nearest, quoted, slug
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, text_of

CODE = "PT104"
NAME = "file-name"
WAIVABLE = False
SCOPE = whole_list("aliases", "links")

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 80
"""Characters of an id. Most file systems allow about three times as many."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """File names that are not an id and `.yml`, and invalid ids in `aliases`."""
    for path in sorted(library.unread):
        yield at(path, None, CODE, *unread(path, library.records_dir), "warning")
    wrong_names = dict(problems_of_files(library))
    yield from (at(path, None, CODE, *problem) for path, problem in wrong_names.items())
    unread_data = ((path, problem) for path, problem in data_files(library) if path not in wrong_names)
    yield from (at(path, None, CODE, *problem, "warning") for path, problem in unread_data)
    for path, name, wrong_entry in _wrong_entry_names(library):
        fix = Fix(label=f"rename the file to {name}", rename=(path, f"{path.rpartition('/')[0]}/{name}"))
        yield at(path, None, CODE, *wrong_entry, fix=fix)
    ids = {record.id for record in library.records}
    problems = [(record, problem) for record in library.records if (problem := _check_name(record, ids))]
    listed = _listed_ids(library) if problems else {}
    for record, problem in problems:
        yield at(record.path, None, CODE, *problem, fix=_renamed(record, ids, library, listed))
    for file in records_with_aliases(library):
        for node in items_of(file.node("aliases")):
            alias = text_of(node)
            if alias and alias.strip() and not is_id(alias):
                action = f"write {suggested(alias)}" if suggested(alias) else "delete it"
                yield at(file.path, node, CODE, f"invalid id {quoted(alias)}", f"{action}; ids {_CHARACTERS}")


_ListedIds = MappingType[str, list[tuple[RegistryFile, Scalar]]]
"""The nodes of ids in `order` and `start` of topics, by id."""


def _renamed(record: Record, ids: set[str], library: ParsedLibrary, listed: _ListedIds) -> Fix | None:
    """The fix that renames a record whose name is an id but for its capitals and its ending.

    The topics that name it in `order` and `start` follow. None if a file has that name already.
    """
    folder, _, name = record.path.rpartition("/")
    id = record.id.lower()
    new = f"{folder}/{id}.yml"
    is_taken = (id in ids and id != record.id) or new in library.files
    if not is_id(id) or name.startswith("_") or is_taken or problem_of_folders(folder):
        return None
    nodes = listed.get(record.id, ()) if id != record.id else ()
    edits = [edit for file, node in nodes if (edit := edit_of(file.path, file.text, node, id))]
    return Fix(label=f"rename the file to {id}.yml", edits=tuple(edits), rename=(record.path, new))


def _listed_ids(library: ParsedLibrary) -> _ListedIds:
    listed: dict[str, list[tuple[RegistryFile, Scalar]]] = {}
    for file in library.registry_files:
        for node in _ids_of_topics(file.root) if file.name == "_topics.yml" else ():
            listed.setdefault(node.text, []).append((file, node))
    return listed


def _ids_of_topics(topics: Node | None) -> Iterator[Scalar]:
    for item in items_of(topics):
        if isinstance(item, Mapping):
            ids = (*items_of(item.get("order")), *items_of(item.get("start")))
            yield from (node for node in ids if isinstance(node, Scalar))
            yield from _ids_of_topics(item.get("topics"))


_CHARACTERS = "consist of lower-case letters, digits and hyphens"


def _wrong_entry_names(library: ParsedLibrary) -> Iterator[tuple[str, str, tuple[str, str, Severity]]]:
    """The paths of entries whose file name does not follow the name of their entry, with the name that does."""
    for file in library.registry_files:
        name = file.root.get("name") if file.is_entry and isinstance(file.root, Mapping) else None
        file_name = file.path.rpartition("/")[2]
        if isinstance(name, Scalar) and name.text.strip() and not is_entry_file_name(file_name, name.text):
            severity: Severity = "warning" if re.fullmatch(r"[a-z0-9-]+\.yml", file_name) else "error"
            message = f"file name {quoted(file_name)} does not follow the name of its entry, {quoted(name.text)}"
            new = entry_file_name(name.text)
            yield file.path, new, (message, f"rename the file to {new}", severity)


def _check_name(record: Record, ids: set[str]) -> tuple[str, str] | None:
    folder, _, name = record.path.rpartition("/")
    if problem := problem_of_folders(folder):
        return problem
    if name.startswith("_"):
        return _not_a_registry(name)
    return None if is_id(record.id) and name.endswith(".yml") else _not_an_id(record.id, name, ids)


def _not_an_id(stem: str, name: str, ids: set[str]) -> tuple[str, str]:
    id = suggested(stem)
    if not id:
        help = "rename the file after the short name of the paper, in lower-case letters, digits and hyphens: tofu.yml"
    else:
        taken = ids if is_id(stem) and (stem, name) != (id, name) else ids - {stem}
        free = next(new for n in count(1) if (new := id if n == 1 else f"{id}-{n}") not in taken)
        help = f"rename the file to {free}.yml; file names {_CHARACTERS}"
    if is_id(stem):
        return f"file name {quoted(name)} does not end in .yml", help
    if len(stem) > LONGEST:
        return f"file name {quoted(name)} is too long for an id", help
    return f"file name {quoted(name)} is not a valid id", help


def _not_a_registry(name: str) -> tuple[str, str]:
    if name in REGISTRIES:
        return f"registry {quoted(name)} is in a subfolder", "move the file to the top of the records folder"
    rename = f"rename the file; only the registries {', '.join(REGISTRIES)} start with an underscore"
    near = nearest(name, REGISTRIES)
    return f"unknown registry {quoted(name)}", f"did you mean {near}? Otherwise, {rename}" if near else rename


def is_id(text: str) -> bool:
    """Whether a text can be the id of a record."""
    return (
        len(text) <= LONGEST
        and ID.fullmatch(text) is not None
        and text not in RESERVED
        and text != "papers"  # like the prefixes below, an anchor of the site's own
        and not text.startswith(("s-", "pt-"))
    )


def suggested(text: str) -> str:
    """An id for a text; empty if the text has no ASCII letter or digit."""
    ascii_only = re.sub(r"[^a-z0-9-]+", "-", slug(text[:200]))
    id = re.sub(r"-+", "-", ascii_only).strip("-")
    return f"paper-{id}" if id and len(id) <= LONGEST - 6 and not is_id(id) else id
