"""The files of a list after a change that is not on the disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from papertrail.records.files import Kind, Sources, kind_of, slug_of


def with_changes(sources: Sources, texts: Mapping[str, str], removed: Collection[str] = ()) -> Sources:
    """The files of a list after a change of texts. All paths are relative to the project."""
    prose = {path: data for _, path, data in sources.prose}
    by_kind: dict[Kind, dict[str, bytes]] = {
        "record": dict(sources.records),
        "registry": dict(sources.registries),
        "prose": prose,
        "notes": dict(sources.notes),
        "page": dict(sources.pages),
        "image": dict(sources.images),
        "imports": {},
    }
    files = {path: None for path in sources.files if path not in removed}
    imports = sources.imports
    for path in removed:
        for contents in by_kind.values():
            contents.pop(path, None)
    for path, text in texts.items():
        kind = "page" if path in by_kind["page"] else kind_of(path, sources.records_dir)
        if kind == "imports":
            imports = text.encode()
        elif kind is not None and kind != "unread":
            by_kind["registry" if kind == "entry" else kind][path] = text.encode()
        if kind in (None, "notes"):
            files[path] = None
    return replace(
        sources,
        records=tuple(by_kind["record"].items()),
        registries=tuple(by_kind["registry"].items()),
        prose=tuple((slug_of(path), path, data) for path, data in prose.items()),
        notes=tuple(by_kind["notes"].items()),
        pages=tuple(by_kind["page"].items()),
        images=tuple(by_kind["image"].items()),
        imports=imports,
        files=frozenset(files),
    )
