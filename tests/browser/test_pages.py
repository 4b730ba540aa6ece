"""Every kind of page, in a wide window and on a phone: its size, its faults, accessibility, print and motion.

Each kind is opened once in each view, and the tests share that page. Further tests check the way to the first paper, by
eye and by keyboard, and the pages without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from itertools import product

import pytest
from playwright.sync_api import Locator, expect

from browser.axe import violations, violations_in_both_schemes
from browser.sites import Site
from browser.views import BOTH, DESKTOP_LIGHT, PHONE_DARK, VIEWS, ContextOf, View, Watched, watched

TABLE = "lists/deep-learning-training/"
BROWSE = "browse/"
KINDS = {
    "home": "",
    "browse": BROWSE,
    "table": TABLE,
    "bullets": "lists/training-systems/",
    "paragraphs": "lists/machine-learning-systems/",
    "venues": "venues/",
    "venue": "venues/eurosys/",
    "venue and year": "venues/eurosys/2019/",
    "institutions": "institutions/",
    "institution with a parent": "institutions/msra/",
    "institution with members": "institutions/microsoft/",
    "years": "years/",
    "year": "years/2019/",
    "keywords": "keywords/",
    "keyword": "keywords/pipeline-parallelism/",
    "authors": "authors/",
    "author": "authors/matei-zaharia/",
    "paper": "papers/tofu/",
    "paper with notes": "papers/gpipe/",
    "recent": "recent/",
    "statistics": "statistics/",
    "data": "data/",
    "add": "add/",
    "manual": "manual/records/",
    "architecture": "architecture/",
    "not found": "404.html",
}
WITH_BAR = ("browse", "table", "bullets", "paragraphs")
GENERATED = [kind for kind in KINDS if kind not in ("manual", "architecture", "not found")]
IN_BOTH_SCHEMES = ("home", "browse", "table", "bullets", "venue", "paper", "statistics", "add", "manual")
"""Kinds of page that together have all parts which only wide or only narrow windows show."""
ROW = ":is(tr, li)[data-paper]"
IN_ROW = f"() => Boolean(document.activeElement?.closest('{ROW}'))"


def test_every_kind_of_page_is_listed_here(site: Site) -> None:
    """Each folder at the top of the site has a page in `KINDS`, and so has each list."""
    known = {address.partition("/")[0] for address in KINDS.values()}
    assert {address.partition("/")[0] for address in site.addresses()} == known
    assert {address for address in site.addresses() if address.startswith("lists/")} <= {*KINDS.values()}


@pytest.fixture(scope="module")
def window(context_of: ContextOf, site: Site) -> Iterator[Callable[[View], Watched]]:
    """One page for each view, which all kinds of page are opened in."""
    with ExitStack() as pages:
        yield cache(lambda view: pages.enter_context(watched(context_of(view), site)))


@pytest.fixture(
    scope="module", params=product(KINDS, VIEWS), ids=lambda kind_and_view: "-".join(map(str, kind_and_view))
)
def opened(request: pytest.FixtureRequest, window: Callable[[View], Watched]) -> Watched:
    """A kind of page, opened once in each view for all tests that have this fixture."""
    kind, view = request.param
    reader = window(view)
    reader.faults.clear()
    reader.open(KINDS[kind])
    reader.settle()
    return reader


# The order of the following tests matters: the last two change the page.


def test_a_page_fits_its_window(
    opened: Watched, picture: Callable[[Watched, str], None], request: pytest.FixtureRequest
) -> None:
    picture(opened, request.node.callspec.id)
    assert opened.overflow() == 0


def test_axe_finds_nothing(opened: Watched) -> None:
    """Wide windows are light and narrow ones dark; colors of the other scheme differ in what only one of them shows."""
    address = opened.page.url.removeprefix(f"{opened.site.origin}/")
    check = violations_in_both_schemes if address in map(KINDS.get, IN_BOTH_SCHEMES) else violations
    assert not check(opened.page)


def test_print_shows_the_papers_and_no_controls(opened: Watched) -> None:
    page = opened.page
    page.emulate_media(media="print")
    controls = (
        ".pt-tools, papertrail-browse, .pt-column, .pt-more, .md-header, .md-sidebar, .md-tabs, .papertrail button"
    )
    assert page.locator(f":is({controls}):visible").count() == 0
    assert page.locator(ROW).count() == page.locator(f"{ROW}:visible").count()
    expect(page.locator("h1")).to_be_visible()
    page.emulate_media(media="screen")


MOVING = """() => {
    const slow = (style, name) => style[name].split(",").some(time => parseFloat(time) > 0);
    const ours = [...document.querySelectorAll("[class*='pt-'], papertrail-browse, .papertrail *")];
    const parts = [null, "::before", "::after"];
    const all = ours.flatMap(element => parts.map(part => [element, getComputedStyle(element, part)]));
    const moving = all.filter(([, style]) => slow(style, "transitionDuration") || slow(style, "animationDuration"));
    return [...new Set(moving.map(([element]) => `${element.localName}.${element.className}`))];
}"""


def test_nothing_moves_if_the_reader_prefers_reduced_motion(opened: Watched) -> None:
    page = opened.page
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    if page.locator(".pt-filters").is_visible():
        page.locator(".pt-filters").click()
    assert page.evaluate(MOVING) == []


def test_a_page_has_shown_no_faults(opened: Watched) -> None:
    """Neither while it was loaded nor in the tests before this one."""
    opened.assert_no_faults()


@pytest.mark.parametrize("kind", [*WITH_BAR, "venue"])
def test_pages_of_papers_have_rows(site: Site, kind: str) -> None:
    """So that the tests above have rows to check."""
    assert "data-paper" in (site.root / KINDS[kind] / "index.html").read_text(encoding="utf-8")


def test_axe_finds_nothing_while_the_search_is_open(desktop: Watched) -> None:
    page = desktop.open("")
    page.keyboard.press("/")
    desktop.search("tofu")
    assert not violations_in_both_schemes(page)


WHOLE_ROWS = f"""() => {{
    const top = document.querySelector(".md-header").getBoundingClientRect().bottom;
    return [...document.querySelectorAll("{ROW}")].filter(row => {{
        const box = row.getBoundingClientRect();
        return row.checkVisibility() && box.height > 0 && box.top >= top - 1 && box.bottom <= innerHeight;
    }}).length;
}}"""


@BOTH
def test_browse_shows_whole_rows_on_the_first_screen(reader: Watched, view: View) -> None:
    """Only Browse: the sections of this repository's lists are so short that headings take up the space."""
    page = reader.open(BROWSE)
    reader.settle()
    assert page.evaluate(WHOLE_ROWS) >= (2 if view is PHONE_DARK else 6)
    page.locator(".pt-view").click()
    page.get_by_label("Compact rows").check()
    page.keyboard.press("Escape")
    assert page.evaluate(WHOLE_ROWS) >= (3 if view is PHONE_DARK else 8)
    page.evaluate("localStorage.clear()")


