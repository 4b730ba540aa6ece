"""Saving papers as data, citations and marks."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.browsing import wait_until_ready
from browser.sites import Site
from browser.views import (
    DESKTOP_LIGHT,
    PHONE_LIGHT,
    ContextOf,
    View,
    Watched,
    watched,
)

LIST = "lists/deep-learning-training/"
BOTH = pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_LIGHT], ids=str)


@pytest.fixture(autouse=True)
def _clear_storage(context_of: ContextOf, view: View, site: Site) -> Iterator[None]:
    """Remove the marks of each test."""
    yield
    with watched(context_of(view), site) as reader:
        reader.open("").evaluate("localStorage.clear()")


def browse(reader: Watched, query: str = "") -> Page:
    page = reader.open(f"browse/{query}")
    wait_until_ready(page)
    return page


def rows(page: Page) -> list[str]:
    ids: list[str] = page.locator(".pt-rows :is(tr, li)[data-paper]").evaluate_all(
        "rows => rows.map(row => row.dataset.paper)"
    )
    return ids


def saved(page: Page, form: str, folder: Path) -> str:
    page.locator(".pt-save").click()
    with page.expect_download() as download:
        page.locator(f".pt-export button[value={form}][data-does=save]").click()
    download.value.save_as(folder / form)
    return (folder / form).read_text(encoding="utf-8")


@BOTH
@pytest.mark.parametrize("address", ["browse/?institution=Microsoft&sort=name&group=none", f"{LIST}?find=memory"])
def test_the_shown_papers_are_saved_in_each_format(reader: Watched, address: str, tmp_path: Path) -> None:
    page = reader.open(address)
    wait_until_ready(page)
    wanted = list(dict.fromkeys(rows(page)))
    assert wanted
    assert [found["id"] for found in json.loads(saved(page, "json", tmp_path))["papers"]] == wanted
    assert [row["id"] for row in csv.DictReader(io.StringIO(saved(page, "csv", tmp_path)))] == wanted
    keys = re.findall(r"(?m)^@\w+\{(?:[^:,]*:)?([^,]*),$", saved(page, "bib", tmp_path))
    assert keys == wanted
    assert saved(page, "md", tmp_path).count("\n- ") == len(wanted) - 1
    assert not reader.faults, "\n".join(reader.faults)


@BOTH
def test_marks_are_stored_filtered_saved_and_loaded(reader: Watched, tmp_path: Path) -> None:
    page = browse(reader)
    page.locator("[data-paper=tofu] button.pt-mark").first.click()
    page.get_by_role("menuitemcheckbox", name="Starred").click()
    page.keyboard.press("Escape")
    page.reload()
    wait_until_ready(page)
    expect(page.locator("[data-paper=tofu] button.pt-mark").first).to_have_attribute("data-marks", "starred")
    browse(reader, "?mark=starred")
    assert set(rows(page)) == {"tofu"}
    page.locator(".pt-save").click()
    with page.expect_download() as download:
        page.locator(".pt-my-marks").get_by_role("button", name="Save").click()
    file = tmp_path / "marks.json"
    download.value.save_as(file)
    page.evaluate("localStorage.clear()")
    browse(reader)
    page.locator(".pt-save").click()
    page.locator(".pt-my-marks input[type=file]").set_input_files(file)
    expect(page.locator(".pt-message")).to_have_text("Added marks of 1 paper.")
    expect(page.locator("[data-paper=tofu] button.pt-mark").first).to_have_attribute("data-marks", "starred")
    bad = tmp_path / "bad.json"
    bad.write_text('{"marks": {"<b>": ["read"], "__proto__": ["x"]}}', encoding="utf-8")
    page.locator(".pt-my-marks input[type=file]").set_input_files(bad)
    expect(page.locator(".pt-message")).to_have_text(re.compile("does not contain saved marks"))
    assert not reader.faults, "\n".join(reader.faults)


@BOTH
def test_a_citation_is_copied_and_saved(reader: Watched) -> None:
    page = reader.open("papers/tofu/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("summary", has_text="BibTeX").click()
    page.locator("button[data-pt-copy=cite-bibtex]").click()
    expect(page.locator("[aria-live=polite], [role=status]").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()").startswith("@inproceedings{wang2019:tofu,")
    with page.expect_download() as download:
        page.locator("button[data-pt-save='tofu.bib']").click()
    assert download.value.suggested_filename == "tofu.bib"
    assert not reader.faults, "\n".join(reader.faults)
