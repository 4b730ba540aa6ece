"""Proposes topics for a new paper."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from papertrail.catalog.related import Related
from papertrail.core import Catalog, Paper, Row, TopicPath

_COMPARED = 8
"""Related papers that are asked for their topics."""
_SHARE, _LEAST = 0.6, 1.3
"""What makes a topic certain: its share of all points, and points that one related paper cannot give."""
_STEM = 6
"""Letters of a word that are compared: `scheduler` is `scheduling`."""
_WORD = re.compile(r"[^\W_]{3,60}")
_SMALL = frozenset(("and", "the", "for", "with", "from", "using", "via", "other", "others"))


@dataclass(frozen=True)
class TopicProposal:
    """All topics, those first that fit a paper best."""

    topics: tuple[TopicPath, ...]
    is_certain: bool
    """Whether the first one fits so well that nobody needs to be asked."""


def propose_topic(paper: Paper, catalog: Catalog) -> TopicProposal:
    """The topics of related papers, and those whose name is in the title or the abstract."""
    new = replace(paper, id="", topics=())
    rows = (*catalog.rows, Row(paper=new, path=""))
    related = Related(rows, catalog.venue_names, catalog.institution_names, _COMPARED).to("")
    topics = {row.paper.id: row.paper.topics for row in catalog.rows}
    points: dict[TopicPath, float] = defaultdict(float)
    for rank, id in enumerate(related, 1):
        for topic in topics[id]:
            points[topic] += 1 / rank
    text = {*_stems(f"{paper.name} {paper.full_title} {paper.abstract or ''}")}
    for path in catalog.topic_places:
        words = {*_stems(path[-1])}
        if words and words <= text:
            points[path] += len(words)
    best = sorted(points.items(), key=lambda item: -item[1])
    certain = bool(best) and best[0][1] >= max(_LEAST, _SHARE * sum(points.values()))
    used = Counter(topic for row in catalog.rows for topic in row.paper.topics)
    others = sorted((path for path in catalog.topic_places if path not in points), key=lambda path: -used[path])
    return TopicProposal((*(topic for topic, _ in best), *others), certain)


def _stems(text: str) -> Iterator[str]:
    return (word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in _SMALL)
