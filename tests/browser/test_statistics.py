"""Statistics: bars that can be read and lead to Browse, and tables that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.test_pages import findings
from browser.views import DESKTOP_DARK, DESKTOP_LIGHT, PHONE_LIGHT, Watched
from papertrail.core import Catalog
from papertrail.core.settings import load_settings
from papertrail.pipeline.check import check_from_disk

ADDRESS = "statistics/"
KINDS = ("years", "venues", "institutions", "topics")
FOCUSED = "() => document.activeElement.matches('.pt-bar') ? document.activeElement.textContent : ''"


def counts_of(catalog: Catalog) -> Mapping[str, Mapping[str, int]]:
    """What each table should say, from the papers."""
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
    found: list[str] = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return found


def test_tables_and_bars_say_what_the_papers_say(desktop: Watched) -> None:
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


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)
def test_every_bar_is_a_link_that_is_reached_by_keyboard(reader: Watched) -> None:
    page = reader.open(ADDRESS)
    bars = page.locator(".pt-bar").all_text_contents()
    assert len(bars) == page.locator(".pt-chart .pt-ink").count() > 30
    page.locator(".pt-bar").first.focus()
    reached = [page.evaluate(FOCUSED)]
    while reached[-1] != bars[-1] and len(reached) < 3 * len(bars) + 100:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert [text for text in reached if text] == bars


def test_each_bar_is_announced_with_its_number(desktop: Watched) -> None:
    page = desktop.open(ADDRESS)
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
    asked = [parse_qs(urlsplit(href).query) for href in hrefs(part(page, kind).locator("a.pt-bar"))]
    bar = part(page, kind).locator("a.pt-bar").nth(asked.index({key: [value]}))
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desktop.site.url('browse/')}?{key}=*")
    expect(page.locator("h1")).to_have_text("Browse")
    assert not desktop.faults, "\n".join(desktop.faults)


def test_the_whole_row_of_a_bar_can_be_clicked(reader: Watched) -> None:
    page = reader.open(ADDRESS)
    bar = part(page, "venues").locator("a.pt-bar").last
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
    page.wait_for_url(f"{reader.site.url('browse/')}?venue=*")


def test_it_fits_and_its_text_is_large_enough(reader: Watched) -> None:
    page = reader.open(ADDRESS)
    assert reader.overflow() == 0
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".pt-chart text")].map(text =>
            parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert min(sizes) >= 10
    assert max(sizes) <= 18
    wide = """() => [...document.querySelectorAll(".pt-label")].filter(label =>
        label.getBoundingClientRect().right > label.nextElementSibling.getBoundingClientRect().left)"""
    assert page.evaluate(wide) == [], "labels that run into their numbers"


def test_nothing_moves_while_it_is_loaded(reader: Watched) -> None:
    page = reader.open(ADDRESS)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(sum), 200);
        })"""
    )
    assert shift < 0.01


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


@pytest.mark.parametrize("view", [DESKTOP_DARK, DESKTOP_LIGHT], ids=str)
def test_bars_stand_out_in_both_schemes(reader: Watched) -> None:
    assert reader.open(ADDRESS).evaluate(CONTRAST) >= 3


def test_print_shows_the_tables_that_are_folded(desktop: Watched) -> None:
    page = desktop.open(ADDRESS)
    folded = part(page, "institutions").locator(".pt-numbers")
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()


def test_axe_finds_nothing(reader: Watched) -> None:
    page = reader.open(ADDRESS)
    for summary in page.locator(".pt-fold > summary").all():
        summary.click()
    assert not findings(page)
