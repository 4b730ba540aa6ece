"""Rows that the script renders are the same as those of the template: text, links and attributes of each element."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.browsing import expect_count, open_bar, show_all, wait_until_ready
from browser.hostile import MARK, NAMES
from browser.sites import Site
from browser.views import BOTH, DESKTOP_LIGHT, PHONE_DARK, ContextOf, View, watched

_ROWS = """() => {
    const plain = node => {
        if (node.nodeType === Node.TEXT_NODE) return node.data;
        // Only first rows have anchors, and marks are those of the reader.
        const isIgnored = name => name === "id" || (node.matches("tr") && name === "class")
            || (node.matches(".pt-mark") && /^(aria|title|data-(marks|label))/.test(name));
        // The theme makes the URLs of a loaded page absolute.
        const page = location.origin + location.pathname;
        const absolute = ({ name, value }) => [name, name === "href" ? new URL(value, page).href : value];
        const attributes = [...node.attributes].filter(({ name }) => !isIgnored(name)).map(absolute);
        const children = [...node.childNodes].filter(child => !child.matches?.("span[id]:empty"));
        return [node.tagName, Object.fromEntries(attributes.sort()), children.map(plain)];
    };
    const found = {};
    for (const row of document.querySelectorAll(".pt-rows tr[data-paper]")) {
        row.normalize();
        found[row.dataset.paper] = plain(row);
    }
    return found;
}"""


def rows(page: Page) -> dict[str, Any]:
    """Every row of the page by paper, as data that can be compared."""
    rows: dict[str, Any] = page.evaluate(_ROWS)
    return rows


@pytest.mark.parametrize(
    ("fixture", "least"), [("site", 44), ("hostile_site", len(NAMES)), ("features_site", 95)], ids=str
)
def test_the_script_renders_the_rows_of_the_template(
    request: pytest.FixtureRequest, context_of: ContextOf, fixture: str, least: int
) -> None:
    site: Site = request.getfixturevalue(fixture)
    with watched(context_of(DESKTOP_LIGHT), site) as reader:
        page = reader.open("browse/")
        wait_until_ready(page)
        template_rows = rows(page)
        page.locator("select[name=group]").select_option("none")
        expect(page.locator(".pt-rows h2")).to_have_count(0)
        show_all(page)
        script_rows = rows(page)
        assert len(template_rows) >= least
        for id, row in template_rows.items():
            assert script_rows[id] == row, id
        assert page.evaluate("window.pwned") is None
        reader.assert_no_faults()


@BOTH
def test_hostile_texts_are_searched_filtered_and_shown_verbatim(
    context_of: ContextOf, hostile_site: Site, view: View
) -> None:
    with watched(context_of(view), hostile_site) as reader:
        page = reader.open("browse/?group=venue&sort=name")
        wait_until_ready(page)
        for paper, text in NAMES.items():
            assert page.locator(f"tr[data-paper={paper}] strong").first.text_content() == text
        for words in (NAMES["script"], NAMES["quotes"], "onerror", NAMES["hebrew"], "7*7"):
            page.locator(".pt-words").fill(words)
            expect_count(page, re.compile(r"^[1-9]\d* (of 15 )?papers$"))
        page.locator(".pt-words").fill("")
        if page.locator(".pt-filters").is_visible():
            page.locator(".pt-filters").click()
        for facet in ("venue", "institution", "author", "keyword", "award", f"field.{NAMES['comment']}"):
            page.evaluate("facet => document.querySelector(`[data-facet=${CSS.escape(facet)}]`).open = true", facet)
        boxes = page.locator(".pt-facet[open] li input[type=checkbox]").all()
        for box in (*boxes[:12], boxes[-1]):
            box.click()
        page.keyboard.press("Escape")
        assert page.locator(".pt-chip").count() > 0
        assert reader.overflow() == 0
        assert page.evaluate("window.pwned") is None
        page.reload()
        wait_until_ready(page)
        assert page.evaluate("window.pwned") is None
        assert reader.overflow() == 0
        assert not violations(page)
        reader.assert_no_faults()


def test_hostile_lists_are_filtered_in_place(context_of: ContextOf, hostile_site: Site) -> None:
    lists = [address for address in hostile_site.addresses() if re.fullmatch(r"lists/[^/]+/", address)]
    assert len(lists) == 3
    with watched(context_of(DESKTOP_LIGHT), hostile_site) as reader:
        for address in lists:
            page = reader.open(address)
            open_bar(page)
            page.locator(".pt-words").fill(MARK)
            expect_count(page, re.compile(r"^[1-9]\d* (of 15 )?papers$"))
            page.locator("select[name=group]").select_option("venue")
            page.locator(".pt-save").click()
            page.keyboard.press("Escape")
            assert page.evaluate("window.pwned") is None
            assert reader.overflow() == 0
        reader.assert_no_faults()


@pytest.mark.parametrize(("view", "most"), [(DESKTOP_LIGHT, 3), (PHONE_DARK, 2)], ids=str)
def test_remarks_are_cut_after_some_lines(context_of: ContextOf, features_site: Site, view: View, most: int) -> None:
    with watched(context_of(view), features_site) as reader:
        page = reader.open("browse/")
        lines: list[float] = page.locator(".pt-rows .pt-remarks:not(:empty)").evaluate_all(
            """cells => cells.slice(0, 30).map(cell => {
                const style = getComputedStyle(cell);
                const inner = cell.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
                return inner / parseFloat(style.lineHeight);
            })"""
        )
        assert max(lines) < most + 0.4, "the first line is higher"
        assert max(lines) > most - 0.2, "some are longer"


@BOTH
def test_status_and_awards_follow_the_name(context_of: ContextOf, features_site: Site, view: View) -> None:
    with watched(context_of(view), features_site) as reader:
        page = reader.open("browse/?status=retracted&award=Best Paper Award&award=Test of Time")
        wait_until_ready(page)
        reader.settle()
        gaps = page.locator(".pt-rows tr[data-paper]").evaluate_all(
            """rows => rows.map(row => {
                const parts = [...row.querySelectorAll(".pt-to-paper, .pt-status")].map(part => part.getClientRects());
                const lines = parts.map(lines => [lines[0], lines[lines.length - 1]]);
                return lines.slice(1).map(([first], n) => first.top < lines[n][1].bottom - 2
                    ? first.left - lines[n][1].right : 0);
            })"""
        )
        assert gaps
        assert all(len(row) == 2 for row in gaps)
        assert max(max(row) for row in gaps) < 10
        assert reader.overflow() == 0
