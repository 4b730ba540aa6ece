"""Properties of every import: all lines and URLs are reported, and rendered documents can be imported again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.core import Paper
from papertrail.core.authors import named_authors
from papertrail.core.settings import Settings
from papertrail.documents import render_document
from papertrail.importing import ImportOptions, ImportResult, InputFile, import_lists
from papertrail.pipeline.check import Checked, check
from papertrail.readers import NotAList
from papertrail.readers.markdown.induction.reader import read_entry
from papertrail.readers.markdown.paper import paper_of
from papertrail.records.files import Sources
from papertrail.templating.environment import environment

TEMPLATES = environment(None)
HERE = Settings(root=Path("/nowhere"))

FRAGMENTS = [
    "- ", "* ", "1. ", "  - ", "    - ", "> ", "# ", "## ", "\n", "\n\n", "---\n", "\t", "  ", ". ", ", ", ": ", "\\",
    "|", "{", "}", "**", "*", "_", "`", "```\n", "~~", "[", "](", ")", "<", ">", "&amp;", "{{ name }}", "中文",
    "![badge](badge.svg)", '<img src="x.png">', "[Code](../code/)", "[[Paper]](https://arxiv.org/abs/1811.06965)",
    "[Tofu: Supporting Large Models](https://example.com/tofu)", "https://example.com/bare",
    "Jane Doe, John Roe, Max Poe", "Jane Doe et al.", "*OSDI 2020*", " (NeurIPS'17)", "2021", "| a | b |\n",
    "|---|---|\n",
    "| Title | Venue | Links |\n|---|---|---|\n", "| Tofu | OSDI 2020 | [Paper](https://example.com/p) |\n",
    "<table><tr><th>Title</th><th>Venue</th></tr>", "</table>", "<td>", "<ul><li>", "</li></ul>", "<br>", "<!--", "-->",
    '<tr><td>Tofu</td><td><a href="https://example.com/o">OSDI 2020</a></td></tr>',
    "<details><summary>More</summary>\n", "</details>\n", "  - Summary: what it says.\n",
    "- [Orca](https://example.com/orca). Jane Doe, John Roe. *OSDI 2022*. [[code]](https://github.com/a/b)\n",
    "A Survey of Many Things in Systems [[Paper]](https://example.com/s) (*SoCC 2019*)\n\n",
    "[ref]: https://example.com/ref\n", "[A title][ref]", "[^1]", "\r\n", "\x00", "\u202e", "\u2028", "\x85", "\x0c",
]  # fmt: skip
"""Parts of documents, and special characters."""

SMALL = sorted((Path(__file__).parent / "data/small").glob("*.md"))
LISTS = [path.read_text(encoding="utf-8") for path in SMALL]
"""A small list in each style."""

documents = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)


@st.composite
def edited_lists(draw: st.DrawFn) -> str:
    """A small list with insertions and deletions."""
    text = draw(st.sampled_from(LISTS))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        text = text[:start] + draw(st.one_of(st.just(""), st.sampled_from(FRAGMENTS))) + text[end:]
    return text


def imported(data: bytes, name: str = "README.md") -> ImportResult:
    return import_lists(Sources(), HERE, [InputFile(name=name, data=data)], ImportOptions(), TEMPLATES)


def line_count(text: str) -> int:
    """The number of lines. The line feed at the end of the last line is optional."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines) - (not lines[-1])


def outcome(text: str) -> str:
    """Import a document and check its report. Returns whether it was imported."""
    try:
        result = imported(text.encode())
    except NotAList as error:
        reason = str(error).removeprefix("cannot import README.md: ")
        return "rejected" if reason and reason != str(error) else "rejected without a reason"
    (report,) = result.reports
    data = report.data()
    lines = data["lines"]
    assert lines["record"] + lines["structure"] + lines["prose"] + len(lines["not_understood"]) == lines["total"]
    assert min(lines["record"], lines["structure"], lines["prose"]) >= 0
    assert lines["total"] == line_count(text)
    assert report.missing == ()
    assert result.ok, result.checked.diagnostics
    assert data["urls"]["total"] == data["urls"]["placed"] + len(report.missing)
    assert report.records > 0
    assert report.identical or report.decisions, "the report must name the difference"
    assert json.loads(json.dumps(data)) == data
    assert report.text()
    return "imported"


