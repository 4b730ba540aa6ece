"""Readers of data files, by file extension, or by the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import PurePosixPath

from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.common.fields import as_lines
from papertrail.readers.common.json_values import Parsed, parse_json, parse_json_lines
from papertrail.readers.csl import reader as csl_json
from papertrail.readers.csv import reader as csv
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.readers.mappings import reader as mappings
from papertrail.readers.mappings.names import NO_NAMES, FieldNames
from papertrail.readers.mappings.toml_values import parse_toml
from papertrail.readers.mappings.yaml_values import parse_yaml
from papertrail.readers.ris import reader as ris
from papertrail.text.strings import quoted

_Read = tuple[list[Entry], list[NotUnderstood]]
DataReader = Callable[[str], _Read]


def _json(text: str, names: FieldNames) -> _Read:
    """The entries of JSON: items of CSL-JSON, or other mappings."""
    is_csl = not names.renamed and csl_json.has_csl(parse_json(as_lines(text))[0])
    return csl_json.read(text) if is_csl else mappings.read(text, parse_json, names)


def _mappings(parse: Callable[[str], Parsed]) -> Callable[[str, FieldNames], _Read]:
    return lambda text, names: mappings.read(text, parse, names)


def _fixed(read: Callable[[str], _Read]) -> Callable[[str, FieldNames], _Read]:
    """The reader of a format whose names of fields have one meaning."""
    return lambda text, _: read(text)


_READERS: Mapping[str, Callable[[str, FieldNames], _Read]] = {
    **dict.fromkeys((".bib", ".bibtex", ".biblatex"), _fixed(bibtex.read)),
    ".csljson": _fixed(csl_json.read),
    ".ris": _fixed(ris.read),
    **dict.fromkeys((".csv", ".tsv"), csv.read),
    ".json": _json,
    **dict.fromkeys((".jsonl", ".ndjson"), _mappings(parse_json_lines)),
    **dict.fromkeys((".yml", ".yaml"), _mappings(parse_yaml)),
    ".toml": _mappings(parse_toml),
}
ONE_WORK = (".yml", ".yaml", ".json", ".toml")
"""Formats of folders with a file for each work."""
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
FORMATS = "Markdown or HTML (.md, .txt, .html), BibTeX (.bib), RIS (.ris), CSV (.csv, .tsv), JSON, YAML or TOML"
_OTHERS = {".enw": "EndNote", ".nbib": "PubMed", ".xml": "XML", ".tex": "LaTeX"}
"""What formats that are not read are called, where the extension does not say it."""
_START = (
    (re.compile(r"TY  ?-"), ".ris"),
    (re.compile(r"\A(?:%[^\n]*+\s*+)*+@[A-Za-z]++\s*+[{(]"), ".bib"),
    (re.compile(r'\{|\[\s*+[{\]"]'), ".json"),
)
"""How formats start."""


def reader_of(text: str, names: FieldNames = NO_NAMES) -> DataReader | None:
    """The reader of a data file without a name, by how it starts, or by its entries. None for other text."""
    start = text.lstrip("\ufeff \t\r\n")
    suffixes = [suffix for pattern, suffix in _START if pattern.match(start)]
    if not suffixes and "|" in start.partition("\n")[0]:  # a table in Markdown
        return None
    for suffix in (".toml", ".yml", ".csv") if not suffixes else ():
        with suppress(NotAList):
            _READERS[suffix](text, names)
            suffixes.append(suffix)
    return partial(_with, suffixes[0], names) if suffixes else None


def data_reader(name: str, names: FieldNames = NO_NAMES) -> DataReader | None:
    """The reader of a data file. None for a file that is parsed as Markdown.

    Raises `NotAList` for a file of another format.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _READERS:
        return partial(_with, suffix, names)
    if suffix in _MARKDOWN:
        return None
    called = f" ({_OTHERS[suffix]})" if suffix in _OTHERS else ""
    raise NotAList(f"files of the format {quoted(suffix)}{called} are not read; export the list as {FORMATS}")


def _with(suffix: str, names: FieldNames, text: str) -> _Read:
    return _READERS[suffix](text, names)
