"""The order of papers in a topic, and what an import infers of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.catalog import in_section_order
from papertrail.core import Paper, Row, Topic, Venue
from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.pipeline.check import check
from papertrail.pipeline.lists import list_document
from papertrail.records.files import Sources
from papertrail.templating.environment import environment


def order_of(sort: str, order: str, **years: int) -> str:
    """The ids of papers of these years, sorted by a topic."""
    rows = [Row(paper=Paper(id=id, name=id, date=str(year)), path="", line=1) for id, year in years.items()]
    topic = Topic(name="L", sort=sort, order=tuple(order.split()))
    return " ".join(row.paper.id for row in in_section_order(rows, topic))


@pytest.mark.parametrize(
    ("sort", "order", "expected"),
    [
        ("order", "a c", "a c d b"),
        ("newest", "", "d b c a"),
        ("newest", "d c b a", "d c b a"),  # of one year
        ("newest", "c a", "d b c a"),  # a new paper of a year is in front
        ("oldest", "a c", "a c b d"),
        ("newest", "a b c", "a d b c"),  # an exception stays where it is
        ("newest", "c d", "c d b a"),
        ("newest", "gone", "d b c a"),
    ],
)
def test_order_decides_among_papers_that_the_sort_does_not_separate(sort: str, order: str, expected: str) -> None:
    assert order_of(sort, order, a=2019, b=2020, c=2020, d=2021) == expected


def test_papers_are_sorted_by_venue_then_newest_first() -> None:
    venues = {"a": "SOSP 2019", "b": "OSDI 2018", "c": "OSDI 2020", "d": ""}
    papers = [Paper(id=id, name=id, venues=(Venue(text=venue),) if venue else ()) for id, venue in venues.items()]
    rows = [Row(paper=paper, path="", line=1) for paper in papers]
    assert "".join(row.paper.id for row in in_section_order(rows, Topic(name="L", sort="venue"))) == "cbad"


TEMPLATES = environment(None)
NEW = b"name: Quince trees\nvenue: TreeConf 2022\ntopic: Trees%s\n"


def topics_and_document(source: str, topic: str = "") -> tuple[str, str, str]:
    """The topic tree of an imported list, its document, and its document with another paper, of TreeConf 2022."""
    files = import_lists(
        Sources(),
        Settings(root=Path("/nowhere")),
        [InputFile(name="trees.md", data=source.encode())],
        ImportOptions(schema=False),
        TEMPLATES,
    ).files
    registries = tuple((path, text.encode()) for path, text in files.items() if path.startswith("papers/_"))
    records = [(path, text.encode()) for path, text in files.items() if not path.startswith("papers/_")]
    prose = tuple(("trees", path, data) for path, data in registries if path.endswith(".md"))
    documents = []
    for more in ([], [("papers/quince-trees.yml", NEW % topic.encode())]):
        sources = Sources(
            records=(*records, *more),
            registries=tuple(file for file in registries if file[0].endswith(".yml")),
            prose=prose,
        )
        checked = check(sources)
        documents.append(list_document(checked, checked.catalog.lists[0], TEMPLATES))
    return files["papers/_topics.yml"], documents[0], documents[1]


def entries(*papers: str) -> str:
    """A list with entries such as `Oak 2021`."""
    numbered = enumerate(paper.rsplit(" ", 1) for paper in papers)
    lines = (f"- [{name} trees](https://example.org/{number}). TreeConf {year}\n" for number, (name, year) in numbered)
    return "".join(lines)


def names_in(document: str) -> list[str]:
    return [
        line.split(" trees")[0].split("[")[-1].removeprefix("- ")
        for line in document.splitlines()
        if line.startswith("-")
    ]


def test_a_new_paper_of_a_list_that_is_newest_first_is_placed_by_its_year() -> None:
    source = "# Trees\n\n" + entries("Oak 2023", "Elm 2021", "Ash 2020", "Yew 2018")
    topics, document, longer = topics_and_document(source)
    assert document == source
    assert "sort: newest" in topics
    assert "order" not in topics
    assert names_in(longer) == ["Oak", "Quince", "Elm", "Ash", "Yew"]


def test_only_papers_of_a_year_in_another_sequence_need_an_order() -> None:
    source = "# Trees\n\n" + entries("Oak 2023", "Yew 2021", "Ash 2021", "Elm 2020", "Fir 2019", "Fig 2018")
    topics, document, longer = topics_and_document(source)
    assert document == source
    assert "order: [yew-trees, ash-trees]\n" in topics
    assert names_in(longer) == ["Oak", "Quince", "Yew", "Ash", "Elm", "Fir", "Fig"]


def test_an_entry_in_another_place_stays_there() -> None:
    source = "# Trees\n\n" + entries("Bay 1990", "Oak 2023", "Yew 2021", "Ash 2020", "Elm 2019", "Fir 2018")
    topics, document, longer = topics_and_document(source)
    assert document == source
    assert "sort: newest" in topics
    assert names_in(longer) == ["Bay", "Oak", "Quince", "Yew", "Ash", "Elm", "Fir"]


def test_a_topic_can_be_sorted_in_another_way_than_the_document() -> None:
    source = (
        "# Trees\n\n## Broad\n\n"
        + entries("Oak 2023", "Yew 2021", "Ash 2020", "Elm 2019", "Fir 2018", "Fig 2017", "Bay 2012", "Box 2010")
        + "\n## Narrow\n\n"
        + entries("Pine 2001", "Thuja 2003", "Larch 2005", "Cedar 2024")
    )
    topics, document, longer = topics_and_document(source, " > Narrow")
    assert document == source
    assert topics.count("sort:") == 2
    assert "order" not in topics
    assert names_in(longer)[-5:] == ["Pine", "Thuja", "Larch", "Quince", "Cedar"]


def test_a_list_in_no_order_keeps_its_order_and_gets_new_papers_at_its_end() -> None:
    source = "# Trees\n\n" + entries("Oak 2021", "Yew 2024", "Ash 2020", "Elm 2023", "Fir 2021", "Fig 2022")
    topics, document, longer = topics_and_document(source)
    assert document == source
    assert "sort" not in topics
    assert names_in(longer) == ["Oak", "Yew", "Ash", "Elm", "Fir", "Fig", "Quince"]
