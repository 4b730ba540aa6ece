"""A list whose texts try to run as code: nothing runs, and no page is wider than its window."""

from __future__ import annotations

import pytest

from browser.hostile import NAMES
from browser.sites import Site
from browser.views import DESKTOP, DESKTOP_LIGHT, PHONE, PHONE_DARK, ContextOf, watched


def test_nothing_runs_and_every_page_fits(context_of: ContextOf, hostile_site: Site) -> None:
    """Each page is loaded once and then made narrower: whether a text runs does not depend on the window."""
    with watched(context_of(DESKTOP_LIGHT), hostile_site) as reader:
        for address in hostile_site.addresses():
            page = reader.open(address)
            for width, height in (PHONE, DESKTOP):
                page.set_viewport_size({"width": width, "height": height})
                if excess := reader.overflow():
                    reader.faults.append(f"{address}: {excess} pixels wider than a window of {width} pixels")
            if page.evaluate("window.pwned") is not None:
                reader.faults.append(f"{address}: a text was run")
        reader.assert_no_faults()


@pytest.mark.parametrize(
    "folder", ["", "browse", "lists", "papers", "venues", "institutions", "authors", "keywords", "recent", "data"]
)
def test_nothing_runs_on_phones(context_of: ContextOf, hostile_site: Site, folder: str) -> None:
    """One page of each kind is loaded in a narrow window, too."""
    address = folder and next(name for name in reversed(hostile_site.addresses()) if name.startswith(f"{folder}/"))
    with watched(context_of(PHONE_DARK), hostile_site) as reader:
        page = reader.open(address)
        assert page.evaluate("window.pwned") is None
        assert reader.overflow() == 0
        reader.assert_no_faults()


def test_hostile_texts_are_shown_verbatim(context_of: ContextOf, hostile_site: Site) -> None:
    address = next(address for address in hostile_site.addresses() if address.startswith("lists/table"))
    with watched(context_of(DESKTOP_LIGHT), hostile_site) as reader:
        page = reader.open(address)
        for paper, text in NAMES.items():
            assert page.locator(f"tr#{paper} th strong").text_content() == text
            assert page.locator(f"tr#{paper} .pt-other").last.text_content() == text
        titles = page.locator("h2").all_text_contents()
        assert [title.removesuffix("¶") for title in titles] == list(NAMES.values())
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