@pytest.mark.parametrize(
    ("address", "view"), [(BROWSE, DESKTOP_LIGHT), (BROWSE, PHONE_DARK), (TABLE, PHONE_DARK)], ids=str
)
def test_the_first_row_is_few_presses_of_tab_away(reader: Watched, address: str) -> None:
    """In a wide window the table of contents comes before the rows of a list. The skip link is shorter there."""
    page = reader.open(address)
    reader.settle()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(IN_ROW):
            return
    pytest.fail(f"after 20 presses the focus is on {page.evaluate('document.activeElement.outerHTML')[:200]}")


@pytest.mark.parametrize("address", [BROWSE, TABLE])
@BOTH
def test_the_skip_link_leads_to_the_papers(reader: Watched, address: str) -> None:
    page = reader.open(address)
    reader.settle()  # Chromium moves the start of Tab to the target only once the page is rendered
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash === '#papers'")
    expect(page.locator(".md-skip")).not_to_be_focused()
    for _ in range(3):  # the heading above a table has a permalink
        page.keyboard.press("Tab")
        if page.evaluate(IN_ROW):
            return
    pytest.fail(f"the focus is on {page.evaluate('document.activeElement.outerHTML')[:200]}")


@BOTH
def test_pages_without_scripts_show_all_rows_and_no_dead_controls(scriptless: Watched) -> None:
    for kind in GENERATED:
        page = scriptless.open(KINDS[kind])
        rows = page.locator(ROW)
        if rows.count() != page.locator(f"{ROW}:visible").count():
            scriptless.faults.append(f"{kind}: hidden rows")
        dead = page.locator(".papertrail :is(button, select, input, papertrail-browse, .pt-scripted):visible")
        scriptless.faults += [f"{kind}: a control that does nothing: {name}" for name in sorted(set(names(dead)))]
        links = page.locator(".papertrail a[href]:visible")
        if links.count() == 0:
            scriptless.faults.append(f"{kind}: no links")
        if excess := scriptless.overflow():
            scriptless.faults.append(f"{kind}: {excess} pixels wider than the window")
    scriptless.assert_no_faults()


def names(locator: Locator) -> list[str]:
    """Tags and classes of the elements."""
    names: list[str] = locator.evaluate_all("all => all.map(one => [one.localName, ...one.classList].join('.'))")
    return names


@BOTH
def test_links_lead_from_paper_to_paper_without_scripts(scriptless: Watched) -> None:
    page = scriptless.open(BROWSE)
    row = page.locator(ROW).nth(2)
    name = row.locator("strong").first.text_content()
    row.locator(".pt-to-paper").click()
    expect(page.locator("h1")).to_have_text(name or "")
    page.locator(".papertrail a[href*='lists/']").first.click()
    expect(page.locator(ROW).first).to_be_visible()
    page.locator(f"{ROW} .pt-venue a").first.click()
    expect(page).to_have_url(re.compile("/venues/"))
    expect(page.locator(ROW).first).to_be_visible()
