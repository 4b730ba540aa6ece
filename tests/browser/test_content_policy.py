"""The site works under the Content-Security-Policy that the manual recommends.

The server of all browser tests sends it (`sites._Handler`). The tests here open every kind of page and use what
scripts add to it, and fail if the browser blocked anything.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from browser.browsing import wait_until_ready
from browser.sites import Site
from browser.test_pages import BROWSE, KINDS
from browser.views import DESKTOP_LIGHT, ContextOf, Watched, watched
from support.content_policy import content_policy

BLOCKED = """window.blocked = [];
document.addEventListener("securitypolicyviolation", event =>
    blocked.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));"""


@pytest.fixture
def guarded(context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """A page that records what the browser blocked; it fails if anything was."""
    with watched(context_of(DESKTOP_LIGHT), site) as reader:
        reader.page.add_init_script(BLOCKED)
        yield reader
        assert reader.page.evaluate("blocked") == []
        reader.assert_no_faults()


def test_the_policy_allows_hashes_only(site: Site) -> None:
    policy = content_policy(site.project)
    assert "unsafe" not in policy
    assert 0 < policy.count("'sha256-") < 10


def test_a_script_or_style_in_a_page_is_blocked(context_of: ContextOf, site: Site) -> None:
    with watched(context_of(DESKTOP_LIGHT), site) as reader:
        reader.page.add_init_script(BLOCKED)
        page = reader.open("")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\" onclick=\"1\">x</p>')")
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'pwned = 1'}))")
        assert page.evaluate("blocked.length") == 3
        assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_page_is_blocked(guarded: Watched, kind: str) -> None:
    page = guarded.open(KINDS[kind])
    guarded.settle()
    if kind == "paper":
        assert page.locator("script[type='application/ld+json']").count() == 2


def test_nothing_is_blocked_in_browse(guarded: Watched) -> None:
    page = guarded.open(BROWSE)
    wait_until_ready(page)
    page.locator(".pt-words").fill("gpu")
    page.locator("[data-facet=has] input[type=checkbox]").first.check()
    for select in page.locator("papertrail-browse select").all():
        select.select_option(index=1)
    page.locator(".pt-rows button.pt-mark").first.click()
    page.get_by_role("menuitemcheckbox", name="Starred", exact=True).click()
    page.keyboard.press("Escape")
    guarded.settle()
    page.evaluate("localStorage.clear()")


def test_nothing_is_blocked_when_papers_are_cited_copied_and_saved(guarded: Watched) -> None:
    page = guarded.open("papers/gpipe/")
    page.locator("summary", has_text="BibTeX").click()
    page.locator("button[data-pt-copy=cite-bibtex]").click()
    expect(page.locator("body > [role=status]")).not_to_be_empty()
    with page.expect_download():
        page.locator("button[data-pt-from=cite-bibtex]").click()
    guarded.open(BROWSE)
    wait_until_ready(page)
    page.locator(".pt-save").click()
    with page.expect_download():
        page.get_by_role("button", name="Save as CSV").click()


def test_nothing_is_blocked_while_searching_and_following_links(guarded: Watched) -> None:
    page = guarded.open_instant("")
    assert guarded.search("gpipe")
    page.keyboard.press("Escape")
    page.locator(".pt-tree a").first.click()
    expect(page.locator(".pt-rows")).to_be_visible()
    guarded.settle()
