"""What the rows of tables show: columns that papers fill, each text once, links with distinct names."""

from __future__ import annotations

import re
from html import unescape

import pytest

from papertrail.core import Catalog
from papertrail.pages import PageOptions, PageRenderer
from papertrail.pages.page import ROOT
from papertrail.pages.row_details import abstract_html, file_number
from papertrail.pages.row_texts import named_links
from papertrail.pages.rows import PageRows
from papertrail.templating.environment import environment
from support.projects import checked


def catalog_of(records: str, topics: str = "- L\n") -> Catalog:
    """The list of records, one in each line."""
    files = (f"=== papers/p{n}.yml\n{{topic: L, {line[1:]}\n" for n, line in enumerate(records.strip().splitlines()))
    result = checked(f"=== papers/_topics.yml\n{topics}{''.join(files)}")
    assert not [problem for problem in result.diagnostics if problem.severity == "error"], result.diagnostics
    return result.catalog


def drawn(catalog: Catalog, columns_of_list: bool = False) -> str:
    """The table of all papers as text: cells apart by ` | `, parts of the name apart by ` / `."""
    html = html_of(catalog, columns_of_list)
    rows = re.findall(r"(?s)<tr.*?</tr>", html)
    return "".join(f"{' | '.join(map(text_of, re.findall(r'(?s)<t[hd].*?</t[hd]>', row)))}\n" for row in rows)


def html_of(catalog: Catalog, columns_of_list: bool = False) -> str:
    renderer = PageRenderer(catalog, environment(None), PageOptions(site_name="A List"))
    section = catalog.lists[0] if columns_of_list else None
    return PageRows(renderer.rows).table(
        sorted(catalog.rows, key=lambda row: int(row.paper.id[1:])), renderer.columns(catalog.rows), section
    )


def text_of(cell: str) -> str:
    html = re.sub(r'(?s)<span class="pt-tools">.*?</span>|<button.*?</button>', "", cell)
    html = re.sub(r' ?<span class="pt-(?:title|authors)"[^>]*>', " / ", html).replace("</li><li>", ", ")
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


