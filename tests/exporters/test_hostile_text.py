"""Hostile text: every format can be parsed, with the same papers and titles."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters import readers
from exporters.csl_schema import SCHEMA
from exporters.exports import citation_tags, cite, export_of, json_ld
from papertrail.core import Author, Link, Paper, PublicationDetails, Row, Venue
from papertrail.core.authors import named_authors
from papertrail.exporters import atom_feed
from papertrail.text.math import split_math
from papertrail.text.strings import one_line
from support.html import Shown

HOSTILE = {
    "accents": "Ünïcödé café ñ ß ø Ł",
    "a combining accent": "e\u0301 o\u0308",
    "braces that pair": "a {b} {{c}} d",
    "a brace that opens": "a { b",
    "a brace that closes": "a } b } c",
    "braces the wrong way round": "} a {",
    "braces around words of capitals": "{GPU} } GPU {CPU",
    "quotes": "\"a\" 'b' ``c'' “d” ''e",
    "a quote": '"',
    "a backslash": "\\",
    "a backslash at the end": "a\\",
    "backslashes and braces": "\\{ \\} \\\\{ \\\\}",
    "a command of TeX": "\\input{/etc/passwd} \\write18{rm -rf /}",
    "an entry": "@article{x, title = {y}}",
    "an entry after a brace": "},\n}\n\n@article{x,\n title = {y},\n}\n",
    "an at sign first": "@comment{",
    "a comment of TeX": "50% of it, % and more",
    "mathematics": "$x_1^2$ $$ \\(a\\) #1 ~ a^b",
    "dashes": "a -- b --- c ---- d",
    "Spanish signs": "?`Que? !`Ay!",
    "commas": ",, a, b,, c",
    "tables": "a & b && c \\\\ d",
    "angles": "<< a >> | b |",
    "a formula": "=1+1",
    "a command": "=cmd|' /C calc'!A0",
    "an at formula": "@SUM(A1)",
    "plus and minus": "+1 -1",
    "a formula in wide letters": "＝1＋1",
    "a formula after a tab": "\t=1",
    "a formula after a line break": "\r\n=1",
    "a formula after what cannot be seen": "\u200b\x00=1",
    "an end of a script": "</script><script>pwn()</script>",
    "a comment in a script": "<!-- <script>",
    "an end of CDATA": "]]>",
    "a CDATA section": "<![CDATA[ x ]]>",
    "an entity": "&amp; &lt;b&gt; &#60; &nbsp; &bogus;",
    "a doctype": '<!DOCTYPE x [<!ENTITY e "f">]> &e;',
    "an end of a record": "ER  - ",
    "an end of a record on a line": "x\nER  - \n\nTY  - JOUR\nTI  - y",
    "a start of a record": "TY  - JOUR",
    "tabs and line breaks": "a\tb\r\nc\nd\re\x0bf\x0cg\x85h\u2028i\u2029j",
    "many spaces": "  a   b\u00a0\u3000c  ",
    "a null": "a\x00b\x1b[31mc",
    "half a pair": "a\ud800b",
    "what is no character": "a\ufffe\uffffb",
    "a direction": "a\u202eb\u2066c",
    "emoji": "a 🙂 👩\u200d💻",
    "semicolons": "a; b;; c",
    "Markdown": "*a* [b](javascript:alert(1)) ![c](x) <https://a.example> `d`",
    "Jinja": "{{ 6 * 7 }} {% raw %} {# x #}",
    "and": "A and B AND C And others",
    "an apostrophe first": "'=1",
}


def paper_of(text: str, number: int = 0) -> Paper:
    """Return a paper with a text in every field, and valid links after those with the text."""
    return Paper(
        id=f"p{number}",
        name=text,
        title=text,
        authors=named_authors(text, f"{text} {text}", text),
        venues=(Venue(text=text),),
        date="2019-03",
        institutions=(text,),
        links=(
            Link(label="Paper", url=text),
            Link(label="Paper", url=f"https://doi.org/10.1234/{text}"),
            Link(label=text, url=f"javascript:{text}"),
            Link(label="Paper", url="../secret.pdf"),
            Link(label="Paper", url="https://example.com/a?b=c&d='e'"),
        ),
        remarks=(text, text),
        keywords=(text, text + "k"),
        topics=((text, text),),
        added="2026-11-20",
        custom=((text, text),),
    )


PAPERS = tuple(paper_of(text, number) for number, text in enumerate(HOSTILE.values()))
texts = st.text(max_size=40) | st.text(alphabet="{}\\$&#%_^~\"'`@=+-,;<>!?[]().| \t\nadERTY", max_size=40)
papers = st.builds(
    Paper,
    id=st.just("p"),
    name=texts,
    title=st.none() | texts,
    type=st.sampled_from(["article", "article-journal", "thesis", "report", "software", "book", "chapter", "no type"]),
    authors=st.lists(st.builds(Author, texts, several=st.booleans()), max_size=3).map(tuple),
    venues=st.lists(st.builds(Venue, text=texts), max_size=2).map(tuple),
    date=st.sampled_from([None, "2019", "2019-03", "2019-13-44", "0001-01-01"]),
    institutions=st.lists(texts, max_size=2).map(tuple),
    links=st.lists(
        st.builds(Link, label=st.just("Paper") | texts, url=texts | texts.map("https://example.com/{}".format)),
        max_size=2,
    ).map(tuple),
    remarks=st.lists(texts, max_size=2).map(tuple),
    keywords=st.lists(texts, max_size=3).map(tuple),
    topics=st.lists(st.tuples(texts), max_size=1).map(tuple),
    added=st.just("2026-11-20"),
    status=st.none() | texts,
    publication=st.builds(
        PublicationDetails, volume=st.none() | texts, pages=st.none() | texts, publisher=st.none() | texts
    ),
    ids=st.sampled_from([(), (("doi", "10.1000/{x}"),), (("isbn", "9780306406157"),)]),
    language=st.none() | texts,
    awards=st.lists(texts, max_size=2).map(tuple),
    capitals=st.lists(texts, max_size=2).map(tuple),
    abstract=st.none() | texts,
    custom=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)
lists = st.lists(papers, min_size=1, max_size=3).map(
    lambda papers: tuple(replace(paper, id=f"p{n}") for n, paper in enumerate(papers))
)


def title_of(paper: Paper) -> str:
    return one_line(paper.title or "") or one_line(paper.name) or paper.id


def without_escaped_dollars(title: str) -> str:
    return "".join(part if isinstance(part, str) else part.source for part in split_math(title))


def holds_no_control(text: str) -> bool:
    return not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", text)


# What every form promises, of any papers


def check_bibtex(papers: tuple[Paper, ...]) -> None:
    for form in ("bibtex", "biblatex"):
        check_bib(form, papers)


def check_bib(form: str, papers: tuple[Paper, ...]) -> None:
    text = export_of(form, papers)
    entries = text.removesuffix("\n").split("\n\n")
    assert len(entries) == len(papers)
    for written in entries:
        first, *lines, last = written.split("\n")
        assert re.fullmatch(r"@[a-z]+\{[a-z]*[0-9]*:?p[0-9]+,", first)
        assert all(re.match(r"  [a-z0-9]+ = .*,$", line) for line in lines)
        assert last == "}"
        assert readers.bibtex_depth(written) == 0
        assert all(readers.bibtex_depth(line) == 0 for line in lines)
    read = readers.bibtex_entries(text)
    assert [entry["title"] for entry in read] == [without_escaped_dollars(title_of(paper)) for paper in papers]
    assert holds_no_control(text)
    for paper, entry in zip(papers, read, strict=True):
        named = len([name for name in entry.get("author", []) if any(name)])
        assert named <= len(paper.authors) + 1 or any(author.several for author in paper.authors)


def check_ris(papers: tuple[Paper, ...]) -> None:
    text = export_of("ris", papers)
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in text.split("\n"))
    assert [record["title"] for record in readers.ris_records(text)] == [title_of(paper) for paper in papers]
    assert holds_no_control(text)


def check_csv(papers: tuple[Paper, ...]) -> None:
    text = export_of("csv", papers)
    assert len(text.splitlines()) == text.count("\n") == len(papers) + 1
    rows = readers.csv_rows(text)
    for paper, row in zip(papers, rows, strict=True):
        assert None not in row
        assert not any(value.startswith(tuple("=+-@\t\r＝＋－＠")) for value in row.values())
        for field in ("name", "title"):
            line = one_line(getattr(paper, field) or "")
            assert row[field] in (line, f"'{line}")
    assert holds_no_control(text)


def check_csl(papers: tuple[Paper, ...]) -> None:
    items = readers.csl_items(export_of("csl-json", papers))
    jsonschema.validate(items, SCHEMA)
    assert [item["title"] for item in items] == [title_of(paper) for paper in papers]
    assert len({item["id"] for item in items}) == len(papers)


def check_feed(papers: tuple[Paper, ...], site_url: str | None) -> None:
    text = atom_feed(
        [Row(paper=paper, path=f"papers/{paper.id}.yml") for paper in papers],
        title=papers[0].name,
        site_name=papers[0].name,
        address="feed.xml",
        site_url=site_url,
        page_of=lambda row: f"papers/{row.paper.id}/",
    )
    read = readers.feed(text)
    assert [entry.title for entry in read.entries] == [
        readers.as_decoded_by_feedparser(title_of(paper)) for paper in papers
    ]
    assert readers.titles_of_feed(text) == [title_of(paper) for paper in papers]
    for entry in read.entries:
        assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", entry.id)
        for link in entry.get("links", []):
            assert link.href.startswith(("http://", "https://"))
    for content in re.findall(r'<content type="html">(.*)</content>', text):
        shown = Shown(Shown(content).text)  # once as XML, once as HTML
        assert shown.tags <= {"p", "cite", "em", "strong", "code", "a"}


def check_page(paper: Paper) -> None:
    data = json_ld(paper, "https://example.com/")
    assert not re.search(r"[<>&\u2028\u2029\ud800-\udfff]|\{\{|\{%|\{#", data)
    read: dict[str, Any] = json.loads(data)
    assert read["name"] == title_of(paper)
    assert holds_no_control(data)
    tags = citation_tags(paper)
    assert tags[0] == ("citation_title", title_of(paper))
    for tag, content in tags:
        assert re.fullmatch("citation_[a-z_]+", tag)
        assert content == one_line(content)
        assert content
        if tag.endswith("_url"):
            assert content.startswith(("http://", "https://"))
    for address in (*read.get("sameAs", []), read["url"]):
        assert re.match("https?://", address)
    reference = cite(paper).reference
    assert title_of(paper) in reference
    assert holds_no_control(reference)


# Of hostile ones


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_cannot_break_any_format(name: str) -> None:
    papers = (PAPERS[list(HOSTILE).index(name)], Paper(id="p99", name="After", added="2026-11-20"))
    check_bibtex(papers)
    check_ris(papers)
    check_csv(papers)
    check_csl(papers)
    check_feed(papers, "https://example.com/")
    check_feed(papers, None)
    check_page(papers[0])


def test_hostile_papers_in_one_file() -> None:
    check_bibtex(PAPERS)
    check_ris(PAPERS)
    check_csv(PAPERS)
    check_csl(PAPERS)


def test_json_does_not_change_text() -> None:
    whole = tuple(paper for paper in PAPERS if "\ud800" not in paper.name)
    read = json.loads(export_of("json", whole))["papers"]
    assert [paper["title"] for paper in read] == [paper.title for paper in whole]


def test_exports_contain_only_web_urls() -> None:
    paper = PAPERS[0]
    for text in (*(vars_of(cite(paper))), json_ld(paper, "javascript:x"), str(citation_tags(paper))):
        assert "javascript:" not in text
        assert "secret.pdf" not in text


def vars_of(value: Any) -> list[str]:
    return [getattr(value, name) for name in value.__slots__]


# Of any


@given(lists)
@settings(max_examples=150, deadline=None)
def test_bibtex_of_arbitrary_text(papers: tuple[Paper, ...]) -> None:
    check_bibtex(papers)


@given(lists)
@settings(max_examples=150, deadline=None)
def test_ris_csv_and_csl_of_arbitrary_text(papers: tuple[Paper, ...]) -> None:
    check_ris(papers)
    check_csv(papers)
    check_csl(papers)


@given(lists, st.sampled_from([None, "https://example.com", "javascript:x"]))
@settings(max_examples=150, deadline=None)
def test_feed_of_arbitrary_text(papers: tuple[Paper, ...], site_url: str | None) -> None:
    check_feed(papers, site_url)


@given(papers)
@settings(max_examples=150, deadline=None)
def test_page_metadata_of_arbitrary_text(paper: Paper) -> None:
    check_page(paper)


class _Scripts(HTMLParser):
    """Collects script elements and their text like a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", HOSTILE)
def test_json_ld_cannot_close_its_script_element(name: str) -> None:
    data = json_ld(PAPERS[list(HOSTILE).index(name)], None)
    scripts = _Scripts()
    scripts.feed(f'<script type="application/ld+json">{data}</script>')
    scripts.close()
    assert scripts.tags == ["script"]
    assert json.loads(scripts.text) == json.loads(data)
