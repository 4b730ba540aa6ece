"""The two forms of a registry: a file such as `_venues.yml`, and a folder such as `_venues` with a file per entry.

In a folder, contributors who add entries change different files, so that their changes can always be merged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from hashlib import sha256
from itertools import count

from papertrail.core.fields import REGISTRIES, REGISTRY_FOLDERS
from papertrail.text.strings import slug
from papertrail.yaml.write import Value, node


def registry_of(path: str, records_dir: str) -> str | None:
    """The registry that a file belongs to, by the name of its file form; None for any other file.

    >>> registry_of("papers/_venues.yml", "papers"), registry_of("papers/_venues/eurosys.yml", "papers")
    ('_venues.yml', '_venues.yml')
    """
    name = path.removeprefix(f"{records_dir}/")
    if path == name:
        return None
    return name if name in REGISTRIES else REGISTRY_FOLDERS.get(name.rpartition("/")[0])


def is_entry(path: str, records_dir: str) -> bool:
    """Whether a file of a registry is that of a single entry."""
    return path.removeprefix(f"{records_dir}/") not in REGISTRIES


def folder_of(registry: str) -> str:
    """The folder of a registry's entries in the records folder."""
    return registry.removesuffix(".yml")


def nearest_folder(name: str) -> str | None:
    """The folder of a registry that the name of a folder means, such as `_Venues` or `_venue`."""
    plural = name.casefold().removesuffix("s") + "s"
    return plural if plural in REGISTRY_FOLDERS else None


def entry_file_name(name: str) -> str:
    """The name of the file for the entry with a name.

    >>> entry_file_name("USENIX ATC"), entry_file_name("会议")
    ('usenix-atc.yml', 'entry-63d30f1a.yml')
    """
    stem = re.sub(r"[^a-z0-9]+", "-", slug(name)).strip("-") if name.strip() else ""
    return f"{stem or 'entry-' + sha256(name.encode(errors='replace')).hexdigest()[:8]}.yml"


def is_entry_file_name(file_name: str, name: str) -> bool:
    """Whether a file name follows the name of its entry. Entries whose names are too similar are numbered."""
    numbered = re.fullmatch(r"(.+)-[0-9]+\.yml", file_name)
    return entry_file_name(name) in (file_name, f"{numbered[1]}.yml" if numbered else None)


def new_entry(
    records_dir: str, registry: str, fields: Mapping[str, Value], taken: Collection[str], *, schema: bool
) -> tuple[str, str]:
    """The path and the text of a file for a new entry. `taken` are the paths of existing files.

    They only depend on the fields, so that two contributors who add the same entry write the same file.
    """
    path = entry_path(records_dir, registry, str(fields["name"]), taken)
    return path, (schema_comment(path, SCHEMAS[registry]) if schema else "") + node(fields) + "\n"


def entry_path(records_dir: str, registry: str, name: str, taken: Collection[str]) -> str:
    """The path of a file for the entry with a name that is not taken."""
    stem = f"{records_dir}/{folder_of(registry)}/{entry_file_name(name).removesuffix('.yml')}"
    paths = (f"{stem}{f'-{number}' if number > 1 else ''}.yml" for number in count(1))
    return next(path for path in paths if path not in taken)


SCHEMAS = {"_venues.yml": "venue", "_institutions.yml": "institution"}
"""The names of the JSON Schemas of single entries."""


def schema_comment(path: str, name: str) -> str:
    """The first line of a file, which refers to its JSON Schema."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}schema/{name}.schema.json\n"
