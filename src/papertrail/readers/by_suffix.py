"""Readers of data files, by file extension."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.csl import reader as csl_json
from papertrail.readers.csv import reader as csv
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.readers.ris import reader as ris
from papertrail.text.strings import quoted

DataReader = Callable[[str], tuple[list[Entry], list[NotUnderstood]]]

_READERS: Mapping[str, DataReader] = {
    ".bib": bibtex.read,
    ".bibtex": bibtex.read,
    ".biblatex": bibtex.read,
    ".json": csl_json.read,
    ".csljson": csl_json.read,
    ".csv": csv.read,
    ".tsv": csv.read,
    ".ris": ris.read,
}
_MARKDOWN = frozenset(
    (
        "",
        ".md",
        ".markdown",
        ".mdown",
        ".mdwn",
        ".mdx",
        ".mkd",
        ".mkdn",
        ".qmd",
        ".rmd",
        ".txt",
        ".text",
        ".html",
        ".htm",
    )
)
_FORMATS = "Markdown or HTML (.md, .txt, .html), BibTeX (.bib), CSL-JSON (.json), RIS (.ris) or CSV (.csv, .tsv)"
_OTHERS = {".yml": "YAML", ".yaml": "YAML", ".enw": "EndNote", ".nbib": "PubMed", ".xml": "XML", ".tex": "LaTeX"}
"""What formats that are not read are called, where the extension does not say it."""


def reader_of(text: str) -> DataReader | None:
    """The reader of a data file without a name, by how it starts. None for other text."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("[", "{")):
        return csl_json.read
    if start.startswith(("TY  -", "TY -")):
        return ris.read
    return bibtex.read if any(line.lstrip().startswith("@") for line in start.split("\n")) else None


def data_reader(name: str) -> DataReader | None:
    """The reader of a data file. None for a file that is parsed as Markdown.

    Raises `NotAList` for a file of another format.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _READERS or suffix in _MARKDOWN:
        return _READERS.get(suffix)
    called = f" ({_OTHERS[suffix]})" if suffix in _OTHERS else ""
    raise NotAList(f"files of the format {quoted(suffix)}{called} are not read; export the list as {_FORMATS}")