def outcomes_of(texts: st.SearchStrategy[str], examples: int) -> Counter[str]:
    outcomes: Counter[str] = Counter()

    @settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )
    @given(texts)
    def run(text: str) -> None:
        outcomes[outcome(text)] += 1

    run()
    assert set(outcomes) <= {"imported", "rejected"}
    return outcomes


def test_any_text_is_imported_or_rejected() -> None:
    outcomes = outcomes_of(st.one_of(documents, st.text(max_size=200)), 500)
    assert outcomes["imported"] > 10, outcomes
    assert outcomes["rejected"] > 100, outcomes


def test_a_list_with_insertions_and_deletions_is_imported() -> None:
    outcomes = outcomes_of(edited_lists(), 400)
    assert outcomes["imported"] > 150, outcomes


@pytest.mark.parametrize("text", LISTS, ids=[path.stem for path in SMALL])
def test_small_lists_are_reproduced(text: str) -> None:
    (report,) = imported(text.encode()).reports
    assert (report.identical, report.records) == (True, 2)


TABLE = (
    "<table><tr><th>Name</th><th>Conference</th><th>Links</th></tr>%s"
    "<tr><td>Tofu</td><td>OSDI 2020</td><td></td></tr>%s</table>\n"
)


@pytest.mark.parametrize(
    "text",
    [
        # no words
        ".*\t*",
        "\u00a0*\u00a0*",
        "<table><tr><th></th><th></a><# td></tr>\n<tr></td></tr></table>",
        # a URL between the header and the first row
        TABLE % ("https://example.com/x", ""),
        # a link whose label is empty
        "- Supporting Large Models [[Paper]](https://example.com/p)\n  - [](/x) 2\n",
        # a table that ends inside a cell
        "<table><tr><th>Name</th><th>Conference</th></tr>\n<tr><td>Tofu</td><td>OSDI 2020</td></tr>\n"
        "<tr><td>Orca</td><td>[Orca](https://example.com/orca)",
        # a URL with a line break
        '<table><tr><th></th></tr><tr><td><a href="h\na">A</a></td></tr></table>',
        # malformed links and tags
        "e|[[]()\n--|-\nhttps://example.com/x",
        "<table><tr><th></th><th>Conference</th)><th>Link</th><tr><td>a</td><td>2022</td></tr></table>",
        # a last line with only an invisible character
        "- [Tofu](https://example.com/t)\n\x0c",
    ],
)
def test_malformed_documents_are_imported_or_rejected(text: str) -> None:
    assert outcome(text) in ("imported", "rejected")


def test_one_paragraph_with_a_remark() -> None:
    result = imported(b"# A\n\nEfficient Batching [[Paper]](https://example.com/p)\nSplits operators over devices.\n")
    assert [paper.remarks for paper in result.checked.library.papers] == [("Splits operators over devices.",)]


@pytest.mark.parametrize(
    "word",
    [
        "Models",
        "Data",
        "Code",
        "Benchmark",
        "Demo",
        "Review",
        "Project",
        "Weights",
        "Dataset",
        "Video",
        "Report",
        "Website",
        "Blog",
    ],
)
@pytest.mark.parametrize(
    "after", [" (EuroSys 2019)", ". *EuroSys 2019*.", ", EuroSys 2019", " [[code]](https://example.com/c)"]
)
def test_a_title_may_end_like_a_label(word: str, after: str) -> None:
    result = paper_of(read_entry(f"- [Serving Very Large {word}](https://example.com/p){after}"))
    assert result
    assert result.name == f"Serving Very Large {word}"


def test_a_full_stop_after_two_authors_is_not_part_of_a_name() -> None:
    result = paper_of(
        read_entry("- **Batching Requests**. Jane Doe, John Roe. *EuroSys 2019*. [[Paper]](https://example.com/p)")
    )
    assert result
    assert result.authors == named_authors("Jane Doe", "John Roe")


