"""Reads what Browse shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

SEEN_ROWS = """() => {
    window.seen = new Set();
    const see = () => {
        for (const row of document.querySelectorAll(".pt-rows [data-paper]")) {
            if (row.checkVisibility({ visibilityProperty: true })) seen.add(row.dataset.paper);
        }
        requestAnimationFrame(see);
    };
    requestAnimationFrame(see);
}"""
"""Records the papers whose rows are visible in any frame."""
READY = "() => document.querySelector('papertrail-browse')?.ready === true"


def wait_until_ready(page: Page) -> None:
    """Wait until the script has loaded the index."""
    page.wait_for_function(READY)


def open_bar(page: Page) -> None:
    """Use the bar of a list page, which loads its script and its index."""
    page.locator(".pt-words").focus()
    wait_until_ready(page)


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet as it is shown."""

    name: str
    count: int | None
    """None if the value is excluded."""
    state: str
    """`chosen`, `excluded` or empty."""


_SHOW_ALL = """async () => {
    const isVisible = element => element && !element.hidden;
    const pause = () => new Promise(resolve => setTimeout(resolve, 10));
    const rows = document.querySelector(".pt-rows");
    while (rows.ariaBusy === "true") await pause();
    for (;;) {
        const more = document.querySelector(".pt-more button");
        if (!isVisible(document.querySelector(".pt-more"))) break;
        more.click();
        await pause();
    }
    for (const details of document.querySelectorAll(".pt-facet")) details.open = true;
    await pause();
    for (;;) {
        const folded = document.querySelectorAll(".pt-facet > .pt-plain, .pt-fold[aria-expanded=false]");
        const more = [...folded].filter(isVisible);
        if (!more.length) break;
        more.forEach(button => button.click());
        await pause();
    }
}"""

_GROUPS = """() => {
    const groups = [];
    let current = null;
    for (const node of document.querySelectorAll(".pt-rows :is(h2.pt-group, tr[data-paper], li[data-paper])")) {
        if (node.matches("h2")) {
            const heading = node.cloneNode(true);
            heading.querySelector(".pt-count").remove();
            groups.push(current = [heading.textContent.trim(), []]);
        } else {
            if (!current) groups.push(current = ["", []]);
            current[1].push(node.dataset.paper);
        }
    }
    return groups;
}"""

_FACETS = """() => Object.fromEntries([...document.querySelectorAll(".pt-facet:not([data-facet=year])")].map(facet => [
    facet.dataset.facet,
    [...facet.querySelectorAll("li")].map(item => [
        item.dataset.name,
        item.querySelector(".pt-count").textContent,
        item.querySelector("input").checked ? "chosen"
            : item.querySelector(".pt-not").getAttribute("aria-pressed") === "true" ? "excluded" : "",
    ]),
]))"""


def groups(page: Page) -> list[tuple[str, list[str]]]:
    """The groups with the ids of their papers, once all rows that are shown without "Show more" are rendered."""
    expect(page.locator(".pt-rows")).not_to_have_attribute("aria-busy", "true")
    return [(heading, ids) for heading, ids in page.evaluate(_GROUPS)]


def show_all(page: Page) -> None:
    """Show all rows, and all values of all facets."""
    page.evaluate(_SHOW_ALL)


def facets(page: Page) -> dict[str, list[FacetValue]]:
    """The facets next to the rows."""

    def value(name: str, count: str, state: str) -> FacetValue:
        return FacetValue(name, int(count.replace(",", "")) if count else None, state)

    return {facet: [value(*item) for item in values] for facet, values in page.evaluate(_FACETS).items()}


def ids(page: Page) -> list[str]:
    """The papers that are shown, in order."""
    return [id for _, papers in groups(page) for id in papers]


def expect_ids(page: Page, expected: list[str]) -> None:
    """Wait until these papers are shown, in this order."""
    for _ in range(50):
        if (shown := ids(page)) == expected:
            return
        page.wait_for_timeout(100)
    assert shown == expected


def expect_count(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the bar shows this number of papers."""
    expect(page.locator(".pt-shown")).to_have_text(text)
