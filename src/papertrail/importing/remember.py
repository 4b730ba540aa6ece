"""What an import leaves in memory for the next one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from papertrail.importing.gone import Gone
from papertrail.importing.matching import Contents, Drafts, FiledList
from papertrail.importing.memory import FILE, Digests, Memory, Past, SourceMemory, digests_of
from papertrail.importing.merge import merge
from papertrail.importing.project import Project
from papertrail.importing.values import digest, values_of


def new_memory(
    memory: Memory,
    lists: Sequence[FiledList],
    gone: Sequence[Gone],
    drafts: Drafts,
    project: Project,
    texts: Mapping[str, str],
    removed: Collection[str],
) -> Memory:
    """The memory after an import.

    `texts` are the texts of new and changed records by id, and `removed` the paths of removed ones.
    """
    data = [filed for filed in lists if filed.parsed.is_data]
    left = [paper for part in gone for paper in part.papers if project.record_paths[paper.id] not in removed]
    sources = dict(memory.sources)
    for source in dict.fromkeys(filed.parsed.source_name for filed in data):
        of_source = [filed for filed in data if filed.parsed.source_name == source]
        others = _entry_ids(filed for filed in lists if all(filed is not other for other in of_source))
        before = memory.of(source).papers
        papers = {paper.past_id: before[paper.past_id] for paper in left if paper.past_id in before}
        for id, contents in _joined(filed.contents for filed in of_source).items():
            file = _file_digest(id, contents.past, drafts, project, texts) if id not in others else {}
            papers[id] = Past({**_digests(id, contents, drafts), **file})
        deleted = _joined(filed.deleted for filed in of_source)
        papers |= {id: Past(digests_of(contents.paper, contents.key)) for id, contents in deleted.items()}
        sources[source] = SourceMemory(papers)
    return Memory(sources)


def _entry_ids(lists: Iterable[FiledList]) -> set[str]:
    return {entry.id for filed in lists for entry in filed.entries}


def _joined(parts: Iterable[Mapping[str, Contents]]) -> dict[str, Contents]:
    """The contents of several files of one name."""
    joined: dict[str, Contents] = {}
    for part in parts:
        for id, contents in part.items():
            paper = merge(joined[id].paper, contents.paper).paper if id in joined else contents.paper
            joined[id] = Contents(paper=paper, key=contents.key, past=contents.past)
    return joined


def _digests(id: str, contents: Contents, drafts: Drafts) -> Digests:
    """The digests of what the source contains now, and of values that only the record still has."""
    digests = digests_of(contents.paper, contents.key)
    for field, values in values_of(drafts[id].paper).items():
        left = [digest(value) for value in values if contents.past.said(field, value)]
        if left and (field not in digests or len(values) > 1):
            digests[field] = tuple(dict.fromkeys((*digests.get(field, ()), *left)))
    return digests


def _file_digest(id: str, past: Past, drafts: Drafts, project: Project, texts: Mapping[str, str]) -> Digests:
    """The digest of a record that only this source contributed to, unless it was edited."""
    before = past.digests.get(FILE)
    if drafts[id].existing is None:
        return {FILE: (digest(texts[id]),)}
    if before is None or id not in texts:
        return {FILE: before} if before else {}
    return {FILE: (digest(texts[id]),)} if before == (digest(project.record_text(id)),) else {}
