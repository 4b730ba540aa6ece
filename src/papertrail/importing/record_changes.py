"""Creates new records, and adds topics and links to existing ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from papertrail.core import Paper
from papertrail.core.errors import PapertrailError
from papertrail.core.limits import RECORD_LIMITS
from papertrail.importing.inputs import ImportOptions, records_folder
from papertrail.importing.matching import RecordDraft
from papertrail.importing.project import Project
from papertrail.yaml.edit_links import add_link
from papertrail.yaml.edit_lists import add_to_list
from papertrail.yaml.nodes import Mapping as MappingNode
from papertrail.yaml.parse import parse
from papertrail.yaml.write_record import record


def record_texts(project: Project, drafts: Iterable[RecordDraft], options: ImportOptions) -> dict[str, str]:
    """The texts of new and changed records by path."""
    sources = dict(project.sources.records)
    paths = {record.id: record.path for record in project.library.records}
    folder = records_folder(project.settings, options)
    texts: dict[str, str] = {}
    for draft in drafts:
        if draft.existing is None:
            path = f"{folder}/{draft.paper.id}.yml"
            texts[path] = _new_record(draft, options.added, _schema(path) if options.schema else None)
        elif draft.new_topics or draft.added_links(draft.paper):
            path = paths[draft.paper.id]
            texts[path] = _extended(sources[path].decode(), draft)
    return texts


def _schema(path: str) -> str:
    return "../" * path.count("/") + "schema/paper.schema.json"


def _new_record(draft: RecordDraft, added: str | None, schema: str | None) -> str:
    notes: dict[str, list[str]] = {}
    for file, conflict in draft.conflicts:
        notes.setdefault(conflict.field, []).append(f"in {PurePosixPath(file).name}: {conflict.other}")
    paper = replace(draft.paper, sources=(), added=draft.paper.added or added)
    return record(paper, schema=schema, source=_sources(draft.paper), notes=notes)


def _sources(paper: Paper) -> list[tuple[str | None, str]]:
    """The verbatim entries of a paper. Each has a topic if the paper has several topics."""
    several = len(paper.topics) > 1
    return [(" > ".join(topic) if several and topic else None, raw) for topic, raw in paper.sources]


def _extended(text: str, draft: RecordDraft) -> str:
    for topic in draft.new_topics:
        text = add_to_list(text, _root(text), "topic", " > ".join(topic))
    for link in draft.added_links(draft.paper):
        text = add_link(text, _root(text), link.label, link.url)
    return text


def _root(text: str) -> MappingNode:
    root, _ = parse("", text.removeprefix("\ufeff").replace("\r\n", "\n"), RECORD_LIMITS)
    if not isinstance(root, MappingNode):
        raise PapertrailError("cannot parse a record")
    return root
