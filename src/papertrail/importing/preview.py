"""Records of an import as cards for a terminal, the least certain ones first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core import Paper
from papertrail.importing.importer import ImportResult
from papertrail.importing.matching import FiledEntry
from papertrail.text.strings import one_line, printable

_CARDS = 10
_WIDTH = 110
_ODD_NAME = re.compile(r"\]\(|://|^[^\w\"'“‘«(\[$@#.¿¡]|^(?:[12][0-9]{3}|.{200,})$")
"""A name with a part of a link, with a mark before it, of a year only, or very long."""


def preview_text(result: ImportResult) -> str:
    """Cards of the records about which the import is least certain."""
    papers = {paper.id: paper for paper in result.checked.library.papers}
    entries = [
        (filed, papers[filed.id], listed.parsed.source.name)
        for listed in result.lists
        for filed in listed.entries
        if filed.id in papers
    ]
    ranked = sorted(entries, key=lambda part: confidence_of(part[0], part[1]))[:_CARDS]
    head = f"{len(ranked)} of {len(entries)} records, the least certain first:\n"
    return "\n".join([head, *("\n".join(_card(*part)) + "\n" for part in ranked)])


def confidence_of(filed: FiledEntry, paper: Paper) -> float:
    """How certain a record is, from 0 to 1: by what it lacks, and by what needs a review."""
    return 1 - len([*_missing(paper), *filed.entry.parsed.doubts]) / 10


def _missing(paper: Paper) -> Iterator[str]:
    if _ODD_NAME.search(paper.name):
        yield "a plausible name"
    has = {"links": paper.links, "year": paper.year, "authors": paper.authors, "venue": paper.venues}
    yield from (name for name, value in has.items() if not value)


def _card(filed: FiledEntry, paper: Paper, file: str) -> Iterator[str]:
    yield f"{printable(file)}, line {filed.entry.start + 1}:"
    values = {
        "name": paper.name,
        "title": paper.title or "",
        "authors": ", ".join(map(str, paper.authors)),
        "venue": "; ".join(venue.text for venue in paper.venues),
        "date": paper.date or "",
        "institutions": ", ".join(paper.institutions),
        **{f"link {link.label}": link.url for link in paper.links},
        "remarks": " | ".join(paper.remarks),
        "keywords": ", ".join(paper.keywords),
        **dict(paper.custom),
        "topic": " > ".join(filed.run.topic),
        "missing": ", ".join(_missing(paper)),
        "text": filed.entry.raw,
    }
    pairs = [*values.items(), *(("review", doubt) for doubt in filed.entry.parsed.doubts)]
    for name, value in pairs:
        if line := one_line(value[: 4 * _WIDTH]):
            line = printable(f"  {name}: {line}")
            yield line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
