"""Properties of any input: there is always a result, text is shown as typed, and order does not matter."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from papertrail.core.diagnostics import has_error
from papertrail.core.fields import STYLES
from papertrail.documents import render_document
from papertrail.exporters import export_text
from papertrail.pages import PageOptions
from papertrail.pipeline.check import Checked, check
from papertrail.pipeline.plan import plan_site
from papertrail.records.files import Sources
from papertrail.reporters import github_report, json_report, summary, text_report
from papertrail.templating.environment import environment
from papertrail.text.math import split_math
from papertrail.text.strings import UNPRINTABLE
from support.html import PAGE_TAGS, ROW_TAGS, SCRIPTED_TAGS, Shown, squashed
from support.projects import sources_of

GOOD = b"""\
name: Tofu
title: "Supporting Very Large Models"
authors: [Minjie Wang, 'Jinyang Li']
venue:
  - arXiv 1807.08887
  - {name: EuroSys 2019, url: "https://example.com/e"}
institutions: [NYU]
links:
  - {label: Paper, url: https://example.com/p}
  - {label: Code, url: https://example.com/c}
remarks: "*Automatic partition* of a `dataflow` graph, [here](https://example.com/h)."
topic: [Training > Parallelism, Training]
custom: {Objective: latency}
added: 2026-01-02
"""
TEMPLATES = environment(None)
SIGNS = "*_`[]()<>&|\\~$#-+=.!{}:\"'%@^?,;/ 1aZé中"

BITS = [
    b"\x00", b"\xff", b"\xe2\x80\xae", b"\t", b"\n", b"*", b"&a ", b"*a", b"!!python/object:os ", b"<<: ", b": ", b"- ",
    b"---\n", b"[", b"{", b"'", b'"', b"\\", b"%YAML\n", b"# papertrail: allow PT304 x", b"javascript:", b"name: ",
    b" > ", b"{{ 1 }}", b"<b>", b"2019-13-99", b"arXiv 1234.99999",
]  # fmt: skip
"""What makes trouble in YAML, in Markdown or in an address."""


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good record with up to two places overwritten, cut out or doubled."""
    data = GOOD
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 8)))
        data = data[:start] + draw(st.one_of(st.just(b""), st.sampled_from(BITS), st.binary(max_size=6))) + data[end:]
    return data


def test_any_bytes_give_a_record_or_a_diagnostic() -> None:
    outcomes: Counter[str] = Counter()

    @settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.one_of(mutated(), st.binary(max_size=200)))
    def run(data: bytes) -> None:
        found = Sources(records=(("papers/tofu.yml", data),))
        checked = check(found)
        if checked.ok:
            (paper,) = checked.catalog.papers
            assert paper.name
            show_everything(checked)
        outcomes["sound" if checked.ok else "refused"] += 1
        texts = checked.library.texts
        said = checked.diagnostics
        shown = text_report(said, texts) + json_report(said) + github_report(said) + summary(said, texts, 1)
        assert not UNPRINTABLE.search(shown)
        assert has_error(said) is not checked.ok
        assert all(d.message and d.help and d.span.line >= 1 and d.span.column >= 1 for d in said)

    run()
    assert outcomes["sound"] > 50, outcomes
    assert outcomes["refused"] > 50, outcomes


def show_everything(checked: Checked) -> None:
    for section in checked.catalog.lists:
        for style in STYLES:
            render_document(checked.catalog, section, TEMPLATES, style=style)
    for planned in plan_site(checked, TEMPLATES, PageOptions(site_name="A")).pages:
        page = planned.make()
        assert not UNPRINTABLE.search(page.html)
    export_text("json", checked.catalog.rows, checked.catalog)


typed = st.text(
    st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])),
    max_size=30,
).filter(lambda text: bool(text.strip()) and not UNPRINTABLE.search(text) and split_math(text) == [text])


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(typed, typed, typed, typed)
def test_text_is_shown_as_typed(name: str, title: str, institution: str, label: str) -> None:
    """In every style of document as a Markdown reader shows it, on the site, and in the export."""
    record = (
        f"name: {quoted(name)}\ntitle: {quoted(title)}\ninstitutions: [{quoted(institution)}]\n"
        f"links:\n  - {{label: {quoted(label)}, url: https://example.com/p}}\ntopic: A\n"
    )
    checked = check(Sources(records=(("papers/a.yml", record.encode()),)))
    assert checked.ok, checked.diagnostics
    (section,) = checked.catalog.lists

    exported = json.loads(export_text("json", checked.catalog.rows, checked.catalog))["papers"][0]
    assert (exported["name"], exported["title"], exported["links"][0]["label"]) == (name, title, label)

    for style in STYLES:
        document = render_document(checked.catalog, section, TEMPLATES, style=style)
        shown = Shown(MarkdownIt("commonmark").enable("table").enable("strikethrough").render(document))
        is_table = style.endswith("table")
        for text in (label, name if is_table else title, *([institution] if is_table else [])):
            assert squashed(text) in squashed(shown.text), (style, document)
        assert shown.tags <= ROW_TAGS, (style, shown.tags)

    for planned in plan_site(checked, TEMPLATES, PageOptions(site_name="A")).pages:
        page = planned.make()
        if page.address == "lists/a.md":
            shown = Shown(page.html)
            for text in (name, title, institution, label):
                assert squashed(text) in squashed(shown.text)
            assert shown.tags <= PAGE_TAGS | SCRIPTED_TAGS
        assert "{" not in page.html
        assert "\n\n" not in page.html


@settings(max_examples=100, deadline=None, derandomize=True)
@given(typed)
def test_a_remark_reads_the_same_in_markdown_and_html(remark: str) -> None:
    """The Markdown that documents carry is read back as the HTML that the site shows."""
    from papertrail.text.markdown import html_inline, markdown_inline

    again = MarkdownIt("commonmark").enable("strikethrough").renderInline(markdown_inline(remark))
    assert squashed(Shown(again).text) == squashed(Shown(html_inline(remark)).text)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_files_does_not_matter(seed: int) -> None:
    tree = "".join(
        f"=== papers/p{n}.yml\nname: P{n % 3}\ntitle: Title {n} of many\nvenue: V{n % 4} {2000 + n % 5}\n"
        f"institutions: [I{n % 3}, J]\ntopic: [L{n % 2} > S{n % 3}, L0]\n"
        for n in range(20)
    )
    found = sources_of(tree)
    shuffled = list(found.records)
    random.Random(seed).shuffle(shuffled)
    first, second = check(found), check(replace(found, records=tuple(shuffled)))
    assert first.diagnostics == second.diagnostics
    assert everything(first) == everything(second)


def everything(checked: Checked) -> list[str]:
    pages = [planned.make().html for planned in plan_site(checked, TEMPLATES, PageOptions(site_name="A")).pages]
    return pages + [render_document(checked.catalog, s, TEMPLATES) for s in checked.catalog.lists]
