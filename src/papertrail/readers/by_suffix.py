"""Readers of data files, by file extension."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.csl import reader as csl_json
from papertrail.readers.csv import reader as csv
from papertrail.readers.entry import Entry, NotUnderstood

DataReader = Callable[[str], tuple[list[Entry], list[NotUnderstood]]]

_READERS: Mapping[str, DataReader] = {
    ".bib": bibtex.read,
    ".bibtex": bibtex.read,
    ".json": csl_json.read,
    ".csv": csv.read,
    ".tsv": csv.read,
}


def data_reader(name: str) -> DataReader | None:
    """The reader of a data file. None for any other file, which is parsed as Markdown."""
    return _READERS.get(PurePosixPath(name).suffix.lower())
