"""A small list of papers of all types: exports compared with golden files, and parsed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from exporters import readers
from exporters.exports import citation_tags, cite, json_ld
from papertrail.core import Catalog, Row
from papertrail.exporters import EXPORTS, atom_feed, export_text
from support.golden import Golden
from support.projects import checked

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    result = checked((GOLDEN / "list.txt").read_text(encoding="utf-8"))
    assert result.diagnostics == ()
    return result.catalog


@pytest.mark.parametrize("form", EXPORTS)
def test_export_matches_golden_file(form: str, catalog: Catalog, golden: Golden) -> None:
    golden.check(export_text(form, catalog.rows, catalog), GOLDEN / f"list{EXPORTS[form].suffix}")


def test_feed_matches_golden_file(catalog: Catalog, golden: Golden) -> None:
    golden.check(feed_of(catalog.rows, "https://example.com/list"), GOLDEN / "feed.xml")


def test_references_match_golden_file(catalog: Catalog, golden: Golden) -> None:
    lines = [cite(paper, catalog.venue_names).reference for paper in catalog.papers]
    golden.check("\n\n".join(lines) + "\n", GOLDEN / "references.txt")


def test_page_metadata_matches_golden_file(catalog: Catalog, golden: Golden) -> None:
    text = ""
    for paper in catalog.papers:
        tags = citation_tags(paper, catalog.venue_names)
        data = json_ld(paper, f"https://example.com/papers/{paper.id}/", catalog.venue_names, catalog.institution_names)
        text += f"=== {paper.id}\n" + "".join(f"{name}: {value}\n" for name, value in tags) + f"{data}\n"
    golden.check(text, GOLDEN / "metadata.txt")


def feed_of(rows: tuple[Row, ...], site_url: str | None = None) -> str:
    return atom_feed(
        rows,
        title="Recently added",
        site_name="A List",
        address="feed.xml",
        site_url=site_url,
        page_of=lambda row: f"papers/{row.paper.id}/",
    )


# Read back


def test_bibtex_can_be_parsed(catalog: Catalog) -> None:
    entries = {entry["key"]: entry for entry in readers.bibtex_entries(export_text("bibtex", catalog.rows, catalog))}
    assert entries["huang2019:gpipe"] == {
        "type": "inproceedings",
        "key": "huang2019:gpipe",
        "author": [
            ("Yanping", "", "Huang", ""),
            ("Quoc V.", "", "Le", ""),
            ("Christopher", "", "De Sa", ""),
            ("Martin", "", "King", "Jr."),
        ],
        "title": "GPipe: Efficient Training of Giant Neural Networks using Pipeline Parallelism",
        "booktitle": "Conference on Neural Information Processing Systems (NIPS)",
        "year": "2019",
        "eprint": "1811.06965",
        "archiveprefix": "arXiv",
        "url": "https://arxiv.org/abs/1811.06965",
        "keywords": "pipelines, deep, R&D",
    }
    assert entries["theclusterteam:no-year"]["author"] == [
        ("", "", "The Cluster Team", ""),
        ("Jan", "van der", "Berg", ""),
        ("", "", "Ernst and Young", ""),
    ]
    assert (
        entries["theclusterteam:no-year"]["title"]
        == "A {Lone Brace -- and \"Quotes\" of a 'Work' @article{x, & 100% of C++"
    )
    assert entries["wang2019:tofu"]["month"] == "mar"
    assert entries["chen2016:memory-monger"]["author"][-1] == ("", "", "others", "")
    assert entries["han"]["author"][0] == ("敏捷", "", "王", "")
    assert list(entries) == [cite(paper, catalog.venue_names).key for paper in catalog.papers]


def test_bibtex_entry_types(catalog: Catalog) -> None:
    types = {paper.id: cite(paper, catalog.venue_names).bibtex.partition("{")[0] for paper in catalog.papers}
    assert types == {
        "tofu": "@inproceedings",
        "gpipe": "@inproceedings",
        "han": "@inproceedings",
        "memory-monger": "@misc",
        "thesis": "@phdthesis",
        "no-authors": "@article",
        "no-year": "@misc",
        "philly": "@techreport",
        "slurm": "@misc",
        "traces": "@misc",
        "post": "@misc",
        "everything": "@article",
    }


def test_biblatex_entry_types(catalog: Catalog) -> None:
    text = export_text("biblatex", catalog.rows, catalog)
    types = {key.rpartition(":")[2]: entry_type for entry_type, key in re.findall(r"(?m)^@(\w+)\{(.+),$", text)}
    assert types == {
        "han": "inproceedings",
        "gpipe": "inproceedings",
        "tofu": "inproceedings",
        "thesis": "thesis",
        "memory-monger": "online",
        "everything": "article",
        "no-authors": "article",
        "post": "online",
        "philly": "report",
        "no-year": "misc",
        "traces": "dataset",
        "slurm": "software",
    }


def test_bibtex_entries_can_be_split_by_blank_lines(catalog: Catalog) -> None:
    text = export_text("bibtex", catalog.rows, catalog)
    entries = text.removesuffix("\n").split("\n\n")
    assert entries == [cite(paper, catalog.venue_names).bibtex.rstrip("\n") for paper in catalog.papers]
    for entry in entries:
        first, *others = entry.split("\n")
        assert first.startswith("@")
        assert all(line.strip() and not line.lstrip().startswith("@") for line in others)


def test_ris_can_be_parsed(catalog: Catalog) -> None:
    text = export_text("ris", catalog.rows, catalog)
    records = {record["id"]: record for record in readers.ris_records(text)}
    assert records["wang2019:tofu"] == {
        "type_of_reference": "CPAPER",
        "authors": ["Wang, Minjie", "Huang, Chien-chin", "Li, Jinyang"],
        "title": "Supporting Very Large Models using Automatic Dataflow Graph Partitioning",
        "secondary_title": "European Conference on Computer Systems (EuroSys)",
        "year": "2019",
        "date": "2019/03/25/",
        "doi": "10.1145/3302424.3303953",
        "urls": ["https://doi.org/10.1145/3302424.3303953"],
        "file_attachments1": "https://example.com/tofu.pdf",
        "keywords": ["partitioning", "compilers"],
        "id": "wang2019:tofu",
    }
    assert readers.ris_records(text.replace("\n", "\r\n")) == list(records.values()), "either line end does"
    assert records["lovelace:traces"]["urls"] == ["https://example.com/traces?a=1%3Bb=2"]
    assert records["chen2016:memory-monger"]["authors"] == ["Chen, Tianqi", "Xu, Bing", "et al."]


def test_csv_can_be_parsed(catalog: Catalog) -> None:
    text = export_text("csv", catalog.rows, catalog)
    rows = {row["id"]: row for row in readers.csv_rows(text)}
    assert text.count("\n") == len(rows) + 1 == len(catalog.rows) + 1, "a line for the header and for each paper"
    assert rows["tofu"] == {
        "id": "tofu",
        "name": "Tofu",
        "title": "Supporting Very Large Models using Automatic Dataflow Graph Partitioning",
        "type": "article",
        "authors": "Minjie Wang; Chien-chin Huang; Jinyang Li",
        "venue": "EuroSys 2019",
        "year": "2019",
        "institutions": "NYU",
        "links": "Paper: https://doi.org/10.1145/3302424.3303953; PDF: https://example.com/tofu.pdf; "
        "Code: https://github.com/example/tofu",
        "remarks": "*Automatic partition* of a dataflow graph.",
        "keywords": "partitioning; compilers",
        "topics": "Training > Parallelism",
        "added": "2026-11-20",
        "custom": "Objective: =latency; Simulated: no",
        "date": "2019-03-25",
        "doi": "10.1145/3302424.3303953",
        **dict.fromkeys(("status", "arxiv", "isbn", "volume", "number", "pages", "publisher"), ""),
        **dict.fromkeys(("language", "awards", "abstract", "series", "edition", "address", "editors"), ""),
    }
    assert rows["gpipe"]["topics"] == "Training > Parallelism; Clusters"
    assert rows["gpipe"]["venue"] == "arXiv 1811.06965; NIPS 2019"


def test_feed_can_be_parsed(catalog: Catalog) -> None:
    parsed = readers.feed(feed_of(catalog.rows, "https://example.com/list/"))
    assert parsed.feed.title == "Recently added"
    assert parsed.feed.author == "A List"
    assert parsed.feed.updated == "2026-11-22T00:00:00Z"
    assert {link.rel: link.href for link in parsed.feed.links} == {
        "self": "https://example.com/list/feed.xml",
        "alternate": "https://example.com/list/",
    }
    assert [entry.link.rpartition("papers/")[2] for entry in parsed.entries] == [
        "memory-monger/", "everything/", "slurm/", "gpipe/", "tofu/", "no-authors/",
    ]  # fmt: skip
    tofu = parsed.entries[4]
    assert tofu.title == "Supporting Very Large Models using Automatic Dataflow Graph Partitioning"
    assert tofu.link == "https://example.com/list/papers/tofu/"
    assert tofu.updated == tofu.published == "2026-11-20T00:00:00Z"
    assert [author.name for author in tofu.authors] == ["Minjie Wang", "Chien-chin Huang", "Jinyang Li"]
    assert [tag.term for tag in tofu.tags] == ["partitioning", "compilers"]
    assert tofu.content[0].type == "text/html"
    assert tofu.content[0].value == (
        "<p><cite>Supporting Very Large Models using Automatic Dataflow Graph Partitioning</cite></p>"
        "<p>EuroSys 2019</p><p><em>Automatic partition</em> of a dataflow graph.</p>"
        '<p><a href="https://doi.org/10.1145/3302424.3303953">Paper</a> · '
        '<a href="https://example.com/tofu.pdf">PDF</a> · <a href="https://github.com/example/tofu">Code</a></p>'
    )


def test_feed_without_site_url_has_the_same_ids_and_links_to_the_works(catalog: Catalog) -> None:
    known = readers.feed(feed_of(catalog.rows, "https://example.com/list/"))
    unknown = readers.feed(feed_of(catalog.rows))
    assert [entry.id for entry in unknown.entries] == [entry.id for entry in known.entries]
    assert unknown.feed.id == known.feed.id
    assert len({unknown.feed.id, *(entry.id for entry in unknown.entries)}) == 7
    assert "links" not in unknown.feed
    assert unknown.entries[4].link == "https://doi.org/10.1145/3302424.3303953"


def test_feed_entry_keeps_its_id_when_the_record_is_renamed(catalog: Catalog) -> None:
    row = next(row for row in catalog.rows if row.paper.id == "tofu")
    renamed = replace(row, paper=replace(row.paper, id="tofu-2019", aliases=("tofu",)))
    before, after = (readers.feed(feed_of((one_row,))).entries[0] for one_row in (row, renamed))
    assert before.id == after.id


def test_feed_has_the_last_fifty_papers(catalog: Catalog) -> None:
    row = catalog.rows[0]
    rows = tuple(
        replace(row, paper=replace(row.paper, id=f"p{n}", title=f"T{n}", added=f"2026-01-{n % 28 + 1:02}"))
        for n in range(60)
    )
    undated = tuple(replace(row, paper=replace(row.paper, added=added)) for added in (None, "2026-02-30", "soon"))
    entries = readers.feed(feed_of(rows + undated)).entries
    assert len(entries) == 50
    days = [entry.updated[:10] for entry in entries]
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-01-28"
    assert [entry.title for entry in entries[:2]] == ["T27", "T55"], "of one day, in the order of the rows"


def test_empty_feed_is_valid() -> None:
    parsed = readers.feed(feed_of(()))
    assert parsed.entries == []
    assert parsed.feed.updated == "1970-01-01T00:00:00Z"
