"""Results, groups, order and counts of Browse are those that brute force finds in Python, without the index."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from browser import features
from browser.axe import violations
from browser.browsing import SEEN_ROWS, facets, groups, ids, open_bar, show_all, wait_until_ready
from browser.brute_force import FACETS, BrowseQuery, BrowseResult, expected_result
from browser.sites import REPO_URL, Site, built_and_served
from browser.views import BOTH, DESKTOP_LIGHT, PHONE_DARK, ContextOf, View, watched
from papertrail.core import Catalog, Group
from papertrail.core.authors import names_of
from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings

QUERIES = 50

MARKS = {f"{name}-{number}": marks for number in range(0, 300, 7) for name in ("tofu", "x") for marks in ({"read"},)}
MARKS |= {f"gandiva-{number}": {"to-read", "starred"} for number in range(300)}
FINDS: tuple[str, ...] = (
    "memory",
    "gröss",
    "GROSSE",
    "-graph",
    "shard -mirror",
    "all-reduce",
    "C++",
    "tensr",
    "paralelism",
    "comunicaton",
)
FINDS += (
    "microsoft",
    "european conf",
    "at&t",
    "o'reilly",
    "schedlar cach",
    "dedupliction",
    "-memry",
    "zzzz",
    "李",
    "- +",
    "unusualy",
    "differemment graph",
    "2019",
    "eurosys 2015",
    "straße 2020",
    "muller",
    "best paper",
    "doi 3000013",
    "3 nodes",
    "retracted",
    "thesis -software",
    "long before",
    "github",
    "serving caching",
    '"zoe muller"',
    '-"bo li" tensor',
    "tensor OR graph cache",
    "OR tensor OR",
    "year:2015-2017 author:søren",
    "-year:2012- graph",
    'venue:"journal of größe"',
    "topic:serving title:page",
    "institution:msr keyword:memory",
    "author:tensor",
    "year:abc",
    '"tensor graph',
    "x",
    "tensro",
    "lense",
    "lase",
)


@pytest.fixture(scope="module")
def catalog(features_site: Site) -> Catalog:
    checked = check_from_disk(load_settings(features_site.project / "mkdocs.yml"))
    assert checked.ok
    return checked.catalog


@pytest.fixture(scope="module")
def browse(context_of: ContextOf, features_site: Site) -> Iterator[Page]:
    with watched(context_of(DESKTOP_LIGHT), features_site) as reader:
        page = reader.open("about/")
        stored = {id: sorted(marks) for id, marks in MARKS.items()}
        page.evaluate("marks => localStorage.setItem('papertrail-marks:/', marks)", json.dumps(stored))
        reader.open("browse/?find=x")  # loads all words
        wait_until_ready(page)
        # At the first Back, the theme loads the page again, whatever has changed.
        with page.expect_response(lambda response: "group=year" in response.url):
            page.evaluate("document.querySelector('papertrail-browse').former = true")
            go_to(page, features_site, BrowseQuery(group="year"))
        page.wait_for_function("() => !document.querySelector('papertrail-browse').former")
        wait_until_ready(page)
        yield page
        page.evaluate("localStorage.clear()")
        reader.assert_no_faults()


def test_the_list_has_papers_of_all_kinds(catalog: Catalog) -> None:
    papers = catalog.papers
    assert len(papers) == features.COUNT
    assert any(len(paper.topics) > 1 for paper in papers)
    assert any(len(paper.venues) > 1 for paper in papers)
    assert any(paper.year is None for paper in papers)
    assert any(paper.notes for paper in papers)


def random_query(seed: int, catalog: Catalog) -> BrowseQuery:
    """A random query, with few filters, so that most queries match some papers."""
    rng = random.Random(seed)
    values = {
        "topic": [" > ".join(section.path) for root in catalog.lists for section in root.walk()],
        "venue": [group.name for group in catalog.venues],
        "institution": [group.name for group in catalog.institutions],
        "author": sorted({name for paper in catalog.papers for name in names_of(paper.authors)}),
        "keyword": sorted({name for paper in catalog.papers for name in paper.keywords}),
        "type": sorted({paper.type for paper in catalog.papers}),
        "status": ["in press", "retracted"],
        "award": sorted({award for paper in catalog.papers for award in paper.awards}),
        "has": ["code", "notes"],
        "mark": ["to-read", "read", "starred"],
        "field.Cluster": ["0 nodes", "1 nodes", "2 nodes", "3 nodes"],
    }
    chosen = {facet: tuple(rng.sample(values[facet], rng.choice((1, 1, 2)))) for facet in FACETS if rng.random() < 0.14}
    others = [facet for facet in FACETS if facet not in chosen]
    excluded = {facet: (rng.choice(values[facet]),) for facet in others if rng.random() < 0.1}
    years = (rng.choice((None, 2012, 2015)), rng.choice((None, 2018, 2024)))
    return BrowseQuery(
        find=rng.choice(FINDS) if rng.random() < 0.45 else "",
        chosen=chosen,
        excluded=excluded,
        years=years if years != (None, None) and rng.random() < 0.3 else None,
        group=rng.choice((None, "topic", "venue", "year", "none")),
        sort=rng.choice((None, "listed", "newest", "oldest", "added", "name", "venue", "best")),
    )


def url_query(query: BrowseQuery) -> str:
    """The query of the URL."""
    pairs = [("find", query.find)] if query.find else []
    pairs += [(facet, value) for facet, values in query.chosen.items() for value in values]
    pairs += [(f"no-{facet}", value) for facet, values in query.excluded.items() for value in values]
    if query.years:
        first, last = query.years
        pairs.append(("year", f"{first or ''}-{last or ''}"))
    selected = [("group", query.group), ("sort", query.sort)]
    return urlencode([*pairs, *((name, value) for name, value in selected if value)])


def go_to(page: Page, site: Site, query: BrowseQuery, address: str = "browse/") -> None:
    """Show a query as Back or Forward would, which is faster than loading the page."""
    url = site.url(f"{address}?{url_query(query)}")
    page.evaluate("url => { history.pushState(null, '', url); dispatchEvent(new PopStateEvent('popstate')); }", url)


@pytest.mark.parametrize("seed", range(QUERIES))
def test_results_and_counts_are_those_of_brute_force(
    browse: Page, features_site: Site, catalog: Catalog, seed: int
) -> None:
    query = random_query(seed, catalog)
    go_to(browse, features_site, query)
    check(browse, catalog, query)


@pytest.mark.parametrize("seed", range(QUERIES, QUERIES + 5))
def test_a_url_shows_what_its_query_asks_for(
    context_of: ContextOf, features_site: Site, catalog: Catalog, seed: int
) -> None:
    query = random_query(seed, catalog)
    with watched(context_of(PHONE_DARK), features_site) as reader:
        page = reader.open(f"browse/?{url_query(query)}")
        wait_until_ready(page)
        show_all(page)
        assert groups(page) == expected_result(catalog, query, {}).groups
        reader.assert_no_faults()


def count_text(count: int, total: int) -> str:
    """What the bar shows."""
    return f"{count} of {total} papers" if count < total else f"{total} papers"


def check(browse: Page, catalog: Catalog, query: BrowseQuery) -> None:
    show_all(browse)
    result = expected_result(catalog, query, MARKS)
    assert browse.locator(".pt-shown").text_content() == count_text(result.count, features.COUNT)
    assert groups(browse) == result.groups
    assert_counts(browse, query, result)


def assert_counts(page: Page, query: BrowseQuery, result: BrowseResult) -> None:
    shown = facets(page)
    assert list(shown) == [
        "topic",
        "venue",
        "institution",
        "has",
        "mark",
        "author",
        "keyword",
        "type",
        "status",
        "award",
        "field.Cluster",
    ]
    for facet, values in shown.items():
        chosen, excluded = query.chosen.get(facet, ()), query.excluded.get(facet, ())
        counts = {value.name: value.count for value in values if value.count}
        assert counts == {name: count for name, count in result.facets[facet].items() if name not in excluded}, facet
        assert {value.name for value in values if value.state == "chosen"} == set(chosen), facet
        assert {value.name for value in values if value.state == "excluded"} == set(excluded), facet
        assert len({value.name for value in values}) == len(values), facet


def test_the_random_queries_are_of_every_kind(catalog: Catalog) -> None:
    queries = [random_query(seed, catalog) for seed in range(QUERIES)]
    counts = [expected_result(catalog, query, MARKS).count for query in queries]
    assert sum(0 < count < features.COUNT for count in counts) > QUERIES / 2
    for facet in FACETS:
        assert any(facet in query.chosen for query in queries), facet
        assert any(facet in query.excluded for query in queries), facet
    assert any(query.years for query in queries)
    assert {query.group for query in queries} == {None, "topic", "venue", "year", "none"}
    assert {query.sort for query in queries} == {None, "listed", "newest", "oldest", "added", "name", "venue", "best"}


@pytest.mark.parametrize("find", FINDS)
def test_words_are_found_as_by_brute_force(browse: Page, features_site: Site, catalog: Catalog, find: str) -> None:
    query = BrowseQuery(find=find)
    go_to(browse, features_site, query)
    show_all(browse)
    assert groups(browse) == expected_result(catalog, query, MARKS).groups


# Pages of groups with several pages, which show papers of the index of Browse


@pytest.fixture(scope="module")
def split_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The generated list with at most five rows per page, without instant navigation."""
    project = tmp_path_factory.mktemp("split") / "list"
    features.write(project)
    config = (project / "mkdocs.yml").read_text(encoding="utf-8").replace(", navigation.instant", "")
    option = "papertrail: {split: 5, paper_pages: false}"
    (project / "mkdocs.yml").write_text(config.replace("papertrail]", f"{{{option}}}]"), encoding="utf-8")
    with built_and_served(project, REPO_URL=REPO_URL) as served:
        yield served


