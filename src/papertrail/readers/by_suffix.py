"""Readers of data, by the form of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.csl import reader as csl_json
from papertrail.readers.csv import reader as csv
from papertrail.readers.entry import Entry, NotUnderstood
from papertrail.readers.markdown.document import Found
from papertrail.readers.markdown.pieces import Reading

Reader = Callable[[str], tuple[list[Entry], list[NotUnderstood]]]

READERS: Mapping[str, Reader] = {
    ".bib": bibtex.read,
    ".bibtex": bibtex.read,
    ".json": csl_json.read,
    ".csv": csv.read,
    ".tsv": csv.read,
}
"""The readers of data, by the end of a file's name; anything else is read as Markdown."""


def found_of(entry: Entry) -> Found:
    """An entry of data as one of a document."""
    reading = Reading(text=entry.raw, units=(), doubts=entry.doubts)
    return Found(reading=reading, paper=entry.paper, start=entry.start, end=entry.end)
