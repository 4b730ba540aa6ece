"""Browse in a real browser, on a desktop and on a phone: search, filter, group, sort, URLs and history."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from browser import features
from browser.axe import violations, violations_in_both_schemes
from browser.browsing import SEEN_ROWS, expect_count, expect_ids, groups, ids, open_bar, show_all, wait_until_ready
from browser.sites import Site, served_slowly
from browser.views import BOTH, DESKTOP_LIGHT, PHONE_DARK, ContextOf, View, Watched, watched

ALL = "300 papers"


@pytest.fixture
def visitor(view: View, context_of: ContextOf, features_site: Site) -> Iterator[Watched]:
    """A reader of the generated list; the page must not report any fault."""
    with watched(context_of(view), features_site) as reader:
        yield reader
        reader.assert_no_faults()


@pytest.fixture
def browse(visitor: Watched) -> Page:
    """Browse with its index loaded. The texts that a search needs are loaded at the first use."""
    page = visitor.open("browse/")
    wait_until_ready(page)
    return page


def load_texts(page: Page) -> None:
    """Load what a search needs, so that Browse answers at once."""
    page.evaluate("document.querySelector('papertrail-browse').load().then(() => null)")


def narrow(page: Page) -> bool:
    return page.locator(".pt-filters").is_visible()


def open_filters(page: Page) -> None:
    """Show the facets, which wide windows always show."""
    if narrow(page):
        page.locator(".pt-filters").click()


def close_filters(page: Page) -> None:
    if narrow(page):
        page.keyboard.press("Escape")


def choose(page: Page, facet: str, value: str) -> None:
    """Tick a value of a facet."""
    open_filters(page)
    page.locator(f"[data-facet={facet}] li[data-name='{value}'] input").first.click()
    close_filters(page)


def exclude(page: Page, facet: str, value: str) -> None:
    open_filters(page)
    item = page.locator(f"[data-facet={facet}] li[data-name='{value}']").first
    item.locator(".pt-label").first.hover()
    item.locator(".pt-not").first.click()
    close_filters(page)


def query(page: Page) -> str:
    """The query of the URL, without its question mark."""
    query: str = page.evaluate("location.search.slice(1)")
    return query


def expect_query(page: Page, query: str) -> None:
    expect(page).to_have_url(re.compile(f"{re.escape('?' + query)}$"))


def entries(page: Page) -> int:
    """The length of the history."""
    count: int = page.evaluate("history.length")
    return count


# The page as it loads


@BOTH
def test_the_page_has_100_rows_and_the_button_adds_100_at_a_time(browse: Page) -> None:
    assert len(ids(browse)) == 100
    filed = sum(len(papers) for _, papers in groups(browse))
    more = browse.locator(".pt-more button")
    # Until then, a press could miss the button, which moves while the rows above it are laid out.
    expect(browse.locator(".pt-rows tr[data-paper]").last).to_have_class(re.compile("pt-laid"))
    for expected in (200, 300):
        more.click()
        expect(browse.locator(".pt-rows tr[data-paper]")).to_have_count(expected)
        expect(browse.locator(".pt-to-paper").nth(expected - 100)).to_be_focused()
        filed = sum(len(papers) for _, papers in groups(browse))
    more.click()
    expect(browse.locator(".pt-more")).to_be_hidden()
    assert len(set(ids(browse))) == features.COUNT
    assert len(ids(browse)) > filed


def stops_to_a_row(page: Page) -> int:
    """How often Tab must be pressed to focus something in a row."""
    for stops in range(1, 60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tr') !== null"):
            return stops
    pytest.fail("no row within 60 stops")


@BOTH
def test_the_first_row_is_at_most_20_tab_stops_away(visitor: Watched, view: View) -> None:
    page = visitor.open("browse/")
    wait_until_ready(page)
    if view is DESKTOP_LIGHT:
        assert stops_to_a_row(page) <= 20
    visitor.open("browse/")
    wait_until_ready(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link, which on phones skips the navigation of the theme
    assert stops_to_a_row(page) <= 10


@BOTH
@pytest.mark.parametrize("address", ["browse/", "lists/training/"])
def test_the_layout_does_not_shift_while_the_page_loads(visitor: Watched, address: str) -> None:
    visitor.record_layout_shifts()
    visitor.open(address)
    visitor.settle()
    assert visitor.layout_shift() < 0.01


@pytest.mark.parametrize(("row", "height"), [(3, 900), (14, 2000)], ids=["first rows", "below the first rows"])
def test_nothing_moves_while_the_page_still_arrives(
    context_of: ContextOf, features_site: Site, row: int, height: int
) -> None:
    """Half a row would be laid out with wider cells, and the end of the page would move below later rows."""
    with served_slowly(features_site, row) as slow, watched(context_of(DESKTOP_LIGHT), slow) as reader:
        reader.record_layout_shifts()
        reader.page.set_viewport_size({"width": 1280, "height": height})
        reader.open("browse/")
        reader.settle()
        assert reader.layout_shift() < 0.001


ASKED = [
    "browse/?venue=OSDI&year=2020-",
    "browse/?find=ledger&group=none",
    "lists/training/?keyword=pipeline&sort=name",
]


@BOTH
@pytest.mark.parametrize("address", ASKED)
def test_a_filtered_address_shows_only_what_it_asks_for(visitor: Watched, address: str) -> None:
    """On a slow machine, from the first frame on, and nothing moves."""
    visitor.record_layout_shifts()
    visitor.page.add_init_script(f"({SEEN_ROWS})()")
    visitor.page.context.new_cdp_session(visitor.page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page = visitor.open(address)
    wait_until_ready(page)
    visitor.settle()
    shown = page.evaluate("[...document.querySelectorAll('.pt-rows [data-paper]')].map(row => row.dataset.paper)")
    assert 0 < len(set(shown)) < features.COUNT
    assert set(page.evaluate("[...seen]")) <= set(shown)
    assert visitor.layout_shift() < 0.01


# Search


@BOTH
def test_a_search_filters_at_once_and_is_added_to_the_history_after_a_pause(browse: Page) -> None:
    load_texts(browse)
    before = entries(browse)
    browse.clock.install()
    browse.clock.pause_at(time.time() + 60)
    browse.locator(".pt-words").press_sequentially("dedupl")
    expect_count(browse, re.compile(r"^\d+ of 300 papers$"))
    assert query(browse) == ""
    browse.clock.resume()
    expect_query(browse, "find=dedupl")
    assert entries(browse) == before + 1
    assert 0 < len(ids(browse)) < 300
    browse.locator(".pt-words").press("Escape")
    expect_count(browse, ALL)
    expect(browse).to_have_url(re.compile("browse/$"))
    assert entries(browse) == before + 2


@BOTH
def test_enter_and_blur_add_the_search_to_the_history_at_once(browse: Page) -> None:
    load_texts(browse)
    browse.locator(".pt-words").fill("tensor")
    browse.locator(".pt-words").press("Enter")
    assert query(browse) == "find=tensor"
    browse.locator(".pt-words").fill("shard")
    browse.locator("h1").click()
    assert query(browse) == "find=shard"


@BOTH
def test_text_typed_before_the_script_has_loaded_is_searched_for(visitor: Watched) -> None:
    page = visitor.page

    held: list[Route] = []
    is_typed = False

    def hold(route: Route) -> None:
        if is_typed or route.request.url.endswith("/asked.js"):  # which the whole page waits for
            route.continue_()
        else:
            held.append(route)

    page.route("**/assets/papertrail/*.js", hold)
    page.goto(visitor.site.url("browse/"), wait_until="commit")
    page.locator(".pt-words").fill("ledger")
    assert held, "the page waits for its script"
    is_typed = True
    for route in held:
        route.continue_()
    expect_count(page, re.compile(r"^\d+ of 300 papers$"))
    assert page.locator(".pt-words").input_value() == "ledger"
    expect_query(page, "find=ledger")


@BOTH
def test_a_search_without_results_offers_to_clear_the_filters(browse: Page) -> None:
    browse.locator(".pt-words").fill("zzzzzzzz")
    expect_count(browse, "0 of 300 papers")
    browse.locator(".pt-empty button").click()
    expect_count(browse, ALL)
    assert len(ids(browse)) == 100


@BOTH
def test_changes_are_announced_after_a_pause(browse: Page) -> None:
    status = browse.locator("body > [role=status]")
    browse.locator(".pt-words").press_sequentially("tensor")
    expect(status).to_have_text(re.compile(r"^\d+ of 300 papers$"))
    assert status.get_attribute("aria-live") in (None, "polite")
    browse.locator(".pt-words").fill("")
    expect(status).to_have_text(ALL)


# Facets


@BOTH
def test_chosen_and_excluded_values_are_shown_as_chips(browse: Page) -> None:
    choose(browse, "venue", "OSDI")
    choose(browse, "venue", "MLSys")
    exclude(browse, "institution", "NYU")
    chips = browse.locator(".pt-chip")
    expect(chips).to_have_count(3)
    assert query(browse) == "venue=OSDI&venue=MLSys&no-institution=NYU"
    if narrow(browse):
        expect(browse.locator(".pt-filters")).to_have_text("Filters (3)")
    chips.filter(has_text="NYU").click()
    expect(chips).to_have_count(2)
    assert query(browse) == "venue=OSDI&venue=MLSys"
    browse.get_by_role("button", name="Clear all").click()
    expect(chips).to_have_count(0)
    assert query(browse) == ""
    expect_count(browse, ALL)


@BOTH
def test_counts_follow_the_other_filters(browse: Page) -> None:
    choose(browse, "type", "thesis") if browse.locator("[data-facet=type][open]").count() else open_type(browse)
    expect_count(browse, re.compile(r"^\d+ of 300 papers$"))
    total = int((browse.locator(".pt-shown").text_content() or "").split()[0])
    open_filters(browse)
    counts = browse.locator("[data-facet=has] li .pt-count").all_text_contents()
    assert all(int(count) <= total for count in counts)
    others = browse.locator("[data-facet=type] li .pt-count").all_text_contents()
    assert sum(int(count) for count in others) == 300


def open_type(page: Page) -> None:
    open_filters(page)
    page.locator("[data-facet=type] summary").click()
    page.locator("[data-facet=type] li[data-name=thesis] input").click()
    close_filters(page)


@BOTH
def test_years_are_a_range(browse: Page) -> None:
    open_filters(browse)
    browse.get_by_label("First year").fill("2020")
    browse.get_by_label("Last year").fill("2018")
    browse.get_by_label("Last year").press("Enter")
    close_filters(browse)
    expect(browse.locator(".pt-chip")).to_have_text(re.compile("Year: 2018–2020$"))
    assert query(browse) == "year=2018-2020"
    browse.locator("select[name=group]").select_option("year")
    assert [heading for heading, _ in groups(browse)] == ["2020", "2019", "2018"]


@BOTH
def test_a_tree_of_values_expands(browse: Page) -> None:
    open_filters(browse)
    institutions = browse.locator("[data-facet=institution]")
    expect(institutions.locator("li[data-name=MSR]")).to_have_count(0)
    institutions.get_by_role("button", name="Expand Microsoft").click()
    institutions.get_by_role("button", name="Expand MSR", exact=True).click()
    expect(institutions.locator("li[data-name=MSRA]")).to_be_visible()


# Order


@BOTH
def test_papers_are_grouped_and_sorted_while_filtered(browse: Page) -> None:
    browse.locator(".pt-words").fill("graph")
    browse.locator("select[name=group]").select_option("year")
    browse.locator("select[name=sort]").select_option("name")
    expect_query(browse, "find=graph&group=year&sort=name")
    headings = [heading for heading, _ in groups(browse)]
    years = [heading for heading in headings if heading != "No year"]
    assert len(years) > 5
    assert years == sorted(years, reverse=True)


# URL and history


@BOTH
def test_back_forward_and_reload_restore_the_query(visitor: Watched) -> None:
    page = visitor.open("about/")
    visitor.open("browse/")
    wait_until_ready(page)
    page.locator(".pt-words").fill("graph")
    page.locator(".pt-words").press("Enter")
    page.wait_for_url("**/browse/?find=graph")
    page.locator("select[name=sort]").select_option("newest")
    page.wait_for_url("**&sort=newest")
    first = page.url, ids(page)
    choose(page, "has", "code")
    page.wait_for_url("**&has=code**")
    last = page.url, ids(page)
    page.go_back()
    page.wait_for_url(first[0])
    expect_ids(page, first[1])
    expect(page.locator(".pt-words")).to_have_value("graph")
    expect(page.locator("select[name=sort]")).to_have_value("newest")
    page.go_forward()
    page.wait_for_url(last[0])
    expect(page.locator(".pt-chip")).to_have_count(1)
    expect_ids(page, last[1])
    page.reload()
    wait_until_ready(page)
    expect_ids(page, last[1])
    for _ in range(3):
        page.go_back()
    expect_count(page, ALL)
    page.go_back()
    expect(page).to_have_url(visitor.site.url("about/"))


HOSTILE = (
    "venue=%3Cscript%3E&group=__proto__&sort=constructor&year=99999999&topic=" + "A+%3E+" * 500,
    "find=%3Cimg+src%3Dx+onerror%3Dwindow.pwned%3D1%3E&no-author=%22%3E%3Csvg+onload%3Dwindow.pwned%3D1%3E",
    "find=" + "a+" * 3000 + "&" + "venue=OSDI&" * 3000,
    "%E0%A4%A&year=2020-1999&year=x&group=&sort=&has=everything&mark=nothing&__proto__=1&toString=2",
    "find=%00%ff%fe(((((%5B%5C&group=topic%00",
)


@BOTH
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_urls_have_no_effect(visitor: Watched, hostile: str) -> None:
    page = visitor.open(f"browse/?{hostile}")
    wait_until_ready(page)
    expect_count(page, re.compile(r"^\d+( of 300)? papers$"))
    assert page.evaluate("window.pwned") is None
    assert visitor.overflow() == 0


@BOTH
def test_other_parameters_of_the_url_are_kept(visitor: Watched) -> None:
    page = visitor.open("browse/?from=mail&venue=nowhere")
    wait_until_ready(page)
    expect_count(page, ALL)
    page.locator("select[name=sort]").select_option("name")
    assert query(page) == "from=mail&sort=name"


# Instant navigation


@BOTH
def test_links_to_a_filtered_browse_do_not_reload_the_page(visitor: Watched) -> None:
    page = visitor.open_instant("venues/osdi/")
    page.evaluate("window.survivor = true")
    page.get_by_role("link", name="Filter in Browse").click()
    expect(page).to_have_url(visitor.site.url("browse/?venue=OSDI"))
    expect(page.locator(".pt-chip")).to_have_text(re.compile("Venue: OSDI$"))
    assert page.evaluate("window.survivor") is True
    page.locator(".pt-to-paper").first.click()
    expect(page).to_have_url(re.compile("/papers/"))
    page.go_back()
    expect(page.locator(".pt-chip")).to_have_text(re.compile("Venue: OSDI$"))
    assert page.evaluate("window.survivor") is True
    page.locator(".pt-words").fill("graph")
    expect_count(page, re.compile(r"^\d+ of 300 papers$"))


@BOTH
def test_a_link_to_browse_removes_all_filters(visitor: Watched, view: View) -> None:
    page = visitor.open_instant("browse/?venue=OSDI")
    if view.size[0] < 720:
        page.locator(".md-header label[for='__drawer'], .pt-menu-sign").click()
        page.locator(".md-sidebar--primary .md-nav__link[href]", has_text="Browse").last.click()
    else:
        page.locator(".md-tabs__link", has_text="Browse").click()
    expect_count(page, ALL)
    assert query(page) == ""
    page.go_back()
    expect(page.locator(".pt-chip")).to_have_count(1)


# Keyboard


@BOTH
def test_everything_works_with_the_keyboard(browse: Page) -> None:
    browse.keyboard.press("/")
    field = browse.locator(".pt-words")
    expect(field).to_be_focused()
    expect(browse.locator(".md-search__input")).not_to_be_focused()
    browse.keyboard.type("graph")
    expect_count(browse, re.compile(r"^\d+ of 300 papers$"))
    links = browse.locator(".pt-to-paper")
    browse.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    browse.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    browse.keyboard.press("ArrowUp")
    browse.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    browse.keyboard.press("ArrowDown")
    browse.keyboard.press("Escape")
    expect(field).to_be_focused()
    browse.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect_count(browse, ALL)


@BOTH
def test_the_down_arrow_on_the_last_row_shows_more_rows(browse: Page) -> None:
    links = browse.locator(".pt-to-paper")
    links.nth(99).focus()
    browse.keyboard.press("ArrowDown")
    expect(links.nth(100)).to_be_focused()
    expect(links).to_have_count(200)


@BOTH
def test_the_slash_key_opens_the_theme_s_search_on_pages_without_a_bar(visitor: Watched) -> None:
    page = visitor.open("about/")
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()


@BOTH
def test_every_control_has_a_visible_focus(browse: Page) -> None:
    browse.locator(".pt-words").focus()
    seen = []
    for _ in range(4):
        browse.keyboard.press("Tab")
        seen.append(
            browse.evaluate("[document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle]")
        )
    assert all(style != "none" for _, style in seen), seen


# The drawer


@pytest.mark.parametrize("view", [PHONE_DARK], ids=str)
def test_the_drawer_traps_the_focus_and_restores_it(browse: Page) -> None:
    button = browse.locator(".pt-filters")
    button.focus()
    browse.keyboard.press("Enter")
    drawer = browse.get_by_role("dialog", name="Filters")
    expect(drawer).to_be_visible()
    for _ in range(12):
        browse.keyboard.press("Tab")
        assert browse.evaluate(
            "!document.activeElement.closest('.md-content') || !!document.activeElement.closest('dialog')"
        )
    drawer.locator("[data-facet=has] input[type=checkbox]").first.check()
    expect(drawer.get_by_role("button", name=re.compile("^Show [0-9]+ papers$"))).to_be_visible()
    browse.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    drawer.get_by_role("button", name=re.compile("^Show [0-9]+ papers$")).click()
    expect(drawer).to_be_hidden()
    button.click()
    browse.mouse.click(5, 400)
    expect(drawer).to_be_hidden()


# Without scripts, in print, accessibility


@pytest.fixture
def scriptless(context_of: ContextOf, features_site: Site, view: View) -> Iterator[Watched]:
    """A reader of the generated list with JavaScript turned off."""
    with watched(context_of(view.scriptless), features_site) as reader:
        yield reader


@BOTH
def test_without_scripts_the_page_has_rows_and_no_controls(scriptless: Watched) -> None:
    page = scriptless.open("browse/")
    expect(page.locator("papertrail-browse")).to_be_hidden()
    expect(page.locator(".pt-column")).to_be_hidden()
    assert page.locator("tr[data-paper]:visible").count() == 100
    page.locator(".pt-unscripted a", has_text="Training").click()
    expect(page.locator("papertrail-browse")).to_be_hidden()
    expect(page.locator(".pt-rows")).to_be_visible()


@BOTH
def test_print_shows_the_rows_that_match(browse: Page) -> None:
    browse.locator(".pt-words").fill("graph")
    expect_count(browse, re.compile(r"^\d+ of 300 papers$"))
    browse.wait_for_function("() => !document.querySelector('.pt-rows').ariaBusy")
    browse.emulate_media(media="print")
    for part in ("papertrail-browse", ".pt-column", ".pt-mark >> nth=0"):
        expect(browse.locator(part)).to_be_hidden()
    rows = browse.locator("tr[data-paper]")
    assert 0 < rows.count() == browse.locator("tr[data-paper]:visible").count() <= 300
    browse.emulate_media(media="screen")


@BOTH
def test_axe_reports_nothing_with_and_without_filters(browse: Page) -> None:
    laid_out = "() => !document.querySelector('.pt-rows [data-paper]:not(.pt-laid)')"
    browse.wait_for_function(laid_out)  # before, a row may be higher than its place
    assert not violations(browse)
    choose(browse, "venue", "OSDI")
    exclude(browse, "has", "code")
    browse.locator(".pt-words").fill("graph")
    browse.locator(".pt-words").press("Enter")
    browse.wait_for_function("() => !document.querySelector('.pt-rows').ariaBusy")
    browse.wait_for_function(laid_out)
    assert not violations_in_both_schemes(browse)


@BOTH
def test_axe_reports_nothing_with_the_drawer_or_a_menu_open(visitor: Watched) -> None:
    page = visitor.open("lists/training/?venue=OSDI&no-has=code")
    wait_until_ready(page)
    page.locator(".pt-filters").click()
    assert not violations(page)
    page.keyboard.press("Escape")
    page.locator(".pt-save").click()
    assert not violations(page)
    page.keyboard.press("Escape")
    page.locator("button.pt-mark").first.click()
    page.mouse.move(0, 0)
    assert not violations(page)


# Lists


@BOTH
@pytest.mark.parametrize(("address", "title"), [("lists/training/", "Training"), ("lists/serving-systems/", "Serving")])
def test_a_list_is_filtered_in_place_and_restored(visitor: Watched, address: str, title: str) -> None:
    page = visitor.open(address)
    first = page.locator(".pt-rows :is(tr, li)[data-paper]").first
    markup = first.evaluate("row => row.innerHTML")
    total = page.locator(".pt-shown").text_content()
    open_bar(page)
    page.locator(".pt-words").fill("tensor")
    expect_count(page, re.compile(rf"^\d+ of {total}$"))
    shown = page.locator(".pt-rows :is(tr, li)[data-paper]")
    assert shown.count() > 0
    assert page.locator(".pt-rows h2").count() == 0
    page.locator("select[name=group]").select_option("topic")
    expect(page.locator(".pt-rows h2").first).to_be_attached()
    page.locator(".pt-words").fill("")
    expect_count(page, str(total))
    assert first.evaluate("row => row.innerHTML") == markup
    expect(page).to_have_url(visitor.site.url(address))
    assert title in page.title()


@BOTH
def test_permalinks_and_section_links_work_on_a_filtered_list(visitor: Watched) -> None:
    page = visitor.open("lists/training/")
    open_bar(page)
    page.locator(".pt-words").fill("graph")
    page.locator("select[name=group]").select_option("topic")
    page.wait_for_function("() => !document.querySelector('.pt-rows').ariaBusy")
    row = page.locator(".pt-rows tr[id]").last
    id = row.get_attribute("id")
    page.evaluate("id => { location.hash = id; }", id)
    page.wait_for_function("id => location.hash === `#${id}`", arg=id)
    assert "find=graph" in page.url
    expect(row).to_be_in_viewport()
    section = page.locator(".pt-rows [id^=s-]").first.get_attribute("id")
    page.evaluate("section => document.querySelector(`a[href$='#${section}']`).click()", section)
    page.wait_for_function("section => location.hash === `#${section}`", arg=section)
    assert "find=graph" in page.url
    expect(page.locator(f"[id='{section}']")).to_be_in_viewport()


@BOTH
def test_a_url_with_a_fragment_scrolls_to_a_row_of_a_filtered_list(visitor: Watched) -> None:
    page = visitor.open("lists/training/?find=graph")
    wait_until_ready(page)
    id = ids(page)[-1]
    visitor.open("about/")
    visitor.open(f"lists/training/?find=graph#{id}")
    wait_until_ready(page)
    assert ids(page)[-1] == id
    expect(page.locator(f".pt-rows [id='{id}']")).to_be_in_viewport()


@BOTH
def test_back_restores_the_scroll_position(visitor: Watched) -> None:
    """And does not scroll to the section that was followed before."""
    page = visitor.open_instant("lists/training/")

    def follow(section: int) -> None:
        id = page.locator(".pt-rows [id^=s-]").nth(section).get_attribute("id")
        page.evaluate("id => document.querySelector(`a[href$='#${id}']`).click()", id)
        page.wait_for_url(f"**/lists/training/#{id}")

    open_bar(page)  # until then, the theme follows links, and replaces the page
    follow(0)
    page.evaluate("scrollBy(0, 700)")
    page.wait_for_function("() => history.state?.y === scrollY")  # the theme stores it when scrolling has ended
    was = page.evaluate("scrollY")
    follow(1)
    page.wait_for_function("was => Math.abs(scrollY - was) > 100", arg=was)
    page.evaluate(
        """addEventListener("hashchange", () =>
            requestAnimationFrame(() => requestAnimationFrame(() => window.arrived = true)))"""
    )
    page.go_back()
    page.wait_for_function("() => window.arrived")
    page.wait_for_function("was => Math.abs(scrollY - was) < 10", arg=was)


@BOTH
@pytest.mark.parametrize("which", ["first", "last"])
def test_a_linked_section_stays_in_view_while_rows_are_laid_out(visitor: Watched, which: str) -> None:
    visitor.page.add_init_script(
        "window.requestIdleCallback = (work) => setTimeout(() => work({timeRemaining: () => 0}), 100)"
    )
    page = visitor.open("lists/training/")
    open_bar(page)
    page.locator(".pt-words").fill("graph")
    page.locator("select[name=group]").select_option("topic")
    page.locator(".pt-rows:not([aria-busy]) tr:not(.pt-laid)").last.wait_for(state="attached")
    page.locator(".pt-rows tr[id]").last.scroll_into_view_if_needed()
    section = getattr(page.locator(".pt-rows [id^=s-]"), which).get_attribute("id")
    page.evaluate("section => document.querySelector(`a[href$='#${section}']`).click()", section)
    page.wait_for_function("section => location.hash === `#${section}`", arg=section)
    page.wait_for_function("() => !document.querySelector('.pt-rows tr[id]:not(.pt-laid)')")
    expect(page.locator(f"[id='{section}']")).to_be_in_viewport()


def test_a_list_loads_its_index_when_the_bar_is_first_used(context_of: ContextOf, features_site: Site) -> None:
    with watched(context_of(DESKTOP_LIGHT), features_site) as reader:
        requests: list[str] = []
        reader.page.on("request", lambda request: requests.append(request.url))
        page = reader.open("lists/training/")
        reader.settle()
        assert not [url for url in requests if "assets/index" in url]
        open_bar(page)
        assert [url for url in requests if "assets/index" in url] == [
            features_site.url("assets/index/lists/training.json")
        ]
        show_all(page)