def group_at(catalog: Catalog, address: str) -> Group:
    """The group of a page."""
    folder, _, slug = address.partition("/")
    groups: tuple[Group, ...] = getattr(catalog, folder)
    return next(group for whole in groups for group in (whole, *whole.parts) if group.slug == slug)


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("venues/mlsys", BrowseQuery()),
        ("venues/eurosys/2010", BrowseQuery(chosen={"topic": ("Training",)})),
        ("years/2015", BrowseQuery(find="graph OR tensor OR cache")),
        ("institutions/microsoft", BrowseQuery(chosen={"institution": ("NYU",)}, group="topic")),
        ("keywords/memory", BrowseQuery(years=(2012, 2018), group="year", sort="name")),
        ("authors/bo-li", BrowseQuery(excluded={"author": ("Bo Li",)})),
    ],
)
def test_a_large_group_is_filtered_as_by_brute_force(
    context_of: ContextOf, split_site: Site, catalog: Catalog, address: str, own: BrowseQuery
) -> None:
    group = group_at(catalog, address)
    members = {row.paper.id for row in group.rows}
    papers = replace(catalog, rows=tuple(row for row in catalog.rows if row.paper.id in members))
    queries = [own, *(random_query(seed, papers) for seed in range(6))]
    with watched(context_of(DESKTOP_LIGHT), split_site) as reader:
        page = reader.open(f"{address}/")
        expect(page.locator(".pt-shown")).to_have_text(f"{len(group.rows)} papers")
        assert ids(page) == [row.paper.id for row in group.rows[:5]]
        open_bar(page)
        assert page.locator("select[name=group]").input_value() == "none"
        assert page.locator("select[name=sort]").input_value() == "newest"
        show_all(page)
        for query in queries:
            go_to(page, split_site, query, f"{address}/")
            show_all(page)
            sort = None if query.sort == "listed" else query.sort
            default = "best" if query.find else "newest"
            result = expected_result(papers, replace(query, sort=sort or default, group=query.group or "none"), {})
            assert page.locator(".pt-shown").text_content() == count_text(result.count, len(group.rows))
            if url_query(query):
                assert groups(page) == result.groups
                expect(page.locator(".pt-parts")).to_be_hidden()
            assert_counts(page, query, result)
        reader.assert_no_faults()


