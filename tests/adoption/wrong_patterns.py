"""Patterns that are learned wrongly (not collected: the code is to be mended first)."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adoption.test_account import imported
from adoption.test_patterns import PIECES, named, quick
from papertrail.adoption.forms import pattern_of
from papertrail.importers.entries import read_entry
from papertrail.patterns import PatternError, escaped, fill, parse


def test_a_backslash_at_the_end_of_an_entry() -> None:
    """`escaped` leaves a backslash alone, and the brace that comes to stand behind it is text then: PatternError."""
    text = b"- [Tofu: A Title](https://example.com/t)\\\n- [Orca: A Title](https://example.com/o)\\\n"
    assert imported(text).reports[0].identical is True


def test_braces_in_heaps_are_refused() -> None:
    """RecursionError: anyone may send such a topic tree. A depth of 20 is more than enough."""
    with pytest.raises(PatternError):
        parse("{" * 3000 + "title" + "}" * 3000)


def test_a_pattern_is_not_spoiled_by_what_is_added_to_it() -> None:
    text = "(https://example.com/c)\n<br>[Tofu: A Title](https://example.com/t)"
    found = pattern_of("paragraphs", [read_entry(text)])
    assert found is None or parse(found)


@quick
@given(st.text(max_size=40))
@example("\\")
def test_escaped_text_stands_for_itself(text: str) -> None:
    literal = text.replace("\n", " ")
    assert fill(parse(escaped(literal) + "{title}"), named("a")) == literal + "<title>"


@quick
@given(st.lists(st.lists(st.sampled_from([*PIECES, "\\"]), max_size=10).map("".join), max_size=6), st.booleans())
def test_whatever_is_learned_can_be_read(texts: list[str], bulleted: bool) -> None:
    """Belongs into test_patterns.py in place of the one that only asks for no exception."""
    readings = [read_entry(f"- {text}" if bulleted else text) for text in texts]
    for style in ("bullets" if bulleted else "paragraphs", "markdown-table"):
        if (found := pattern_of(style, readings)) is not None:
            assert any(parse(found).fields())
