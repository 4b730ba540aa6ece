"""The white space of themes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papertrail.publishing.compact_html import compact, compact_around
from support.projects import Project

Make = Callable[[str], Project]

PARTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "a",
        " ",
        "  ",
        "\n",
        "\t",
        "\u00a0",
        "<pre>",
        "</pre>",
        "<PRE ",
        "<script>",
        "</script>",
        "<b>",
        "&",
    ]
)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_only_the_amount_of_white_space_changes(html: str) -> None:
    assert re.sub(r"[ \t\n]", "", compact(html)) == re.sub(r"[ \t\n]", "", html)
    assert re.sub(r"[ \t\n]+", " ", compact(html)) == re.sub(r"[ \t\n]+", " ", html)
    assert compact(compact(html)) == compact(html)


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\n\n  a</pre>",
        "<Pre class='a'>\n </PRE>",
        "<script>`\n\n </pre>\n `</script>",
        "<textarea>\n\n</textarea>",
    ],
)
def test_white_space_that_is_shown_or_run_stays(html: str) -> None:
    assert compact(html) == html


def test_the_content_of_a_page_stays() -> None:
    assert compact_around("<i>\n\n</i>", "<p>\n \n<i>\n\n</i>\n \n</p>") == "<p>\n<i>\n\n</i>\n</p>"
    assert compact_around("<i>", "<p>\n \n</p>") == "<p>\n \n</p>"


@pytest.mark.parametrize("fast", ["true", "false"])
def test_pages_of_papers_have_no_blank_lines(project: Make, fast: str) -> None:
    made = project(
        f"""\
=== mkdocs.yml
site_name: A
plugins: [papertrail: {{fast: {fast}}}]
=== docs/about.md
# About
=== papers/a.yml
name: A
topic: L
"""
    )
    assert made.run("build").status == 0
    page = (made.root / "site/papers/a/index.html").read_text(encoding="utf-8")
    assert re.search(r"\n[ \t]*\n", page) is None
