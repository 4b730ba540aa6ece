"""Safe changes that no rule asks for: lists are sound without them, so only `check --fix` makes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import replace
from functools import partial

from papertrail.catalog.order import in_section_order
from papertrail.core import Section, TopicPath
from papertrail.core.limits import RECORD_LIMITS, REGISTRY_LIMITS
from papertrail.editing.fix import LocatedFix
from papertrail.pipeline.check import Checked
from papertrail.records.files import Sources
from papertrail.records.parse import parse_file
from papertrail.rules.support.fixes import edited, rewritten
from papertrail.yaml.edit_fields import remove_field, set_field
from papertrail.yaml.insertions import NewField
from papertrail.yaml.nodes import Mapping, Node, items_of, link_nodes, text_of

_DOI = re.compile(r"(?i)https?://(?:dx\.|www\.)?doi\.org/(10\.[0-9]{4,9}/\S+)")
_ARXIV = re.compile(
    r"(?i)https?://(?:www\.|export\.)?arxiv\.org/(abs|pdf)/"
    r"([0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,3})?|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7}(?:v[0-9]{1,3})?)(\.pdf)?"
)


def canonical_url(label: str, url: str) -> str:
    """A link to arXiv or to a DOI in its usual form; any other URL as it is. A link with the label `PDF` stays one.

    >>> canonical_url("Paper", "http://www.arxiv.org/pdf/1811.06965v5.pdf")
    'https://arxiv.org/abs/1811.06965v5'
    >>> canonical_url("DOI", "http://dx.doi.org/10.1000/X")
    'https://doi.org/10.1000/X'
    """
    if doi := _DOI.fullmatch(url):
        return f"https://doi.org/{doi[1]}"
    if not (arxiv := _ARXIV.fullmatch(url)):
        return url
    kind = arxiv[1].lower()
    if kind == "pdf" and label.strip().casefold() == "pdf":
        return f"https://arxiv.org/pdf/{arxiv[2]}{arxiv[3] or ''}"
    return f"https://arxiv.org/abs/{arxiv[2]}"


def tidy_changes(
    checked: Checked, sources: Sources, days: Callable[[], MappingType[str, str]], today: str
) -> list[LocatedFix]:
    """Links in their usual form, missing `added`, and orders that only repeat `sort`.

    `days` returns the day on which files were added to the list, by path; for others it is `today`.
    """
    files = dict(sources.records)
    return [
        *_links(checked, files),
        *_added(checked, files, days, today),
        *_orders(checked, sources),
    ]


def _parsed(path: str, data: bytes) -> tuple[str, Mapping | None]:
    """The text and the fields of a record; no fields if it has a problem."""
    parsed = parse_file(path, data, RECORD_LIMITS)
    is_sound = isinstance(parsed.root, Mapping) and not parsed.diagnostics
    return parsed.text, parsed.root if is_sound and isinstance(parsed.root, Mapping) else None


def _links(checked: Checked, files: MappingType[str, bytes]) -> Iterator[LocatedFix]:
    """Records whose documents have the verbatim text of their entry keep their links."""
    for record in checked.library.records:
        links = record.paper.links if record.paper and not record.paper.sources else ()
        if all(canonical_url(link.label, link.url) == link.url for link in links):
            continue
        text, root = _parsed(record.path, files[record.path])
        for label, node in link_nodes(root.get("links")) if root else ():
            url = canonical_url(label, node.text)
            if url != node.text and (fix := rewritten(record.path, text, node, url)):
                yield LocatedFix(record.path, node.line, fix)


def _added(
    checked: Checked, files: MappingType[str, bytes], days: Callable[[], MappingType[str, str]], today: str
) -> Iterator[LocatedFix]:
    """Give a day to records without one, in a list whose other records mostly have it."""
    papers = [(record.path, record.paper) for record in checked.library.records if record.paper]
    missing = [path for path, paper in papers if not paper.added]
    if not missing or 2 * len(missing) >= len(papers):
        return
    known = days()
    for path in missing:
        text, root = _parsed(path, files[path])
        if root and root.get("added") is None:
            day = known.get(path, today)
            if fix := edited(path, f"add `added: {day}`", text, _adding(root, NewField("added", day, day))):
                yield LocatedFix(path, 1, fix)


def _adding(root: Mapping, new: NewField) -> Callable[[str], str]:
    return lambda text: set_field(text, root, new, new.value)


def _orders(checked: Checked, sources: Sources) -> Iterator[LocatedFix]:
    """Delete an `order` whose papers are in the order of `sort` anyway."""
    if not any(topic.order for root in checked.library.registries.topics or () for _, topic in root.walk()):
        return
    repeating = {section.path for root in checked.catalog.lists for section in root.walk() if _repeats_sort(section)}
    for path, data in sources.registries:
        parsed = parse_file(path, data, REGISTRY_LIMITS)
        if path.rpartition("/")[2] != "_topics.yml" or parsed.diagnostics:
            continue
        for topic, node in _topics(parsed.root, ()):
            key = node.key("order")
            if topic in repeating and key and node.get("order") is not None:
                fix = edited(
                    path,
                    "delete `order`, which repeats `sort`",
                    parsed.text,
                    partial(remove_field, root=node, key="order"),
                )
                if fix:
                    yield LocatedFix(path, key.line, fix)


def _topics(listed: Node | None, parent: TopicPath) -> Iterator[tuple[TopicPath, Mapping]]:
    for item in items_of(listed):
        name = text_of(item.get("name")) if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and name is not None:
            yield (*parent, name), item
            yield from _topics(item.get("topics"), (*parent, name))


def _repeats_sort(section: Section) -> bool:
    """Whether the papers of a section have the same order without the topic's `order`, which has no others."""
    topic, ids = section.topic, {row.paper.id for row in section.rows}
    is_order = bool(topic.order) and ids.issuperset(topic.order)
    return is_order and in_section_order(section.rows, replace(topic, order=())) == section.rows
