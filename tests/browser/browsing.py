"""What a reader sees on Browse, read off the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

READY = "document.querySelector('papertrail-browse')?.ready === true"


def wait_until_ready(page: Page) -> None:
    """Wait until the script has read the index."""
    page.wait_for_function(READY)


def open_bar(page: Page) -> None:
    """Have the script of a list page read its index, which it does when the bar is first used."""
    page.locator(".pt-words").focus()
    wait_until_ready(page)


@dataclass(frozen=True)
class Value:
    """A value of a facet as it is shown."""

    name: str
    count: int | None
    """None where the value is left out."""
    state: str
    """`yes`, `no` or nothing."""


_SHOW_ALL = """async () => {
    const seen = element => element && !element.hidden;
    const pause = () => new Promise(done => setTimeout(done, 10));
    const rows = document.querySelector(".pt-rows");
    while (rows.ariaBusy === "true") await pause();
    for (;;) {
        const more = document.querySelector(".pt-more button");
        if (!seen(document.querySelector(".pt-more"))) break;
        more.click();
        await pause();
    }
    for (const details of document.querySelectorAll(".pt-facet")) details.open = true;
    await pause();
    for (;;) {
        const folded = document.querySelectorAll(".pt-facet > .pt-plain, .pt-fold[aria-expanded=false]");
        const more = [...folded].filter(seen);
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
        item.querySelector("input").checked ? "yes"
            : item.querySelector(".pt-not").getAttribute("aria-pressed") === "true" ? "no" : "",
    ]),
]))"""


def groups(page: Page) -> list[tuple[str, list[str]]]:
    """The groups once all rows stand that are shown without asking for more, with the ids of their papers."""
    expect(page.locator(".pt-rows")).not_to_have_attribute("aria-busy", "true")
    return [(heading, ids) for heading, ids in page.evaluate(_GROUPS)]


def show_all(page: Page) -> None:
    """Ask for all rows, and for all values of all facets."""
    page.evaluate(_SHOW_ALL)


def facets(page: Page) -> dict[str, list[Value]]:
    """The facets beside the rows."""

    def value(name: str, count: str, state: str) -> Value:
        return Value(name, int(count.replace(",", "")) if count else None, state)

    return {facet: [value(*found) for found in values] for facet, values in page.evaluate(_FACETS).items()}


def ids(page: Page) -> list[str]:
    """The papers that are shown, in order."""
    return [id for _, found in groups(page) for id in found]


def expect_ids(page: Page, wanted: list[str]) -> None:
    """Wait until these papers are shown, in this order."""
    for _ in range(50):
        if (found := ids(page)) == wanted:
            return
        page.wait_for_timeout(100)
    assert found == wanted


def expect_count(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the bar says how many papers there are."""
    expect(page.locator(".pt-shown")).to_have_text(text)
