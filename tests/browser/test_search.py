"""The search, in the bar and in the header, as a reader uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.browsing import expect_count, ids, wait_until_ready
from browser.sites import Site
from browser.views import DESKTOP_LIGHT, PHONE_DARK, ContextOf, Watched, watched

_HIGHLIGHTED = """() => [...(CSS.highlights.get("pt-match") ?? [])].map(String)"""


@pytest.fixture
def reader(context_of: ContextOf, features_site: Site) -> Iterator[Watched]:
    """A reader of the list with values for every filter."""
    with watched(context_of(DESKTOP_LIGHT), features_site) as reader:
        yield reader
        reader.assert_no_faults()


def browse(reader: Watched, query: str) -> Page:
    """Open Browse with a query of the URL."""
    page = reader.open(f"browse/?{query}")
    wait_until_ready(page)
    expect(page.locator(".pt-rows")).not_to_have_attribute("aria-busy", "true")
    return page


def test_what_was_found_is_highlighted_and_named_where_the_row_does_not_show_it(reader: Watched) -> None:
    page = browse(reader, "find=tensor+sorbonne+occasionally&group=none")
    assert ids(page)
    found = [text.casefold() for text in page.evaluate(_HIGHLIGHTED)]
    assert {"tensor", "sorbonne"} <= set(found)
    assert "abstract" in page.locator("tr[data-paper] .pt-matched").first.inner_text()
    page.locator(".pt-words").press("Escape")
    expect_count(page, "300 papers")
    assert page.evaluate(_HIGHLIGHTED) == []
    assert page.locator(".pt-matched").count() == 0


def test_an_author_that_no_column_shows_is_named(reader: Watched) -> None:
    page = browse(reader, 'find=author:"Zoé+Müller"')
    rows = page.locator("tr[data-paper]").all()
    assert rows
    assert all("Zoé Müller" in (row.text_content() or "") for row in rows)


def test_without_a_result_the_word_is_named_and_others_are_offered(reader: Watched) -> None:
    page = browse(reader, "find=shard+tensxy")
    expect_count(page, "0 of 300 papers")
    expect(page.locator(".pt-empty")).to_contain_text('No paper has "tensxy".')
    assert violations(page) == ""
    without = page.locator(".pt-empty").get_by_role("button", name='Without "tensxy"')
    count = (without.text_content() or "").partition(": ")[2]
    page.locator(".pt-empty").get_by_role("button", name="tensor", exact=True).click()
    expect(page.locator(".pt-words")).to_have_value("shard tensor")
    assert ids(page)
    page.go_back()
    without.click()
    expect(page.locator(".pt-words")).to_have_value("shard")
    expect_count(page, f"{count.split()[0]} of 300 papers")


def test_words_that_no_paper_has_together_can_be_left_out_one_by_one(reader: Watched) -> None:
    page = browse(reader, "find=year:2019+year:2020+tensor")
    expect(page.locator(".pt-empty")).to_contain_text("No paper matches all words.")
    page.locator(".pt-empty").get_by_role("button", name='Without "year:2019"').click()
    expect(page.locator(".pt-words")).to_have_value("year:2020 tensor")
    assert ids(page)


def test_a_selected_order_or_grouping_stays_while_words_are_typed(reader: Watched) -> None:
    page = browse(reader, "")
    group, sort = page.locator("select[name=group]"), page.locator("select[name=sort]")
    assert (group.input_value(), sort.input_value()) == ("topic", "listed")
    page.locator(".pt-words").fill("tensor")
    expect(sort).to_have_value("best")
    expect(group).to_have_value("none")
    sort.select_option("newest")
    page.locator(".pt-words").fill("tensor cache")
    expect(sort).to_have_value("newest")
    group.select_option("topic")
    expect(page).to_have_url(reader.site.url("browse/?find=tensor+cache&group=topic&sort=newest"))
    page.locator(".pt-words").press("Escape")
    expect(sort).to_have_value("newest")
    expect(group).to_have_value("topic")


def test_a_link_to_a_section_groups_what_was_found_by_section(reader: Watched) -> None:
    page = reader.open("lists/training/?find=graph")
    wait_until_ready(page)
    assert page.locator(".pt-rows h2").count() == 0
    page.evaluate("document.querySelector(`a[href$='#s-memory']`).click()")
    expect(page.locator("select[name=group]")).to_have_value("topic")
    expect(page.locator("#s-memory")).to_be_in_viewport()


def test_the_syntax_is_shown_while_the_field_is_empty(reader: Watched) -> None:
    page = browse(reader, "")
    help_line = page.locator(".pt-help")
    expect(help_line).to_be_hidden()
    field = page.get_by_role("searchbox", name="Find papers")
    field.focus()
    expect(help_line).to_be_visible()
    expect(field).to_have_accessible_description(help_line.text_content() or "")
    field.fill("x")
    expect(help_line).to_be_hidden()


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_DARK], ids=str)
def test_the_header_finds_the_papers_of_browse_in_the_same_order(
    context_of: ContextOf, features_site: Site, view: object
) -> None:
    with watched(context_of(view), features_site) as reader:  # type: ignore[arg-type]
        page = reader.open("")
        if view == PHONE_DARK:
            page.locator(".md-header__button[for='__search']").click()
        reader.search("tensro")
        results = page.locator(".md-search-result__item > a")
        expect(results.nth(9)).to_contain_text("in Browse")
        links = [link.get_attribute("href") or "" for link in results.all()]
        results.nth(9).click()
        page.wait_for_url("**/browse/?find=tensro")
        wait_until_ready(page)
        assert [link.rstrip("/").rpartition("/")[2] for link in links[:9]] == ids(page)[:9]
        reader.assert_no_faults()


def test_pages_come_after_papers_in_the_header(reader: Watched) -> None:
    page = reader.open("")
    assert "in Browse" in reader.search("serving systems")[9]
    status = page.locator(".md-search-result__meta")
    expect(status, "the theme counts what it shows").to_be_hidden()
    expect(page.locator(".md-search-result__item", has_text="in Browse")).to_be_in_viewport()
    for query in ("serving+systems", "serving+system"):  # the second finds the pages loaded
        expect(page.locator(f"[href$='?find={query}']")).to_be_attached()
        expect(status).not_to_have_text("10 matching documents")
        page.locator(".md-search__input").press("Backspace")
