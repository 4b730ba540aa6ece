"""A list whose texts try to run as code: nothing runs, and no page is wider than its window."""

from __future__ import annotations

import pytest

from browser.hostile import NAMES
from browser.sites import Site
from browser.views import DESKTOP_LIGHT, PHONE_DARK, ContextOf, View, watched


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_DARK], ids=str)
def test_nothing_runs_and_every_page_fits(context_of: ContextOf, hostile_site: Site, view: View) -> None:
    with watched(context_of(view), hostile_site) as reader:
        for address in hostile_site.addresses():
            page = reader.open(address)
            if excess := reader.overflow():
                reader.faults.append(f"{address}: {excess} pixels wider than the window")
            if page.evaluate("window.pwned") is not None:
                reader.faults.append(f"{address}: a text was run")
        reader.assert_no_faults()


def test_hostile_texts_are_shown_verbatim(context_of: ContextOf, hostile_site: Site) -> None:
    address = next(address for address in hostile_site.addresses() if address.startswith("lists/table"))
    with watched(context_of(DESKTOP_LIGHT), hostile_site) as reader:
        page = reader.open(address)
        for paper, text in NAMES.items():
            assert page.locator(f"tr#{paper} th strong").text_content() == text
            assert page.locator(f"tr#{paper} .pt-other").last.text_content() == text
        titles = page.locator("h2").all_text_contents()
        assert [title.removesuffix("¶Feed") for title in titles] == list(NAMES.values())
        assert page.title().startswith(f"Table {NAMES['title']} - ")


@pytest.mark.parametrize("query", ["onerror", "onfocus", "onload", "7*7", "Pneumono"])
def test_searching_for_a_hostile_name_shows_it_and_runs_nothing(
    context_of: ContextOf, hostile_site: Site, query: str
) -> None:
    with watched(context_of(DESKTOP_LIGHT), hostile_site) as reader:
        page = reader.open("")
        assert query in " ".join(reader.search(query))
        assert page.evaluate("window.pwned") is None
        reader.assert_no_faults()


def test_a_query_that_is_a_script_does_not_run(context_of: ContextOf, hostile_site: Site) -> None:
    with watched(context_of(DESKTOP_LIGHT), hostile_site) as reader:
        page = reader.open("")
        reader.search(NAMES["script"])
        assert page.evaluate("window.pwned") is None
        reader.assert_no_faults()
