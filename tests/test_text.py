"""Slugs, URLs, Markdown and padding, as tables of cases."""

from __future__ import annotations

import pytest

from papertrail.text.gfm_tables import padded
from papertrail.text.markdown import (
    has_stray_marks,
    html_inline,
    markdown_inline,
    markdown_start,
    markdown_text,
    markdown_url,
)
from papertrail.text.strings import nearest, printable, slug, unique_slugs, width
from papertrail.text.urls import fault_of, is_safe, project_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deep Learning", "deep-learning"),
        ("Tensor Swapping / Recomputation", "tensor-swapping-recomputation"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("R&D", "r-and-d"),
        ("Café Zürich", "cafe-zurich"),
        ("深度学习", "深度学习"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-page"),
        ("index", "index-page"),
        ("...", "section"),
        ("🙂", "section"),
        ("x" * 500, "x" * 60),
        ("<script>", "script"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slugs_are_unique() -> None:
    assert unique_slugs(["A b", "a B", "A-b", "c"]) == {"A b": "a-b", "a B": "a-b-2", "A-b": "a-b-3", "c": "c"}


def test_printable_escapes_control_characters() -> None:
    assert printable("a\x1b[31m\u202eb\nc\td\udcff") == "a\\x1b[31m\\u202eb\\nc\td\\udcff"


def test_nearest() -> None:
    assert nearest("institution", ["name", "institutions", "title"]) == "institutions"
    assert nearest("EUROSYS", ["EuroSys", "SOSP"]) == "EuroSys"
    assert nearest("xyz", ["name", "institutions"]) is None


def test_width_counts_columns() -> None:
    assert [width(text) for text in ("abc", "中文", "e\u0301", "é")] == [3, 4, 1, 1]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "HTTP://example.com/a?b=c#d",
        "mailto:a@example.com",
        "https://example.com/~a/(b)",
        "a/b.pdf",
    ],
)
def test_safe_urls(url: str) -> None:
    assert is_safe(url)
    assert fault_of(url, internal=True) is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\tscript:x", " https://example.com", "//example.com", "/a",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "view-source:https://a.b", "https://", "https:///a",
        "https://a@b.c", "http://[", 'https://a.b/"x', "https://a.b/<x>", "https://a.b/{x}", "https://a.b/a|b",
        "https://a.b/\\c", "#top", "?a", "https:/a.b", "blob:https://a.b/c", "ftp://a.b",
    ],
)  # fmt: skip
def test_unsafe_urls(url: str) -> None:
    assert not is_safe(url)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("a.pdf", "papers/x/a.pdf"),
        ("./a.pdf?x#y", "papers/x/a.pdf"),
        ("../../docs/a%20b.pdf", "docs/a b.pdf"),
        ("../../../a", None),
        ("%2e%2e/%2e%2e/%2e%2e/a", None),
    ],
)
def test_project_path_of_a_relative_url(url: str, path: str | None) -> None:
    assert project_path("papers/x/tofu.yml", url) == path


@pytest.mark.parametrize(
    ("remark", "html", "markdown"),
    [
        ("plain & <b>", "plain &amp; &lt;b&gt;", "plain & &lt;b&gt;"),
        ("*a* _b_ **c**", "<em>a</em> <em>b</em> <strong>c</strong>", "*a* _b_ **c**"),
        ("`a|b` x", "<code>a|b</code> x", "`a|b` x"),
        ("`` a`b ``", "<code>a`b</code>", "``a`b``"),
        ("[a](https://b.c/d)", '<a href="https://b.c/d">a</a>', "[a](https://b.c/d)"),
        ("[a](javascript:b)", "[a](javascript:b)", "\\[a\\](javascript:b)"),
        ("[a](//b.c)", "[a](//b.c)", "\\[a\\](//b.c)"),
        ("![a](https://b.c)", '!<a href="https://b.c">a</a>', "![a](https://b.c)"),
        ("<https://b.c>", '<a href="https://b.c">https://b.c</a>', "[https://b.c](https://b.c)"),
        ("\\*a\\*", "*a*", "\\*a\\*"),
        ("&copy; &lt;", "© &lt;", "© &lt;"),
        ("snake_case_name", "snake_case_name", "snake_case_name"),
        ("<!-- a -->", "&lt;!-- a --&gt;", "&lt;!-- a --&gt;"),
    ],
)
def test_remark_as_html_and_markdown(remark: str, html: str, markdown: str) -> None:
    assert html_inline(remark) == html
    assert markdown_inline(remark) == markdown


def test_a_pipe_in_code_is_escaped_in_cells_only() -> None:
    assert markdown_inline("`a|b`", cell=True) == "`a\\|b`"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("# a", "\\# a"), ("- a", "\\- a"), ("+ a", "\\+ a"), ("1. a", "1\\. a"), ("2) a", "2\\) a"), ("===", "\\==="),
     ("-a", "-a"), ("1.5 a", "1.5 a"), ("#a", "#a"), ("a - b", "a - b")],
)  # fmt: skip
def test_markdown_start_escapes_block_markers(text: str, expected: str) -> None:
    assert markdown_start(text) == expected


def test_markdown_text_and_urls() -> None:
    assert markdown_text("*a* [b] `c` ~d~ $ e$ \\") == "\\*a\\* \\[b\\] \\`c\\` \\~d\\~ \\$ e\\$ \\\\"
    assert markdown_url("https://a.b/(c)") == "https://a.b/(c)"
    assert markdown_url("https://a.b/)c(") == "https://a.b/%29c%28"


@pytest.mark.parametrize(
    ("remark", "stray"),
    [("*a", True), ("a*", True), ("a **b*", True), ("_a", True), ("x_;_ y", True),
     ("*a*", False), ("2 * 3", False), ("a\\*", False), ("`*`", False), ("snake_case", False), ("a_b_", True)],
)  # fmt: skip
def test_stray_emphasis(remark: str, stray: bool) -> None:
    assert has_stray_marks(remark) is stray


def test_centered_cell_has_the_odd_space_on_the_left() -> None:
    table = "| Name | X | Y |\n|:-:|---|--:|\n| ab\\|c | 中 | 1 |\n"
    assert padded(table) == "|  Name | X   |   Y |\n| :---: | --- | --: |\n| ab\\|c | 中  |   1 |\n"


def test_a_very_wide_cell_does_not_pad_all_rows() -> None:
    rows = "| a |\n" * 1000
    table = f"| Name |\n| --- |\n{rows}| {'x' * 4000} |\n"
    assert padded(table) == table.replace("| a |", "| a   |")
    assert len(padded(f"| Name |\n| --- |\n{rows}", [9999])) < 20_000


def test_pathological_inputs_take_linear_time() -> None:
    """Markdown parsers may take quadratic time for these."""
    for text in (
        "[" * 4000,
        "*a " * 1333,
        "**" * 2000,
        "`" * 4000,
        "_a__b" * 800,
        "<" * 4000,
        "[a](" * 1000,
        "&" * 4000,
    ):
        html_inline(text[:4000])
        markdown_inline(text[:4000])
        has_stray_marks(text[:4000])
