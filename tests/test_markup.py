"""What entities spell in a remark: any sign, so those that no file may hold come in by that door too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.text import markdown as markup
from papertrail.text.markdown import has_stray_marks, html_inline, markdown_inline, plain_inline
from support.projects import checked, report

SPELLED = "a &#10;&#10;# b&NewLine;c&Tab;d &#x202e;e&shy;f&ZeroWidthSpace;g"


@pytest.mark.parametrize("show", [html_inline, plain_inline, markdown_inline])
def test_entities_spell_no_line_break_and_no_invisible_sign(show: object) -> None:
    shown = show(SPELLED)  # type: ignore[operator]
    assert shown == "a   # b c d efg"


def test_entities_do_not_break_a_document() -> None:
    tree = f"=== papers/a.yml\nname: A\nremarks: '{SPELLED}'\ntopic: L\n"
    assert report(tree) == ""
    (paper,) = checked(tree).catalog.papers
    assert "\n" not in markdown_inline(paper.remarks[0])


MARKS = st.lists(
    st.sampled_from(
        [*"*`_[]() a1é.,-\\<&!\t\u00a0“—\n", "**",
         "](https://example.com/a_b/~c)", "  ", "word", "&amp;", "*a b*", "**c**",
         "`d*e`", "[f g](https://x.org)"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=2000)
@given(MARKS)
def test_what_is_simple_is_what_the_parser_makes_of_it(text: str) -> None:
    """Remarks are mostly told apart without the parser; it is what they are measured by."""
    if markup._simple(text) is None:
        return
    fast = html_inline(text), plain_inline(text), has_stray_marks(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_simple", lambda text: None)
        assert (html_inline(text), plain_inline(text), has_stray_marks(text)) == fast
