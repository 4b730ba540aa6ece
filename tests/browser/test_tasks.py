"""What readers come for, and how many presses it takes them: at most four.

A press is a click, a tap or a key that enters no text. Each task begins on the page where the need for it arises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, expect

from browser.axe import violations
from browser.browsing import expect_count, ids, wait_until_ready
from browser.sites import Site
from browser.test_marks import button
from browser.views import TIMEOUT, Watched, watched

LIST = "lists/deep-learning-training/"
DAY = 24 * 3_600_000
AT_STANFORD = ["pipedream", "flexflow"]


@dataclass
class Reader:
    """A reader who starts with an empty browser, and the presses so far."""

    watched: Watched
    presses: int = 0

    def __post_init__(self) -> None:
        self.page = self.watched.page

    def press(self, target: Locator) -> None:
        target.click()
        self.presses += 1

    def key(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def write(self, text: str) -> None:
        """Type text, which counts as no press, into the field that has the focus."""
        self.page.keyboard.type(text)

    def open(self, address: str) -> None:
        """Go to a page, and look at it before the first press."""
        self.watched.open(address)
        self.watched.settle()


@pytest.fixture(params=["desktop"])
def reader(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Reader]:
    """A reader with a mouse and a keyboard, or with a phone."""
    phone = request.param == "phone"
    context = browser.new_context(
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 900},
        has_touch=phone,
        is_mobile=phone,
        reduced_motion="reduce",
    )
    context.set_default_timeout(TIMEOUT)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.origin)
    with watched(context, site) as page:
        yield Reader(page)
        page.assert_no_faults()
    context.close()


on_both = pytest.mark.parametrize("reader", ["desktop", "phone"], indirect=True)
on_a_phone = pytest.mark.parametrize("reader", ["phone"], indirect=True)


def copied(reader: Reader) -> str:
    text: str = reader.page.evaluate("navigator.clipboard.readText()")
    return text


def test_papers_of_2019_of_one_institution_with_code(reader: Reader) -> None:
    reader.open("")
    page = reader.page
    reader.press(page.locator("#pt-find"))
    reader.write("year:2019 institution:stanford")
    reader.key("Enter")
    wait_until_ready(page)
    reader.press(page.locator("[data-facet=has]").get_by_role("checkbox", name="Code"))
    expect_count(page, "2 of 44 papers")
    assert sorted(set(ids(page))) == sorted(AT_STANFORD)
    assert reader.presses == 3


def test_the_same_papers_with_filters_only(reader: Reader) -> None:
    reader.open("browse/")
    page = reader.page
    wait_until_ready(page)
    reader.press(page.locator("[data-facet=institution]").get_by_role("checkbox", name="Stanford"))
    reader.press(page.locator("[data-facet=has]").get_by_role("checkbox", name="Code"))
    reader.press(page.get_by_label("First year"))
    reader.write("2019")
    reader.key("Tab")
    reader.write("2019")
    page.get_by_label("Last year").blur()
    expect_count(page, "2 of 44 papers")
    assert reader.presses == 4


@on_both
def test_cite_a_paper_in_latex_from_its_row(reader: Reader) -> None:
    reader.open(LIST)
    page = reader.page
    reader.press(page.locator("[data-paper=tofu] .pt-permalink"))
    reader.press(page.get_by_role("menuitem", name="Copy BibTeX"))
    expect(page.locator("[data-paper=tofu] .pt-tools")).to_have_attribute("data-message", "Copied BibTeX")
    assert copied(reader).startswith("@inproceedings{wang2019:tofu,")
    assert reader.presses == 2


@on_both
def test_subscribe_to_a_section(reader: Reader) -> None:
    reader.open(LIST)
    page = reader.page
    heading = page.get_by_role("heading", name="GPU Sharing")
    if page.evaluate("matchMedia('(hover: hover)').matches"):
        heading.hover()
    feed = heading.get_by_role("link", name="Feed of GPU Sharing")
    expect(feed).to_have_css("opacity", "1")
    feed.click(trial=True)  # Chromium's own page for XML breaks the content policy
    reader.presses += 1
    text = page.request.get(feed.evaluate("link => link.href")).text()
    assert text.count("<entry>") == 3
    assert "GPU Sharing</title>" in text
    assert reader.presses == 1


@on_a_phone
def test_share_a_filter(reader: Reader) -> None:
    page = reader.page
    page.add_init_script("navigator.share = async shared => { window.shared = shared; }")
    reader.open("browse/")
    wait_until_ready(page)
    reader.press(page.get_by_role("button", name="Filters"))
    reader.press(page.locator("[data-facet=institution]").get_by_role("checkbox", name="Stanford"))
    reader.press(page.get_by_role("button", name=re.compile(r"Show \d papers")))
    reader.press(page.get_by_role("button", name="Share link"))
    page.wait_for_function("() => window.shared")
    assert page.evaluate("window.shared.url") == reader.watched.site.url("browse/?institution=Stanford")
    assert reader.presses == 4


@on_both
def test_find_the_papers_of_a_misspelt_author(reader: Reader) -> None:
    reader.open("")
    page = reader.page
    reader.press(page.locator("#pt-find"))
    reader.write("matei zaharai")
    reader.key("Enter")
    wait_until_ready(page)
    expect(page.locator(".pt-rows [data-paper]").first).to_contain_text("Matei Zaharia")
    assert reader.presses == 2


def test_find_five_marked_papers_a_day_later(reader: Reader) -> None:
    page = reader.page
    page.clock.install()
    reader.open("browse/")
    wait_until_ready(page)
    papers = list(dict.fromkeys(ids(page)))[:5]
    for paper in papers:
        before = reader.presses
        reader.press(page.locator(button(page, paper)).first)
        reader.press(page.get_by_role("menuitemcheckbox", name="To read"))
        assert reader.presses - before == 2
    page.clock.fast_forward(DAY)
    reader.presses = 0
    reader.open("")
    reader.press(page.get_by_role("link", name="Browse", exact=True).first)
    wait_until_ready(page)
    reader.press(page.locator("[data-facet=mark]").get_by_role("checkbox", name="To read"))
    expect_count(page, "5 of 44 papers")
    assert set(ids(page)) == set(papers)
    assert reader.presses == 2


def test_print_a_list(reader: Reader) -> None:
    reader.open(LIST)
    page = reader.page
    page.emulate_media(media="print")  # Ctrl+P
    reader.presses += 1
    rows = page.locator(".pt-rows [data-paper]")
    assert rows.count() == len(ids(page)) >= 14
    for row in rows.all():
        expect(row.locator("strong")).to_be_visible()
    expect(page.locator("papertrail-browse")).to_be_hidden()
    expect(page.locator(".pt-rows button:visible")).to_have_count(0)
    assert reader.presses == 1


def test_find_and_mark_a_paper_with_the_keyboard(reader: Reader) -> None:
    reader.open("browse/")
    page = reader.page
    wait_until_ready(page)
    reader.key("/")
    reader.write("gandiva")
    reader.key("ArrowDown")
    expect(page.locator("[data-paper=gandiva] .pt-to-paper").first).to_be_focused()
    reader.key("m")
    expect(page.get_by_role("menuitemcheckbox", name="To read")).to_be_focused()
    reader.key("Enter")
    expect(page.get_by_role("menuitemcheckbox", name="To read")).to_be_checked()
    assert reader.presses == 4
    page.keyboard.press("Escape")
    reader.presses = 0
    page.locator("[data-paper=gandiva] .pt-to-paper").first.focus()
    reader.key("o")
    expect(page.get_by_role("heading", name="Gandiva", level=1)).to_be_visible()
    assert reader.presses == 1


ROW = """\
- row /Gandiva/:
  - rowheader /Gandiva/:
    - link /^Gandiva/
    - button "Mark Gandiva"
    - link "More about Gandiva"
  - cell "OSDI 2018":
    - link "OSDI 2018"
"""


@on_both
def test_a_row_is_read_out_by_its_parts(reader: Reader) -> None:
    reader.open("browse/")
    page = reader.page
    wait_until_ready(page)
    row = page.locator("tr[data-paper=gandiva]").first
    row.scroll_into_view_if_needed()
    expect(row).to_match_aria_snapshot(ROW)
    assert not violations(page)
    assert reader.presses == 0


@on_a_phone
def test_open_the_link_of_a_filter(reader: Reader) -> None:
    page = reader.page
    reader.watched.record_layout_shifts()
    page.add_init_script(
        """window.seen = new Set();
        const look = () => {
            const rows = document.querySelector(".pt-rows");
            if (rows && getComputedStyle(rows).visibility === "visible") {
                for (const row of rows.querySelectorAll("[data-paper]")) seen.add(row.dataset.paper);
            }
            requestAnimationFrame(look);
        };
        look();"""
    )
    reader.open("browse/?institution=Stanford&year=2019&has=code")
    wait_until_ready(page)
    expect_count(page, "2 of 44 papers")
    reader.watched.settle()
    assert sorted(page.evaluate("[...seen]")) == sorted(AT_STANFORD)
    assert reader.watched.layout_shift() < 0.01
    assert reader.presses == 0
