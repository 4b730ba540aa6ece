"""The readers of YAML, JSON, JSON Lines and TOML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.readers.by_suffix import data_reader, reader_of
from papertrail.readers.common.json_values import parse_json
from papertrail.readers.entry import NotAList
from papertrail.readers.mappings import reader as mappings
from papertrail.readers.mappings.names import FieldNames
from papertrail.readers.mappings.toml_values import parse_toml
from papertrail.readers.mappings.yaml_values import parse_yaml
from readers.data.entry_text import entries_text
from readers.data.validity import Read, assert_valid
from support.golden import Golden

DATA = Path(__file__).parent / "data" / "mappings"
FILES = sorted(path for path in DATA.iterdir() if path.suffix != ".txt")


def reader(name: str, **renamed: str) -> Read:
    read = data_reader(name, FieldNames(renamed))
    assert read
    return read


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_work_becomes_an_entry(path: Path, golden: Golden) -> None:
    source = path.read_text(encoding="utf-8")
    golden.check(entries_text(*reader(path.name)(source)), path.with_name(path.name + ".txt"))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yml", "", 'no item has a key "title" or "name"; if titles'),
        ("a.yml", "- a: 1\n  b: 2\n", r'"name" \(it has "a", "b"\); if titles have another key, add --map KEY=title'),
        ("a.yml", "- title: A\n  b: &c 1\n", "line 2: a value that starts with & is a YAML anchor; put"),
        ("a.yml", "- title: A\n b\n", "line 2: "),
        ("a.json", "[" * 100_000, "too deeply nested"),
        ("a.json", "[" * 900 + "]" * 900, "no item has a key"),
        ("a.toml", "a = " + "[" * 200 + "]" * 200, "no item has a key"),
        ("a.json", "[1,\n", "line 2: invalid JSON"),
        ("a.jsonl", '{"title": "A"}\n{\n', "line 2: invalid JSON"),
        ("a.toml", "a = 1\nb = \n", "line 2: invalid TOML: Invalid value"),
        ("a.toml", "[a]\n" + "a." * 100_000 + "a = 1", "line 2: invalid TOML: too deeply nested"),
        ("a.toml", "a = [", "invalid TOML: it ends too early"),
    ],
)
def test_a_file_without_works_is_rejected(name: str, text: str, message: str) -> None:
    with pytest.raises(NotAList, match=message):
        reader(name)(text)


def test_keys_have_the_meaning_that_the_user_gives_them() -> None:
    text = json.dumps([{"p": "A study", "Home_Page": "https://a.example.org", "cost": "1", "x": "a; b", "other": "2"}])
    (entry,), _ = reader("a.json", **{"p": "title", "home page": "code", "cost": "", "x": "keyword"})(text)
    assert entry.paper.name == "A study"
    assert [(link.label, link.url) for link in entry.paper.links] == [("Code", "https://a.example.org")]
    assert (entry.paper.keywords, entry.paper.custom) == (("a", "b"), (("other", "2"),))
    assert entry.not_kept == ("cost: 1",)
    (row,), _ = reader("a.csv", p="title", cost="")("p,cost\nA study,1\n")
    assert (row.paper.name, row.not_kept) == ("A study", ("cost: 1",))


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("- title: A\n  url: https://e.org/1\n", ".yml"),
        ('[\n{"title": "A"}]', ".json"),
        ("title,year\nA,2020\n", ".csv"),
        ('[[papers]]\ntitle = "A"\n', ".toml"),
        ("% exported\n@misc{a, title={A}}", ".bib"),
        ("TY  - BOOK\n", ".ris"),
        ("# List\n\n- [A](https://e.org) (OSDI 2020)\n\n```\n@misc{a, title={A}}\n```\n", None),
        ("- GPipe: https://e.org/1\n- Tofu: https://e.org/2\n", None),
        ("---\ntitle: A list\n---\n\n- [A](https://e.org)\n", None),
        ("Title | Year\n--- | ---\nA | 2020\n", None),
        ("| Title | Year |\n|---|---|\n| A | 2020 |\n", None),
    ],
)
def test_a_text_without_a_name_is_recognized(text: str, suffix: str | None) -> None:
    read = reader_of(text)
    assert (read.args[0] if read else None) == suffix  # type: ignore[attr-defined]


KEYS = ("title", "name", "papers", "authors", "links", "url", "venue", "tags", "x", "custom", "publication")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["A title", "https://e.org/1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)
PARSERS = {"yaml": parse_yaml, "json": parse_json, "toml": parse_toml}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(PARSERS)), st.one_of(st.text(), values.map(json.dumps)))
def test_any_text_gives_valid_entries_or_an_error(form: str, text: str) -> None:
    assert_valid(lambda text: mappings.read(text, PARSERS[form]), text)
