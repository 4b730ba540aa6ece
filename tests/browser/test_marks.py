"""Marks: set, stored, used as filters, moved to another browser, and with broken files or storage."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from browser import features
from browser.browsing import expect_count, ids, wait_until_ready
from browser.sites import Site
from browser.views import BOTH, ContextOf, View, watched


@pytest.fixture
def page(context_of: ContextOf, view: View, site: Site) -> Iterator[Page]:
    """Browse without any marks."""
    with watched(context_of(view), site) as reader:
        reader.open("browse/")
        wait_until_ready(reader.page)
        yield reader.page
        reader.page.evaluate("localStorage.clear()")
        reader.assert_no_faults()


def button(page: Page, paper: str) -> str:
    return f"tr[data-paper={paper}] button.pt-mark"


def mark(page: Page, paper: str, label: str) -> None:
    page.locator(button(page, paper)).first.click()
    page.get_by_role("menuitemcheckbox", name=label, exact=True).click()


def marks(page: Page, paper: str) -> str:
    return page.locator(button(page, paper)).first.get_attribute("data-marks") or ""


def stored_marks(page: Page) -> dict[str, list[str]]:
    """The stored marks of the site."""
    data: dict[str, list[str]] = page.evaluate("JSON.parse(localStorage.getItem('papertrail-marks:/') ?? '{}')")
    return data


@BOTH
def test_marks_are_shown_stored_and_used_as_filters(page: Page, site: Site) -> None:
    mark(page, "tofu", "To read")
    mark(page, "zico", "Read")
    mark(page, "zico", "Starred")
    assert marks(page, "tofu") == "to-read"
    assert marks(page, "zico") == "read starred"
    assert stored_marks(page) == {"tofu": ["to-read"], "zico": ["read", "starred"]}
    page.reload()
    wait_until_ready(page)
    assert marks(page, "zico") == "read starred"
    page.goto(site.url("browse/?mark=starred"))
    wait_until_ready(page)
    expect_count(page, "1 of 44 papers")
    assert ids(page) == ["zico"]
    assert marks(page, "zico") == "read starred"
    page.goto(site.url("lists/deep-learning-training/?no-mark=to-read&no-mark=read"))
    wait_until_ready(page)
    expect_count(page, "12 of 14 papers")
    page.goto(site.url("papers/tofu/"))
    assert page.locator("[data-paper=tofu] button.pt-mark").first.get_attribute("data-marks") == "to-read"


@BOTH
def test_read_and_to_read_exclude_each_other(page: Page) -> None:
    mark(page, "tofu", "To read")
    mark(page, "tofu", "Read")
    assert marks(page, "tofu") == "read"
    mark(page, "tofu", "Read")
    assert marks(page, "tofu") == ""
    assert stored_marks(page) == {}


@BOTH
def test_the_menu_works_with_keyboards_and_screen_readers(page: Page) -> None:
    opener = page.locator(button(page, "tofu")).first
    expect(opener).to_have_attribute("aria-haspopup", "menu")
    expect(opener).not_to_have_attribute("aria-expanded", "true")
    expect(opener).to_have_accessible_name("Mark Tofu")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    menu = page.get_by_role("menu", name="Mark Tofu")
    items = menu.get_by_role("menuitemcheckbox")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("menuitem", name="Add note…")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.nth(2)).to_be_focused()
    page.keyboard.press("Space")
    expect(items.nth(2)).to_be_checked()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_accessible_name("Mark Tofu, starred")
    expect(page.locator("body > [role=status]")).to_have_text("Mark added: Starred")


@BOTH
def test_a_mark_takes_two_presses_also_in_the_rows_below(page: Page) -> None:
    papers = ["tofu", "cnn-parallelism"]
    for paper in papers:
        opener = page.locator(button(page, paper)).first
        opener.click()
        page.get_by_role("menuitemcheckbox", name="Starred", exact=True).click()
        expect(page.get_by_role("menu", name=re.compile("^Mark "))).to_be_hidden()
        expect(opener).to_be_focused()
    assert [marks(page, paper) for paper in papers] == ["starred", "starred"]


@BOTH
def test_a_mark_does_not_move_rows(page: Page) -> None:
    boxes = (
        "() => [...document.querySelectorAll('tr[data-paper]')].slice(0, 12).map(r => r.getBoundingClientRect().top)"
    )
    expect(page.locator("tr[data-paper]:not(.pt-laid)")).to_have_count(0)
    before = page.evaluate(boxes)
    mark(page, "tofu", "Read")
    mark(page, "tofu", "Starred")
    mark(page, "cnn-parallelism", "To read")
    assert page.evaluate(boxes) == before


@BOTH
def test_marks_are_sent_to_other_windows_but_not_to_the_server(page: Page, site: Site) -> None:
    requests: list[str] = []

    def note(request: Request) -> None:
        requests.append(f"{request.url} {request.post_data}")

    page.context.on("request", note)
    with watched(page.context, site) as other:
        other.open("lists/deep-learning-training/")
        mark(page, "tofu", "Starred")
        expect(other.page.locator(button(page, "tofu"))).to_have_attribute("data-marks", "starred")
        other.assert_no_faults()
    page.context.remove_listener("request", note)
    assert requests
    assert not [request for request in requests if "starred" in request]


def open_menu(page: Page) -> None:
    page.locator(".pt-save").click()
    expect(page.locator(".pt-my-marks")).to_be_visible()


@BOTH
def test_saved_marks_are_merged_with_those_of_another_browser(
    page: Page, browser: Browser, site: Site, tmp_path: Path
) -> None:
    mark(page, "tofu", "Read")
    mark(page, "zico", "Starred")
    open_menu(page)
    with page.expect_download() as download:
        page.locator(".pt-my-marks button", has_text="Save").click()
    assert download.value.suggested_filename == "my-marks.json"
    file = Path(download.value.path())
    assert json.loads(file.read_text()) == {
        "papertrail": "marks",
        "marks": {"tofu": ["read"], "zico": ["starred"]},
    }
    with browser.new_context() as elsewhere, watched(elsewhere, site) as other:
        other.open("browse/")
        wait_until_ready(other.page)
        mark(other.page, "tofu", "To read")
        mark(other.page, "zico", "To read")
        open_menu(other.page)
        other.page.locator("input[type=file]").set_input_files(file)
        expect(other.page.locator(".pt-message")).to_have_text("Added marks of 2 papers.")
        assert stored_marks(other.page) == {"tofu": ["read"], "zico": ["to-read", "starred"]}
        assert marks(other.page, "tofu") == "read"
        file = tmp_path / "single.json"
        file.write_text('{"papertrail": "marks", "marks": {"gpipe": ["starred"]}}')
        other.page.locator("input[type=file]").set_input_files(file)
        expect(other.page.locator(".pt-message")).to_have_text("Added marks of 1 paper.")
        expect(other.page.locator(button(page, "gpipe")).first).to_have_attribute("data-marks", "starred")
        other.assert_no_faults()


BROKEN = {
    "nothing": "",
    "no JSON": "{",
    "another file": '{"papers": []}',
    "null": "null",
    "a list": '{"papertrail": "marks", "marks": ["tofu"]}',
    "unknown mark": '{"papertrail": "marks", "marks": {"tofu": ["<img src=x onerror=window.pwned=1>"]}}',
    "odd id": '{"papertrail": "marks", "marks": {"<script>window.pwned=1</script>": ["read"]}}',
    "prototype": '{"papertrail": "marks", "marks": {"__proto__": ["read"]}}',
    "text for a list": '{"papertrail": "marks", "marks": {"tofu": "read"}}',
    "bytes": "\x00\udcff",
    "no format name": '{"marks": {"tofu": ["read"]}}',
}


@BOTH
def test_invalid_files_of_marks_are_rejected(page: Page, tmp_path: Path) -> None:
    mark(page, "zico", "Starred")
    open_menu(page)
    files = {**BROKEN, "too large": json.dumps({"papertrail": "marks", "marks": {}}) + " " * 9_000_000}
    for name, content in files.items():
        file = tmp_path / "marks.json"
        file.write_bytes(content.encode("utf-8", "surrogateescape"))
        page.evaluate("document.querySelector('.pt-message').textContent = ''")
        page.locator("input[type=file]").set_input_files(file)
        message = page.locator(".pt-message")
        expect(message, name).to_have_text("This file does not contain saved marks.")
        assert stored_marks(page) == {"zico": ["starred"]}, name
    assert page.evaluate("window.pwned") is None


INVALID_STORAGE = ("{", "[]", '"x"', '{"tofu":["nothing"]}', '{"<b>":["read"]}', "null")


@BOTH
def test_invalid_storage_is_ignored(page: Page) -> None:
    for content in INVALID_STORAGE:
        page.evaluate("content => localStorage.setItem('papertrail-marks:/', content)", content)
        page.reload()
        wait_until_ready(page)
        assert marks(page, "tofu") == "", content
        mark(page, "tofu", "Read")
        assert stored_marks(page) == {"tofu": ["read"]}, content


@BOTH
@pytest.mark.parametrize("fault", ["blocked", "full"])
def test_without_storage_marks_last_until_the_page_is_left(
    context_of: ContextOf, view: View, site: Site, fault: str
) -> None:
    scripts = {
        "blocked": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked'); } });",
        "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    }
    with watched(context_of(view), site) as reader:
        reader.page.add_init_script(scripts[fault])
        page = reader.open("browse/")
        wait_until_ready(page)
        reader.settle()  # the theme uses the storage as well, and logs errors
        before = len(reader.faults)
        mark(page, "tofu", "Read")
        assert marks(page, "tofu") == "read"
        expect(page.locator("body > [role=status]")).to_have_text("This browser cannot store marks.")
        page.locator(".pt-words").fill("gpu")
        expect_count(page, re.compile(r"^\d+ of 44 papers$"))
        assert len(reader.faults) == before, reader.faults


@BOTH
def test_marks_follow_a_paper_to_a_new_id(context_of: ContextOf, view: View, features_site: Site) -> None:
    paper = next((features_site.project / "papers").rglob(f"*-{features.RENAMED}.yml")).stem
    store = "marks => localStorage.setItem('papertrail-marks:/', marks)"
    with watched(context_of(view), features_site) as reader:
        page = reader.open("about/")
        page.evaluate(store, '{"long-before": ["read", "starred"]}')
        reader.open("browse/?mark=starred&group=none")
        wait_until_ready(page)
        expect_count(page, f"1 of {features.COUNT} papers")
        assert ids(page) == [paper]
        assert marks(page, paper) == "read starred"
        assert stored_marks(page) == {paper: ["read", "starred"]}
        page.evaluate(store, '{"before": ["to-read"]}')
        reader.open(f"papers/{paper}/")
        expect(page.locator("button.pt-mark")).to_have_attribute("data-marks", "to-read")
        page.evaluate("localStorage.clear()")
        reader.assert_no_faults()
