"""The papers that are shown, copied and saved: byte for byte what `papertrail export` prints."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Page, expect

from browser.browsing import expect_count, ids, open_bar, show_all, wait_until_ready
from browser.sites import Site
from browser.views import BOTH, DESKTOP_LIGHT, ContextOf, View, watched

FORMS = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON", "csv": "CSV", "json": "JSON", "md": "Markdown"}
EXPORTS = {"bib": "bibtex", "ris": "ris", "csl.json": "csl-json", "csv": "csv", "json": "json"}


@pytest.fixture
def page(view: View, context_of: ContextOf, features_site: Site) -> Iterator[Page]:
    context = context_of(view)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=features_site.origin)
    with watched(context, features_site) as reader:
        yield reader.page
        reader.assert_no_faults()


@cache
def exported(site: Site, form: str, *options: str) -> str:
    """What the command exports of the same list."""
    command = [sys.executable, "-m", "papertrail", "export", "--format", EXPORTS[form], *options]
    return subprocess.run(command, cwd=site.project, check=True, capture_output=True).stdout.decode()


def copied(page: Page, form: str) -> str:
    page.locator(".pt-save").click()
    page.get_by_role("button", name=f"Copy as {FORMS[form]}").click()
    expect(page.locator("body > [role=status]")).to_have_text(re.compile(f"^Copied .* as {FORMS[form]}$"))
    expect(page.locator(".pt-export")).to_be_hidden()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def saved(page: Page, form: str) -> str:
    page.locator(".pt-save").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save as {FORMS[form]}").click()
    assert download.value.suggested_filename == f"papers.{form}"
    return Path(download.value.path()).read_bytes().decode()


@BOTH
@pytest.mark.parametrize("form", EXPORTS)
def test_all_papers_are_what_the_command_exports(page: Page, features_site: Site, form: str) -> None:
    page.goto(features_site.url("browse/"))
    wait_until_ready(page)
    assert saved(page, form) == exported(features_site, form)


@pytest.mark.parametrize("view", [DESKTOP_LIGHT], ids=str)
@pytest.mark.parametrize("form", EXPORTS)
def test_a_list_is_what_the_command_exports(page: Page, features_site: Site, form: str) -> None:
    page.goto(features_site.url("lists/serving-systems/"))
    open_bar(page)
    assert saved(page, form) == exported(features_site, form, "--list", "serving-systems")


@BOTH
@pytest.mark.parametrize(("address", "options"), [("browse/", ()), ("lists/training/", ("--list", "training"))])
def test_the_shown_papers_are_copied_and_saved_in_the_shown_order(
    page: Page, features_site: Site, address: str, options: tuple[str, ...]
) -> None:
    page.goto(features_site.url(f"{address}?find=graph&has=code&group=none&sort=name"))
    wait_until_ready(page)
    show_all(page)
    shown = ids(page)
    assert 3 < len(shown) < 100
    everything = {form: exported(features_site, form, *options) for form in EXPORTS}

    text = copied(page, "json")
    assert saved(page, "json") == text
    positions = {paper["id"]: number for number, paper in enumerate(json.loads(everything["json"])["papers"])}
    start, end = '{"version": 1, "papers": [\n', "\n]}\n"
    objects = re.split(r",\n(?=\{)", everything["json"].removeprefix(start).removesuffix(end))
    assert text == start + ",\n".join(objects[positions[id]] for id in shown) + end

    entries = everything["bib"].rstrip("\n").split("\n\n")
    text = copied(page, "bib")
    assert saved(page, "bib") == text
    assert text == "\n\n".join(entries[positions[id]] for id in shown) + "\n"

    head, *rows = everything["csv"].splitlines(keepends=True)
    text = copied(page, "csv")
    assert saved(page, "csv") == text
    assert text == "".join([head, *(rows[positions[id]] for id in shown)])
    assert [row["id"] for row in csv.DictReader(io.StringIO(text))] == shown

    text = copied(page, "md")
    assert saved(page, "md") == text
    assert len(re.findall("(?m)^- ", text)) == len(shown)


@BOTH
def test_markdown_renders_as_plain_names_and_titles(page: Page, features_site: Site) -> None:
    page.goto(features_site.url("browse/?find=at%26t"))
    wait_until_ready(page)
    show_all(page)
    shown = list(dict.fromkeys(ids(page)))
    papers = {paper["id"]: paper for paper in json.loads(exported(features_site, "json"))["papers"]}
    lines = copied(page, "md").splitlines()
    assert len(lines) == len(shown)
    for id, line in zip(shown, lines, strict=True):
        assert line.startswith("- ")
        tokens = MarkdownIt("commonmark").parseInline(line[2:])[0].children or []
        assert {token.type for token in tokens} <= {"text", "text_special", "link_open", "link_close"}
        paper = papers[id]
        parts = [paper["name"], *([paper["title"]] if paper["title"] else [])]
        text = ", ".join(parts) + "." + (f" {', '.join(paper['venues'])}." if paper["venues"] else "")
        assert "".join(token.content for token in tokens) == text.replace("\\$", "$")
        links = [link["url"] for link in paper["links"] if link["url"].startswith("http")]
        assert tokens[0].attrs["href"] == next(iter(links), features_site.url(f"papers/{id}/"))


@BOTH
def test_a_failed_request_is_reported(page: Page, features_site: Site) -> None:
    page.goto(features_site.url("browse/"))
    wait_until_ready(page)
    page.route("**/papers.bib", lambda route: route.fulfill(status=200, body="not what it was"))
    page.route("**/papers.json", lambda route: route.fulfill(status=200, body="{}"))
    page.locator(".pt-save").click()
    page.get_by_role("button", name="Copy as BibTeX").click()
    expect(page.locator(".pt-popover-title")).to_have_text(re.compile("^Could not load the data"))
    expect_count(page, "300 papers")


@BOTH
def test_the_buttons_of_a_paper_copy_and_save_its_citation(page: Page, features_site: Site) -> None:
    id = next(address.split("/")[1] for address in features_site.addresses() if address.startswith("papers/gandiva-"))
    page.goto(features_site.url(f"papers/{id}/"))
    page.locator("summary", has_text="BibTeX").click()
    wanted = (page.locator("#cite-bibtex").text_content() or "").strip() + "\n"
    assert re.match(r"@\w+\{", wanted)
    page.locator("button[data-pt-copy=cite-bibtex]").click()
    expect(page.locator("body > [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == wanted
    with page.expect_download() as download:
        page.locator("button[data-pt-from=cite-bibtex]").click()
    assert download.value.suggested_filename == f"{id}.bib"
    assert Path(download.value.path()).read_text(encoding="utf-8") == wanted


@BOTH
@pytest.mark.parametrize("form", ["bib", "ris"])
def test_a_page_without_a_bar_saves_its_papers(page: Page, features_site: Site, form: str) -> None:
    page.goto(features_site.url("venues/"))
    page.locator(".pt-index a").first.click()
    page.wait_for_selector("button[data-pt-take]")
    shown = [str(row.get_attribute("data-paper")) for row in page.locator("tr[data-paper]").all()]
    entries = exported(features_site, form).rstrip("\n").split("\n\n")
    all_ids = [paper["id"] for paper in json.loads(exported(features_site, "json"))["papers"]]
    with page.expect_download() as download:
        page.locator("button[data-pt-take]").click()
        page.get_by_role("button", name=f"Save as {FORMS[form]}").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text == "\n\n".join(entries[all_ids.index(id)] for id in shown) + "\n"


@BOTH
def test_the_link_of_what_is_shown_is_copied(page: Page, features_site: Site) -> None:
    page.goto(features_site.url("browse/?has=code"))
    wait_until_ready(page)
    page.locator(".pt-save").click()
    page.get_by_role("button", name="Copy the link of what is shown").click()
    expect(page.locator("body > [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == features_site.url("browse/?has=code")


@BOTH
def test_a_reference_is_shown_and_copied_in_a_style(page: Page, features_site: Site) -> None:
    papers = json.loads(exported(features_site, "json"))["papers"]
    page.goto(features_site.url(f"papers/{papers[0]['id']}/"))
    plain = page.locator("#cite-reference").text_content()
    page.get_by_label("Style").select_option("IEEE")
    expect(page.locator("#cite-reference")).to_contain_text("“")
    page.locator("button[data-pt-copy=cite-reference]").click()
    expect(page.locator("body > [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").strip() == page.locator("#cite-reference").text_content()
    page.get_by_label("Style").select_option("Plain")
    expect(page.locator("#cite-reference")).to_have_text(plain or "")
