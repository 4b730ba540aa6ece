"""Values and records as YAML: what is written is read back, by papertrail and by other readers of YAML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.core.authors import named_authors
from papertrail.core.errors import PapertrailError
from papertrail.core.limits import REGISTRY_LIMITS
from papertrail.records.paper import paper_of
from papertrail.text.strings import UNPRINTABLE
from papertrail.yaml import write
from papertrail.yaml.nodes import Mapping, Node, Scalar
from papertrail.yaml.nodes import Sequence as NodeSequence
from papertrail.yaml.parse import parse
from papertrail.yaml.write import Value
from papertrail.yaml.write_record import record

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]
SIGNS = "[]{},:#?&*!|>'\"%@`-+.~=<\\ _0123456789eExXoytTZnN\n\taé中\u00a0"
HARD = [
    "", " ", "~", "null", "No", "yes", "ON", "y", "1", "-1", "+1.5", "1e5", ".5", "0x1F", "0o17", "0b1", "1_000",
    "12:30:45", ".inf", "-.INF", ".NaN", "2019-03-25", "2019-3-5", "2001-12-14t21:59:43.10-05:00", "2019-03", "=",
    "<<", "---", "...", "... a", "--- a", "a: b", "a:", ":a", "a #b", "#a", "a#b", "- a", "-a", "? a", "?a", "*a",
    "&a", "!a", "|", ">-", "%a", "@a", "`a`", "[a", "a]", "{a", "a}", "a, b", "'a'", '"a"', "a\\b", "a\nb", "a\tb",
    " a", "a ", "\u00a0a", "a?b", "https://a.b/c?d=e#f", "a" * 2000, "a\x00b\x85c\u2028d\u202ee\ufeff", "Tofu",
    "Training > Parallelism", "😀",
]  # fmt: skip


def data(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {key: data(value) for key, (_, value) in node.pairs.items()}
    if isinstance(node, NodeSequence):
        return [data(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else None


def assert_read_back(text: str, value: object) -> None:
    root, faults = parse("a.yml", text, REGISTRY_LIMITS)
    assert not [fault for fault in faults if fault.code != "PT002"], (text, faults)
    assert data(root) == value, text
    for loader in LOADERS:
        assert yaml.load(text, Loader=loader) == value, text


texts = st.sampled_from(HARD) | st.text(
    st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"])), max_size=12
)
many = settings(max_examples=500, deadline=None, derandomize=True)


@many
@given(texts, texts)
def test_any_text_is_read_back(key: str, value: str) -> None:
    written = write.scalar(value)
    assert "\n" not in written
    assert_read_back(f"a: {written}\n", {"a": value})
    assert_read_back(f"a:\n  - {written}  # b\n  - c", {"a": [value, "c"]})
    inside = write.scalar(value, flow=True)
    assert_read_back(f"a: [{inside}, {inside}]\n", {"a": [value, value]})
    assert_read_back(f"- {{a: {inside}, b: {inside}}}\n", [{"a": value, "b": value}])
    if key:
        assert_read_back(write.node({key: value, key + "x": [value]}), {key: value, key + "x": [value]})
        assert_read_back(write.flow_text({key: value, key + "x": [value]}), {key: value, key + "x": [value]})


@pytest.mark.parametrize("text", HARD)
def test_text_that_looks_like_another_type_is_read_back(text: str) -> None:
    assert_read_back(f"a: {write.scalar(text)}\n", {"a": text})
    assert_read_back(f"[{write.scalar(text, flow=True)}]", [text])


@pytest.mark.parametrize(
    "text",
    ["Tofu", "2019-03", "C++ & co.", "a-b", "it's", "EuroSys 2019", "https://a.b/c?d=e#f", "a, b", "arXiv 1807.08887"],
)  # fmt: skip
def test_ordinary_text_has_no_quotes(text: str) -> None:
    assert write.scalar(text) == text


def test_a_lone_surrogate_is_replaced() -> None:
    assert write.scalar("a\ud800b") == write.block("a\ud800b", 2) == '"a\ufffdb"'


@many
@given(st.lists(texts | st.sampled_from(["", "  ", "# a", "- a", "\ta", "<td>"]), max_size=5).map("\n".join))
def test_any_block_is_read_back(text: str) -> None:
    assert_read_back(f"a: {write.block(text, 2)}\nb: c\n", {"a": text, "b": "c"})
    assert_read_back(f"a: {write.block(text, 2)}", {"a": text})
    assert_read_back(f"- a:\n    - b: {write.block(text, 8)}\n# c", [{"a": [{"b": text}]}])
    assert_read_back(f"- {write.block(text, 2)}\n- c\n", [text, "c"])


def test_a_block_is_in_quotes_only_if_necessary() -> None:
    assert write.block("a\n\n\tb  ", 4) == "|-\n    a\n\n    \tb  "
    assert write.block("  a\nb", 2) == "|2-\n    a\n  b"
    assert write.block("\ta\nb", 2) == "|2-\n  \ta\n  b"
    assert write.block("a\n", 2) == '"a\\n"'
    assert write.block("a\n\u200bb", 2) == '"a\\n\\u200bb"'


keys = st.sampled_from(["name", "columns", "links", "topics", "a: b", "k" * 1100, "~"])
values: st.SearchStrategy[Value] = st.recursive(
    texts,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(keys, inner, max_size=4),
    ),
    max_leaves=12,
)


@many
@given(values)
def test_any_value_is_read_back(value: Value) -> None:
    root: dict[str, Value] = {"a": value}
    assert_read_back(write.node(root), root)
    assert_read_back(write.entries([root, "b", value]), [root, "b", value])
    assert_read_back("x:\n  y:\n" + write.node(root, 4), {"x": {"y": root}})
    assert_read_back(write.flow_text(root), root)
    assert_read_back("b:\n" + write.item(root, 2) + "\n  - c", {"b": [root, "c"]})


def test_registry_text() -> None:
    topics: list[Value] = [
        {
            "name": "Training",
            "intro": ["How work is split: " + "a" * 60, "b" * 60],
            "columns": [{"field": "name", "header": "Name", "width": 139}, "venue"],
            "order": ["tofu", "gpipe"],
            "topics": [{"name": "Data"}, "Model"],
        },
        {"name": "Serving", "intro": "a\nb", "start": []},
        "Other",
    ]
    assert (
        write.entries(topics)
        == f"""\
