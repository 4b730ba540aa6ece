"""Every kind of page, in two window sizes and both colour schemes: it fits, is quiet, and axe finds nothing.

What a reader meets first is papers, by eye and by keyboard; without scripts, on paper and where motion is unwelcome
the pages are no less.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from browser.sites import Site
from browser.views import DESKTOP_DARK, DESKTOP_LIGHT, PHONE_LIGHT, View, Watched

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
    "manual": "manual/records/",
    "architecture": "architecture/",
    "not found": "404.html",
}
WITH_BAR = ("browse", "table", "bullets", "paragraphs")
OURS = [kind for kind in KINDS if kind not in ("manual", "architecture", "not found")]
ROW = ":is(tr, li)[data-paper]"
IN_ROW = f"() => Boolean(document.activeElement?.closest('{ROW}'))"


def test_every_kind_of_page_is_looked_at(site: Site) -> None:
    """So that a new kind is not forgotten here: each folder at the top of the site has one of the kinds in it."""
    known = {address.partition("/")[0] for address in KINDS.values()}
    assert {address.partition("/")[0] for address in site.addresses()} == known
    assert {address for address in site.addresses() if address.startswith("lists/")} <= {*KINDS.values()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_its_window_is_quiet_and_axe_finds_nothing(
    reader: Watched, kind: str, picture: Callable[[Watched, str], None]
) -> None:
    page = reader.open(KINDS[kind])
    page.wait_for_load_state("networkidle" if kind in ("home", *WITH_BAR) else "load")
    picture(reader, kind)
    if excess := reader.overflow():
        reader.faults.append(f"{kind}: {excess} pixels wider than the window")
    if found := findings(page):
        reader.faults.append(found)
    assert not reader.faults, "\n".join(reader.faults)


def findings(page: Page) -> str:
    """What axe says of the page with its default rules, for a person to read."""
    lines = []
    for violation in Axe().run(page).response["violations"]:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            why = " ".join(node["failureSummary"].split())
            lines += [f"    {' '.join(node['html'].split())[:160]}", f"        {why}"]
    return "\n".join(lines)


@pytest.mark.parametrize("view", [DESKTOP_DARK, DESKTOP_LIGHT], ids=str)
def test_axe_finds_nothing_while_the_search_is_open(reader: Watched) -> None:
    page = reader.open("")
    page.keyboard.press("/")
    reader.search("tofu")
    assert not findings(page)


WHOLE_ROWS = f"""() => {{
    const top = document.querySelector(".md-header").getBoundingClientRect().bottom;
    return [...document.querySelectorAll("{ROW}")].filter(row => {{
        const box = row.getBoundingClientRect();
        return row.checkVisibility() && box.height > 0 && box.top >= top - 1 && box.bottom <= innerHeight;
    }}).length;
}}"""


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)
def test_whole_rows_stand_on_the_first_screen(reader: Watched, view: View) -> None:
    """Of Browse; the sections of this repository's lists are so short that headings take the room."""
    page = reader.open(BROWSE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(WHOLE_ROWS) >= (3 if view.size[0] < 720 else 8)


@pytest.mark.parametrize(
    ("address", "view"), [(BROWSE, DESKTOP_LIGHT), (BROWSE, PHONE_LIGHT), (TABLE, PHONE_LIGHT)], ids=str
)
def test_the_first_row_is_few_presses_of_tab_away(reader: Watched, address: str) -> None:
    """On wide windows the sections of a list stand before its rows; there the skip link is the short way."""
    page = reader.open(address)
    page.wait_for_load_state("networkidle")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(IN_ROW):
            return
    pytest.fail(f"after 20 presses the focus is on {page.evaluate('document.activeElement.outerHTML')[:200]}")


@pytest.mark.parametrize("address", [BROWSE, TABLE])
@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)
def test_the_skip_link_leads_to_the_papers(reader: Watched, address: str) -> None:
    page = reader.open(address)
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#papers'")
    expect(page.locator(".md-skip")).not_to_be_focused()
    for _ in range(3):  # a table stands below its heading, which has a link to itself
        page.keyboard.press("Tab")
        if page.evaluate(IN_ROW):
            return
    pytest.fail(f"the focus is on {page.evaluate('document.activeElement.outerHTML')[:200]}")


@pytest.mark.parametrize("kind", [*WITH_BAR, "paper", "venue", "home", "statistics"])
@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)
def test_paper_has_the_papers_and_nothing_to_press(reader: Watched, kind: str) -> None:
    page = reader.open(KINDS[kind])
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    shown = ".pt-tools, papertrail-browse, .pt-column, .pt-more, .md-header, .md-sidebar, .md-tabs, .papertrail button"
    assert page.locator(f":is({shown}):visible").count() == 0
    rows = page.locator(ROW)
    assert rows.count() == page.locator(f"{ROW}:visible").count()
    assert rows.count() > 0 or kind in ("paper", "home", "statistics")
    expect(page.locator("h1")).to_be_visible()


MOVING = """() => {
    const slow = (style, name) => style[name].split(",").some(time => parseFloat(time) > 0);
    const ours = [...document.querySelectorAll("[class*='pt-'], papertrail-browse, .papertrail *")];
    const parts = [null, "::before", "::after"];
    const all = ours.flatMap(element => parts.map(part => [element, getComputedStyle(element, part)]));
    const moving = all.filter(([, style]) => slow(style, "transitionDuration") || slow(style, "animationDuration"));
    return [...new Set(moving.map(([element]) => `${element.localName}.${element.className}`))];
}"""


@pytest.mark.parametrize("kind", ["home", "browse", "table", "paper", "statistics"])
@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)
def test_nothing_moves_where_motion_is_unwelcome(reader: Watched, kind: str) -> None:
    page = reader.open(KINDS[kind])
    page.wait_for_load_state("networkidle")
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    if kind in WITH_BAR and page.locator(".pt-filters").is_visible():
        page.locator(".pt-filters").click()
    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)
def test_every_kind_of_page_is_whole_without_scripts(scriptless: Watched) -> None:
    """Its rows and its text are to be seen, and nothing that would not work."""
    for kind in OURS:
        page = scriptless.open(KINDS[kind])
        rows = page.locator(ROW)
        if rows.count() != page.locator(f"{ROW}:visible").count():
            scriptless.faults.append(f"{kind}: rows that are not to be seen")
        dead = page.locator(".papertrail :is(button, select, input, papertrail-browse, .pt-scripted):visible")
        scriptless.faults += [f"{kind}: does nothing: {name}" for name in sorted(set(names(dead)))]
        links = page.locator(".papertrail a[href]:visible")
        if links.count() == 0:
            scriptless.faults.append(f"{kind}: no links")
        if excess := scriptless.overflow():
            scriptless.faults.append(f"{kind}: {excess} pixels wider than the window")
    assert not scriptless.faults, "\n".join(scriptless.faults)


def names(locator: Locator) -> list[str]:
    """What the elements are, as tag and classes."""
    found: list[str] = locator.evaluate_all("all => all.map(one => [one.localName, ...one.classList].join('.'))")
    return found


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)
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
