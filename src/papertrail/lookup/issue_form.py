"""Papers from issues of the form "Add a paper": its fields are those of a record, and the link or identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from papertrail.core import Registries
from papertrail.importing.add import joined
from papertrail.lookup.lookup import look_up
from papertrail.lookup.names import KnownNames
from papertrail.lookup.result import NotFound
from papertrail.readers import Entry
from papertrail.readers.common.fields import WorkFields, entry_of
from papertrail.readers.common.people import named
from papertrail.web import Client

LABELS = {
    "source": "Link or identifier",
    "topic": "Topic",
    "name": "Name",
    "title": "Title",
    "authors": "Authors",
    "venue": "Venue",
    "date": "Date",
    "institutions": "Institutions",
    "links": "Links",
    "keywords": "Keywords",
    "remarks": "Remarks",
}
"""The labels of the form, by the names of the fields of a record; `source` is what `papertrail add` is given."""

_HEADING = re.compile(rf"(?m)^### ({'|'.join(map(re.escape, LABELS.values()))})[ \t]*$")
_EMPTY = "_No response_"
_LINES, _LINES_OR_SEMICOLONS, _LINES_OR_COMMAS = re.compile("\n"), re.compile("[\n;]"), re.compile("[\n,;]")
_URL = re.compile(r"https?://\S+")
_LABEL = 100
"""Characters of the label of a link. A longer text before a URL is not one."""


def issue_answers(text: str) -> dict[str, str]:
    """The answers in the text of an issue, by field. Empty for an issue that is not of the form."""
    text = text.replace("\r\n", "\n")
    labels = [*LABELS.values()]
    headings: list[re.Match[str]] = []
    for heading in _HEADING.finditer(text):
        # The form has a fixed order. Any other heading belongs to an answer.
        if not headings or labels.index(heading[1]) > labels.index(headings[-1][1]):
            headings.append(heading)
    ends = [heading.start() for heading in headings[1:]] + [len(text)] * bool(headings)
    fields = {label: field for field, label in LABELS.items()}
    answers = {fields[h[1]]: text[h.end() : end].strip() for h, end in zip(headings, ends, strict=True)}
    return {field: answer for field, answer in answers.items() if answer not in ("", _EMPTY)}


def look_up_answers(answers: Mapping[str, str], client: Client, registries: Registries) -> Entry | NotFound:
    """The work that someone describes: what they say, and what its link or identifier leads to."""
    found = look_up(answers["source"], client, registries) if "source" in answers else None
    if isinstance(found, NotFound):
        return found
    fields = _fields(answers)
    if found and not (fields.name or fields.title):
        fields = replace(fields, name=found.paper.name, title=found.paper.title or "")
    entry = entry_of(fields, start=0, end=1, raw="")
    if entry is None:
        return NotFound(message="the issue names no paper", help="fill in its link or identifier, or its title")
    entry = KnownNames(registries).in_entry(entry)
    return replace(found, paper=joined(entry.paper, found.paper)) if found else entry


def _fields(answers: Mapping[str, str]) -> WorkFields:
    return WorkFields(
        name=answers.get("name", ""),
        title=answers.get("title", ""),
        authors=[named(name) for name in _items(answers.get("authors", ""), _LINES_OR_SEMICOLONS)],
        venues=_items(answers.get("venue", "")),
        date=answers.get("date"),
        institutions=_items(answers.get("institutions", "")),
        links=[link for line in answers.get("links", "").split("\n") for link in _links(line)],
        keywords=_items(answers.get("keywords", ""), _LINES_OR_COMMAS),
        remarks=_items(answers.get("remarks", "")),
        is_exact=True,
    )


def _links(line: str) -> Iterator[tuple[str, str]]:
    """The links in a line, each with the text before it as its label."""
    end = 0
    for match in _URL.finditer(line):
        label = line[end : match.start()].strip(" \t,;:*+-")
        yield label if 0 < len(label) <= _LABEL else "Paper", match[0].rstrip(",;")
        end = match.end()


def _items(text: str, separator: re.Pattern[str] = _LINES) -> list[str]:
    """The parts of an answer with several values, without the marks of a list."""
    return [item for part in separator.split(text) if (item := re.sub(r"^[-*+][ \t]+", "", part.strip()))]
