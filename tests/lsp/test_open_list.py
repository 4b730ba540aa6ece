"""Lists with unsaved texts, without an editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.core.fixes import Span
from papertrail.lsp.cursor import cursor_in
from papertrail.lsp.open_list import OpenList
from papertrail.lsp.positions import Point, TextMap
from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings
from support.projects import write_tree

LIST = """\
=== papers/_topics.yml
- Training
=== papers/_venues/eurosys.yml
name: EuroSys
=== papers/a.yml
name: A
topic: Training
=== papers/b.yml
name: B
notes: b.md
topic: Training
=== papers/b.md
Notes.
"""
PATHS = ("papers/_topics.yml", "papers/_venues/eurosys.yml", "papers/a.yml", "papers/b.yml", "papers/b.md")
PIECES = st.sampled_from([
    "name: A\n", "name: B\n", "topic: Training\n", "topic: Data\r\n", "venue: EuroSys 2019\n", "- Data\n",
    "- Training\n",
    "venue: Nowhere 2019\n", "keywords: [a, 🦆\n", "aliases: [b]\n", "notes: b.md\n", "\ufeff", "links: {P: x}\n",
    "\x07",
    "# papertrail: allow PT202 why\n", "remarks: |\n  text\n", "[a](b.yml)\n", "\n", "",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=4).map("".join)


@given(st.lists(st.tuples(st.sampled_from(PATHS), TEXTS), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_have_the_problems_of_a_check_of_the_same_texts(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str]]
) -> None:
    root = tmp_path_factory.mktemp("list")
    write_tree(root, LIST)
    of, texts = OpenList(load_settings(root / "mkdocs.yml")), dict[str, str]()
    for path, text in edits:
        texts[path] = text
        found = of.check(texts).diagnostics
        of.check({})
        (root / path).write_bytes(text.encode())
        assert found == check_from_disk(of.settings).diagnostics
    assert of.check({}, reread=True).diagnostics == found


def test_only_files_that_the_list_is_built_from_are_checked(tmp_path: Path) -> None:
    write_tree(tmp_path, LIST)
    (tmp_path / "linked").symlink_to(tmp_path / "papers")
    (tmp_path / "papers/link.yml").symlink_to(tmp_path / "papers/a.yml")
    (tmp_path / "papers/folder").symlink_to(tmp_path / "docs")
    of = OpenList(load_settings(tmp_path / "mkdocs.yml"))
    for path in (*PATHS, "papers/new.yml", "papers/deep/new.yml", "papers/_lists/a.md"):
        assert of.path_of(tmp_path / path) == path
    assert of.path_of(tmp_path / "linked/a.yml") == "papers/a.yml"
    for other in ("mkdocs.yml", "docs/about.md", "papers/link.yml", "papers/folder/x.yml", "papers/.a.yml",
                  "papers/.git/a.yml", "papers/a.png", "papers/_imports.json", "../papers/a.yml"):  # fmt: skip
        assert of.path_of(tmp_path / other) is None, other
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    of.check({"papers/new.yml": "name: N\ntopic: Training\n"})
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


# Positions

CHARACTERS = st.text(st.sampled_from("ab🦆漢é\n\r\u2028\x0b"), max_size=20)


@given(CHARACTERS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_positions_of_all_offsets_are_found_again(text: str, encoding: str) -> None:
    texts = TextMap(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n" or offset == 0:
            assert texts.offset_of(texts.point(offset)) == offset


@given(CHARACTERS, CHARACTERS)
def test_the_edit_to_another_text_gives_it(old: str, new: str) -> None:
    texts = TextMap(old)
    edit = texts.edit_to(new)
    start, end = texts.offset_of(edit.start), texts.offset_of(edit.end)
    assert old[:start] + edit.text + old[end:] == new


def test_positions_count_utf_16_and_stay_in_the_text() -> None:
    texts = TextMap("\ufeffa: 🦆 b\r\nc")
    assert texts.points(Span(1, 4, 1, 5)) == (Point(0, 4), Point(0, 6))
    assert texts.points(Span(1, 6, 1, 99)) == (Point(0, 7), Point(0, 8))
    assert texts.points(Span(2, 1, 9, 1)) == (Point(1, 0), Point(1, 1))
    assert texts.position(Point(0, 5)) == (1, 5)
    assert texts.position(Point(9, 9)) == (2, 2)
    assert texts.edit(Span(2, 1, 2, 1), "x\n").text == "x\r\n"


# What is typed


@pytest.mark.parametrize(
    ("text", "keys", "typed", "is_key"),
    [
        ("|", (), "", True),
        ("na|", (), "na", True),
        ("name: T|", ("name",), "T", False),
        ("topic: A > |", ("topic",), "A > ", False),
        ("'topic': x|", ("topic",), "x", False),
        ("name: T # no|", None, "", False),
        ("# no|", None, "", False),
        ("topic:|", None, "", False),
        ("topic:\n  - A\n  - B|", ("topic",), "B", False),
        ("topic:\n- B|", ("topic",), "B", False),
        ("keywords: [a, 'b, c', d|]", ("keywords",), "d", False),
        ("keywords: [a,\n  b|", ("keywords",), "b", False),
        ("keywords: [a, b]\n|", (), "", True),
        ("publication:\n  volume: 1\n  num|", ("publication",), "num", True),
        ("publication: {volume: 1, num|", ("publication",), "num", True),
        ("publication: {volume: 1|", ("publication", "volume"), "1", False),
        ("venue:\n  - name: E|", ("venue", "name"), "E", False),
        ("venue: [{name: E|", ("venue", "name"), "E", False),
        ("- name: A\n  topics:\n    - name: B\n      sort: n|", ("topics", "sort"), "n", False),
        ("- name: A\n  so|", (), "so", True),
        ("- name: A\n  topics: [B]\n- na|", (), "na", False),
        ("name: A\nremarks: |-\n  text\n  mo|", ("remarks",), "mo", True),
        ('remarks: "a [b|', ("remarks",), '"a [b', False),
    ],
)
def test_the_field_at_the_cursor(text: str, keys: tuple[str, ...] | None, typed: str, is_key: bool) -> None:
    cut = text.rindex("|")
    cursor = cursor_in(text[:cut], text[cut + 1 :])
    assert (cursor and (cursor.keys, cursor.typed, cursor.is_key)) == (None if keys is None else (keys, typed, is_key))


@given(st.text(st.sampled_from("ab:- \n[]{},'\"#|>🦆"), max_size=40), st.integers(0, 40))
def test_any_text_has_a_cursor_or_none(text: str, at: int) -> None:
    cursor = cursor_in(text[:at], text[at:])
    assert cursor is None or text[:at].endswith(cursor.typed)
