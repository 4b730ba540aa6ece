"""The first papers in the documents around lists, `<!-- papers from ID: TOPIC -->`: rename and replace them."""

from __future__ import annotations

import re
from collections.abc import Callable

from papertrail.catalog import catalog_of
from papertrail.core import Section, TopicPath
from papertrail.core.prose_marker import FOLDER, MARKER, marker
from papertrail.curating.list_texts import ListTexts
from papertrail.text.strings import composed


def with_first_renamed(text: str, old: str, new: str) -> str:
    """Return a document with another id for a paper."""
    return text.replace(f"<!-- papers from {old}:", f"<!-- papers from {new}:")


def without_first(texts: ListTexts, is_gone: Callable[[TopicPath, str], bool]) -> dict[str, str]:
    """Return the documents with the next paper of the topic in place of each first one that is gone.

    A line that no paper is left for becomes empty.
    """
    roots = {texts.path(f"{FOLDER}/{root.slug}.md"): root for root in catalog_of(texts.library).lists}
    changed = {}
    for path in roots.keys() & {path for path, text in texts.prose.items() if "<!-- papers from " in text}:
        sections = {" > ".join(section.path[1:]): section for section in roots[path].walk()}
        lines = texts.prose[path].split("\n")  # the expression knows line feeds only
        markers = {n: found for n, line in enumerate(lines) if (found := MARKER.fullmatch(line.removesuffix("\r")))}
        firsts = {(_topic_of(found), found["first"]) for found in markers.values()}
        for number, found in markers.items():
            section = sections.get(_topic_of(found))
            if found["first"] and section and is_gone(section.path, found["first"]):
                first = _next(section, found["first"], is_gone)
                is_new = first and (_topic_of(found), first) not in firsts
                lines[number] = marker(_topic_of(found), first) if is_new else ""
        changed[path] = "\n".join(lines)
    return changed


def _topic_of(found: re.Match[str]) -> str:
    return composed(found["topic"].strip())


def _next(section: Section, first: str, is_gone: Callable[[TopicPath, str], bool]) -> str | None:
    """The first paper of a section from one on that stays."""
    ids = [row.paper.id for row in section.rows]
    following = ids[ids.index(first) :] if first in ids else []
    return next((id for id in following if not is_gone(section.path, id)), None)
