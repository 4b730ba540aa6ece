"""What entities spell in a remark: any sign, so those that no file may hold come in by that door too."""

from __future__ import annotations

import pytest

from papertrail.markup import html_inline, markdown_inline, plain_inline
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
