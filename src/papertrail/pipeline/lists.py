"""The lists of a project: their names, and one of them as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import jinja2

from papertrail.core import Section
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.documents import render_document
from papertrail.pipeline.check import Checked, library_of
from papertrail.pipeline.verbatim import own_entry
from papertrail.records import files
from papertrail.text.strings import did_you_mean, quoted, unique_slugs


def list_slugs(settings: Settings) -> list[str]:
    """The slugs of all lists in the topic registry. Reads no other file, so that a shell can complete them at once."""
    topics = library_of(files.read_registry(settings, "_topics.yml")).registries.topics
    return [*unique_slugs(topic.name for topic in topics or ()).values()]


_SEE_TOPICS = "see the names in _topics.yml"


def find_section(lists: Sequence[Section], name: str | None) -> Section:
    """The list with this name or slug, or the section with this path; without a name, the only list.

    Raises `PapertrailError` where there is none.
    """
    if name is None:
        if len(lists) == 1:
            return lists[0]
        slugs = ", ".join(section.slug for section in lists) or "none"
        raise PapertrailError(f"specify a list: {slugs}")
    sections = {" > ".join(section.path): section for root in lists for section in root.walk()}
    by_name = {root.slug: root for root in reversed(lists)} | sections
    if name not in by_name:
        known = [*sections, *(root.slug for root in lists)]
        raise PapertrailError(f"unknown list {quoted(name)}; {did_you_mean(name, known, _SEE_TOPICS)}")
    return by_name[name]


def row_document(checked: Checked, id: str, templates: jinja2.Environment) -> str:
    """The row of a paper in its first list, for a terminal. Empty if no list has it.

    It has the style of the list, but people cannot read a row of an HTML table there.
    """
    sections = (section for root in checked.catalog.lists for section in root.walk())
    for section in sections:
        if rows := tuple(row for row in section.rows if row.paper.id == id):
            alone = replace(section, topic=replace(section.topic, intro=()), rows=rows, sections=())
            style = "bullets" if section.topic.style == "html-table" else None
            text = render_document(checked.catalog, alone, templates, style=style)
            return text.partition("\n\n")[2] if text.startswith("#") else text
    return ""


def list_document(
    checked: Checked, section: Section, templates: jinja2.Environment, *, style: str | None = None
) -> str:
    """A list, with the text around its papers, or one of its sections as a document."""
    is_list = len(section.path) == 1
    path_and_text = checked.library.prose.get(section.slug) if is_list else None
    prose = path_and_text[1] if path_and_text else None
    return render_document(
        checked.catalog,
        section,
        templates,
        style=style,
        prose=prose,
        own_entry=own_entry(checked.catalog, prose or ""),
        with_inserts=True,
    )
