"""The field `source` of a record: when a document contains the verbatim text of an entry, and when it does not."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from papertrail.core import Link, Paper, Venue
from papertrail.core.registries import DEFAULT_COLUMNS
from papertrail.documents import render_document
from papertrail.pipeline.check import check
from papertrail.pipeline.verbatim import own_entry
from papertrail.readers.markdown.safe_entry import VerbatimContext
from papertrail.readers.markdown.verbatim import matches_paper
from papertrail.readers.urls import UrlResolver
from papertrail.records.files import Sources
from papertrail.templating.environment import environment
from support.html import Shown

TEMPLATES = environment(None)
PROSE = "# A List\n\n<!-- papers: One -->\n\nThe end.\n"

Record = dict[str, object]

LINE_RECORD: Record = {
    "name": "Tofu",
    "title": "Tofu: Supporting Very Large Models",
    "authors": ["Jane Doe", "John Roe"],
    "venue": "EuroSys 2019",
    "links": {"Paper": "https://example.com/p"},
    "remarks": "It splits operators.",
    "topic": "A List > One",
}
TABLE_RECORD: Record = {
    "name": "Tofu",
    "venue": "EuroSys 2019",
    "institutions": ["NYU"],
    "links": {"Paper": "https://example.com/p"},
    "remarks": "It splits operators.",
    "topic": "A List > One",
}
RECORDS = {
    "bullets": LINE_RECORD,
    "paragraphs": LINE_RECORD,
    "markdown-table": TABLE_RECORD,
    "html-table": TABLE_RECORD,
}

VERBATIM = {
    "bullets": "- **Tofu: Supporting Very Large Models** (*EuroSys 2019*) [[Paper]](https://example.com/p)\n"
    "  - Jane Doe, John Roe\n  - It splits operators.",
    "paragraphs": "**Tofu: Supporting Very Large Models**, Jane Doe, John Roe (*EuroSys 2019*) [[Paper]](https://example.com/p)\n"
    "It splits operators.",
    "markdown-table": "| Tofu | EuroSys 2019 | NYU | [Paper](https://example.com/p) | It splits operators. |",
    "html-table": "<tr><td><b>Tofu</b></td><td>EuroSys 2019</td><td>NYU</td>"
    '<td><a href="https://example.com/p">Paper</a></td><td>It splits operators.</td></tr>',
}
"""Entries with the content of the record, but other markup than papertrail renders."""

OTHER_MARKUP = {
    "bullets": "* [Tofu: Supporting Very Large Models](https://example.com/p) (*EuroSys 2019*)\n"
    "    * Jane Doe, John Roe\n    * It splits operators.",
    "markdown-table": "|__Tofu__|*EuroSys 2019*|NYU|[Paper](https://example.com/p)|It splits operators.|",
    "html-table": '<tr>\n<td align="left"><strong>Tofu</strong></td>\n<td><i>EuroSys 2019</i></td>\n<td>NYU<br></td>\n'
    '<td><a href="https://example.com/p">Paper</a></td>\n<td>It splits operators.</td>\n</tr>',
}

HOSTILE = [
    "<script>alert(1)</script>", '<b onclick="x()"></b>', "<img src=x onerror=y>", "<svg/onload=x>", "<style>x</style>",
    "<iframe src=//evil.example>", "<form>", '<b style="a"></b>', "<!-- Tofu -->", "<!--", "<b", "{{ 7 * 7 }}",
    "{% raw %}", "[Paper](javascript:alert(1))", "<a href=javascript:a></a>", '<a href="&#106;avascript:a">Paper</a>',
    "<a href='data:text/html,x'></a>", '<a href="java\nscript:a">Paper</a>', "<a href='https://evil.example'></a>",
    "[](https://evil.example)", "https://evil.example", " <https://evil.example> ", "www.evil.example",
    "a@evil.example", "//evil.example/", "\n[Tofu]: https://evil.example", " buy now", "[^1]", "</table>",
    "</tr><tr><td>Tofu",
    "\n<!-- papers: One -->\n", "\n\n<!-- papers: One -->", "<!-- papers: -->", "\n- [Evil](https://evil.example)",
    "\n- Tofu: Supporting Very Large Models", "\n\n**Tofu: Supporting Very Large Models**", "2099 99 12345",
]  # fmt: skip
"""Text that an attacker could add to the verbatim text."""


def document(style: str, raw: str | None, **changed: object) -> str:
    """The document of a record, with or without the verbatim text of its entry."""
    record = {**RECORDS[style], **changed, **({} if raw is None else {"source": {"raw": raw}})}
    topics = [{"name": "A List", "style": style, "topics": ["One"]}]
    checked = check(
        Sources(
            records=(("papers/tofu.yml", json.dumps(record).encode()),),
            registries=(("papers/_topics.yml", json.dumps(topics).encode()),),
            prose=(("a-list", "papers/_lists/a-list.md", PROSE.encode()),),
        )
    )
    assert checked.ok, checked.diagnostics
    section = checked.catalog.lists[0]
    return render_document(checked.catalog, section, TEMPLATES, prose=PROSE, own_entry=own_entry(checked.catalog))


def with_text(raw: str, place: str, added: str) -> str:
    """Add text to the verbatim text."""
    if place == "start":
        return added.lstrip("\n") + raw
    return raw + added if place == "end" else raw.replace("2019", f"2019{added}", 1)


class ShownLinks(Shown):
    """Also collects the URLs of links and images."""

    def __init__(self, html: str) -> None:
        self.urls: set[str] = set()
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.urls.update(value or "" for name, value in attrs if name in ("href", "src"))


def assert_only_the_record(style: str, text: str) -> None:
    """The document shows the record, none of the added text, and the text around the entry."""
    shown = ShownLinks(MarkdownIt("commonmark").render(text).replace("<", " <"))
    assert shown.urls <= {"https://example.com/p"}
    assert not shown.tags & {"img", "script", "style", "iframe", "form", "svg"}
    known = json.dumps(RECORDS[style]) + PROSE + "Name Venue Institutions Links Remarks"
    assert set(re.findall(r"[^\W\d_]{2,}", shown.text)) <= set(re.findall(r"[^\W\d_]{2,}", known))
    assert "EuroSys 2019" in text
    assert "The end." in shown.text


@pytest.mark.parametrize("style", VERBATIM)
def test_verbatim_text_of_the_record_is_used(style: str) -> None:
    text = document(style, VERBATIM[style])
    assert text != document(style, None)
    if style != "markdown-table":  # whose cells are padded
        assert VERBATIM[style] in text


@pytest.mark.parametrize("style", OTHER_MARKUP)
def test_other_markup_of_the_same_content_is_used(style: str) -> None:
    assert document(style, OTHER_MARKUP[style]) != document(style, None)


@pytest.mark.parametrize("place", ["start", "middle", "end"])
@pytest.mark.parametrize("style", VERBATIM)
@pytest.mark.parametrize("added", HOSTILE)
def test_additions_to_the_verbatim_text_do_not_reach_the_document(style: str, place: str, added: str) -> None:
    assert_only_the_record(style, document(style, with_text(VERBATIM[style], place, added)))


@pytest.mark.parametrize(
    "added", ["<img src=https://evil.example/i.png>", "![](https://evil.example/i.png)", "![Tofu](j.png)"]
)
@pytest.mark.parametrize("style", ["bullets", "paragraphs"])
def test_images_cannot_be_added(style: str, added: str) -> None:
    for place in ("start", "middle", "end"):
        assert_only_the_record(style, document(style, with_text(VERBATIM[style], place, added)))


@pytest.mark.parametrize("added", ["\n# Tofu", "\n\n# Tofu\n", "\n\n- Tofu\n", "\n```\nTofu\n", "\n===\n", "\n> Tofu"])
@pytest.mark.parametrize("style", ["bullets", "paragraphs", "html-table"])
def test_blocks_cannot_be_added(style: str, added: str) -> None:
    for place in ("middle", "end"):
        text = document(style, with_text(VERBATIM[style], place, added))
        assert_only_the_record(style, text)
        assert not re.search(r"(?m)^(#+ Tofu|```|===|>)", text)


TABLE = VERBATIM["markdown-table"]
ROW = VERBATIM["html-table"]

UNSAFE = [
    # The URLs of institutions are in their registry; these are not.
    ("markdown-table", TABLE.replace("NYU", "[NYU](https://evil.example)")),
    ("markdown-table", TABLE.replace("NYU", "NYU ![](https://evil.example/i.png)")),
    ("html-table", ROW.replace("NYU", '<a href="https://evil.example">NYU</a>')),
    ("html-table", ROW.replace("NYU", 'NYU<img src="https://evil.example/x.png">')),
    ("markdown-table", TABLE + "![](https://evil.example/i.png)"),
    ("markdown-table", TABLE + '<img src="https://evil.example/i.png">'),
    # A row is one line.
    ("markdown-table", TABLE + "\n\n# Tofu\n"),
    ("markdown-table", TABLE + "\n\n- Tofu\n"),
    ("markdown-table", TABLE + "\n```\nTofu\n"),
    ("markdown-table", TABLE + "\n\n---\n"),
    ("markdown-table", "---\n" + TABLE),
    # Unbalanced tags enclose or break the rest of the document.
    *(
        (style, raw + tag)
        for style, raw in VERBATIM.items()
        if style != "html-table"
        for tag in ("<details>", "<div>", "</details>")
    ),
    *((style, raw + '<a href="https://example.com/p">') for style, raw in VERBATIM.items() if style != "html-table"),
    ("html-table", ROW.replace("2019", "2019<details>")),
    # Dashes after a paragraph make it a heading; after a blank line, they are a rule.
    ("paragraphs", VERBATIM["paragraphs"] + "\n---\n"),
    ("paragraphs", VERBATIM["paragraphs"] + "\n\n---\n"),
    # No visible text.
    ("bullets", "\u00a0"),
    ("paragraphs", "\u00a0"),
    # An image with the URL of a link: browsers fetch images.
    ("bullets", VERBATIM["bullets"] + "<img src=https://example.com/p>"),
]


@pytest.mark.parametrize(("style", "raw"), UNSAFE)
def test_unsafe_text_that_looks_the_same_is_not_used(style: str, raw: str) -> None:
    text = document(style, raw)
    assert text in (document(style, None), document(style, VERBATIM[style]))


def test_changed_field_outside_documents_keeps_the_verbatim_text() -> None:
    assert VERBATIM["bullets"] in document("bullets", VERBATIM["bullets"], type="software", added="2026-11-20")


@pytest.mark.parametrize("style", VERBATIM)
def test_verbatim_text_of_another_style_is_not_used(style: str) -> None:
    for other in set(VERBATIM) - {style}:
        assert document(style, VERBATIM[other]) == document(style, None), other


def test_verbatim_text_for_another_topic_is_not_used() -> None:
    raw = VERBATIM["bullets"]
    other = document("bullets", None, source=[{"topic": "A List > Two", "raw": raw}])
    assert other == document("bullets", None)
    assert raw in document("bullets", None, source=[{"topic": "A List > One", "raw": raw}])


def test_braces_in_verbatim_text_are_text() -> None:
    remark = "It is written {{ 7 * 7 }} there."
    raw = VERBATIM["bullets"].replace("It splits operators.", remark)
    assert remark in document("bullets", raw, remarks=remark)


def test_relative_urls_are_compared_as_resolved() -> None:
    raw = "- [A Survey of Many Things](notes/tofu.md) (EuroSys 2019)"
    paper = Paper(
        id="tofu", name="A Survey of Many Things", venues=(Venue(text="EuroSys 2019"),),
        links=(Link(label="Paper", url="../notes/tofu.md"),),
    )  # fmt: skip
    full = replace(paper, links=(Link(label="Paper", url="https://example.org/a/notes/tofu.md"),))

    def same(paper: Paper, resolver: UrlResolver) -> bool:
        return matches_paper(raw, paper, VerbatimContext(style="bullets", resolver=resolver))

    assert same(paper, UrlResolver())
    assert not same(full, UrlResolver())
    assert same(full, UrlResolver(base_url="https://example.org/a/"))
    assert not same(full, UrlResolver(base_url="https://example.com/a/"))


PIECES = [
    "- ", "\n", "  ", "**", "*", "[", "](", ")", "](https://example.com/p)", "https://evil.example", "![", "<a href=",
    '"', ">", "</a>", "Tofu: Supporting Very Large Models", "Jane Doe", "John Roe", "EuroSys 2019", "[[Paper]]", "<b>",
    "</b>", "It splits operators.", "`", "(", "|", "{{", "<!--", "-->", "&lt;", "\\", "# ", "javascript:",
    "<img src=x>",
    "<br>", "_", ", ", "1. ",
]  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(st.sampled_from(["bullets", "paragraphs"]), st.data())
def test_used_text_has_only_the_links_of_the_record(style: str, data: st.DataObject) -> None:
    raw = VERBATIM[style]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        end = min(len(raw), start + data.draw(st.integers(0, 4)))
        raw = raw[:start] + data.draw(st.sampled_from(PIECES)) + raw[end:]
    text = document(style, raw)
    if text != document(style, None):
        shown = ShownLinks(MarkdownIt("commonmark").render(text))
        assert shown.urls <= {"https://example.com/p"}, raw
        assert "The end." in shown.text
        words = set(shown.text.replace(",", " ").split())
        assert "evil.example" not in words


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(
    st.sampled_from(sorted(VERBATIM)), st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES)).map("".join))
)
def test_any_text_can_be_compared(style: str, raw: str) -> None:
    paper = Paper(
        id="tofu",
        name="Tofu",
        venues=(Venue(text="EuroSys 2019"),),
        links=(Link(label="Paper", url="https://example.com/p"),),
    )
    assert matches_paper(raw, paper, VerbatimContext(style=style, columns=DEFAULT_COLUMNS, resolver=UrlResolver())) in (
        True,
        False,
    )
