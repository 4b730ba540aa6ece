"""Reading on: notes of one's own, what is new since the last visit, progress, keys and random papers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations, violations_in_both_schemes
from browser.browsing import expect_count, groups, ids, wait_until_ready
from browser.sites import Site, built_and_served
from browser.test_marks import button, mark, open_menu, stored_marks
from browser.views import BOTH, DESKTOP_LIGHT, ContextOf, View, Watched, watched
from support.projects import MKDOCS_YML, write_tree

LIST = "lists/deep-learning-training/"
HOURS = 3_600_000


@pytest.fixture
def reader(context_of: ContextOf, view: View, site: Site) -> Iterator[Watched]:
    """A reader without marks, notes or an earlier visit."""
    with watched(context_of(view), site) as reader:
        yield reader
        reader.page.evaluate("localStorage.clear()")
        reader.assert_no_faults()


def store(page: Page, name: str, value: object) -> None:
    page.evaluate("([name, text]) => localStorage.setItem(`papertrail-${name}:/`, text)", [name, json.dumps(value)])


def stored(page: Page, name: str) -> object:
    return page.evaluate("name => JSON.parse(localStorage.getItem(`papertrail-${name}:/`))", name)


def wait_until_stored(page: Page, name: str, value: object) -> None:
    page.wait_for_function(
        "([name, text]) => localStorage.getItem(`papertrail-${name}:/`) === text",
        arg=[name, json.dumps(value, separators=(",", ":"))],
    )


# Notes


@BOTH
def test_a_note_is_written_in_the_menu_and_on_the_page_of_a_paper(reader: Watched) -> None:
    page = reader.open("browse/")
    wait_until_ready(page)
    page.locator(button(page, "tofu")).first.click()
    page.get_by_role("menuitem", name="Add note…").click()
    dialog = page.get_by_role("dialog", name="My note on Tofu")
    field = dialog.get_by_role("textbox", name="My note on Tofu")
    expect(field).to_be_focused()
    field.press_sequentially("jk <b>see</b> section 4")
    assert not violations(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(button(page, "tofu")).first).to_be_focused()
    wait_until_stored(page, "notes", {"tofu": "jk <b>see</b> section 4"})
    expect(page.locator(button(page, "tofu")).first).to_have_accessible_name("Mark Tofu, with a note")
    reader.open("papers/tofu/")
    field = page.get_by_label("My note", exact=True)
    expect(field).to_have_value("jk <b>see</b> section 4")
    page.get_by_role("button", name="Mark Tofu").click()
    page.get_by_role("menuitem", name="Edit note…").click()
    expect(page.get_by_role("textbox", name="My note on Tofu")).to_have_value("jk <b>see</b> section 4")
    page.get_by_role("button", name="Close").click()
    field.fill("  ")
    field.blur()
    wait_until_stored(page, "notes", {})
    field.fill("Again.")
    wait_until_stored(page, "notes", {"tofu": "Again."})  # before the field is left
    reader.open("browse/?mark=note")
    wait_until_ready(page)
    expect_count(page, "1 of 44 papers")


def test_a_place_for_a_note_that_arrives_alone_gets_its_field(reader: Watched) -> None:
    # A page that is read slowly arrives in pieces, and any of them may begin or end at the place.
    page = reader.open("papers/tofu/")
    expect(page.get_by_label("My note", exact=True)).to_have_count(1)
    store(page, "notes", {"tofu": "Mine."})
    page.reload()
    expect(page.get_by_label("My note", exact=True)).to_have_value("Mine.")
    page.evaluate(
        """() => {
            const place = document.querySelector(".pt-own-note");
            place.replaceWith(place.cloneNode(false));
            const button = document.querySelector("button.pt-mark");
            button.outerHTML = "<button class=pt-mark aria-label='Mark Tofu' title=Mark></button>";
        }"""
    )
    expect(page.get_by_label("My note", exact=True)).to_have_value("Mine.")
    expect(page.get_by_role("button", name="Mark Tofu, with a note")).to_have_count(1)


@BOTH
def test_notes_are_saved_with_marks_and_added_to_those_of_another_browser(reader: Watched, tmp_path: Path) -> None:
    page = reader.open("data/")
    store(page, "notes", {"tofu": "Mine."})
    store(page, "marks", {"zico": ["read"]})
    reader.open("browse/")
    wait_until_ready(page)
    open_menu(page)
    with page.expect_download() as download:
        page.locator(".pt-my-marks button", has_text="Save").click()
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert saved == {"papertrail": "marks", "marks": {"zico": ["read"]}, "notes": {"tofu": "Mine."}}
    file = tmp_path / "marks.json"

    def load(notes: object, message: str) -> None:
        file.write_text(json.dumps({"papertrail": "marks", "marks": {}, "notes": notes}), encoding="utf-8")
        page.evaluate("document.querySelector('.pt-message').textContent = ''")
        page.locator("input[type=file]").set_input_files(file)
        expect(page.locator(".pt-message")).to_have_text(message)

    load({"tofu": "Theirs.", "zico": "New."}, "Added marks of 2 papers.")
    load({"tofu": "Theirs."}, "Added marks of 1 paper.")
    both = {"tofu": "Mine.\n\nTheirs.", "zico": "New."}
    assert stored(page, "notes") == both
    load({"tofu": "x" * 2000}, "Added marks of 1 paper. The note of 1 paper would be too long and was not added.")
    for invalid in ({"tofu": ["x"]}, {"tofu": "x" * 2001}, {"<b>": "x"}, ["x"], {"tofu": " "}, "tofu"):
        load(invalid, "This file does not contain saved marks.")
    assert stored(page, "notes") == both
    assert stored_marks(page) == {"zico": ["read"]}


# New papers


def end_visit(page: Page, unknown: list[str]) -> None:
    """Have the last visit end some hours ago, before some papers were added."""
    page.evaluate(
        """([unknown, hours]) => {
            const key = "papertrail-visit:/";
            const { known } = JSON.parse(localStorage.getItem(key));
            const visit = { at: Date.now() - hours, known: known.filter(id => !unknown.includes(id)), fresh: [] };
            localStorage.setItem(key, JSON.stringify(visit));
        }""",
        [unknown, 3 * HOURS],
    )


def begin_visit(reader: Watched, address: str) -> Page:
    page = reader.open(address)
    page.wait_for_function("() => localStorage.getItem('papertrail-visit:/')")
    return page


@BOTH
def test_papers_are_new_that_were_added_since_the_last_visit(reader: Watched) -> None:
    page = begin_visit(reader, "")
    expect(page.locator(".pt-new")).to_have_count(0)
    end_visit(page, ["tofu", "zico", "gpipe"])
    reader.open("")
    expect(page.locator(".pt-progress")).to_have_text("3 new since your last visit")
    page.locator(".pt-new").click()
    wait_until_ready(page)
    expect_count(page, "3 of 44 papers")
    assert set(ids(page)) == {"tofu", "zico", "gpipe"}
    reader.open(LIST)
    expect(page.locator(".pt-progress")).to_have_text("2 new since your last visit")
    new = page.locator(".pt-rows .pt-is-new")
    expect(new).to_have_count(2)
    expect(new.first.locator("button.pt-mark")).to_have_accessible_name("Mark Tofu, new")
    page.locator(".pt-new").click()
    wait_until_ready(page)
    expect_count(page, "2 of 14 papers")


@BOTH
def test_an_address_of_new_papers_waits_for_them(reader: Watched) -> None:
    page = begin_visit(reader, "")
    end_visit(page, ["tofu"])
    reader.open("browse/?mark=new")
    wait_until_ready(page)
    expect_count(page, "1 of 44 papers")
    assert ids(page) == ["tofu"]


@BOTH
@pytest.mark.parametrize("content", ["{", "[]", '{"at": 1, "known": {}, "fresh": []}', '{"at": 1, "known": ["<b>"]}'])
def test_an_invalid_visit_is_a_first_one(reader: Watched, content: str) -> None:
    page = reader.open("data/")
    page.evaluate("text => localStorage.setItem('papertrail-visit:/', text)", content)
    reader.open("browse/")
    page.wait_for_function("() => localStorage.getItem('papertrail-visit:/').includes('tofu')")
    expect(page.locator(".pt-new")).to_have_count(0)


def test_what_is_new_and_read_moves_nothing(desktop: Watched) -> None:
    page = begin_visit(desktop, "")
    desktop.record_layout_shifts()
    for address in ("", LIST, "browse/"):
        end_visit(page, ["tofu", "zico"])
        store(page, "marks", {"tofu": ["read"]})
        desktop.open(address)
        expect(page.locator(".pt-new")).to_be_visible()
        desktop.settle()
        assert desktop.layout_shift() < 0.01
    page.evaluate("localStorage.clear()")
    desktop.assert_no_faults()


# Progress


@BOTH
def test_the_line_below_the_bar_counts_papers_that_are_read(reader: Watched) -> None:
    page = reader.open("data/")
    store(page, "marks", {"tofu": ["read"], "gone": ["read"], "zico": ["read", "starred"], "gpipe": ["read"]})
    progress = page.locator(".pt-progress")
    reader.open(LIST)
    expect(progress).to_have_text("2 of 14 read")
    expect(page.locator(".pt-rows .pt-is-read")).to_have_count(2)
    reader.settle()
    assert not violations_in_both_schemes(page)
    reader.open(f"{LIST}?find=tofu")
    wait_until_ready(page)
    expect(progress).to_have_text("2 of 14 read")
    mark(page, "tofu", "Read")
    expect(progress).to_have_text("1 of 14 read")
    reader.open("browse/")
    expect(progress).to_have_text("2 of 44 read")
    mark(page, "tofu", "Read")
    expect(progress).to_have_text("3 of 44 read")


def test_rows_that_were_hidden_lose_removed_marks(desktop: Watched) -> None:
    page = desktop.open(LIST)
    mark(page, "tofu", "Read")
    page.locator(".pt-words").fill("tofu")
    expect_count(page, "1 of 14 papers")
    mark(page, "tofu", "Read")
    page.locator(".pt-words").fill("")
    expect_count(page, "14 papers")
    expect(page.locator(button(page, "tofu"))).to_have_attribute("data-marks", "")
    expect(page.locator(".pt-is-read")).to_have_count(0)


TREE = f"""\
=== mkdocs.yml
{MKDOCS_YML}site_url: !ENV [SITE_URL, ""]
=== papers/_topics.yml
- {{name: Training, start: [tofu, gpipe]}}
=== papers/tofu.yml
name: Tofu
topic: Training
=== papers/gpipe.yml
name: GPipe
topic: Training
=== papers/pipedream.yml
name: PipeDream
topic: Training
"""


def test_a_reading_path_shows_its_progress(context_of: ContextOf, tmp_path: Path) -> None:
    write_tree(tmp_path, TREE)
    with built_and_served(tmp_path) as site, watched(context_of(DESKTOP_LIGHT), site) as reader:
        page = reader.open("lists/training/")
        path = page.locator(".pt-start")
        expect(path.locator(".pt-path-progress")).to_have_text("")
        path.get_by_role("button", name="Mark Tofu").click()
        page.get_by_role("menuitemcheckbox", name="Read", exact=True).click()
        page.keyboard.press("Escape")
        expect(path.locator(".pt-path-progress")).to_have_text("1 of 2 read")
        expect(page.locator(".pt-progress")).to_have_text("1 of 3 read")
        assert not violations(page)
        expect(page.locator(".pt-new")).to_have_count(0)
        reader.open("browse/")
        wait_until_ready(page)
        assert [len(papers) for _, papers in groups(page)] == [3]
        page.evaluate("localStorage.clear()")
        reader.assert_no_faults()


# Keys


def focused_paper(page: Page) -> str:
    paper: str = page.evaluate("document.activeElement.closest('[data-paper]')?.dataset.paper ?? ''")
    return paper


def test_keys_move_between_rows_and_act_on_the_focused_one(desktop: Watched) -> None:
    page = desktop.open(LIST)
    page.keyboard.press("m")
    page.keyboard.press("j")
    assert focused_paper(page) == "tofu"
    page.keyboard.press("j")
    assert focused_paper(page) == "cnn-parallelism"
    page.keyboard.press("k")
    assert focused_paper(page) == "tofu"
    page.keyboard.press("k")
    assert focused_paper(page) == "tofu"
    page.keyboard.press("m")
    expect(page.get_by_role("menu", name="Mark Tofu")).to_be_visible()
    page.keyboard.press("j")  # in a menu, letters do nothing
    page.keyboard.press("Escape")
    assert focused_paper(page) == "tofu"
    page.locator(f"{button(page, 'tofu')}").focus()
    for modifier in ("Control", "Alt", "Meta"):
        page.keyboard.press(f"{modifier}+j")
    assert focused_paper(page) == "tofu"
    page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text("Tofu")
    page.keyboard.press("m")
    expect(page.get_by_role("menu", name="Mark Tofu")).to_be_visible()
    desktop.assert_no_faults()


def test_keys_do_nothing_in_fields(desktop: Watched) -> None:
    page = desktop.open("browse/")
    wait_until_ready(page)
    page.locator(".pt-words").press_sequentially("jkmco?")
    expect(page.locator(".pt-words")).to_have_value("jkmco?")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("select[name=sort]").focus()
    page.keyboard.press("j")
    expect(page.locator("select[name=sort]")).to_be_focused()


def test_the_key_j_shows_more_rows_after_the_last_one(context_of: ContextOf, features_site: Site) -> None:
    with watched(context_of(DESKTOP_LIGHT), features_site) as reader:
        page = reader.open("browse/?group=none")
        wait_until_ready(page)
        reader.settle()
        rows = page.locator(".pt-rows tr[data-paper]")
        expect(rows).to_have_count(100)
        page.locator(".pt-rows .pt-to-paper").last.focus()
        page.keyboard.press("j")
        expect(rows.nth(100).locator(".pt-to-paper")).to_be_focused()
        reader.assert_no_faults()


@BOTH
def test_the_help_lists_all_keys_and_turns_them_off(reader: Watched) -> None:
    page = reader.open("browse/")
    wait_until_ready(page)
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    page.get_by_role("button", name="View").click()
    shortcuts = page.get_by_role("button", name="Keyboard shortcuts")
    if page.evaluate("matchMedia('(hover: hover) and (min-width: 45em)').matches"):
        shortcuts.click()
        dialog.get_by_role("button", name="Close").click()
    else:
        expect(shortcuts).to_have_count(0)
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    assert not violations_in_both_schemes(page)
    page.keyboard.press("j")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    for key in ("j", "?", "/"):
        page.keyboard.press(key)
    assert focused_paper(page) == ""
    expect(dialog).to_have_count(0)
    expect(page.locator(".pt-words")).not_to_be_focused()
    page.reload()
    wait_until_ready(page)
    page.keyboard.press("j")
    assert focused_paper(page) == ""
    store(page, "keys", True)
    page.reload()
    page.keyboard.press("j")
    assert focused_paper(page) == "tofu"


# A random paper


@BOTH
def test_a_random_paper_is_one_of_those_shown(reader: Watched) -> None:
    page = reader.open("browse/?find=tofu&venue=EuroSys")
    wait_until_ready(page)
    expect_count(page, "1 of 44 papers")
    page.get_by_role("button", name="View").click()
    page.get_by_role("button", name="Random paper").click()
    expect(page).to_have_url(reader.site.url("papers/tofu/"))
    for address in ("", LIST):
        reader.open(address)
        if address:
            page.get_by_role("button", name="View").click()
        page.get_by_role("button", name="Random paper").click()
        expect(page.locator(".pt-facts")).to_be_visible()
