"""Entries of several documents as works: which record each belongs to, and what it adds there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from papertrail.core import Link, Paper, TopicPath
from papertrail.importing.ids import new_id
from papertrail.importing.merge import Works, merge


@dataclass
class Work:
    """A record, present or to be, while entries are filed under it."""

    paper: Paper
    present: Paper | None = None
    """The record that is there already."""
    differences: list[tuple[str, str, str, str]] = field(default_factory=list)
    """File, field, what is kept, and what that file says."""

    @property
    def new_topics(self) -> list[TopicPath]:
        """Topics that a present record does not have yet."""
        return [path for path in self.paper.topics if self.present and path not in self.present.topics]

    @property
    def new_links(self) -> list[Link]:
        """Links that a present record does not have yet."""
        return [link for link in self.paper.links if self.present and link not in self.present.links]


class Filing:
    """Finds the record for each entry."""

    def __init__(self, present: Iterable[Paper], ids: Iterable[str]) -> None:
        self.works: dict[str, Work] = {paper.id: Work(paper=paper, present=paper) for paper in present}
        self._taken = {*ids, *self.works}
        self._known = Works(work.paper for work in self.works.values())

    def file(
        self, paper: Paper, topic: TopicPath, file: str, placed: set[tuple[TopicPath, str]], here: set[str]
    ) -> tuple[Work, bool]:
        """The work that an entry is, filed under `topic`, and whether an equal work was already listed in that file.

        `placed` holds what the file has under each topic so far, and `here` the works that are of this file alone. An
        entry that a topic lists twice, or that a document lists in two ways, keeps a record of its own, so that both
        stay as they are until a person has decided.
        """
        twin = False
        candidates = self._known.find_all(paper)
        for id in sorted(candidates, key=lambda id: topic not in self.works[id].paper.topics):
            work = self.works[id]
            if (topic, id) in placed or (id in here and not _adds_nothing(paper, work.paper)):
                twin = True
                continue
            self._join(work, paper, topic, file)
            return work, False
        id = new_id(paper.name, self._taken)
        work = Work(paper=replace(paper, id=id, topics=(topic,)))
        self.works[id] = work
        self._known.add(work.paper)
        return work, twin

    def _join(self, work: Work, paper: Paper, topic: TopicPath, file: str) -> None:
        merged = merge(work.paper, replace(paper, topics=(topic,)))
        for difference in merged.differences:
            work.differences.append((file, *difference))
        if work.present is None:
            work.paper = replace(merged.paper, id=work.paper.id)
        else:  # of a record that is there only topics and links grow
            work.paper = replace(work.paper, topics=merged.paper.topics, links=merged.paper.links)
        self._known.add(work.paper)


def _adds_nothing(paper: Paper, known: Paper) -> bool:
    """Whether an entry says just what a record does."""
    return replace(paper, id="", topics=(), sources=(), added=None) == replace(
        known, id="", topics=(), sources=(), added=None
    )
