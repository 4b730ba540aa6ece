"""What a reader does with a list: follow links, go to a venue and back, print, search, read without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.sites import Site
from browser.views import BOTH, DESKTOP_LIGHT, PHONE_DARK, VIEWS, ContextOf, View, Watched, watched

TABLE = "lists/deep-learning-training/"
LISTS = (TABLE, "lists/training-systems/", "lists/machine-learning-systems/")


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def opened(request: pytest.FixtureRequest, context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """The table in each view, for tests that leave it as it is."""
    with watched(context_of(request.param), site) as reader:
        reader.open(TABLE)
        reader.settle()
        yield reader


def is_narrow(page: Page) -> bool:
    """Whether rows are cards."""
    size = page.viewport_size
    assert size
    return size["width"] < 720


def style(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    """The computed value of a CSS property of the first match."""
    script = "([s, n, p]) => getComputedStyle(document.querySelector(s), p || null).getPropertyValue(n)"
    value: str = page.evaluate(script, [selector, name, pseudo])
    return value


@pytest.mark.parametrize("address", LISTS)
def test_the_first_row_of_each_paper_has_its_id_and_links_to_itself(desktop: Watched, address: str) -> None:
    page = desktop.open(address)
    rows = page.evaluate(
        """() => [...document.querySelectorAll(".pt-table tbody tr, .pt-entries > li")].map(row => ({
            id: row.id,
            permalink: row.querySelector(".pt-permalink").hash,
        }))"""
    )
    assert rows
    seen = set()
    for row in rows:
        paper = row["permalink"].removeprefix("#")
        assert row["id"] == ("" if paper in seen else paper)
        seen.add(paper)


def test_the_url_of_a_row_shows_it_below_the_header(reader: Watched) -> None:
    page = reader.open_instant(TABLE)
    first = page.locator(".pt-table tbody tr[id]").nth(2)
    page.goto(f"{page.url.partition('#')[0]}#{first.get_attribute('id')}")
    expect(first).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    below = """id => {
        const row = document.getElementById(id).getBoundingClientRect();
        return row.top >= document.querySelector(".md-header").getBoundingClientRect().bottom
            && row.top < innerHeight;
    }"""
    page.wait_for_function(below, arg=first.get_attribute("id"))


def test_a_venue_leads_to_its_page_and_back_leads_back(reader: Watched) -> None:
    page = reader.open(TABLE)
    page.locator("#tofu .pt-venue a").click()
    expect(page).to_have_url(reader.site.url("venues/eurosys/"))
    expect(page.locator("h1")).to_have_text("EuroSys")
    expect(page.locator("#tofu")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(reader.site.url(TABLE))
    expect(page.locator("#s-parallelism")).to_be_visible()


def test_rows_are_cards_on_phones_and_rows_in_wide_windows(opened: Watched) -> None:
    page = opened.page
    on_phone = is_narrow(page)
    assert style(page, ".pt-table tbody tr", "display") == ("block" if on_phone else "flex")
    assert style(page, ".pt-table tbody .pt-remarks", "display") == "block"
    assert style(page, ".pt-table tbody .pt-venue", "display") == ("inline" if on_phone else "block")


def test_assistive_technology_finds_a_table_in_every_window(opened: Watched) -> None:
    page = opened.page
    expect(page.locator(".pt-rows tr[data-paper]:not(.pt-laid)")).to_have_count(0)
    expected = page.evaluate(
        """() => ({
            table: document.querySelectorAll(".pt-table").length,
            row: document.querySelectorAll(".pt-table tr").length,
            columnheader: document.querySelectorAll(".pt-table thead th").length,
            rowheader: document.querySelectorAll(".pt-table tbody th").length,
            cell: document.querySelectorAll(".pt-table td").length,
        })"""
    )
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    counts = {role: roles.count(role) for role in expected}
    counts["cell"] += roles.count("gridcell")
    assert counts == expected
    assert counts["cell"] > 30


def test_short_values_of_a_card_are_on_one_line_separated_by_dots(opened: Watched) -> None:
    page = opened.page
    dots = [style(page, f"#tofu .pt-{part}", "content", "::before") for part in ("venue", "institutions", "links")]
    assert dots == (["none", '"\xa0· "', '"\xa0· "'] if is_narrow(page) else ["none"] * 3)


def test_words_of_headers_are_not_broken(desktop: Watched) -> None:
    """At no width that has columns."""
    page = desktop.open(TABLE)
    lines = """() => [...document.querySelectorAll(".pt-table thead th")].filter(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell.firstChild);
        return range.getClientRects().length > 1;
    }).map(cell => cell.textContent)"""
    for width in (960, 1024, 1219, 1220, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(lines) == [], f"at {width} pixels"


def test_keyboard_focus_is_visible(opened: Watched) -> None:
    page = opened.page
    link = page.locator("#tofu .pt-venue a")
    page.locator("#tofu .pt-permalink").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert style(page, "#tofu .pt-venue a", "outline-style") != "none"
    page.keyboard.press("Shift+Tab")
    assert style(page, "#tofu .pt-permalink", "outline-style") != "none"


def test_links_are_underlined(opened: Watched) -> None:
    page = opened.page
    for field in ("venue", "institutions", "links"):
        assert style(page, f"#tofu .pt-{field} a", "text-decoration-line") == "underline"


def test_print_shows_the_table_without_tools(opened: Watched) -> None:
    page = opened.page
    page.emulate_media(media="print")
    assert style(page, "#tofu .pt-tools", "display") == "none"
    assert style(page, ".md-header", "display") == "none"
    assert style(page, "#tofu", "display") == "table-row"
    expect(page.locator("#tofu .pt-remarks")).to_be_visible()
    page.emulate_media(media="screen")


def go_to(page: Page, name: str, view: View) -> None:
    """Use the tabs, or the drawer on a phone. `Indexes` leads to the index of venues."""
    if view.size[0] < 720:
        page.locator(".md-header label[for='__drawer'], .pt-menu-sign").click()
        if name == "Indexes":
            page.locator(".md-sidebar--primary .md-nav__link", has_text=name).click()
            name = "Venues"
        page.locator(".md-sidebar--primary .md-nav__link", has_text=name).click()
    else:
        page.locator(".md-tabs__link", has_text=name).click()


@BOTH
def test_the_site_can_be_read_and_navigated_without_scripts(scriptless: Watched, view: View) -> None:
    page = scriptless.open("")
    go_to(page, "Indexes", view)
    page.locator(".pt-index a", has_text="EuroSys").click()
    expect(page.locator("#tofu")).to_be_visible()
    page.locator(".pt-summary a", has_text="All venues").click()
    expect(page.locator("h1")).to_have_text("Venues")
    scriptless.open("")
    page.locator(".pt-tree a", has_text="Deep Learning Training").click()
    expect(page.locator("h1")).to_have_text("Deep Learning Training")
    rows = page.locator(".pt-table tbody tr")
    assert rows.count() == page.locator(".pt-table tbody tr:visible").count() > 10
    assert rows.count() == page.locator(".pt-table tbody .pt-remarks:visible").count()


@BOTH
def test_instant_navigation_changes_pages_without_loading_them(reader: Watched, view: View) -> None:
    page = reader.open_instant("")
    page.evaluate("window.survivor = true")
    go_to(page, "Indexes", view)
    expect(page).to_have_url(reader.site.url("venues/"))
    expect(page.locator("h1")).to_have_text("Venues")
    page.locator(".pt-index a", has_text="EuroSys").click()
    expect(page.locator("#tofu")).to_be_visible()
    assert page.evaluate("window.survivor") is True
    reader.assert_no_faults()


def test_the_search_of_the_header_finds_a_paper(reader: Watched, view: View) -> None:
    page = reader.open("")
    if view.size[0] < 960:
        page.locator(".md-header__button[for='__search']").click()
    assert "tofu" in reader.search("tofu")[0].casefold()


@pytest.mark.parametrize("view", [DESKTOP_LIGHT], ids=str)
def test_the_search_index_is_fetched_at_the_first_search(reader: Watched) -> None:
    requests: list[str] = []
    reader.page.on("request", lambda request: requests.append(request.url))
    page = reader.open("")
    reader.settle()
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    assert not [url for url in requests if url.endswith("entries.json") or "workers/search." in url]
    assert "gandiva" in reader.search("gandiva")[0].casefold()
    assert len([url for url in requests if url.endswith("entries.json")]) == 1
    page.locator(".md-search__input").fill("")
    page.locator(".md-search__input").press_sequentially("tofu")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Tofu")


@pytest.mark.parametrize("view", [PHONE_DARK], ids=str)
def test_the_menu_on_phones_can_be_used_with_a_keyboard(reader: Watched) -> None:
    page = reader.open("")
    menu = page.get_by_role("button", name="Menu")
    home = page.locator(".md-sidebar--primary .md-nav__link", has_text="Browse")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(home).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(home).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(home).to_be_hidden()


@BOTH
def test_the_search_on_home_leads_to_its_results(reader: Watched) -> None:
    page = reader.open("")
    page.get_by_placeholder("Title, author, venue").fill("gpu & sharing")
    page.keyboard.press("Enter")
    expect(page).to_have_url(
        re.compile(re.escape(reader.site.url("browse/")) + r"\?find=gpu(\+|%20)%26(\+|%20)sharing")
    )
    reader.open("")
    page.get_by_placeholder("Title, author, venue").fill("tofu")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator(".pt-words")).to_have_value("tofu")
    expect(page.locator(".pt-shown")).to_have_text(re.compile("1 of 44 papers"))
    reader.assert_no_faults()


@pytest.mark.parametrize("view", [DESKTOP_LIGHT], ids=str)
def test_texts_to_search_are_fetched_once(reader: Watched, view: View) -> None:
    requests: list[str] = []
    reader.page.on("request", lambda request: requests.append(request.url))
    page = reader.open("browse/")
    for _ in range(2):
        page.locator(".pt-words").fill("tofu")
        expect(page.locator(".pt-shown")).to_contain_text(" of 44")
        go_to(page, "Indexes", view)
        expect(page.locator("h1")).to_have_text("Venues")
        go_to(page, "Browse", view)
        expect(page.locator("h1")).to_have_text("Browse")
    assert len([url for url in requests if url.endswith("/assets/texts/browse.json")]) == 1
    reader.assert_no_faults()
