"""`source` of a record: when an entry's own spelling may stand in a document, and when it may not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from papertrail.core import Link, Paper, Venue
from papertrail.core.registries import DEFAULT_COLUMNS
from papertrail.documents import render_document
from papertrail.pipeline.check import check
from papertrail.pipeline.verbatim import same_entry
from papertrail.readers.markdown.verbatim import VerbatimContext, matches_paper
from papertrail.readers.urls import Place
from papertrail.records.files import Sources
from papertrail.templating.environment import environment
from support.html import Shown

TEMPLATES = environment(None)
PROSE = "# A List\n\n<!-- papers: One -->\n\nThe end.\n"

Record = dict[str, object]

IN_LINES: Record = {
    "name": "Tofu",
    "title": "Tofu: Supporting Very Large Models",
    "authors": ["Jane Doe", "John Roe"],
    "venue": "EuroSys 2019",
    "links": {"Paper": "https://example.com/p"},
    "remarks": "It splits operators.",
    "topic": "A List > One",
}
IN_TABLES: Record = {
    "name": "Tofu",
    "venue": "EuroSys 2019",
    "institutions": ["NYU"],
    "links": {"Paper": "https://example.com/p"},
    "remarks": "It splits operators.",
    "topic": "A List > One",
}
RECORDS = {"bullets": IN_LINES, "paragraphs": IN_LINES, "markdown-table": IN_TABLES, "html-table": IN_TABLES}

SPELLINGS = {
    "bullets": "- **Tofu: Supporting Very Large Models** (*EuroSys 2019*) [[Paper]](https://example.com/p)\n"
    "  - Jane Doe, John Roe\n  - It splits operators.",
    "paragraphs": "**Tofu: Supporting Very Large Models**, Jane Doe, John Roe (*EuroSys 2019*) [[Paper]](https://example.com/p)\n"
    "It splits operators.",
    "markdown-table": "| Tofu | EuroSys 2019 | NYU | [Paper](https://example.com/p) | It splits operators. |",
    "html-table": "<tr><td><b>Tofu</b></td><td>EuroSys 2019</td><td>NYU</td>"
    '<td><a href="https://example.com/p">Paper</a></td><td>It splits operators.</td></tr>',
}
"""How an entry was spelled that says what the record says, other than we would write it."""

OTHERS = {
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
"""What a stranger might put into a spelling."""


def document(style: str, raw: str | None, **changed: object) -> str:
    """The document of a record, with or without a spelling of its entry."""
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
    return render_document(checked.catalog, section, TEMPLATES, prose=PROSE, same_entry=same_entry(checked.catalog))


def with_it(raw: str, place: str, added: str) -> str:
    """A spelling with something put in."""
    if place == "start":
        return added.lstrip("\n") + raw
    return raw + added if place == "end" else raw.replace("2019", f"2019{added}", 1)


@pytest.mark.parametrize("style", SPELLINGS)
def test_a_spelling_that_says_the_same_is_used(style: str) -> None:
    found = document(style, SPELLINGS[style])
    assert found != document(style, None)
    if style != "markdown-table":  # whose cells are padded
        assert SPELLINGS[style] in found


@pytest.mark.parametrize("style", OTHERS)
def test_so_is_any_other_that_says_the_same(style: str) -> None:
    assert document(style, OTHERS[style]) != document(style, None)


@pytest.mark.parametrize("place", ["start", "middle", "end"])
@pytest.mark.parametrize("style", SPELLINGS)
@pytest.mark.parametrize("added", HOSTILE)
def test_a_spelling_that_says_anything_else_is_not_used(style: str, place: str, added: str) -> None:
    raw = with_it(SPELLINGS[style], place, added)
    assert document(style, raw) == document(style, None)


@pytest.mark.parametrize(
    "added", ["<img src=https://evil.example/i.png>", "![](https://evil.example/i.png)", "![Tofu](j.png)"]
)
@pytest.mark.parametrize("style", ["bullets", "paragraphs"])
def test_images_are_not_brought_in(style: str, added: str) -> None:
    for place in ("start", "middle", "end"):
        assert document(style, with_it(SPELLINGS[style], place, added)) == document(style, None)


@pytest.mark.parametrize("added", ["\n# Tofu", "\n\n# Tofu\n", "\n\n- Tofu\n", "\n```\nTofu\n", "\n===\n", "\n> Tofu"])
@pytest.mark.parametrize("style", ["bullets", "paragraphs", "html-table"])
def test_no_block_is_brought_in(style: str, added: str) -> None:
    for place in ("middle", "end"):
        assert document(style, with_it(SPELLINGS[style], place, added)) == document(style, None)


TABLE = SPELLINGS["markdown-table"]
ROW = SPELLINGS["html-table"]

ODD = [
    # Institutions have addresses that no record holds; these are not theirs.
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
    # What opens and is not closed, or closes what is not open, swallows or breaks what follows.
    *(
        (style, raw + tag)
        for style, raw in SPELLINGS.items()
        if style != "html-table"
        for tag in ("<details>", "<div>", "</details>")
    ),
    *((style, raw + '<a href="https://example.com/p">') for style, raw in SPELLINGS.items() if style != "html-table"),
    ("html-table", ROW.replace("2019", "2019<details>")),
    # A line below a paragraph makes a heading of it, one behind a blank line a rule.
    ("paragraphs", SPELLINGS["paragraphs"] + "\n---\n"),
    ("paragraphs", SPELLINGS["paragraphs"] + "\n\n---\n"),
    # Nothing that can be seen.
    ("bullets", "\u00a0"),
    ("paragraphs", "\u00a0"),
    # An image that a reader's browser fetches, though the record has only a link there.
    ("bullets", SPELLINGS["bullets"] + "<img src=https://example.com/p>"),
]


@pytest.mark.parametrize(("style", "raw"), ODD)
def test_nor_is_one_that_only_looks_the_same(style: str, raw: str) -> None:
    assert document(style, raw) == document(style, None)


CHANGES: list[Record] = [
    {"venue": "EuroSys 2020"},
    {"venue": ["arXiv 1811.06965", "EuroSys 2019"]},
    {"venue": {"name": "EuroSys 2019", "url": "https://example.com/e"}},
    {"links": {"Paper": "https://example.com/q"}},
    {"links": {"PDF": "https://example.com/p"}},
    {"links": {"Paper": "https://example.com/p", "Code": "https://example.com/c"}},
    {"links": {}},
    {"remarks": "It joins operators."},
    {"remarks": ["It splits operators.", "It splits operators."]},
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("style", SPELLINGS)
def test_once_the_record_is_changed_the_spelling_is_dropped(style: str, change: Record) -> None:
    assert document(style, SPELLINGS[style], **change) == document(style, None, **change)


@pytest.mark.parametrize(
    "change", [{"title": "Tofu: Supporting Large Models"}, {"authors": ["Jane Doe"]}, {"authors": []}]
)
@pytest.mark.parametrize("style", ["bullets", "paragraphs"])
def test_so_it_is_with_what_only_lines_show(style: str, change: Record) -> None:
    kept = {key: value for key, value in change.items() if value}
    assert document(style, SPELLINGS[style], **kept) == document(style, None, **kept) or not kept


@pytest.mark.parametrize("change", [{"name": "Tofoo"}, {"institutions": ["MIT"]}, {"institutions": ["NYU", "MIT"]}])
@pytest.mark.parametrize("style", ["markdown-table", "html-table"])
def test_so_it_is_with_what_only_tables_show(style: str, change: Record) -> None:
    assert document(style, SPELLINGS[style], **change) == document(style, None, **change)


def test_what_a_document_does_not_show_may_change() -> None:
    assert SPELLINGS["bullets"] in document("bullets", SPELLINGS["bullets"], type="software", added="2026-11-20")


@pytest.mark.parametrize("style", SPELLINGS)
def test_a_spelling_of_another_style_is_not_used(style: str) -> None:
    for other in set(SPELLINGS) - {style}:
        assert document(style, SPELLINGS[other]) == document(style, None), other


def test_a_spelling_for_another_topic_is_not_used() -> None:
    raw = SPELLINGS["bullets"]
    other = document("bullets", None, source=[{"topic": "A List > Two", "raw": raw}])
    assert other == document("bullets", None)
    assert raw in document("bullets", None, source=[{"topic": "A List > One", "raw": raw}])


def test_braces_in_a_spelling_are_text() -> None:
    remark = "It is written {{ 7 * 7 }} there."
    raw = SPELLINGS["bullets"].replace("It splits operators.", remark)
    assert remark in document("bullets", raw, remarks=remark)


def test_an_address_is_compared_as_the_record_has_it() -> None:
    raw = "- [A Survey of Many Things](notes/tofu.md) (EuroSys 2019)"
    paper = Paper(
        id="tofu", name="A Survey of Many Things", venues=(Venue(text="EuroSys 2019"),),
        links=(Link(label="Paper", url="../notes/tofu.md"),),
    )  # fmt: skip
    full = replace(paper, links=(Link(label="Paper", url="https://example.org/a/notes/tofu.md"),))

    def same(paper: Paper, place: Place) -> bool:
        return matches_paper(raw, paper, VerbatimContext(style="bullets", place=place))

    assert same(paper, Place())
    assert not same(full, Place())
    assert same(full, Place(base_url="https://example.org/a/"))
    assert not same(full, Place(base_url="https://example.com/a/"))


class Linked(Shown):
    """Also gathers where links and images lead."""

    def __init__(self, html: str) -> None:
        self.led: set[str] = set()
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.led.update(value or "" for name, value in attrs if name in ("href", "src"))


PIECES = [
    "- ", "\n", "  ", "**", "*", "[", "](", ")", "](https://example.com/p)", "https://evil.example", "![", "<a href=",
    '"', ">", "</a>", "Tofu: Supporting Very Large Models", "Jane Doe", "John Roe", "EuroSys 2019", "[[Paper]]", "<b>",
    "</b>", "It splits operators.", "`", "(", "|", "{{", "<!--", "-->", "&lt;", "\\", "# ", "javascript:",
    "<img src=x>",
    "<br>", "_", ", ", "1. ",
]  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(st.sampled_from(["bullets", "paragraphs"]), st.data())
def test_whatever_is_used_leads_only_where_the_record_does(style: str, data: st.DataObject) -> None:
    raw = SPELLINGS[style]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        end = min(len(raw), start + data.draw(st.integers(0, 4)))
        raw = raw[:start] + data.draw(st.sampled_from(PIECES)) + raw[end:]
    found = document(style, raw)
    if found != document(style, None):
        shown = Linked(MarkdownIt("commonmark").render(found))
        assert shown.led <= {"https://example.com/p"}, raw
        assert "The end." in shown.text
        words = set(shown.text.replace(",", " ").split())
        assert "evil.example" not in words


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(
    st.sampled_from(sorted(SPELLINGS)), st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES)).map("".join))
)
def test_any_text_can_be_asked_about(style: str, raw: str) -> None:
    paper = Paper(
        id="tofu",
        name="Tofu",
        venues=(Venue(text="EuroSys 2019"),),
        links=(Link(label="Paper", url="https://example.com/p"),),
    )
    assert matches_paper(raw, paper, VerbatimContext(style=style, columns=DEFAULT_COLUMNS, place=Place())) in (
        True,
        False,
    )
