"""Third-party parsers of the export formats."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import feedparser
import rispy
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db


def bibtex_entries(text: str) -> list[dict[str, Any]]:
    """Return the entries with `type` and `key`, decoded text, and authors as (first, von, last, jr)."""
    stack = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = parse_string(text, append_middleware=stack)
    assert library.failed_blocks == []
    assert len(library.blocks) == len(library.entries), "something is neither an entry nor nothing"
    decoder = _decoder()
    return [
        {"type": entry.entry_type, "key": entry.key, **{f.key: _shown(f.key, f.value, decoder) for f in entry.fields}}
        for entry in library.entries
    ]


def _decoder() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    # The reader gives a small raised sign; LaTeX defines it to be the sign of ASCII.
    known.add_context_category("ascii", prepend=True, macros=[MacroTextSpec("textasciicircum", simplify_repl="^")])
    return LatexNodes2Text(latex_context=known, math_mode="verbatim")


def _shown(key: str, value: Any, decoder: LatexNodes2Text) -> Any:
    if key in ("url", "doi", "eprint"):
        return value  # programs take these as they stand
    if isinstance(value, list):
        parts = [(name.first, name.von, name.last, name.jr) for name in value]
        return [tuple(decoder.latex_to_text(" ".join(part)) for part in name) for name in parts]
    return decoder.latex_to_text(value)


def bibtex_depth(text: str) -> int:
    """Return the number of unclosed braces as BibTeX counts them, ignoring backslashes."""
    depth = 0
    for sign in re.findall("[{}]", text):
        depth += 1 if sign == "{" else -1
        assert depth >= 0
    return depth


def ris_records(text: str) -> list[dict[str, Any]]:
    """Return the records with the field names of the parser."""
    return list(rispy.loads(text))


def csv_rows(text: str) -> list[dict[str, str]]:
    """Return the rows by the names of the header."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def csl_items(text: str) -> list[dict[str, Any]]:
    """Return the items."""
    items = json.loads(text)
    assert isinstance(items, list)
    return items


def feed(text: str) -> Any:
    """Return the parsed feed; fails on any error."""
    parsed = feedparser.parse(text.encode())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def as_decoded_by_feedparser(text: str) -> str:
    """Return a text as feedparser decodes it: it decodes text that looks double-encoded twice."""
    try:
        return text.encode("iso-8859-1").decode()
    except UnicodeError:
        return text


def titles_of_feed(text: str) -> list[str]:
    """Return the titles of the entries as in the XML."""
    atom = "{http://www.w3.org/2005/Atom}"
    return [
        entry.findtext(f"{atom}title") or "" for entry in ElementTree.fromstring(text.encode()).iter(f"{atom}entry")
    ]