TABLES = {
    "nothing but names": (
        "{name: A}\n{name: B}",
        """\
Name
A
B
""",
    ),
    "the year has a column where no paper has a venue": (
        "{name: A, date: 2019-03, links: {Code: https://e.org/a}}\n{name: B}",
        """\
Name | Year | Links
A | 2019 | Code
B |  |
""",
    ),
    "the year is next to a venue without one": (
        """\
{name: A, venue: SOSP, date: 2019}
{name: B, venue: SOSP 2021}
{name: C, venue: "ICML'17"}
{name: D, venue: "arXiv:1811.06965"}
{name: E, date: 2020}
{name: F, venue: SOSP 2021, date: 2020}
""",
        """\
Name | Venue | Links
A | SOSP 2019 |
B | SOSP 2021 |
C | ICML'17 |
D | arXiv:1811.06965 2018 | PDF
E | 2020 |
F | SOSP 2021 |
""",
    ),
    "a title is shown once, and the first authors": (
        """\
{name: GPipe, title: "GPipe: Easy Scaling", authors: [Ann Lee]}
{name: Tofu, title: Very Large Models, authors: [Ann Lee, Bo Chen, Cy Young, Di Wu]}
{name: A B, title: "A, b!", authors: Ann Lee et al.}
{name: AB, title: ABC, remarks: Good.}
""",
        """\
Name | Remarks
GPipe: Easy Scaling / Ann Lee |
Tofu / Very Large Models / Ann Lee, Bo Chen, Cy Young, et al. |
A B / Ann Lee, et al. |
AB / ABC | Good.
""",
    ),
    "custom fields that are frequent and short": (
        """\
{name: A, venue: X 2019, custom: {Goal: speed, "TL;DR": Fast., Story: "%s"}, links: {Paper: https://e.org/a}}
{name: B, institutions: [MIT], custom: {links: odd, Goal: <b>}}
"""
        % ("long " * 30),
        """\
Name | Venue | Institutions | Goal | Links
A | X 2019 |  | speed | Paper
B |  | MIT | <b> |
""",
    ),
    "no rare custom field": (
        "{name: A, custom: {Goal: speed}}\n" + "\n".join(f"{{name: N{n}}}" for n in range(10)),
        "Name\nA\n" + "".join(f"N{n}\n" for n in range(10)),
    ),
    "no more custom fields than fit": (
        "{name: A, custom: {V: 1, W: 2, Long: a text of more than thirty characters, X: 3, Y: 4, Z: 5}}\n"
        "{name: B, custom: {Z: 5, Y: 4, X: 3, W: 2}}",
        """\
Name | W | X | Y | Z
A | 2 | 3 | 4 | 5
B | 2 | 3 | 4 | 5
""",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_that_its_papers_fill(name: str) -> None:
    records, expected = TABLES[name]
    assert [line.rstrip() for line in drawn(catalog_of(records)).splitlines()] == expected.splitlines()


def test_a_list_keeps_the_columns_that_its_owner_has_chosen() -> None:
    topics = "- {name: L, columns: [{field: name, header: System}, title, Goal, {field: link Code, header: Code}]}\n"
    records = """\
{name: A, title: "A: A Title", authors: [Ann Lee], date: 2019, links: {Code: https://e.org/a}, custom: {Goal: speed}}
{name: B, links: [{label: Code, url: https://e.org/b}, {label: Code, url: https://e.org/c}]}
"""
    assert (
        drawn(catalog_of(records, topics), columns_of_list=True)
        == """\
System | Title | Goal | Code
A / Ann Lee · 2019 | A: A Title | speed | Code
B |  |  | Code, Code
"""
    )


def test_entries_show_everything_about_a_paper() -> None:
    topics = "- {name: L, style: STYLE, columns: [name, links]}\n"
    record = (
        '{name: A, title: Of A, authors: [Ann Lee, Bo Chen], venue: SOSP, date: 2019, remarks: [Good., "*Fast*."], '
        "links: {Paper: https://e.org/a, Code: https://e.org/b}, custom: {Goal: speed, Type: RL}}"
    )
    for style, expected in {
        "bullets": "Of A [Paper] [Code] Ann Lee, Bo Chen (SOSP 2019) Good. Fast. Goal: speed · Type: RL",
        "paragraphs": "Of A, Ann Lee, Bo Chen (SOSP 2019) [Paper] [Code] Goal: speed · Type: RL Good. Fast.",
    }.items():
        catalog = catalog_of(record, topics.replace("STYLE", style))
        renderer = PageRenderer(catalog, environment(None), PageOptions(site_name="A List"))
        html = PageRows(renderer.rows).entries(catalog.rows, catalog.lists[0])
        assert text_of(html.replace("<ul>", " ").replace("<li>", " ")) == expected


def test_links_of_a_row_have_distinct_names() -> None:
    (row,) = catalog_of(
        "{name: A, links: [{label: Code, url: https://e.org/1}, {label: Code, url: https://e.org/2}, "
        "{label: Code 2, url: https://e.org/3}, {label: Code, url: https://e.org/4}]}"
    ).rows
    assert [name for _, name in named_links(row.paper)] == ["Code", "Code 3", "Code 2", "Code 4"]


def test_links_with_the_same_text_have_distinct_names() -> None:
    remarks = (
        '["[here](https://e.org/1), [*here*](https://e.org/2), [Nets](https://e.org/3)", "[MIT](https://e.org/4)"]'
    )
    html = html_of(
        catalog_of(f"{{name: Nets, venue: [MIT, Nets, MIT], institutions: [Nets, MIT], remarks: {remarks}}}")
    )
    links = re.findall(r'<a href="([^"]*)"(?: aria-label="(.*?)")?>(.*?)</a>', html.partition("</th>")[2])
    assert [(label, text) for _, label, text in links] == [
        ("", "MIT"),
        ("Venue: Nets", "Nets"),
        ("Institution: Nets", "Nets"),
        ("Institution: MIT", "MIT"),
        ("", "here"),
        ("here 2", "<em>here</em>"),
        ("Nets 2", "Nets"),
        ("MIT 2", "MIT"),
    ]


def test_columns_of_links_have_no_label_next_to_them() -> None:
    topics = "- {name: L, columns: [name, link Paper, Goal]}\n"
    html = html_of(catalog_of("{name: A, links: {Paper: https://e.org/1}, custom: {Goal: x}}", topics), True)
    assert re.findall(r'<td role="cell" class="(.*?)" data-label="(.*?)"', html) == [
        ("pt-other pt-medium pt-link", "Link Paper"),
        ("pt-other pt-short", "Goal"),
    ]


def test_an_abstract_is_html_after_its_summary() -> None:
    (row,) = catalog_of(r"""{name: A, abstract: "1 < 2.\n\nAnd $x$.", custom: {Goal: x, TLDR: a & b}}""").rows
    assert re.sub(r"<math.*?</math>", "MATH", abstract_html(row.paper)) == (
        "<p><strong>TLDR</strong> a &amp; b</p><p>1 &lt; 2.</p><p>And MATH.</p>"
    )


def test_papers_are_spread_over_the_files_of_details() -> None:
    numbers = [file_number(f"paper-{n}", 400) for n in range(10_000)]
    assert max(map(numbers.count, range(400))) < 60


ROW_OF_OTHERS = "{name: Über, title: Große Netze, language: de, status: retracted, awards: [Best Paper, Test of Time]}"


def test_names_and_titles_state_another_language_than_that_of_the_site() -> None:
    catalog = catalog_of(f"{ROW_OF_OTHERS}\n{{name: A, title: B, language: en}}")
    html = html_of(catalog)
    assert re.findall(r'<[^<>]* lang="de">', html) == [
        f'<a class="pt-to-paper" href="{ROOT}papers/p0/" lang="de">',
        '<span class="pt-title" lang="de">',
    ]
    assert 'lang="en"' not in html


def test_status_and_awards_are_next_to_the_name() -> None:
    assert drawn(catalog_of(ROW_OF_OTHERS)) == "Name\nÜber retracted Best Paper Test of Time / Große Netze\n"
