"""The size of what a list becomes: at most a hundred times its own size, and a constant for each record and list.

Each hostile list is either reported, or small enough.
"""

from __future__ import annotations

import pytest

from papertrail.core.limits import (
    HEADINGS,
    LISTS,
    OUTPUT_OF_LIST,
    OUTPUT_PER_CHARACTER,
    OUTPUT_PER_RECORD,
    PAGES_OF_LIST,
    TOPIC_NAME,
    TOPICS,
)
from papertrail.pages import PageOptions
from papertrail.pipeline.check import Checked, check, library_of
from papertrail.pipeline.last_good import LastGood
from papertrail.pipeline.lists import list_document
from papertrail.pipeline.plan import plan_site
from papertrail.publishing.search import entries_of
from papertrail.records import output_size
from papertrail.records.files import Sources
from papertrail.records.output_size import OutputSize
from papertrail.templating.environment import environment
from support.projects import checked, sources_of, tree_of


def many(start: str, count: int) -> str:
    return ", ".join(f"{start}{n}" for n in range(count))


def papers(count: int, fields: str) -> str:
    """Records with the same fields; `N` in them is the number of the record."""
    return "".join(f"=== papers/p{n}.yml\nname: P{n}\n{fields.replace('N', str(n))}\n" for n in range(count))


def topics(settings: str, subtopics: int = 1) -> str:
    return f"=== papers/_topics.yml\n- name: A\n{settings}  topics: [{many('S', subtopics)}]\n"


def output_of(found: Checked) -> tuple[int, int]:
    """The number of files of the site without the theme, and the bytes of these files and of all documents."""
    templates, options = environment(None), PageOptions(site_name="A List", site_url="https://example.com/")
    plan = plan_site(found, templates, options)
    pages = [page.make() for page in plan.pages]
    texts = [page.html + page.head + "".join(heading.text for heading in page.headings) for page in pages]
    texts += [entries_of(page, options) for page in plan.pages]
    texts += [list_document(found, section, templates) for section in found.catalog.lists]
    files = [file.content for file in plan.files]
    return len(pages) + len(files), sum(len(text.encode()) for text in texts) + sum(map(len, files))


FOLDED = "{" * 3900
CHAINS = "=== papers/_institutions.yml\n" + "".join(
    f"- {{name: i{k}-{d}, parent: i{k}-{d + 1}}}\n" if d < 15 else f"- i{k}-15\n" for k in range(7) for d in range(16)
)
COLUMNS = "".join(f"    - {{field: c{k}, header: '{'&' * 15}'}}\n" for k in range(29))
WIDE = f"institutions: [{many('i', 50)}]\nkeywords: [{many('k', 40)}]"
DEEP = " > ".join(["T"] * 20)

AT_THE_LIMIT = {
    "tiny records": papers(300, "topic: A"),
    "long lists": papers(20, f"topic: A\n{WIDE}"),
    "former ids": papers(20, f"topic: A\naliases: [{many('old-N-', 50)}]"),
    "authors who share papers": papers(20, f"topic: A\nauthors: [{many('a', 100)}]"),
    "authors in one text": papers(4, f"topic: A\nauthors: '{many('a', 600)}'"),
    "thousands of authors": papers(2, f"topic: [A, B]\nvenue: V 2020\nauthors: [{many('a', 4000)}]"),
    "remarks on many pages": papers(2, f"topic: A\nkeywords: [{many('k', 15)}]\nremarks: ['{FOLDED}']"),
    "a long name in links": papers(2, f"title: '{'&' * 3900}'\ntopic: A\nlinks: {{{many('L: https://e.org/', 1)}}}"),
    "parents of institutions": CHAINS + papers(20, "topic: A\ninstitutions: [i0-0, i1-0, i2-0, i3-0, i4-0, i5-0]"),
    "empty columns": topics(f"  columns:\n    - name\n{COLUMNS}", 50)
    + f"=== papers/a.yml\nname: A\ntopic: A\ncustom: {{{', '.join(f'c{k}: x' for k in range(29))}}}\n"
    + papers(30, f"topic: [{many('A > S', 50)}]"),
    "padded cells": topics("  style: markdown-table\n  columns: [name, {field: venue, chars: 9999}]\n")
    + papers(100, "topic: A"),
    "topics": topics("", TOPICS - 1) + papers(1, "topic: A"),
    "lists": "=== papers/_topics.yml\n" + "".join(f"- A{n}\n" for n in range(LISTS)) + papers(1, "topic: A0"),
    "nested topics": papers(100, f"topic: {DEEP}"),
    "related papers": papers(50, f"title: {'x' * 3900}N\nvenue: {'v' * 3900}\ntopic: A\nkeywords: [k, l, m]"),
    "verbatim entries": papers(3, f"topic: [{many('T', 50)}]\nsource: {{raw: '{'x' * 50_000}'}}"),
    "URLs in notes": papers(1, "topic: A\nnotes: a.md")
    + f"=== papers/a.md\n[a]: https://example.com/{'b' * 1900}\n\n" + "[a]\n\n" * 100,
    "headings in notes": papers(1, "topic: A\nnotes: a.md") + "=== papers/a.md\n" + f"# {'&' * 300}\n\n" * 200,
}  # fmt: skip


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_a_list_within_the_limits_becomes_a_site_of_bounded_size(name: str) -> None:
    tree = AT_THE_LIMIT[name]
    found = checked(tree)
    assert [problem for problem in found.diagnostics if problem.severity == "error"] == []
    count, size = len(found.library.records), sum(map(len, tree_of(tree).values()))
    files, output = output_of(found)
    assert output <= OUTPUT_OF_LIST + OUTPUT_PER_RECORD * count + OUTPUT_PER_CHARACTER * size
    assert files <= 10 * PAGES_OF_LIST + 100 * count


