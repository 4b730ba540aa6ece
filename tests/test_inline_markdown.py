"""Inline Markdown of remarks: entities, and the fast path compared with the parser."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.text import markdown as markup
from papertrail.text.markdown import (
    has_stray_marks,
    html_inline,
    images_in,
    links_in,
    markdown_inline,
    plain_inline,
)
from support.projects import checked, report

SPELLED = "a &#10;&#10;# b&NewLine;c&Tab;d &#x202e;e&shy;f&ZeroWidthSpace;g"


@pytest.mark.parametrize("show", [html_inline, plain_inline, markdown_inline])
def test_entities_cannot_add_line_breaks_or_invisible_characters(show: object) -> None:
    shown = show(SPELLED)  # type: ignore[operator]
    assert shown == "a   # b c d efg"


def test_entities_do_not_break_a_document() -> None:
    tree = f"=== papers/a.yml\nname: A\nremarks: '{SPELLED}'\ntopic: L\n"
    assert report(tree) == ""
    (paper,) = checked(tree).catalog.papers
    assert "\n" not in markdown_inline(paper.remarks[0])


PIECES = [
    "$", "$$", "$x_1*$", "\\$", "$5", "`$x`",
    *"*`_[]() a1é.,-\\<>&;#!\"\t\u00a0“—中\n", "**", "  ", "word", "*a b*", "**c**", "`d*e`", "<!-- -->",
    "](https://example.com/a_b/~c)", "[f](https://x.org)", "[f & g <h](https://x.org)", "![",
    "a|b", "`a|b`", "~x~",
    "A & B", "<5 %", "<b>", "</b>", "<http://a.b>", "<http://a.b c>", "<ab:c`d>", "<a@b.c>", "<javascript:x>",
    "&amp;", "&amp", "amp;", "&copy;", "&copy", "&no-such;", "&nosuch;", "&;", "&#;", "&#x;",
    "&#x41;", "#x41;", "&#65;", "&#65", "&#0;", "&#x110000;", "&#xfffffff;", "&#12345678;",
]  # fmt: skip
REMARKS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=1000, deadline=None)
@given(REMARKS)
def test_fast_path_equals_the_parser(remark: str) -> None:
    assert results_of(remark) == parsed_results_of(remark)


def test_fast_path_equals_the_parser_on_generated_remarks() -> None:
    """Enough of the generated remarks with `<` or `&` take the fast path."""
    rng = random.Random(1)
    remarks = ["".join(rng.choices(PIECES, k=rng.randint(1, 8))) for _ in range(5_000)]
    for remark in remarks:
        assert results_of(remark) == parsed_results_of(remark), remark
    assert sum(is_fast(remark) and ("<" in remark or "&" in remark) for remark in remarks) > 250


@pytest.mark.parametrize(
    "remark",
    [
        "plain",
        "*a* & **b**",
        "<5 % dense",
        "A & B; C",
        "`x<y>` and `&amp;`",
        "[a & b](https://x.org) <x",
        "a > b &amp c",
        "`$HOME`",
    ],
)
def test_usual_remarks_take_the_fast_path(remark: str) -> None:
    assert is_fast(remark)


def is_fast(remark: str) -> bool:
    return markup._simple(remark) is not None


def results_of(remark: str) -> tuple[object, ...]:
    return (
        html_inline.__wrapped__(remark),
        plain_inline(remark),
        markdown_inline.__wrapped__(remark),
        markdown_inline.__wrapped__(remark, cell=True),
        has_stray_marks(remark),
        links_in(remark),
        images_in(remark),
    )


def parsed_results_of(remark: str) -> tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_simple", lambda text: None)
        return (
            *results_of(remark)[:-1],
            any(token.type == "image" for token in markup._EVERYTHING.parseInline(remark)[0].children or []),
        )