@BOTH
def test_a_large_group_is_shown_saved_and_read_without_scripts(
    context_of: ContextOf, split_site: Site, catalog: Catalog, view: View
) -> None:
    rows = group_at(catalog, "keywords/memory").rows
    shown = [row.paper.id for row in rows if (row.paper.year or 0) > 2015]
    with watched(context_of(view), split_site) as reader:
        page = reader.open("keywords/memory/page_2/")
        assert ids(page) == [row.paper.id for row in rows[5:10]]
        assert violations(page) == ""
        reader.record_layout_shifts()
        page.add_init_script(f"({SEEN_ROWS})()")
        reader.open("keywords/memory/page_2/?year=2016-")
        wait_until_ready(page)
        reader.settle()
        assert ids(page) == shown
        assert set(page.evaluate("[...seen]")) <= set(shown)
        assert reader.layout_shift() < 0.01
        with page.expect_download() as download:
            page.locator(".pt-save").click()
            page.get_by_role("button", name="Save as BibTeX").click()
        assert Path(download.value.path()).read_text(encoding="utf-8").count("\n@") + 1 == len(shown)
        reader.assert_no_faults()
    with watched(context_of(view.scriptless), split_site) as reader:
        page = reader.open("keywords/memory/?find=x")
        expect(page.locator("papertrail-browse")).to_be_hidden()
        page.get_by_role("link", name="Next").click()
        assert page.locator("[data-paper]").count() == 5