def test_a_long_name_is_truncated_on_the_pages_of_other_papers() -> None:
    name = "long " * 100
    found = checked(f"=== papers/a.yml\nname: A\ntopic: T\n=== papers/b.yml\nname: {name}\ntopic: T\n")
    plan = plan_site(found, environment(None), PageOptions(site_name="A List"))
    pages = {page.address: page.make().html for page in plan.pages}
    assert name.strip() in pages["papers/b.md"]
    assert f">{name[:299]}…</a>" in pages["papers/a.md"]


BEYOND = {
    "long lists": (
        papers(2, f"topic: [{many('T', 50)}]\n{WIDE}"), "p0.yml", "the paper is on 140 pages (at most 100)"
    ),
    "parents of institutions": (
        CHAINS + papers(1, "topic: A\ninstitutions: [i0-0, i1-0, i2-0, i3-0, i4-0, i5-0, i6-0]"),
        "p0.yml", "the paper is on 113 pages (at most 100)",
    ),
    "a long name in links": (
        f"=== papers/a.yml\nname: '{'&' * 3900}'\ntopic: A\nkeywords: [{many('k', 50)}]\nlinks:\n"
        + "".join(f"  L{n}: https://e.org/{n}\n" for n in range(50)),
        "a.yml", "on all pages and in data files (at most",
    ),
    "remarks on many pages": (
        papers(1, f"topic: [{many('T', 50)}]\nkeywords: [{many('k', 40)}]\nremarks: ['{FOLDED}', '{FOLDED}']"),
        "p0.yml", "on all pages and in data files (at most",
    ),
    "a field many times in a pattern": (
        topics("  entry: {html-table: '{title} " + "{ {remark}|}" * 300 + "'}\n", 50)
        + papers(1, f"topic: [{many('A > S', 50)}]\nremarks: {'x' * 3900}"),
        "p0.yml", "on all pages and in data files (at most",
    ),
    "all authors for each remark": (
        topics("  style: bullets\n  entry: {bullets: \"- {title}\\n  - {remark} {authors}\"}\n", 20)
        + papers(1, f"topic: [{many('A > S', 20)}]\nremarks: [{many('r', 50)}]\nauthors: [{many('a', 4000)}]"),
        "p0.yml", "on all pages and in data files (at most",
    ),
    "a long full name": (
        f"=== papers/_venues.yml\n- {{name: V, full: '{'&' * 3900}'}}\n" + papers(100, "venue: V 2020\ntopic: A"),
        ".yml", "all papers become",
    ),
    "authors who share papers": (
        papers(30, f"topic: A\nauthors: [{many('aN-', 100)}]") + "".join(
            f"=== papers/q{n}.yml\nname: Q{n}\ntopic: A\nauthors: [{many(f'a{n}-', 100)}]\n" for n in range(30)
        ),
        ".yml", "the list has 3,001 pages of topics, venues, authors and so on (at most 1,300)",
    ),
    "many lists": (papers(30, f"topic: [{many('TN-', 40)}]"), ".yml", "the list has 1,200 pages"),
    "headings of columns": (
        topics(f"  columns: [name, {{field: venue, header: '{'&' * HEADINGS}'}}]\n") + papers(1, "topic: A"),
        "_topics.yml", f"headings of the columns are longer than {HEADINGS} characters in total",
    ),
    "topics": (topics("", TOPICS) + papers(1, "topic: A"), "_topics.yml", f"more than {TOPICS:,} topics (2,001)"),
    "lists": (
        "=== papers/_topics.yml\n" + "".join(f"- A{n}\n" for n in range(LISTS + 1)) + papers(1, "topic: A0"),
        "_topics.yml", f"more than {LISTS} lists (501)",
    ),
    "a long name of a topic": (
        papers(1, f"topic: {'t' * (TOPIC_NAME + 1)}"), "p0.yml",
        f"name of a topic is longer than {TOPIC_NAME} characters",
    ),
    "a repeated line of a document": (
        papers(1, "topic: A") + "=== papers/_lists/a.md\n" + "<!-- papers: -->\n" * 50,
        "papers/_lists/a.md", "duplicate line for the papers that are not in a section (first on line 1)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BEYOND)
def test_a_list_beyond_a_limit_is_reported_with_its_position(name: str) -> None:
    tree, path, message = BEYOND[name]
    errors = [problem for problem in checked(tree).diagnostics if problem.severity == "error"]
    assert errors[0].path.endswith(path)
    assert message in errors[0].message
    assert errors[0].help


@pytest.mark.parametrize("name", BEYOND)
def test_a_list_beyond_a_limit_is_served_without_its_largest_records(name: str) -> None:
    checks = 0

    def counted(sources: Sources) -> Checked:
        nonlocal checks
        checks += 1
        return check(sources)

    assert LastGood(check=counted).recover(sources_of(BEYOND[name][0])).sound.ok
    assert checks <= 3


@pytest.mark.parametrize("name", BEYOND)
def test_the_quick_bound_of_a_record_is_not_below_what_it_becomes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = '=== papers/odd.yml\nname: "\\x60É"\nids: {doi: 10.1234/a%7E~}\ntopic: \u1fef\u1fef\nkeywords: [\u0958]\n'
    library = library_of(sources_of(BEYOND[name][0] + odd))
    size = OutputSize(library.registries)
    for file in library.record_files[-20:]:
        assert file.paper
        output = size.of(file.paper)
        share = output.characters - OUTPUT_PER_CHARACTER * output.values
        monkeypatch.setattr(output_size, "OUTPUT_PER_RECORD", share - 1)
        assert not size.is_within(file.paper, file.data)
