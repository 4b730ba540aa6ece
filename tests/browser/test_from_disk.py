"""A site that is opened from the disk: pages, links, filters, the theme's search and marks work without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.request import url2pathname

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.browsing import wait_until_ready
from browser.test_marks import mark, marks
from support.projects import MKDOCS_YML, Project, write_tree

LIST = """\
=== docs/about.md
# About
=== papers/_topics.yml
- {name: Training, topics: [Parallelism, Scheduling]}
- Inference
=== papers/tofu.yml
name: Tofu
title: Dataflow Graphs and "Quotes" in <Markup>
venue: EuroSys 2019
added: 2026-01-02
institutions: [NYU]
links: {About: ../docs/about.md}
topic: Training > Parallelism
=== papers/gandiva.yml
name: Gandiva
venue: OSDI 2018
added: 2026-01-02
topic: [Training > Scheduling, Inference]
notes: gandiva.md
=== papers/gandiva.md
Notes on [Tofu](tofu.yml) in scheduling.
=== papers/nexus.yml
name: Nexus
venue: SOSP 2019
added: 2026-01-02
topic: Inference
"""
BROKEN = "=== papers/zz-broken.yml\nnme: Broken\ntopic: <b>Nowhere</b>\n"


def build(folder: Path, tree: str, *options: str) -> Path:
    """Build the site of a tree, and move it, as an archive is unpacked somewhere."""
    write_tree(folder / "list", tree)
    result = Project(folder / "list").run("build", *options)
    assert result.status == 0, result.err
    return (folder / "list/site").rename(folder / "a folder é#1")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A preview of a list with an error."""
    return build(tmp_path_factory.mktemp("preview"), LIST + BROKEN, "--preview")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test after an error, a message in its console, or a request to a host."""
    faults: list[str] = []

    def watch(url: str) -> None:
        if not url.startswith(("file:", "blob:", "data:")):
            faults.append(url)

    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(5000)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: watch(request.url))
    yield page
    context.close()
    assert not faults


def shown(page: Page) -> list[str]:
    rows = page.locator(".pt-rows :is(tr, li)[data-paper]:visible")
    return [str(row.get_attribute("data-paper")) for row in rows.all()]


def test_filters_saving_and_marks_work(page: Page, preview: Path) -> None:
    page.goto((preview / "browse.html").as_uri())
    wait_until_ready(page)
    assert set(shown(page)) == {"tofu", "gandiva", "nexus"}
    page.locator(".pt-words").fill("2019")
    expect(page.locator(".pt-shown")).to_have_text("2 of 3 papers")
    assert set(shown(page)) == {"tofu", "nexus"}
    page.locator(".pt-save").click()
    for suffix, text in (("bib", "Quotes"), ("csv", "Nexus"), ("json", '"Tofu"')):
        with page.expect_download() as download:
            page.locator(f"button[value={suffix}][data-does=save]").click()
        saved = Path(download.value.path()).read_text(encoding="utf-8")
        assert text in saved
        assert "Gandiva" not in saved
        page.locator(".pt-save").click()
    page.keyboard.press("Escape")
    expect(page).to_have_url((preview / "browse.html").as_uri() + "?find=2019")
    mark(page, "tofu", "Starred")
    page.goto((preview / "lists/training.html").as_uri() + "?mark=starred")
    wait_until_ready(page)
    assert shown(page) == ["tofu"]
    assert marks(page, "tofu") == "starred"
    page.goto((preview / "index.html").as_uri())
    page.locator("[data-pt-find]").fill("nexus")
    page.keyboard.press("Enter")
    wait_until_ready(page)
    assert shown(page) == ["nexus"]


def search(page: Page, words: str) -> None:
    """Find and open a page with the search in the header."""
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially(words)
    page.locator(".md-search-result__link").first.click()


def test_the_form_for_new_papers_finds_duplicates(page: Page, preview: Path) -> None:
    page.goto((preview / "add.html").as_uri())
    page.get_by_label("Name required").fill("Nexus")
    page.get_by_label("Topic 1").fill("Infrence")
    expect(page.locator(".pt-add-problems")).to_contain_text(['papers/nexus.yml: both have the title "Nexus"', "PT201"])
    expect(page.locator(".pt-add-side pre")).to_contain_text("topic: Infrence")


def test_the_search_of_the_theme_works(page: Page, preview: Path) -> None:
    page.goto((preview / "index.html").as_uri())
    search(page, "gandiva")
    expect(page.locator("h1")).to_contain_text("Gandiva")
    assert page.url.startswith((preview / "papers/gandiva.html").as_uri())


def test_notes_new_papers_progress_and_random_papers_work(page: Page, preview: Path) -> None:
    page.goto((preview / "lists/training.html").as_uri())
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.get_by_role("menuitem", name="Add note…").click()
    page.get_by_role("textbox", name="My note on").fill("See section 4.")
    page.keyboard.press("Escape")
    mark(page, "tofu", "Read")
    expect(page.locator(".pt-progress")).to_have_text("1 of 2 read")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate(
        """() => {
            const [key] = Object.keys(localStorage).filter(name => name.startsWith("papertrail-visit"));
            localStorage.setItem(key, '{"at": 1, "known": ["tofu"], "fresh": []}');
        }"""
    )
    page.goto((preview / "index.html").as_uri())
    expect(page.locator(".pt-new")).to_have_text("2 new since your last visit")
    page.get_by_role("button", name="Random paper").click()
    expect(page.locator(".pt-facts")).to_be_visible()


def test_every_link_leads_to_a_file(page: Page, preview: Path) -> None:
    """A link to a folder would show a list of its files."""
    for file in preview.rglob("*.html"):
        if file.name == "404.html":  # servers show it anywhere
            continue
        page.goto(file.as_uri())
        urls = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.href.replace(/[?#].*/, ''))")
        targets = [Path(url2pathname(url.removeprefix("file://"))) for url in urls if url.startswith("file:")]
        assert targets
        assert not [target for target in targets if not target.is_file()], file


def test_a_preview_shows_what_it_omits_on_every_page(page: Page, preview: Path) -> None:
    for name in ("index.html", "about.html", "papers/tofu.html", "papers/gandiva.html"):
        page.goto((preview / name).as_uri())
        expect(page.locator(".pt-problems")).to_contain_text("papers/zz-broken.yml:1: ")
    assert not (preview / "papers/zz-broken.html").exists()


@pytest.mark.parametrize("plugins", ["[search, offline, papertrail]", "[search, papertrail, material/offline]"])
def test_the_plugin_offline_makes_such_a_site(page: Page, tmp_path: Path, plugins: str) -> None:
    config = MKDOCS_YML.replace("[search, papertrail]", plugins)
    site = build(tmp_path, f"{LIST}=== mkdocs.yml\n{config}", "--strict")
    page.goto((site / "index.html").as_uri())
    search(page, "gandiva")
    expect(page.locator("h1")).to_contain_text("Gandiva")
    assert page.locator(".pt-problems").count() == 0
    page.goto((site / "browse.html").as_uri() + "?find=tofu")
    wait_until_ready(page)
    assert shown(page) == ["tofu"]


def test_other_sites_show_nothing_that_does_not_work_from_the_disk(browser: Browser, tmp_path: Path) -> None:
    """Browsers load neither modules nor files there, and links lead to folders."""
    site = build(tmp_path, LIST)
    controls = "papertrail-browse, papertrail-add, .pt-scripted, .pt-mark, .pt-column, .md-search, [for=__search]"
    errors: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in ("", "browse", "lists/training", "papers/tofu", "venues", "venues/eurosys"):
        name = f"{address}/index.html".lstrip("/")
        page.goto((site / name).as_uri() + "?find=tofu")
        page.wait_for_function("() => document.documentElement.classList.contains('pt-from-disk')")
        page.keyboard.press("j")
        page.keyboard.press("?")
        expect(page.locator("h1, .pt-rows").last).to_be_visible()
        assert [item for item in page.locator(controls).all() if item.is_visible()] == [], name
    page.goto((site / "add/index.html").as_uri())
    expect(page.locator(".pt-unscripted")).to_be_visible()
    page.close()
    assert not errors
