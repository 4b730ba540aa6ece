"""Checking a list again after a change: only affected rules run, and the result is that of a first check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.core import Paper
from papertrail.pipeline.check import ListChecker
from papertrail.records import output_size
from papertrail.rules import RULES, pt107_amount
from papertrail.rules.support.rule import Rule, whole_list
from support.projects import checked, sources_of

FIELDS = {
    "name": ["P0", "Scheduling jobs of many tenants", "[A]"],
    "title": [
        "Swapping tensors of large models to host memory", "Swapping tensors of large models to the host memory",
        "Scheduling jobs of many tenants", "",
    ],
    "venue": ["OSDI 2020", "{name: OSDI 2020, url: missing.pdf}", "arXiv 2001.00001", "SOSP 2021", "osdi 2021", ""],
    "links": [
        "{Paper: 'https://arxiv.org/abs/2001.00001'}", "{Paper: 'https://doi.org/10.1145/1'}",
        "{Paper: 'https://www.usenix.org/conference/osdi20/x'}", "{Paper: 'https://www.usenix.org/conference/osdi19/x'}",
        "{Slides: slides.pdf}", "{Data: data.csv}", "{Notes: b.md}", "",
    ],
    "notes": ["a.md", "b.md", "c.md", ""],
    "aliases": ["[p1]", "[old]", "[Not An Id]", ""],
    "topic": ["T", "T > U", "V", "W", "t"],
    "authors": ["[A B, C D]", "[ann lee]", ""],
    "date": ["2020", ""],
    "institutions": ["[A]", "[nyu]", ""],
    "keywords": ["[a]", "[graphs]", ""],
    "custom": ["{Objective: speed}", "{objective: speed}", ""],
    "added": ["2012-01-01"],
    "abstract": ["A", ""],
    "awards": ["[A]", ""],
    "publication": ["{volume: 1}", ""],
    "remarks": ["Plain", "A *stray"],
    "source": ["{raw: '<tr><td>Ann Lee NYU Graphs</td></tr>'}", "{raw: '<tr><td>P3</td></tr>'}", ""],
    "nonsense": ["x"],
    "type": ["book", ""],
    "status": ["in press", ""],
    "ids": ["{isbn: 978-0-262-03384-8}", ""],
}  # fmt: skip
"""Values of fields for which every rule of the whole list reports something."""

TREES = {
    "": "",
    "registries": "=== papers/_topics.yml\n- {name: T, topics: [U], order: [p1, old, p9], columns: [name, Objective]}\n"
    "- V\n=== papers/_venues.yml\n- OSDI\n- kind: other\n=== papers/_institutions.yml\n- NYU\n- url: https://a.example\n",
    "page": "=== docs/page.md\n[@p1; @old]\n" + "".join(
        f"\n```papers\nquery: {query}\n```\n"
        for query in ("name:scheduling", 'title:"models to host"', "type:book", "author:ann", 'venue:"sosp 2020"',
                      "name:p3 year:2020", "status:press", "id:9780262033848", "award:a", "institution:nyu",
                      "link:slides", "abstract:a", "remarks:plain", "keyword:graphs", "topic:v", "custom:speed")
    ),
    "document": "=== papers/_lists/t.md\n<!-- papers: -->\n\n<!-- papers: X -->\n",
}  # fmt: skip
NOTES = (
    "=== papers/a.md\nSee [it](p1.yml), [that](p9.yml) and ![](none.png).\n=== papers/b.md\nText.\n"
    "=== papers/data.csv\nx\n"
)

OF_THE_LIST = [rule for rule in RULES if not rule.SCOPE.each_record]

Record = dict[str, str]


def tree(records: Iterable[Record], around: str) -> str:
    written = (
        f"=== papers/p{number}.yml\n" + "".join(f"{field}: {value}\n" for field, value in record.items() if value)
        for number, record in enumerate(records)
    )
    return "".join(written) + TREES[around] + NOTES


START = (
    {"name": "P0", "title": FIELDS["title"][0], "venue": "OSDI 2020", "links": FIELDS["links"][1], "topic": "T",
     "notes": "a.md"},
    {"name": "P1", "title": FIELDS["title"][2], "venue": "OSDI 2020", "links": FIELDS["links"][2], "topic": "T > U"},
    {"name": "P2", "title": FIELDS["title"][1], "venue": "OSDI 2020", "links": FIELDS["links"][0], "topic": "T"},
    {"name": "P3", "topic": "T", "authors": "[Ann Lee]", "institutions": "[NYU]", "keywords": "[Graphs]",
     "custom": "{Objective: cost}", "source": FIELDS["source"][0]},
    {"name": "P4", "title": FIELDS["title"][2], "topic": "T", "venue": "SOSP 2020", "institutions": "[MIT]"},
)  # fmt: skip
EDITS = [(n, field, value) for n in range(len(START)) for field, values in FIELDS.items() for value in values]


def edited(records: Iterable[Record], edit: tuple[int, str, str]) -> list[Record]:
    number, field, value = edit
    return [{**record, field: value} if n == number else record for n, record in enumerate(records)]


def assert_the_same(states: Iterable[str]) -> None:
    checker = ListChecker()
    for state in states:
        assert checker.check(sources_of(state)).diagnostics == checked(state).diagnostics


@pytest.mark.parametrize("around", TREES)
def test_a_second_check_gives_the_same_result_after_an_edit(around: str) -> None:
    for edit in EDITS:
        assert_the_same([tree(START, around), tree(edited(START, edit), around), tree(START, around)])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(EDITS), min_size=2, max_size=5), st.sampled_from(list(TREES)))
def test_a_second_check_gives_the_same_result_after_many_edits(edits: list[tuple[int, str, str]], around: str) -> None:
    states = [[*START]]
    for edit in edits:
        states.append(edited(states[-1], edit))
    assert_the_same([tree(state, around) for state in states] + [tree(states[-1][1:], around), tree(START, "")])


SOUND = "".join(
    f"=== papers/p{n}.yml\nname: P{n}\ntitle: A {word} of its {word} own\nvenue: OSDI 20{n}\n"
    f"links: {{Paper: https://example.com/{n}}}\ntopic: T\nremarks: Old\n"
    for n, word in enumerate(["tensor", "cluster", "network", "compiler"], 10)
)


@pytest.mark.parametrize(
    ("edit", "rerun"),
    [
        (("Old", "New"), {"PT107", "PT207", "PT407"}),
        (("remarks: Old", "remarks: Old  # a comment"), set()),
        (("A tensor", "The tensor"), {"PT107", "PT407", "PT301", "PT302"}),
        (("name: P12", "name: Q12"), {"PT107", "PT407", "PT301"}),
        (
            ("https://example.com/12", "https://example.org/12"),
            {"PT104", "PT107", "PT207", "PT407", "PT301", "PT302", "PT305", "PT402", "PT405"},
        ),
        (("topic: T", "topic: S"), {"PT107", "PT207", "PT407", "PT201", "PT204", "PT205", "PT206"}),
        (
            ("OSDI 2012", "OSDI 2013"),
            {"PT107", "PT207", "PT407", "PT202", "PT204", "PT206", "PT301", "PT302", "PT305", "PT402"},
        ),
        (("notes: a.md", "notes: ./a.md"), {"PT402", "PT405"}),
        (("remarks: Old", "remarks: Old\naliases: [old]"), {"PT104", "PT105", "PT107", "PT407", "PT204"}),
        (("remarks: Old", "remarks: Old\ncustom: {Objective: speed}"), {"PT107", "PT207", "PT407", "PT204", "PT206"}),
        *(
            (("remarks: Old", f"remarks: Old\n{field}"), rerun)
            for field, rerun in {
                "type: book": {"PT407"}, "authors: [A]": {"PT107", "PT207", "PT407", "PT206"},
                "date: 2011": {"PT107", "PT407"},
                "institutions: [A]": {"PT107", "PT207", "PT407", "PT203", "PT204", "PT206"},
                "keywords: [a]": {"PT107", "PT207", "PT407", "PT206"}, "added: 2012-01-01": {"PT301", "PT302"},
                "source: {raw: a}": {"PT207"},
            }.items()
        ),
    ],
)  # fmt: skip
def test_an_edit_reruns_the_rules_of_the_whole_list_that_read_the_field(
    edit: tuple[str, str], rerun: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = SOUND + "notes: a.md\n=== papers/a.md\nText.\n"
    checker, called = ListChecker(), set()
    checker.check(sources_of(sound))
    for rule in RULES:

        def check(library: object, of: object = rule.check, code: str = rule.CODE) -> object:
            called.add(code)
            return of(library)  # type: ignore[operator]

        monkeypatch.setattr(rule, "check", check)
    checker.check(sources_of(sound.replace(*edit, 1)))
    assert {rule.CODE for rule in OF_THE_LIST if rule.CODE in called} == rerun


KEYS = {"venues": "venue", "topics": "topic", "sources": "source"}
"""The key of a record, where the field of a paper has another name."""


@pytest.mark.parametrize(
    ("rule", "field"),
    [(rule, field) for rule in OF_THE_LIST for field in sorted(rule.SCOPE.reads)],
    ids=lambda value: value if isinstance(value, str) else value.CODE,
)
def test_without_any_of_its_fields_a_rule_misses_a_change(
    rule: Rule, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule, "SCOPE", whole_list(*rule.SCOPE.reads - {field}))
    if rule is pt107_amount:  # a list that is too large would take long
        monkeypatch.setattr(rule, "OUTPUT_OF_LIST", -(10**9))
        monkeypatch.setattr(output_size, "OUTPUT_PER_CHARACTER", 0)
        monkeypatch.setattr(output_size, "OUTPUT_PER_RECORD", 4_000)
    edits = [edit for edit in EDITS if edit[1] == KEYS.get(field, field)]
    states = [(tree(START, around), tree(edited(START, edit), around)) for edit in edits for around in TREES]
    states += [(after, before) for before, after in states]
    assert any(misses(rule.CODE, before, after) for before, after in states)


def misses(code: str, before: str, after: str) -> bool:
    """Whether a second check reports something else than a first check of the same files."""
    checker = ListChecker()
    checker.check(sources_of(before))
    again, first = checker.check(sources_of(after)).diagnostics, checked(after).diagnostics
    return [d for d in again if d.code == code] != [d for d in first if d.code == code]


def test_declared_fields_are_fields_of_papers() -> None:
    known = {field.name for field in fields(Paper) if field.compare}
    assert {name for rule in RULES for name in rule.SCOPE.reads} <= known
    assert not any(rule.SCOPE.reads for rule in RULES if rule.SCOPE.each_record)
