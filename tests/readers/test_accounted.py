"""Every value of a BibTeX file is in the record, or reported as not kept."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string

from conftest import REPOSITORY
from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.bibtex.latex import text_of, url_of
from papertrail.readers.entry import Entry, NotAList
from readers.data.entry_text import entries_text

INSTALLED = sorted(Path(sysconfig.get_path("purelib")).rglob("*.bib"))
SHARED = REPOSITORY.parent / "shared"
OWN = (Path(__file__).parent / "data" / "papers.bib", REPOSITORY / "tests" / "importing" / "documents" / "refs.bib")
TRANSLATED = frozenset(
    {"month", "day", "date", "language", "langid", "pubstate", "type", "archiveprefix", "eprinttype"}
)
"""Fields whose values are written differently in records."""
REFERENCES = frozenset({"crossref", "xdata"})


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_every_value_has_a_place(path: Path) -> None:
    lost = lost_values(path.read_text(encoding="utf-8"))
    assert lost == []


def test_every_value_of_installed_files_has_a_place() -> None:
    if not INSTALLED:
        pytest.skip("no installed package has a BibTeX file")
    for path in INSTALLED:
        try:
            assert lost_values(path.read_text(encoding="utf-8", errors="replace")) == [], path
        except NotAList:
            continue


def test_every_value_of_example_files_has_a_place() -> None:
    files = sorted(SHARED.rglob("*.bib"))
    if not files:
        pytest.skip("there are no example files")
    lost = {path.name: lost_values(path.read_text(encoding="utf-8")) for path in files}
    assert {name: values for name, values in lost.items() if values} == {}


def lost_values(source: str) -> list[tuple[str, str, str]]:
    """The key of the entry, the name and the value of each field that is neither in a record nor reported."""
    by_line = {entry.start: entry for entry in bibtex.read(source)[0]}
    blocks = [(block, by_line.get(block.start_line or 0)) for block in parse_string(source).entries]
    return [
        (block.key, field.key, str(field.value))
        for block, entry in blocks
        if entry
        for field in block.fields
        if not is_accounted(field.key.lower(), str(field.value), entry)
    ]


def is_accounted(name: str, value: str, entry: Entry) -> bool:
    reported = {text.partition(":")[0] for text in entry.not_kept}
    if name in TRANSLATED | REFERENCES | reported or entry.doubts:
        return True
    if (name == "year" and str(entry.paper.year) in value) or (entry.paper.arxiv and entry.paper.arxiv in value):
        return True
    whole = letters(entries_text([entry], []))
    text = re.sub(r'(?<=["}]) # \w+', "", value)  # without the names of strings that are joined to it
    words = re.findall(r"[^\W_]{2,}", url_of(text) if "://" in text else text_of(text))
    return all(letters(word) in whole for word in words if word not in ("and", "others"))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
