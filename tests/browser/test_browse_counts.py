"""Results, groups, order and counts of Browse, against a count in Python that knows nothing of the index."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from browser import features
from browser.browsing import facets, groups, show_all, wait_until_ready
from browser.brute import FACETS, Asked, Shown, expected
from browser.sites import Site
from browser.views import DESKTOP_LIGHT, PHONE_DARK, ContextOf, watched
from papertrail.core import Catalog
from papertrail.core.settings import load_settings
from papertrail.pipeline.check import check_from_disk

STATES = 50

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
        reader.open("browse/")
        wait_until_ready(page)
        # The theme fetches the page once more at the first Back, whatever has changed.
        with page.expect_response(lambda response: "group=year" in response.url):
            page.evaluate("document.querySelector('papertrail-browse').former = true")
            arrive(page, features_site, Asked(group="year"))
        page.wait_for_function("!document.querySelector('papertrail-browse').former")
        wait_until_ready(page)
        yield page
        assert not reader.faults, "\n".join(reader.faults)
        page.evaluate("localStorage.clear()")


def test_the_list_has_all_that_filters_know_of(catalog: Catalog) -> None:
    papers = catalog.papers
    assert len(papers) == features.COUNT
    assert any(len(paper.topics) > 1 for paper in papers)
    assert any(len(paper.venues) > 1 for paper in papers)
    assert any(paper.year is None for paper in papers)
    assert any(paper.notes for paper in papers)


def random_state(seed: int, catalog: Catalog) -> Asked:
    """What a reader could ask for; less rather than more, so that most states show something."""
    rng = random.Random(seed)
    values = {
        "topic": [" > ".join(section.path) for root in catalog.lists for section in root.walk()],
        "venue": [group.name for group in catalog.venues],
        "institution": [group.name for group in catalog.institutions],
        "author": sorted({name for paper in catalog.papers for name in paper.authors}),
        "keyword": sorted({name for paper in catalog.papers for name in paper.keywords}),
        "type": sorted({paper.type for paper in catalog.papers}),
        "has": ["code", "notes"],
        "mark": ["to-read", "read", "starred"],
    }
    yes = {facet: tuple(rng.sample(values[facet], rng.choice((1, 1, 2)))) for facet in FACETS if rng.random() < 0.14}
    no = {facet: (rng.choice(values[facet]),) for facet in FACETS if facet not in yes and rng.random() < 0.1}
    years = (rng.choice((None, 2012, 2015)), rng.choice((None, 2018, 2024)))
    return Asked(
        find=rng.choice(FINDS) if rng.random() < 0.45 else "",
        yes=yes,
        no=no,
        years=years if years != (None, None) and rng.random() < 0.3 else None,
        group=rng.choice(("topic", "venue", "year", "none")),
        sort=rng.choice(("listed", "newest", "added", "name", "venue")),
    )


def query(asked: Asked) -> str:
    """The state as an address has it."""
    pairs = [("find", asked.find)] if asked.find else []
    pairs += [(facet, value) for facet, values in asked.yes.items() for value in values]
    pairs += [(f"no-{facet}", value) for facet, values in asked.no.items() for value in values]
    if asked.years:
        first, last = asked.years
        pairs.append(("year", f"{first or ''}-{last or ''}"))
    return urlencode([*pairs, ("group", asked.group), ("sort", asked.sort)])


def arrive(page: Page, site: Site, asked: Asked) -> None:
    """Come to a state of the page as by Back or Forward, which is faster than opening the page."""
    url = site.url(f"browse/?{query(asked)}")
    page.evaluate("url => { history.pushState(null, '', url); dispatchEvent(new PopStateEvent('popstate')); }", url)


@pytest.mark.parametrize("seed", range(STATES))
def test_results_and_counts_are_those_counted_by_hand(
    browse: Page, features_site: Site, catalog: Catalog, seed: int
) -> None:
    asked = random_state(seed, catalog)
    arrive(browse, features_site, asked)
    check(browse, catalog, asked)


@pytest.mark.parametrize("seed", range(STATES, STATES + 5))
def test_an_address_shows_what_it_asks_for(
    context_of: ContextOf, features_site: Site, catalog: Catalog, seed: int
) -> None:
    asked = random_state(seed, catalog)
    with watched(context_of(PHONE_DARK), features_site) as reader:
        page = reader.open(f"browse/?{query(asked)}")
        wait_until_ready(page)
        show_all(page)
        assert groups(page) == expected(catalog, asked, {}).groups
        assert not reader.faults, "\n".join(reader.faults)


def check(browse: Page, catalog: Catalog, asked: Asked) -> None:
    show_all(browse)
    wanted = expected(catalog, asked, MARKS)
    told = f"{wanted.count} of {features.COUNT} papers" if wanted.count < features.COUNT else f"{wanted.count} papers"
    assert browse.locator(".pt-shown").text_content() == told
    assert groups(browse) == wanted.groups
    assert_counts(browse, asked, wanted)


def assert_counts(page: Page, asked: Asked, wanted: Shown) -> None:
    shown = facets(page)
    assert list(shown) == ["topic", "venue", "institution", "has", "mark", "author", "keyword", "type"]
    for facet, values in shown.items():
        yes, no = asked.yes.get(facet, ()), asked.no.get(facet, ())
        counts = {value.name: value.count for value in values if value.count}
        left_out = {name: count for name, count in wanted.facets[facet].items() if name not in no}
        assert counts == left_out, facet
        assert {value.name for value in values if value.state == "yes"} == set(yes), facet
        assert {value.name for value in values if value.state == "no"} == set(no), facet
        assert len({value.name for value in values}) == len(values), facet


def test_the_states_are_of_every_kind(catalog: Catalog) -> None:
    states = [random_state(seed, catalog) for seed in range(STATES)]
    found = [expected(catalog, asked, MARKS).count for asked in states]
    assert sum(0 < count < features.COUNT for count in found) > STATES / 2
    for facet in FACETS:
        assert any(facet in asked.yes for asked in states), facet
        assert any(facet in asked.no for asked in states), facet
    assert any(asked.years for asked in states)
    assert {asked.group for asked in states} == {"topic", "venue", "year", "none"}
    assert {asked.sort for asked in states} == {"listed", "newest", "added", "name", "venue"}


@pytest.mark.parametrize("find", FINDS)
def test_words_are_found_as_by_hand(browse: Page, features_site: Site, catalog: Catalog, find: str) -> None:
    asked = Asked(find=find)
    arrive(browse, features_site, asked)
    show_all(browse)
    assert groups(browse) == expected(catalog, asked, MARKS).groups
