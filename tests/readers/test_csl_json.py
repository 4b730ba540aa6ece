"""The reader of CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.exporters import export_text
from papertrail.readers.csl import reader as csl_json
from papertrail.readers.entry import NotAList
from readers.data.entry_text import entries_text
from readers.data.validity import assert_same_citation, assert_valid, own_catalog
from support.golden import Golden

DATA = Path(__file__).parent / "data"
FIELDS = (
    "type",
    "author",
    "issued",
    "container-title",
    "event",
    "DOI",
    "URL",
    "number",
    "keyword",
    "note",
    "publisher",
)


def test_all_kinds_of_entries(golden: Golden) -> None:
    source = (DATA / "papers.csl.json").read_text(encoding="utf-8")
    golden.check(entries_text(*csl_json.read(source)), DATA / "papers.csl.json.txt")


def test_an_export_can_be_imported_again() -> None:
    catalog = own_catalog()
    entries, problems = csl_json.read(export_text("csl-json", catalog.rows, catalog))
    assert problems == []
    for row, entry in zip(catalog.rows, entries, strict=True):
        assert_same_citation(row.paper, entry.paper)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: invalid JSON"),
        ('[\n{"title": "A"\n', "line 3: invalid JSON"),
        ("[]", "the list has no items"),
        ("\n[7]", "line 2: not an item with a title"),
        ('{"papers": []}', "not a list of items"),
        ('"title"', "not a list of items"),
        ("[" * 100_000, "too deeply nested"),
        ("[" + "1" * 5000 + "]", "too deeply nested"),
    ],
)
def test_a_file_without_entries_is_rejected(text: str, message: str) -> None:
    with pytest.raises(NotAList, match=message):
        csl_json.read(text)


def test_empty_lists_are_no_values() -> None:
    entry = csl_json.read('{"title": "A", "subject": [], "relation": {}, "keyword": []}')[0][0]
    assert (entry.paper.keywords, entry.not_kept) == ((), ())


def test_the_paragraphs_of_an_abstract_of_crossref() -> None:
    sections = "<jats:sec><jats:title>Aims</jats:title><jats:p>Two.</jats:p></jats:sec>"
    text = f"<jats:title>Abstract</jats:title><jats:p>One.</jats:p>{sections}"
    entry = csl_json.read(json.dumps({"title": "A", "abstract": text}))[0][0]
    assert entry.paper.abstract == "One.\n\nAims\n\nTwo."


def test_a_single_item_without_a_list() -> None:
    entries, _ = csl_json.read('\n{"title": "Tofu",\n"type": "book", "publisher": "MIT Press", "issued": "2019"}\n')
    assert entries_text(entries, []) == "=== lines 2 to 3\nname: Tofu\ntype: book\nvenues: MIT Press 2019\n\n"


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["arXiv", "2019", "10.1000/x"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(("date-parts", "raw", "family", "literal")), inner),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.text(),
        values.map(json.dumps),
        st.dictionaries(st.sampled_from(FIELDS), values).map(
            lambda item: json.dumps([{"title": "T", **item}], indent=1)
        ),
    )
)
def test_any_text_gives_valid_entries_or_an_error(text: str) -> None:
    assert_valid(csl_json.read, text)
