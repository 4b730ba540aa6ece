"""Registries that are sorted stay sorted, and entries move with the comments above them."""

from __future__ import annotations

import random

import pytest

from papertrail.core.limits import REGISTRY_LIMITS
from papertrail.yaml.nodes import Sequence
from papertrail.yaml.parse import parse
from papertrail.yaml.sorted_entries import add_entries, entry_name, misplaced_entries, with_moved_entry

TOP = "# yaml-language-server: $schema=../schema/venues.schema.json\n"


def root_of(text: str) -> Sequence:
    root, diagnostics = parse("", text.replace("\r\n", "\n"), REGISTRY_LIMITS)
    assert not diagnostics
    assert isinstance(root, Sequence)
    return root


def names(text: str) -> list[str]:
    found = [entry_name(item) for item in root_of(text).items]
    return [name.text for name in found if name]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- A\n- C\n", "- A\n- B\n- C\n- D\n"),
        ("- a\n- Ç\n", "- a\n- B\n- Ç\n- D\n"),
        ("- name: A\n  url: x\n\n# about C\n- C # c\n", "- name: A\n  url: x\n- B\n\n# about C\n- C # c\n- D\n"),
        ("- A\r\n- C", "- A\r\n- B\r\n- C\r\n- D"),
        (f"{TOP}# about C\n- C\n- E\n", f"{TOP}- B\n# about C\n- C\n- D\n- E\n"),
        ("- C\n- A\n", "- C\n- A\n- B\n- D\n"),
        ("- C\n", "- C\n- B\n- D\n"),
        ("[A, C]\n", "[A, C, B, D]\n"),
    ],
)
def test_new_entries_get_their_place_in_a_sorted_registry(before: str, after: str) -> None:
    assert add_entries(before, root_of(before), ["B", "D"]) == after


def test_without_entries_there_is_nothing_to_sort() -> None:
    assert add_entries(TOP, None, ["B"]) == f"{TOP}- B\n"


@pytest.mark.parametrize("seed", range(20))
def test_moved_entries_keep_their_lines_and_comments(seed: int) -> None:
    choice = random.Random(seed)
    known = sorted(f"{letter}{number}" for letter in "abcdef" for number in range(3))
    new = choice.sample(known, 3)
    order = [name for name in known if name not in new]
    for name in new:
        order.insert(choice.randint(0, len(order)), name)
    texts = {
        name: choice.choice(["- N\n", "# N\n- N # N\n", "- name: N\n  url: u\n", "\n- {name: N}\n"]) for name in known
    }
    before = TOP + "".join(texts[name].replace("N", name) for name in order)
    if choice.random() < 0.5:
        before = before.rstrip("\n")
    after = before
    while misplaced := misplaced_entries(root_of(after)):
        after = with_moved_entry(after, root_of(after), misplaced[0])
    assert names(after) == known
    assert sorted(filter(None, after.split("\n"))) == sorted(filter(None, before.split("\n")))
    assert after.startswith(TOP)
    for name, text in texts.items():
        assert text.replace("N", name).strip("\n") in after


@pytest.mark.parametrize(
    "text", ["- A\n- C\n- B\n", "".join(f"- {name}\n" for name in "HBADCFEGKIJL"), f"[{', '.join('ABCDEFGHKJ')}]\n"]
)
def test_short_and_unsorted_registries_are_left_alone(text: str) -> None:
    root = root_of(text)
    assert all(with_moved_entry(text, root, entry) == text for entry in misplaced_entries(root))
