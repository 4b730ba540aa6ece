"""What a reader does with a list: follow a row's links, go to a venue and back, print, do without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.sites import REPO_URL, Site
from browser.views import PHONE_LIGHT, VIEWS, ContextOf, View, Watched, watched

TABLE = "lists/deep-learning-training/"
LISTS = (TABLE, "lists/training-systems/", "lists/machine-learning-systems/")


@pytest.fixture
def phone(context_of: ContextOf, site: Site) -> Iterator[Watched]:
    with watched(context_of(PHONE_LIGHT), site) as reader:
        yield reader


def style(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    """The computed value of a property of the first match."""
    script = "([s, n, p]) => getComputedStyle(document.querySelector(s), p || null).getPropertyValue(n)"
    value: str = page.evaluate(script, [selector, name, pseudo])
    return value


@pytest.mark.parametrize("address", LISTS)
def test_the_first_row_of_each_paper_has_its_id_and_links_to_itself_and_its_record(
    desktop: Watched, address: str
) -> None:
    page = desktop.open(address)
    rows = page.evaluate(
        """() => [...document.querySelectorAll(".pt-table tbody tr, .pt-entries > li")].map(row => ({
            id: row.id,
            permalink: row.querySelector(".pt-permalink").hash,
            edit: row.querySelector(".pt-edit").href,
        }))"""
    )
    assert rows
    seen = set()
    for row in rows:
        paper = row["permalink"].removeprefix("#")
        assert row["id"] == ("" if paper in seen else paper)
        assert row["edit"] == f"{REPO_URL}/edit/main/papers/{paper}.yml#L2"
        seen.add(paper)


def test_a_permalink_changes_the_address_and_shows_its_row_below_the_header(reader: Watched) -> None:
    page = reader.open(TABLE)
    paper = page.locator(".pt-table tbody tr[id]").last
    name = paper.get_attribute("id")
    paper.locator(".pt-permalink").click()
    page.wait_for_function("id => location.hash === `#${id}`", arg=name)
    expect(page.locator(f"[id='{name}']")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")

    first = page.locator(".pt-table tbody tr[id]").nth(2)
    page.goto(f"{page.url.partition('#')[0]}#{first.get_attribute('id')}")
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


def test_rows_are_cards_on_phones_and_rows_on_desktops(reader: Watched, view: View) -> None:
    page = reader.open(TABLE)
    on_phone = view.size[0] < 720
    assert style(page, ".pt-table tbody tr", "display") == ("block" if on_phone else "grid")
    assert style(page, ".pt-table tbody .pt-remarks", "display") == "block"
    assert style(page, ".pt-table tbody .pt-venue", "display") == ("inline" if on_phone else "block")


@pytest.mark.parametrize("view", [VIEWS[0], PHONE_LIGHT], ids=str)
def test_assistive_technology_finds_a_table_in_every_window(reader: Watched) -> None:
    page = reader.open(TABLE)
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
    found = {role: roles.count(role) for role in expected}
    found["cell"] += roles.count("gridcell")
    assert found == expected
    assert found["cell"] > 30


def test_short_values_of_a_card_stand_in_one_line_parted_by_dots(reader: Watched, view: View) -> None:
    page = reader.open(TABLE)
    found = [style(page, f"#tofu .pt-{part}", "content", "::before") for part in ("venue", "institutions", "links")]
    assert found == (["none", '" · "', '" · "'] if view.size[0] < 720 else ["none"] * 3)


def test_words_of_headers_are_not_broken(desktop: Watched) -> None:
    """Not at any width at which there are columns."""
    page = desktop.open(TABLE)
    lines = """() => [...document.querySelectorAll(".pt-table thead th")].filter(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getClientRects().length > 1;
    }).map(cell => cell.textContent)"""
    for width in (720, 768, 959, 960, 1024, 1219, 1220, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(lines) == [], f"at {width} pixels"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_keyboard_focus_is_visible(desktop: Watched) -> None:
    page = desktop.open(TABLE)
    link = page.locator("#tofu .pt-venue a")
    page.locator("#tofu .pt-edit").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert style(page, "#tofu .pt-venue a", "outline-style") != "none"
    page.keyboard.press("Shift+Tab")
    assert style(page, "#tofu .pt-edit", "outline-style") != "none"


def test_links_are_told_from_text_by_more_than_colour(desktop: Watched) -> None:
    page = desktop.open(TABLE)
    for field in ("venue", "institutions", "links"):
        assert style(page, f"#tofu .pt-{field} a", "text-decoration-line") == "underline"


def test_print_shows_the_table_without_tools(reader: Watched) -> None:
    page = reader.open(TABLE)
    page.emulate_media(media="print")
    assert style(page, "#tofu .pt-tools", "display") == "none"
    assert style(page, ".md-header", "display") == "none"
    assert style(page, "#tofu", "display") == "table-row"
    expect(page.locator("#tofu .pt-remarks")).to_be_visible()


def go_to(page: Page, name: str, view: View) -> None:
    """Use the tabs, or the drawer of a phone; the first of the indexes is that of venues."""
    if view.size[0] < 720:
        page.locator(".md-header label[for='__drawer'], .pt-menu-sign").click()
        if name == "Indexes":
            page.locator(".md-sidebar--primary .md-nav__link", has_text=name).click()
            name = "Venues"
        page.locator(".md-sidebar--primary .md-nav__link", has_text=name).click()
    else:
        page.locator(".md-tabs__link", has_text=name).click()


@pytest.mark.parametrize("view", [VIEWS[0], PHONE_LIGHT], ids=str)
def test_everything_is_readable_and_navigable_without_scripts(scriptless: Watched, view: View) -> None:
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
    assert rows.count() == page.locator(".pt-table .pt-remarks:visible").count()


@pytest.mark.parametrize("view", [VIEWS[0], PHONE_LIGHT], ids=str)
def test_instant_navigation_changes_pages_without_loading_them_anew(reader: Watched, view: View) -> None:
    page = reader.open("")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.survivor = true")
    go_to(page, "Indexes", view)
    expect(page).to_have_url(reader.site.url("venues/"))
    expect(page.locator("h1")).to_have_text("Venues")
    page.locator(".pt-index a", has_text="EuroSys").click()
    expect(page.locator("#tofu")).to_be_visible()
    assert page.evaluate("window.survivor") is True
    assert not reader.faults, "\n".join(reader.faults)


def test_the_search_of_the_header_finds_a_paper(reader: Watched, view: View) -> None:
    page = reader.open("")
    if view.size[0] < 960:
        page.locator(".md-header__button[for='__search']").click()
    assert "tofu" in reader.search("tofu")[0].casefold()


@pytest.mark.parametrize("view", [VIEWS[0]], ids=str)
def test_the_search_is_fetched_when_something_is_searched_for(reader: Watched) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    page = reader.open("")
    page.wait_for_load_state("networkidle")
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    assert not [url for url in asked if url.endswith("entries.json") or "workers/search." in url]
    found = reader.search("gandiva")
    assert "gandiva" in found[0].casefold()
    assert len([url for url in asked if url.endswith("entries.json")]) == 1
    page.locator(".md-search__input").fill("")
    page.locator(".md-search__input").press_sequentially("tofu")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Tofu")


@pytest.mark.parametrize("view", [PHONE_LIGHT], ids=str)
def test_the_menu_of_a_phone_is_for_keyboards_too(reader: Watched) -> None:
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


@pytest.mark.parametrize("view", [VIEWS[0], PHONE_LIGHT], ids=str)
def test_the_field_on_home_leads_to_what_it_finds(reader: Watched) -> None:
    page = reader.open("")
    page.get_by_placeholder("Find papers by title").fill("gpu & sharing")
    page.keyboard.press("Enter")
    expect(page).to_have_url(
        re.compile(re.escape(reader.site.url("browse/")) + r"\?find=gpu(\+|%20)%26(\+|%20)sharing")
    )
    reader.open("")
    page.get_by_placeholder("Find papers by title").fill("tofu")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator(".pt-words")).to_have_value("tofu")
    expect(page.locator(".pt-shown")).to_have_text(re.compile("1 of 44 papers"))
    assert not reader.faults, "\n".join(reader.faults)


@pytest.mark.parametrize("view", [VIEWS[0]], ids=str)
def test_what_searches_is_fetched_once_however_often_a_reader_comes_back(reader: Watched, view: View) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    page = reader.open("browse/")
    for _ in range(2):
        page.locator(".pt-words").fill("tofu")
        expect(page.locator(".pt-shown")).to_contain_text(" of 44")
        go_to(page, "Indexes", view)
        expect(page.locator("h1")).to_have_text("Venues")
        go_to(page, "Browse", view)
        expect(page.locator("h1")).to_have_text("Browse")
    assert len([url for url in asked if url.endswith("/assets/texts/browse.json")]) == 1
    assert not reader.faults, "\n".join(reader.faults)
