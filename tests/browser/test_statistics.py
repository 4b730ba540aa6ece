"""Statistics: charts that can be read and lead to Browse, and tables with the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import switch_scheme, violations_in_both_schemes
from browser.sites import Site
from browser.views import VIEWS, ContextOf, Watched, watched
from papertrail.core import Catalog
from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings

ADDRESS = "statistics/"
KINDS = ("years", "venues", "institutions", "topics")
FOCUSED = "() => document.activeElement.matches('.pt-bar') ? document.activeElement.textContent : ''"


def counts_of(catalog: Catalog) -> Mapping[str, Mapping[str, int]]:
    """The expected numbers of each table, counted from the papers."""
    tree = [section for root in catalog.lists for section in (root, *root.sections)]
    return {
        "years": {group.name: len(group.rows) for group in catalog.years},
        "venues": {group.name: len(group.rows) for group in catalog.venues},
        "institutions": {group.name: len(group.rows) for group in catalog.institutions},
        "topics": {" > ".join(section.path): len(section.papers) for section in tree if section.papers},
    }


def part(page: Page, kind: str) -> Locator:
    return page.locator(f".pt-of-{kind}")


def hrefs(links: Locator) -> list[str]:
    hrefs: list[str] = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return hrefs


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def opened(request: pytest.FixtureRequest, context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """The page in each view, for tests that only read it."""
    with watched(context_of(request.param), site) as reader:
        reader.record_layout_shifts()
        reader.open(ADDRESS)
        yield reader


def test_tables_and_bars_show_the_numbers_of_papers(desktop: Watched) -> None:
    settings = load_settings(desktop.site.project / "mkdocs.yml")
    expected = counts_of(check_from_disk(settings).catalog)
    page = desktop.open(ADDRESS)
    for kind in KINDS:
        lines = part(page, kind).locator(".pt-numbers tbody td").all_text_contents()
        tabled = {name: int(count.split()[0]) for count, _, name in (line.partition(" of ") for line in lines)}
        assert tabled == expected[kind]
        bars = part(page, kind).locator(".pt-bar").all_text_contents()
        drawn = {name: int(count.split()[0]) for name, _, count in (bar.rpartition(": ") for bar in bars)}
        assert drawn
        assert drawn.items() <= tabled.items()


def test_nothing_moves_while_the_page_loads(opened: Watched) -> None:
    opened.settle()
    assert opened.layout_shift() < 0.01


def test_every_bar_is_a_link_that_the_keyboard_reaches(opened: Watched) -> None:
    page = opened.page
    bars = page.locator(".pt-bar").all_text_contents()
    assert len(bars) == page.locator(".pt-chart .pt-ink").count() > 30
    page.locator(".pt-bar").first.focus()
    reached = [page.evaluate(FOCUSED)]
    while reached[-1] != bars[-1] and len(reached) < 3 * len(bars) + 100:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert [text for text in reached if text] == bars


def test_each_bar_is_announced_with_its_number(opened: Watched) -> None:
    page = opened.page
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    heard = [(node["role"]["value"], node["name"]["value"]) for node in nodes if not node["ignored"] and "name" in node]
    assert ("list", "Papers by venue") in heard
    for text in page.locator(".pt-bar").all_text_contents():
        assert ("link", text) in heard


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("years", "year", "2019-2019"),
        ("venues", "venue", "EuroSys"),
        ("institutions", "institution", "Tsinghua University"),
        ("topics", "topic", "Deep Learning Training > Reduce GPU Memory Footprints"),
    ],
)
def test_a_bar_leads_to_browse_with_its_filter(desktop: Watched, kind: str, key: str, value: str) -> None:
    page = desktop.open(ADDRESS)
    queries = [parse_qs(urlsplit(href).query) for href in hrefs(part(page, kind).locator("a.pt-bar"))]
    bar = part(page, kind).locator("a.pt-bar").nth(queries.index({key: [value]}))
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desktop.site.url('browse/')}?{key}=*")
    expect(page.locator("h1")).to_have_text("Browse")
    desktop.assert_no_faults()


def test_the_whole_row_of_a_bar_can_be_clicked(reader: Watched) -> None:
    page = reader.open(ADDRESS)
    bar = part(page, "venues").locator("a.pt-bar").last
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
    page.wait_for_url(f"{reader.site.url('browse/')}?venue=*")


def test_it_fits_and_its_text_is_large_enough(opened: Watched) -> None:
    page = opened.page
    assert opened.overflow() == 0
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".pt-chart text")].map(text =>
            parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert min(sizes) >= 10
    assert max(sizes) <= 18
    wide = """() => [...document.querySelectorAll(".pt-label")].filter(label =>
        label.getBoundingClientRect().right > label.nextElementSibling.getBoundingClientRect().left)"""
    assert page.evaluate(wide) == [], "labels that run into their numbers"


# Relative luminance and contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
CONTRAST = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const light = colour => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = light(getComputedStyle(document.body).backgroundColor);
    const bar = light(getComputedStyle(document.querySelector(".pt-ink")).fill);
    return (Math.max(ground, bar) + 0.05) / (Math.min(ground, bar) + 0.05);
}"""


def test_bars_stand_out_in_both_schemes(opened: Watched) -> None:
    for _ in range(2):
        assert opened.page.evaluate(CONTRAST) >= 3
        switch_scheme(opened.page)


def test_print_shows_the_folded_tables_and_the_years(opened: Watched) -> None:
    page = opened.page
    folded = part(page, "institutions").locator(".pt-numbers")
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(part(page, "years").locator(".pt-axis text", has_text="2019")).to_be_visible()
    starts = page.locator(".pt-part").evaluate_all("parts => parts.map(part => part.getBoundingClientRect().left)")
    assert len(set(starts)) == 1, "each part has the width of the page"
    page.emulate_media(media="screen")


def test_axe_finds_nothing_with_all_tables_unfolded(opened: Watched) -> None:
    """Keep this test last: it changes the page."""
    page = opened.page
    for summary in page.locator(".pt-folded > summary").all():
        summary.click()
    page.evaluate("scrollTo(0, 0)")  # the header would cover links
    assert not violations_in_both_schemes(page)
