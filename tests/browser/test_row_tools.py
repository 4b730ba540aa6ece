"""What a reader does with a row: read the abstract, cite, share, edit; sort by a column, choose columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.browsing import ids, open_bar, wait_until_ready
from browser.sites import Site
from browser.views import BOTH, DESKTOP_LIGHT, PHONE_DARK, VIEWS, ContextOf, View, Watched, watched

LIST, GROUP, ENTRIES = "lists/training/", "venues/osdi/", "lists/serving-systems/"


@pytest.fixture(params=VIEWS, ids=str)
def reader(request: pytest.FixtureRequest, context_of: ContextOf, features_site: Site) -> Iterator[Watched]:
    context = context_of(request.param)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=features_site.origin)
    with watched(context, features_site) as reader:
        yield reader
        reader.assert_no_faults()


def menu_of(page: Page, row: str = ".pt-rows [data-paper] >> nth=0") -> None:
    page.locator(row).locator(".pt-permalink").click()
    expect(page.locator(".pt-menu:popover-open")).to_be_visible()


@pytest.mark.parametrize("address", ["browse/", GROUP, ENTRIES])
def test_an_abstract_is_one_press_away(reader: Watched, address: str) -> None:
    page = reader.open(address)
    button = page.locator(".pt-abstract").first
    with page.expect_response(re.compile(r"/assets/rows/\d+\.json$")) as response:
        button.click()
    assert len(response.value.body()) < 60_000
    shown = page.locator(".pt-detail")
    expect(shown.locator("p").first).to_have_text(re.compile("^We study "))
    expect(button).to_have_attribute("aria-expanded", "true")
    box, of_rows = shown.bounding_box(), page.locator(".pt-rows").bounding_box()
    assert box
    assert of_rows
    assert box["width"] > 0.8 * of_rows["width"]
    if address == GROUP:
        assert not violations(page)
    button.click()
    expect(shown).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")


def test_filters_close_abstracts(reader: Watched) -> None:
    page = reader.open(LIST)
    button = page.locator(".pt-abstract").first
    paper = page.locator("[data-paper]", has=button).first.get_attribute("data-paper")
    button.click()
    expect(page.locator(".pt-detail")).to_be_visible()
    open_bar(page)
    page.locator("select[name=sort]").select_option("name")
    expect(page.locator(".pt-detail")).to_have_count(0)
    expect(page.locator(f"[data-paper={paper}] .pt-abstract").first).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("address", [GROUP])
def test_the_menu_of_a_row_copies_its_citation_and_link(reader: Watched, address: str) -> None:
    page = reader.open(address)
    paper = page.locator(".pt-rows [data-paper]").first.get_attribute("data-paper")
    menu_of(page)
    expect(page.get_by_role("menuitem", name="Copy BibTeX")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("body > [role=status]")).to_have_text("Copied BibTeX")
    copied = page.evaluate("navigator.clipboard.readText()")
    menu_of(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("body > [role=status]")).to_have_text("Copied link")
    assert page.evaluate("navigator.clipboard.readText()") == reader.site.url(f"papers/{paper}/")
    expect(page.locator(".pt-permalink").first).to_be_focused()
    page.goto(reader.site.url(f"papers/{paper}/"))
    assert page.locator("#cite-bibtex").text_content() == copied.rstrip("\n")


def test_the_menu_of_a_row_leads_to_the_form(reader: Watched) -> None:
    page = reader.open(LIST)
    paper = page.locator(".pt-rows [data-paper]").first.get_attribute("data-paper")
    menu_of(page)
    assert not violations(page)
    edit = page.get_by_role("menuitem", name="Edit this paper")
    if edit.count():
        assert (edit.get_attribute("href") or "").endswith(f"add/?edit={paper}")
    page.keyboard.press("Escape")
    expect(page.locator(".pt-permalink").first).to_be_focused()


@BOTH
def test_without_scripts_the_menu_is_a_link_and_there_is_nothing_else(
    context_of: ContextOf, features_site: Site, view: View
) -> None:
    with watched(context_of(view.scriptless), features_site) as reader:
        page = reader.open(LIST)
        row = page.locator(".pt-rows [data-paper]").first
        assert row.locator(".pt-permalink").get_attribute("href") == f"#{row.get_attribute('data-paper')}"
        expect(row.locator(".pt-permalink")).to_be_visible()
        for hidden in (".pt-abstract", ".pt-sort", ".pt-view"):
            expect(page.locator(f"{hidden}:visible")).to_have_count(0)


@pytest.mark.parametrize("address", ["browse/", LIST])
def test_a_column_head_sorts(context_of: ContextOf, features_site: Site, address: str) -> None:
    with watched(context_of(DESKTOP_LIGHT), features_site) as reader:
        page = reader.open(address)
        page.locator(".pt-sort[value=name]").first.click()
        page.wait_for_url("**/*sort=name")
        wait_until_ready(page)
        head = page.locator(".pt-table thead th").first
        expect(head).to_have_attribute("aria-sort", "ascending")
        expect(page.locator(".pt-sort[value=name]").first).to_be_focused()
        expect(page.locator("select[name=sort]")).to_have_value("name")
        found = ids(page)
        page.keyboard.press("Enter")
        page.wait_for_function("() => !location.search")
        expect(head).not_to_have_attribute("aria-sort", re.compile(""))
        page.locator("select[name=sort]").select_option("name")
        wait_until_ready(page)
        assert ids(page) == found
        reader.settle()
        assert not violations(page)
        reader.assert_no_faults()


def test_columns_and_density_are_chosen_and_kept(reader: Watched) -> None:
    page = reader.open("browse/")
    height = """() => {
        document.querySelectorAll(".pt-rows [data-paper]").forEach(row => row.classList.add("pt-laid"));
        return document.querySelector(".pt-rows").scrollHeight;
    }"""
    roomy = page.evaluate(height)
    page.locator(".pt-view").click()
    menu = page.locator(".pt-view-menu")
    expect(menu).to_be_visible()
    assert not violations(page)
    menu.get_by_label("Institutions").uncheck()
    menu.get_by_label("Authors").uncheck()
    menu.get_by_label("Compact rows").check()
    for address in (GROUP, LIST, "browse/"):
        reader.open(address)
        expect(page.locator(".pt-rows .pt-authors:visible, .pt-rows .pt-institutions:visible")).to_have_count(0)
        assert page.locator(".pt-rows .pt-venue:visible").count() > 3
    assert page.evaluate(height) < roomy
    page.locator(".pt-view").click()
    expect(menu.get_by_label("Institutions")).not_to_be_checked()
    menu.get_by_label("Authors").check()
    expect(page.locator(".pt-rows .pt-authors").first).to_be_visible()


@pytest.mark.parametrize("view", [View((768, 1024), "light"), PHONE_DARK], ids=str)
@pytest.mark.parametrize("address", ["browse/", GROUP, ENTRIES])
def test_controls_of_rows_are_large_enough_and_their_names_distinct(
    context_of: ContextOf, features_site: Site, view: View, address: str
) -> None:
    with watched(context_of(view), features_site) as reader:
        page = reader.open(address)
        reader.settle()
        assert not violations(page, "target-size")
        names = page.evaluate(
            """() => [...document.querySelectorAll(".pt-rows [data-paper]")].map(row =>
                [...row.querySelectorAll("a, button")].map(control => control.ariaLabel ?? control.textContent))"""
        )
        assert names
        assert [row for row in names if len(set(row)) < len(row)] == []
        broken = """() => [...document.querySelectorAll(".pt-rows .pt-links a")]
            .filter(link => !link.textContent.includes(" ") && link.getClientRects()[0].height > 31)
            .map(link => link.textContent)"""
        assert page.evaluate(broken) == []
        assert reader.overflow() == 0
