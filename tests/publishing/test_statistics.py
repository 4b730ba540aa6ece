"""The page Statistics: counts, links and the geometry of charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papertrail.core import Catalog
from papertrail.pages import PageOptions
from papertrail.pages.charts import Bar, Chart, Count, columns, rows
from papertrail.pages.renderer import PageRenderer
from papertrail.pages.statistics import by_year, statistics, statistics_of, totals_of
from papertrail.templating.environment import environment
from support.golden import Golden
from support.html import CHART_TAGS, PAGE_TAGS, Shown
from support.projects import checked

HERE = Path(__file__).parent
TREE = """\
=== papers/_topics.yml
- name: Training
  topics: [Parallelism, {name: Memory, topics: [Swapping]}, Empty]
- {name: "Serving & <b>more</b>"}
=== papers/_institutions.yml
- {name: MSRA, parent: Microsoft}
- {name: Microsoft}
- {name: "{{ 7*7 }} \\"Labs\\""}
=== papers/_venues.yml
- {name: MLSys}
- {name: SysML, renamed_to: MLSys}
- {name: arXiv}
- {name: OSDI}
=== papers/tofu.yml
name: Tofu
authors: [A, B]
venue: [arXiv 1807.08887, SysML 2019]
institutions: [MSRA]
links: {Code: https://example.com/tofu}
topic: [Training > Parallelism, Training > Memory > Swapping]
=== papers/orca.yml
name: Orca
authors: [B, C]
venue: OSDI'22
institutions: ['{{ 7*7 }} "Labs"', Microsoft]
topic: Serving & <b>more</b>
=== papers/vdnn.yml
name: vDNN
venue: MLSys 2019
topic: Training > Memory
=== papers/program.yml
name: Program
topic: Training
"""


def page_of(catalog: Catalog) -> str:
    options = PageOptions(site_name="A List")
    return statistics(PageRenderer(catalog, environment(None), options)).make().html


def test_the_statistics_page_of_a_list(golden: Golden) -> None:
    golden.check(page_of(checked(TREE).catalog), HERE / "golden" / "statistics.html")


def test_names_are_escaped() -> None:
    html = page_of(checked(TREE).catalog)
    shown = Shown(html)
    assert shown.tags <= PAGE_TAGS | CHART_TAGS
    assert "Serving & <b>more</b>: 1 paper" in shown.text
    assert '{{ 7*7 }} "Labs"' in shown.text
    assert "{{" not in html


def test_empty_list_has_no_statistics() -> None:
    html = page_of(checked("").catalog)
    assert "No papers yet." in html
    assert "<svg" not in html


def shows(catalog: Catalog, query: str) -> int:
    """Count the papers that Browse shows for a query."""
    wanted = parse_qs(query, strict_parsing=True)
    count = 0
    for paper in catalog.papers:
        venues = {group.name for venue in paper.venues if (group := catalog.venue(venue))}
        institutions = {group.name for name in paper.institutions if (group := catalog.institution(name))}
        institutions |= {group.parent for name in institutions if (group := catalog.institution(name)) and group.parent}
        topics = {" > ".join(path[:depth]) for path in paper.topics for depth in range(1, len(path) + 1)}
        first, _, last = wanted.get("year", ["0-9999"])[0].partition("-")
        count += (
            int(first) <= (paper.year or 0) <= int(last)
            and venues >= set(wanted.get("venue", []))
            and institutions >= set(wanted.get("institution", []))
            and topics >= set(wanted.get("topic", []))
        )
    return count


def test_every_count_equals_the_papers_that_browse_shows() -> None:
    catalog = checked(TREE).catalog
    parts = statistics_of(catalog)
    assert [part.title for part in parts] == ["Years", "Venues", "Institutions", "Topics"]
    for part in parts:
        drawn = {bar.label: bar for bar in part.chart.bars}
        assert part.lines
        for line in part.lines:
            assert shows(catalog, line.count.query) == line.count.count > 0
            assert drawn[line.count.label].count == line.count.count
            assert drawn[line.count.label].query == line.count.query


def test_totals() -> None:
    totals = {total.label: total.count for total in totals_of(checked(TREE).catalog)}
    assert totals == {"papers": 4, "with code": 1, "authors": 3}


def test_papers_without_a_year_are_counted() -> None:
    years = statistics_of(checked(TREE).catalog)[0]
    assert years.note == "1 paper without a year."
    assert [bar.label for bar in years.chart.bars] == ["2019", "2022"]
    assert [mark.text for mark in years.chart.marks] == ["2019", "2020", "2021", "2022"]


@settings(deadline=None)
@given(st.dictionaries(st.integers(1800, 2100), st.integers(1, 5000), max_size=60))
def test_years_have_no_gaps_and_fit_the_chart(counts: dict[int, int]) -> None:
    years = by_year(counts)
    assert len(years) <= 40
    assert sum(count.count for count in years) == sum(counts.values())
    labels = [int(count.label) for count in years if count.label.isdecimal()]
    assert labels == list(range(labels[0], labels[-1] + 1) if labels else [])
    assert not labels or labels[-1] == max(counts)
    for count in years:
        first, _, last = count.query.removeprefix("year=").partition("-")
        assert count.count == sum(number for year, number in counts.items() if int(first) <= year <= int(last))


def many(count: int, institutions: int) -> str:
    names = ", ".join(f"University {n:03}" for n in range(institutions))
    return "".join(
        f"=== papers/p{n}.yml\nname: P{n}\nvenue: Venue {n} 2019\ninstitutions: [{names}]\ntopic: T{n % 9} > S{n}\n"
        for n in range(count)
    )


def test_a_chart_is_limited_and_its_table_is_complete() -> None:
    _, venues, institutions, topics = statistics_of(checked(many(count=20, institutions=16)).catalog)
    assert (len(venues.chart.bars), venues.omitted, len(venues.lines)) == (15, 5, 20)
    assert (len(institutions.chart.bars), institutions.omitted, len(institutions.lines)) == (15, 1, 16)
    assert [bar.label for bar in topics.chart.bars] == [f"T{n}" for n in range(9)], (
        "lists only: all topics are too many"
    )
    assert len(topics.lines) == 29


def test_a_single_list_has_a_chart_of_its_sections() -> None:
    tree = "".join(f"=== papers/p{n}.yml\nname: P{n}\ntopic: T > S{n:02}\n" for n in range(20))
    topics = statistics_of(checked(tree).catalog)[0]
    assert [(bar.text, bar.depth) for bar in topics.chart.bars] == [(f"S{n:02}", 0) for n in range(15)]


def test_a_very_long_table_ends_with_a_link_to_the_index() -> None:
    tree = "".join(
        f"=== papers/p{n}.yml\nname: P{n}\ntopic: T\ninstitutions: [{', '.join(f'U{n}-{m}' for m in range(170))}]\n"
        for n in range(3)
    )
    html = page_of(checked(tree).catalog)
    assert html.count('<th scope="row">') == 500 + 1
    assert '<a href="../institutions/">All institutions (510)</a>' in html


COUNTS = st.lists(
    st.builds(
        Count,
        label=st.text("aMW1 é中—", min_size=1, max_size=80),
        count=st.integers(1, 20_000),
        query=st.just("venue=x"),
        depth=st.integers(0, 1),
    ),
    max_size=40,
)


def inside(bar: Bar, chart: Chart) -> bool:
    right, below = bar.x + bar.width, bar.y + bar.height
    return bar.x >= 0 and bar.y >= 0 and right <= chart.width + 0.1 and below <= chart.height + 0.1


@pytest.mark.parametrize("draw", [columns, rows])
@settings(deadline=None)
@given(counts=COUNTS)
def test_bars_have_the_right_length_and_stay_in_the_drawing(
    draw: Callable[[Sequence[Count]], Chart], counts: Sequence[Count]
) -> None:
    chart = draw(counts)
    assert [bar.count for bar in chart.bars] == [count.count for count in counts]
    assert all(inside(bar, chart) for bar in chart.bars)
    lengths = [bar.height if draw is columns else bar.width for bar in chart.bars]
    most = max((count.count for count in counts), default=0)
    for bar, length in zip(chart.bars, lengths, strict=True):
        assert length == pytest.approx(max(max(lengths) * bar.count / most, 1.5), abs=0.11)


@pytest.mark.parametrize("draw", [columns, rows])
@settings(deadline=None)
@given(counts=COUNTS)
def test_the_link_of_a_bar_covers_this_bar_only(
    draw: Callable[[Sequence[Count]], Chart], counts: Sequence[Count]
) -> None:
    chart = draw(counts)
    for bar in chart.bars:
        at = chart.place(bar)
        left, top = at.x, at.y
        right, below = left + at.width, top + at.height
        covered = [
            other
            for other in chart.bars
            if left <= other.x + other.width / 2 <= right and top <= other.y + other.height / 2 <= below
        ]
        assert covered == [bar]


@settings(deadline=None)
@given(counts=COUNTS)
def test_bars_do_not_overlap(counts: Sequence[Count]) -> None:
    upright, lying = columns(counts).bars, rows(counts).bars
    assert all(one.x + one.width < other.x for one, other in pairwise(upright))
    assert all(one.y + one.height < other.y for one, other in pairwise(lying))


@settings(deadline=None)
@example({1900: 1, 1901: 1, 1902: 1, 1903: 2397, 1940: 147})
@given(st.dictionaries(st.integers(1900, 2030), st.integers(1, 3000), min_size=1, max_size=60))
def test_labels_of_years_do_not_overlap(counts: dict[int, int]) -> None:
    chart = columns(by_year(counts))
    ends = [(mark.at - 3.1 * len(mark.text), mark.at + 3.1 * len(mark.text)) for mark in chart.marks]
    assert all(one[1] < other[0] for one, other in pairwise(ends))
    assert chart.marks[-1].text == str(max(counts))
    assert [line.text for line in chart.lines][:1] in ([""], ["0"]), "columns have labels, or there is a scale"
    assert {round(bar.y + bar.height, 6) for bar in chart.bars} == {chart.lines[0].at}


@settings(deadline=None)
@given(st.text("aMW1 é中—ı", max_size=250))
def test_a_shortened_label_ends_with_an_ellipsis(label: str) -> None:
    text = rows([Count(label=label, count=1, query="")]).bars[0].text
    assert text == label or (text.endswith("…") and label.startswith(text[:-1]))
    assert len(re.sub("[^中]", "", text)) * 13 <= 340
