"""CSL-JSON read into papers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.exporters import export_text
from papertrail.readers.csl import reader as csl_json
from papertrail.readers.entry import NotAList
from readers.flat.sound import assert_sound, own_catalog, same_parts
from readers.flat.telling import told
from support.golden import Golden

FLAT = Path(__file__).parent / "flat"
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


def test_a_file_of_all_kinds(golden: Golden) -> None:
    source = (FLAT / "papers.csl.json").read_text(encoding="utf-8")
    golden.check(told(*csl_json.read(source)), FLAT / "papers.csl.json.txt")


def test_what_papertrail_writes_comes_back() -> None:
    catalog = own_catalog()
    entries, problems = csl_json.read(export_text("csl-json", catalog.rows, catalog))
    assert problems == []
    for row, entry in zip(catalog.rows, entries, strict=True):
        same_parts(row.paper, entry.paper)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: this is not JSON"),
        ('[\n{"title": "A"\n', "line 3: this is not JSON"),
        ("[]", "the list has no items"),
        ("\n[7]", "line 2: this is no item with a title"),
        ('{"papers": []}', "no list of items"),
        ('"title"', "no list of items"),
        ("[" * 100_000, "no list of citations"),
        ("[" + "1" * 5000 + "]", "no list of citations"),
    ],
)
def test_what_is_no_list(text: str, said: str) -> None:
    with pytest.raises(NotAList, match=said):
        csl_json.read(text)


def test_one_item_alone() -> None:
    entries, _ = csl_json.read('\n{"title": "Tofu",\n"type": "book", "publisher": "MIT Press", "issued": "2019"}\n')
    assert told(entries, []) == "=== lines 2 to 3\nname: Tofu\ntype: book\nvenues: MIT Press 2019\n\n"


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
def test_any_text_gives_values_or_a_refusal(text: str) -> None:
    assert_sound(csl_json.read, text)
