"""The files that an import changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papertrail.core.prose_marker import FOLDER as PROSE
from papertrail.core.prose_marker import MARKER, marker
from papertrail.importing.entry_format import first_papers
from papertrail.importing.inputs import ImportOptions
from papertrail.importing.list_format import FormattedList, entries_by_topic
from papertrail.importing.matching import Drafts, FiledList
from papertrail.importing.name_changes import name_texts
from papertrail.importing.project import Project
from papertrail.importing.record_changes import record_texts
from papertrail.importing.topic_changes import topic_texts
from papertrail.text.strings import unique_slugs


def changed_files(
    project: Project, lists: Sequence[FormattedList], drafts: Drafts, options: ImportOptions
) -> dict[str, str]:
    """The texts of new and changed files by path."""
    return {
        **record_texts(project, drafts.values(), options),
        **topic_texts(project, lists, drafts, schema=options.schema),
        **name_texts(project, lists, drafts, schema=options.schema),
        **_prose_texts(project, lists),
    }


def format_files(
    project: Project, lists: Sequence[FormattedList], drafts: Drafts, options: ImportOptions
) -> dict[str, str]:
    """The texts of files that change once the lists have formats: the topic tree, and records with verbatim entries."""
    verbatim = (draft for draft in drafts.values() if draft.existing is None and draft.paper.sources)
    return {
        **record_texts(project, verbatim, options),
        **topic_texts(project, lists, drafts, schema=options.schema),
    }


def _prose_texts(project: Project, lists: Sequence[FormattedList]) -> dict[str, str]:
    """The prose of new lists, which surrounds their entries."""
    existing = [topic.name for topic in project.library.registries.topics or ()]
    slugs = unique_slugs(dict.fromkeys([*existing, *(formatted.parsed.name for formatted in lists)]))
    return {
        project.path(f"{PROSE}/{slugs[formatted.parsed.name]}.md"): _prose_of(formatted.filed)
        for formatted in lists
        if formatted.is_new_document
    }


def _prose_of(filed: FiledList) -> str:
    """The prose with the first paper of each further part of a topic in its marker."""
    entries = entries_by_topic(filed)
    markers = {}
    for run in filed.parsed.document.runs:
        topic, firsts = " > ".join(run.topic), first_papers(run, {id: e.entry for id, e in entries[run.topic].items()})
        markers[topic] = iter([marker(topic), *(marker(topic, first) if first else "" for first in firsts[1:])])

    def with_first(found: re.Match[str]) -> str:
        return next(markers[found["topic"].strip()])

    return MARKER.sub(with_first, filed.parsed.document.prose)
