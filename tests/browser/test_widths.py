"""Pages of papers at every width, and on paper: room for the field, filters where there is room, nothing obscured."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest

from browser.sites import Site
from browser.views import PHONE_DARK, ContextOf, View, Watched, watched

BROWSE = "browse/"
TABLE = "lists/deep-learning-training/"
WIDTHS = (720, 768, 959, 960, 1024, 1219, 1220, 1280, 1440, 1600, 1920)

FIELD = """() => {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const controls = document.querySelector(".pt-controls");
    return [document.querySelector(".pt-field").offsetWidth / rem, controls.scrollWidth - controls.clientWidth];
}"""
LONG_WORDS = """() => {
    document.querySelectorAll(".pt-pick > span").forEach(label => label.textContent = "Gruppieren nach");
    document.querySelectorAll(".pt-options button:not(.pt-view)").forEach(button => button.append("einstellungen"));
    document.querySelector(".pt-shown").textContent = "12.345 von 67.890 Publikationen";
}"""


@pytest.fixture
def desktop_at(context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """A page in a window that a test resizes."""
    with watched(context_of(View((1440, 900), "light")), site) as reader:
        yield reader


@pytest.mark.parametrize("address", [BROWSE, TABLE])
def test_the_field_keeps_its_room_whatever_is_next_to_it(desktop_at: Watched, address: str) -> None:
    page = desktop_at.open(address)
    desktop_at.settle()
    narrow = "() => document.querySelector('.papertrail').style.maxWidth = '32rem'"  # sidebars on both sides
    for change in ("() => {}", LONG_WORDS, narrow):
        page.evaluate(change)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            room, overflow = page.evaluate(FIELD)
            assert room >= 13.9, f"{width} pixels: {room}rem"
            assert overflow <= 0, f"{width} pixels"


def test_large_windows_are_used_and_lists_have_filters_next_to_their_rows(desktop_at: Watched) -> None:
    page = desktop_at.page
    page.set_viewport_size({"width": 1920, "height": 1000})
    for address in (BROWSE, TABLE):
        desktop_at.open(address)
        desktop_at.settle()
        page.locator(".pt-column .pt-facet").first.wait_for()
        assert page.locator(".pt-filters").is_hidden()
        box = page.locator(".md-main__inner").bounding_box()
        assert box
        assert box["width"] > 0.9 * 1920
    page.set_viewport_size({"width": 800, "height": 1000})
    page.locator(".pt-filters").click()
    page.locator(".pt-drawer .pt-facet").first.wait_for()


NEARLY_EMPTY = """() => document.querySelectorAll(".pt-table").forEach(
    table => table.classList.add("pt-few-venue", "pt-few-institutions", "pt-few-remarks")
)"""
HIDDEN = """() => {
    const cells = [...document.querySelectorAll(".pt-table tbody :is(th, td):not(:empty)")];
    const hidden = cells.filter(cell => !cell.getClientRects().length).map(cell => cell.className);
    const rows = [...document.querySelectorAll(".pt-table tbody tr")];
    const wide = rows.filter(row => row.scrollWidth > row.clientWidth + 1);
    return [hidden, wide.length];
}"""


def test_no_width_hides_a_value_or_makes_rows_wider_than_the_page(desktop_at: Watched) -> None:
    """Also not in columns that have few values, and therefore little room."""
    page = desktop_at.page
    for address in (BROWSE, TABLE):
        desktop_at.open(address)
        desktop_at.settle()
        page.evaluate(NEARLY_EMPTY)
        for width in (390, *WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(HIDDEN) == [[], 0], f"{width} pixels"


def test_the_header_stays_where_it_is_from_page_to_page(desktop_at: Watched) -> None:
    page = desktop_at.page
    page.set_viewport_size({"width": 1920, "height": 1000})
    boxes = []
    for address in ("", BROWSE, "venues/", "statistics/", "data/", "add/", "manual/"):
        desktop_at.open(address)
        boxes.append(page.locator(".md-header__title").bounding_box())
    assert boxes == [boxes[0]] * len(boxes)


OBSCURED = """() => {
    const focused = document.activeElement;
    const { left, top, right, bottom } = focused.getBoundingClientRect();
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const fixed = ".pt-field, .pt-filters, .md-header";
    return found?.closest(fixed) && !focused.closest(fixed) ? focused.outerHTML.slice(0, 200) : "";
}"""


@pytest.mark.parametrize("view", [PHONE_DARK], ids=str)
@pytest.mark.parametrize("address", [BROWSE, TABLE])
def test_the_bar_of_a_phone_stays_and_obscures_no_focus(reader: Watched, address: str) -> None:
    page = reader.open(address)
    reader.settle()
    page.evaluate("scrollTo(0, 2000)")
    field, button = page.locator(".pt-field").bounding_box(), page.locator(".pt-filters").bounding_box()
    assert field
    assert button
    assert 40 < field["y"] < 100
    assert button["y"] > 844 * 0.8
    page.evaluate("scrollTo(0, 0)")
    page.locator(".pt-rows a").first.focus()
    for key in ["Tab"] * 30 + ["Shift+Tab"] * 25:
        page.keyboard.press(key)
        assert page.evaluate(OBSCURED) == ""


# On paper


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("address", [BROWSE, TABLE, "lists/training-systems/", "venues/eurosys/", "papers/gpipe/"])
def test_print_breaks_no_word_and_leaves_no_page_empty(desktop: Watched, address: str, size: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = desktop.open(address)
    desktop.settle()
    words = "() => [...document.querySelectorAll('thead th, .pt-to-paper strong, .pt-venue a')].map(e => e.textContent)"
    wanted = {word for text in page.evaluate(words) for word in text.split()}
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(page.pdf(format=size))).pages]
    assert all(text.strip() for text in pages)
    text = " ".join(pages).replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi")
    missing = {word for word in wanted if word.strip("\u200b") not in text}
    assert not missing
    if "papers/" in address or "lists/training" in address:
        assert "https://" in text


def test_print_says_how_many_rows_are_left_out(context_of: ContextOf, features_site: Site) -> None:
    with watched(context_of(View((1280, 900), "light")), features_site) as reader:
        page = reader.open(BROWSE)
        reader.settle()
        page.emulate_media(media="print")
        more = page.locator(".pt-more")
        assert more.is_visible()
        assert page.locator(".pt-more button").is_hidden()
        assert "more" in more.evaluate("node => getComputedStyle(node, '::after').content")