- name: Training
  intro:
    - "How work is split: {"a" * 60}"
    - {"b" * 60}
  columns:
    - {{field: name, header: Name, width: 139}}
    - venue
  order: [tofu, gpipe]
  topics:
    - name: Data
    - Model
- name: Serving
  intro: |-
    a
    b
  start: []
- Other
"""
    )


PAPER = Paper(
    id="tofu",
    name="Tofu",
    title="Tofu: Supporting Very Large Models",
    type="software",
    authors=named_authors("Minjie Wang", "Chien-chin Huang"),
    venues=(Venue(text="arXiv 1807.08887"), Venue(text="EuroSys 2019", url="https://a.b/c")),
    date="2019-03",
    institutions=("NYU",),
    links=(Link(label="Paper", url="https://a.b/c"), Link(label="Code", url="https://a.b/d?e")),
    remarks=("One", "*Two*"),
    keywords=("a", "b, c"),
    topics=(("Training", "Parallelism"), ("Other",)),
    notes="tofu.md",
    added="2026-11-20",
    aliases=("bean",),
    custom=(("Objective", "latency"),),
)


def test_record_with_all_fields() -> None:
    text = record(
        PAPER,
        source=[(None, "  | Tofu |\n| x |")],
        schema="../schema/paper.schema.json",
        notes={"venue": ["also: EuroSys\n'19\u202e"], "title": ["papertrail: allow PT304 x", " "]},
    )
    assert (
        text
        == """\
