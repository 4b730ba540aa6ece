"""Adds works to a list: an import of single entries, whose sources are not remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import jinja2

from papertrail.core import Link, Paper
from papertrail.core.identifiers import ID_LABELS, identifiers_of
from papertrail.importing.importer import ImportResult, import_into
from papertrail.importing.inputs import ImportOptions, InputFile
from papertrail.importing.memory import Memory, Past, SourceMemory
from papertrail.importing.merge import merge
from papertrail.importing.project import Project
from papertrail.importing.same_work import WorkIndex
from papertrail.importing.values import digest
from papertrail.readers import Entry
from papertrail.records.library import Library

_SOURCE = "the source"
"""What messages call the sources."""


@dataclass(frozen=True, kw_only=True)
class Addition:
    """A work to add, with its record if the list has one."""

    entry: Entry
    existing: Paper | None = None


def additions_of(entries: Iterable[Entry], library: Library) -> list[Addition]:
    """The works of entries, each once. What a record already says in another form is omitted."""
    known = WorkIndex(library.papers)
    records = {paper.id: paper for paper in library.papers}
    additions = []
    for entry in _distinct(entries):
        existing = next((records[id] for id in known.find_all(entry.paper)), None)
        paper = _compared(entry.paper, existing) if existing else entry.paper
        additions.append(Addition(entry=replace(entry, paper=paper), existing=existing))
    return additions


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, those about one work joined."""
    index, works = WorkIndex(), dict[str, Entry]()
    for number, entry in enumerate(entries):
        id = next(index.find_all(entry.paper), str(number))
        earlier = works.get(id)
        paper = joined(earlier.paper, entry.paper) if earlier else entry.paper
        works[id] = replace(earlier or entry, paper=replace(paper, id=""))
        index.add(replace(paper, id=id))
    return [*works.values()]


def joined(one: Paper, two: Paper) -> Paper:
    """One paper of two about the same work. Where they differ, the first one wins."""
    return merge(one, _compared(two, one)).paper


def _compared(paper: Paper, other: Paper) -> Paper:
    """A paper without what says nothing new about another one: the date of the preprint of a publication, and another
    form of the title or of links. A new link gets another label than the links of the other paper.
    """
    is_preprint = is_published(other) and not is_published(paper)
    named = other if paper.plain_title == other.plain_title else paper
    return replace(
        paper,
        name=named.name,
        title=named.title,
        links=tuple(dict.fromkeys(_link_beside(other.links, link) for link in paper.links)),
        date=None if is_preprint else paper.date,
    )


def _link_beside(others: Sequence[Link], link: Link) -> Link:
    """The one of some links that leads to the same work, or the link with a label that none of them has."""
    ids = {*identifiers_of(link.url)}
    same = (other for other in others if other.url == link.url or (ids and ids.issubset(identifiers_of(other.url))))
    if found := next(same, None):
        return found
    if link.label != "Paper" or all(other.label != "Paper" for other in others):
        return link
    labels = (ID_LABELS[scheme] for scheme, _ in identifiers_of(link.url) if scheme in ID_LABELS)
    return replace(link, label=next(labels, "Publication"))


def is_published(paper: Paper) -> bool:
    """Whether a paper has a venue other than a preprint server."""
    return any(not venue.arxiv for venue in paper.venues)


def add_works(
    project: Project, additions: Sequence[Addition], options: ImportOptions, templates: jinja2.Environment
) -> ImportResult:
    """Add works, each with its topic, and update the records of those that the list has."""
    entries = tuple(addition.entry for addition in additions)
    file = InputFile(name=_SOURCE, data=b"", entries=entries)
    return import_into(project, [file], replace(options, remember=False), templates, _memory(additions))


def paths_of(result: ImportResult, additions: Iterable[Addition]) -> list[str]:
    """The paths of the records of works, after they were added."""
    library = result.checked.library
    index, paths = WorkIndex(library.papers), {record.id: record.path for record in library.records}
    titles = {paper.full_title: paper.id for paper in library.papers}  # a title of signs does not identify a work
    papers = (addition.entry.paper for addition in additions)
    return [paths[next(index.find_all(paper), titles.get(paper.full_title, ""))] for paper in papers]


def _memory(additions: Iterable[Addition]) -> Memory:
    """What lets a value replace that of a record: the date of a publication replaces that of its preprint, and another
    status the one before publication.
    """
    papers: dict[str, dict[str, tuple[str, ...]]] = {}
    for addition in additions:
        old, new = addition.existing, addition.entry.paper
        if old and old.date and is_published(new) and not is_published(old):
            papers.setdefault(old.id, {})["date"] = (digest(old.date),)
        if old and old.is_upcoming and new.status:
            papers.setdefault(old.id, {})["status"] = (digest(old.status),)
    return Memory({_SOURCE: SourceMemory({id: Past(digests) for id, digests in papers.items()})})
