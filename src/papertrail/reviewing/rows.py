"""The row of one paper, as the document of its list contains it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import jinja2

from papertrail.core import Catalog, Row, Section
from papertrail.core.prose_marker import marker
from papertrail.documents import render_document
from papertrail.templating.environment import environment
from papertrail.text.patterns import PatternError


class DocumentRows:
    """Renders single rows in the style of their list.

    Templates of the project are not used: they are code, which the change that is reviewed may contain.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def _sections(self) -> dict[str, tuple[Section, Row]]:
        """The first section of each paper, by id."""
        sections: dict[str, tuple[Section, Row]] = {}
        for root in self._catalog.lists:
            for section in root.walk():
                for row in section.rows:
                    sections.setdefault(row.paper.id, (section, row))
        return sections

    @cached_property
    def _templates(self) -> jinja2.Environment:
        return environment(None)

    def row(self, id: str) -> str | None:
        """The row of a paper as Markdown and HTML, with the head of its table. None if it is not on the list."""
        if id not in self._sections:
            return None
        section, row = self._sections[id]
        alone = replace(section, rows=(row,), sections=())
        try:
            return self._rendered(alone)
        except PatternError:  # which the check reports
            return self._rendered(replace(alone, topic=replace(section.topic, entry=(), frame=())))

    def _rendered(self, section: Section) -> str:
        place = marker(" > ".join(section.path[1:]))
        return render_document(self._catalog, section, self._templates, prose=place)