def test_title_authors_and_venue_end_with_full_stops() -> None:
    result = paper_of(
        read_entry("- Tofu: A Title. Jane Doe, John Roe, Max Poe. OSDI 2020. [[Paper]](https://example.com/p)")
    )
    assert result
    assert (result.title, result.authors) == ("Tofu: A Title", named_authors("Jane Doe", "John Roe", "Max Poe"))
    assert [venue.text for venue in result.venues] == ["OSDI 2020"]


# Rendered documents

WORDS = [
    "Adaptive",
    "Batching",
    "Distributed",
    "Graph",
    "Inference",
    "Large",
    "Memory",
    "Models",
    "Scheduling",
    "Training",
    "for",
    "with",
]
NAMES = ["Minjie Wang", "Chien-chin Huang", "Jinyang Li", "Jürgen Groß", "Li Wei", "Ana M. López", "J. Doe"]
VENUES = ["EuroSys 2019", "OSDI 2020", "NeurIPS 2017", "ASPLOS 2023", "arXiv 1811.06965", "MLSys 2021"]
HOUSES = ["NYU", "Microsoft Research", "UC Berkeley", "Institute of Software, Chinese Academy of Sciences"]
LABELS = ["Paper", "Code", "Slides", "Video", "Homepage"]
REMARKS = ["Splits operators over devices.", "It batches *each iteration* on its own.", "Uses `NCCL` for all of it."]

Record = dict[str, object]


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Papers as any style can carry them: titles of several words, no two the same, and a link each."""
    records: list[Record] = []
    for number in range(draw(st.integers(1, 6))):
        words = draw(st.lists(st.sampled_from(WORDS[:10]), min_size=2, max_size=6, unique=True))
        record: Record = {"name": " ".join(["Efficient", *words, f"Part{number}"])}
        if draw(st.booleans()):
            record = {"name": f"Sys{number}", "title": f"Sys{number}: {record['name']}"}
        if authors := draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=True)):
            record["authors"] = authors if len(authors) > 1 else [*authors, "Max Poe"]
        if venue := draw(st.sampled_from([None, *VENUES])):
            record["venue"] = venue.replace("06965", f"0696{number}")
        if houses := draw(st.lists(st.sampled_from(HOUSES), max_size=3, unique=True)):
            record["institutions"] = houses
        labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=3, unique=True))
        record["links"] = [{"label": label, "url": f"https://example.com/{number}/{label.lower()}"} for label in labels]
        if remark := draw(st.sampled_from([None, *REMARKS])):
            record["remarks"] = remark
        record["topic"] = draw(st.sampled_from(["A List > One", "A List > Two > Three", "A List"]))
        records.append(record)
    return records


def checked_list(records: list[Record]) -> Checked:
    files = tuple((f"papers/p{n}.yml", json.dumps(record).encode()) for n, record in enumerate(records))
    return check(Sources(records=files))


def in_tables(paper: Paper) -> object:
    return paper.name, paper.venues, paper.institutions, paper.links, paper.remarks


def in_bullets(paper: Paper) -> object:
    return paper.full_title, paper.authors, paper.venues, paper.links, paper.remarks


def in_paragraphs(paper: Paper) -> object:
    return paper.full_title, paper.venues, paper.links, paper.remarks


SHOWN: dict[str, Callable[[Paper], object]] = {
    "html-table": in_tables,
    "markdown-table": in_tables,
    "bullets": in_bullets,
    "paragraphs": in_paragraphs,
}


def shown_values(checked: Checked, style: str) -> list[object]:
    return [
        SHOWN[style](row.paper) for root in checked.catalog.lists for section in root.walk() for row in section.rows
    ]


@pytest.mark.parametrize("style", SHOWN)
def test_a_rendered_document_can_be_imported(style: str) -> None:
    assert_imported_again(style, records())


def assert_imported_again(style: str, catalogs: st.SearchStrategy[list[Record]]) -> None:
    """Render catalogs of papers, import the documents, and compare the records."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(catalogs)
    def run(records: list[Record]) -> None:
        checked = checked_list(records)
        assert checked.ok, checked.diagnostics
        text = render_document(checked.catalog, checked.catalog.lists[0], TEMPLATES, style=style)
        again = imported(text.encode())
        assert shown_values(again.checked, style) == shown_values(checked, style), text
        assert again.reports[0].identical is True, text
        assert again.ok

    run()
