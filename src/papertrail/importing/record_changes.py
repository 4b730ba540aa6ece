"""Creates new records, and changes existing ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from papertrail.core import Paper
from papertrail.core.errors import PapertrailError
from papertrail.importing.edit_record import edited_record
from papertrail.importing.inputs import ImportOptions, records_folder
from papertrail.importing.matching import RecordDraft
from papertrail.importing.project import Project
from papertrail.yaml.write_record import record


def record_texts(project: Project, drafts: Iterable[RecordDraft], options: ImportOptions) -> dict[str, str]:
    """The texts of new and changed records by path."""
    sources = dict(project.sources.records)
    folder = records_folder(project.settings, options)
    texts: dict[str, str] = {}
    for draft in drafts:
        if draft.existing is None:
            path = f"{folder}/{draft.paper.id}.yml"
            texts[path] = _new_record(draft, options.added, _schema(path) if options.schema else None)
        elif draft.is_changed:
            path = project.record_paths[draft.paper.id]
            before = sources[path].decode()
            if (after := _edited(path, before, draft.existing, draft.paper)) != before:
                texts[path] = after
    return texts


def _edited(path: str, text: str, before: Paper, after: Paper) -> str:
    try:
        return edited_record(text, before, after)
    except PapertrailError as error:
        raise PapertrailError(f"cannot change {path}: {error}") from None


def _schema(path: str) -> str:
    return "../" * path.count("/") + "schema/paper.schema.json"


def _new_record(draft: RecordDraft, added: str | None, schema: str | None) -> str:
    notes: dict[str, list[str]] = {}
    for file, conflict in draft.conflicts:
        notes.setdefault(conflict.field.partition(" ")[0], []).append(
            f"in {PurePosixPath(file).name}: {conflict.other}"
        )
    paper = replace(draft.paper, sources=(), added=draft.paper.added or added)
    return record(paper, schema=schema, source=_sources(draft.paper), notes=notes)


def _sources(paper: Paper) -> list[tuple[str | None, str]]:
    """The verbatim entries of a paper. Each has a topic if the paper has several topics."""
    several = len(paper.topics) > 1
    return [(" > ".join(topic) if several and topic else None, raw) for topic, raw in paper.sources]