# yaml-language-server: $schema=../schema/paper.schema.json
name: Tofu
# papertrail : allow PT304 x
title: "Tofu: Supporting Very Large Models"
type: software
authors: [Minjie Wang, Chien-chin Huang]
# also: EuroSys '19
venue:
  - arXiv 1807.08887
  - {name: EuroSys 2019, url: https://a.b/c}
date: 2019-03
institutions: [NYU]
links:
  Paper: https://a.b/c
  Code: https://a.b/d?e
remarks:
  - One
  - "*Two*"
keywords: [a, "b, c"]
topic:
  - Training > Parallelism
  - Other
notes: tofu.md
added: 2026-11-20
aliases: [bean]
custom:
  Objective: latency
source:
  raw: |2-
      | Tofu |
    | x |
"""
    )


def test_record_with_few_fields() -> None:
    paper = Paper(
        id="a",
        name="1984",
        authors=(Author("A. Author, B. Bauthor et al.", several=True),),
        venues=(Venue(text="SC, 2020", url="https://a.b"),),
        links=(Link(label="Paper", url="https://a.b/c"), Link(label="Paper", url="https://a.b/d")),
        remarks=("One",),
        keywords=tuple(f"keyword {n}" for n in range(12)),
        topics=(("Training",),),
    )
    items = "".join(f"  - keyword {n}\n" for n in range(12))
    assert (
        record(paper, source=[("A", "a"), (None, "b\nc"), ("B: C", "")])
        == f"""\
name: "1984"
authors: A. Author, B. Bauthor et al.
venue: {{name: "SC, 2020", url: https://a.b}}
links:
  - {{label: Paper, url: https://a.b/c}}
  - {{label: Paper, url: https://a.b/d}}
remarks: One
keywords:
{items}topic: Training
source:
  - topic: A
    raw: |-
      a
  - raw: |-
      b
      c
  - topic: "B: C"
    raw: ""
"""
    )


def test_a_duplicate_name_in_custom_is_refused() -> None:
    with pytest.raises(PapertrailError):
        record(replace(PAPER, custom=(("a", "b"), ("a", "c"))))


lines = texts.filter(bool)
several = st.lists(lines, max_size=3).map(tuple)
authors = st.builds(
    Author,
    lines,
    organization=st.booleans(),
    orcid=st.sampled_from([None, "0000-0002-1825-0097"]),
    url=st.none() | lines,
)
papers = st.builds(
    Paper,
    id=st.just("a"),
    name=lines.filter(lambda text: bool(text.strip())),
    title=st.none() | lines,
    type=st.sampled_from(["article", "software"]),
    authors=st.lists(authors, max_size=3).map(tuple) | lines.map(lambda text: (Author(text, several=True),)),
    venues=st.lists(st.builds(Venue, text=lines, url=st.none() | lines), max_size=3).map(tuple),
    date=st.sampled_from([None, "2019", "2019-03", "2019-03-25"]),
    status=st.sampled_from([None, "in press"]),
    publication=st.builds(
        PublicationDetails,
        volume=st.none() | lines,
        pages=st.none() | lines,
        editors=st.lists(authors, max_size=2).map(tuple),
    ),
    ids=st.sampled_from([(), (("isbn", "9780306406157"),)]),
    language=st.none() | lines,
    awards=several,
    institutions=several,
    abstract=st.none() | lines | st.lists(lines, min_size=2, max_size=3).map("\n\n".join),
    links=st.lists(st.builds(Link, label=lines, url=lines), max_size=3).map(tuple),
    remarks=several,
    keywords=several,
    topics=st.sampled_from([(), (("A",),), (("A: b", "#C"), ("D",))]),
    notes=st.none() | lines,
    added=st.sampled_from([None, "2026-11-20"]),
    aliases=several,
    custom=st.dictionaries(lines, lines, max_size=3).map(lambda pairs: tuple(pairs.items())),
)


@many
@given(papers, st.lists(st.tuples(st.none() | lines, texts), max_size=3), several)
def test_any_paper_is_read_back(paper: Paper, source: Sequence[tuple[str | None, str]], notes: tuple[str, ...]) -> None:
    keys = ["name", "title", "venue", "links", "remarks", "keywords", "topic", "custom", "source"]
    text = record(paper, source=source, notes=dict.fromkeys(keys, notes))
    assert not UNPRINTABLE.search(text)
    root, faults = parse("a.yml", text, REGISTRY_LIMITS)
    assert not [fault for fault in faults if fault.code != "PT002"], (text, faults)
    found = paper_of("a", root)
    assert found is not None
    assert replace(found, sources=()) == paper, text
    assert [raw for _, raw in found.sources] == [raw for _, raw in source if raw]


def test_the_verbatim_texts_of_a_paper_are_kept() -> None:
    paper = replace(PAPER, sources=((("Training", "Data"), "| Tofu |"), (None, "a\n  b")))
    root, faults = parse("a.yml", record(paper), REGISTRY_LIMITS)
    assert (paper_of("tofu", root), faults) == (paper, [])
