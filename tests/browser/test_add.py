"""The page Add a paper: what it writes is what the commands accept, and nothing in it acts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from browser.axe import violations, violations_in_both_schemes
from browser.sites import REPO_URL, Site
from browser.views import DESKTOP_LIGHT, PHONE_DARK, ContextOf, View, Watched, watched
from papertrail.core.limits import RECORD_LIMITS
from papertrail.pages.add_page import form_values
from papertrail.pipeline.check import check
from papertrail.records.changes import with_changes
from papertrail.records.config_file import load_settings
from papertrail.records.files import read
from papertrail.records.paper import paper_of
from papertrail.records.parse import parse_file
from test_record_form import hostile_text

ADD = "add/"
Values = dict[str, Any]


@pytest.fixture
def view() -> View:
    return DESKTOP_LIGHT


@pytest.fixture
def writer(view: View, context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """A page with the form, which can use the clipboard."""
    context = context_of(view)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.origin)
    with watched(context, site) as reader:
        yield reader
        reader.assert_no_faults()


def opened(writer: Watched, query: str = "") -> Page:
    page = writer.open(ADD + query)
    expect(page.locator(".pt-add-form")).to_be_visible()
    return page


def written(page: Page) -> str:
    return page.locator(".pt-add-side pre code").text_content() or ""


def codes_of_the_command(site: Site, path: str, text: str) -> list[str]:
    """What `papertrail check` reports for a file that is added to the list."""
    sources = with_changes(read(load_settings(site.project / "mkdocs.yml")), {path: text})
    return sorted(d.code for d in check(replace(sources, new=frozenset({path}))).diagnostics if d.path == path)


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_DARK], ids=str)
def test_a_paper_is_added_by_keyboard_alone(writer: Watched, site: Site) -> None:
    page = opened(writer)
    typed = {
        "Name": "Bean Curd", "Title": "Curdling Very Large Models", "Authors": "Ann Lee\nBo Chen",
        "Topic": "Deep Learning Training > Parallelism", "Venue": "EuroSys 2019", "Label 1": "Paper",
        "URL 1": "https://example.org/bean-curd.pdf", "Keywords": "partitioning", "Remarks": "It *curdles*: slowly.",
    }  # fmt: skip
    page.locator("h1").click()
    for _ in range(60):
        page.keyboard.press("Tab")
        label = page.evaluate(
            """() => { const { activeElement: it } = document;
            return it.ariaLabel || it.labels?.[0]?.firstChild.textContent || it.textContent; }"""
        )
        if text := typed.pop(label.removesuffix(" 1") if label.removesuffix(" 1") in typed else label, None):
            page.keyboard.insert_text(text)
        if label.startswith("Add on"):
            break
    assert not typed
    for label in ("Type", "DOI"):
        expect(page.get_by_label(label, exact=True)).to_have_count(1)
    row = page.locator(".pt-add-preview tbody tr")
    expect(row.get_by_role("link", name="Paper")).to_have_attribute("href", "https://example.org/bean-curd.pdf")
    expect(row.locator(".pt-remarks")).to_have_text("It *curdles*: slowly.")
    expect(page.locator(".pt-add-result")).to_have_text("No problems found")
    text = written(page)
    assert codes_of_the_command(site, "papers/bean-curd.yml", text) == []
    target = urlsplit(page.locator(".pt-add-open").get_attribute("href") or "")
    assert f"{target.scheme}://{target.netloc}{target.path}" == f"{REPO_URL}/new/main/papers"
    assert parse_qs(target.query) == {"filename": ["bean-curd.yml"], "value": [text]}


# Fills the form with values as they are typed, and returns the record with the codes of its problems.
_TYPED = """values => {
    const form = document.querySelector(".pt-add-form");
    form.querySelector("details").open = true;
    for (const root of form.querySelectorAll(".pt-add-field:not(.pt-add-inner .pt-add-field)")) {
        const name = root.querySelector("label, legend").firstChild.textContent.toLowerCase();
        const rows = values[name] ?? [];
        root.querySelectorAll("input, textarea").forEach(input => (input.value = ""));
        rows.forEach((texts, n) => {
            const inputs = [...root.querySelectorAll("input, textarea")].slice(n * texts.length);
            texts.forEach((text, i) => (inputs[i].value = text));
            root.querySelector("input, textarea").dispatchEvent(new Event("input", { bubbles: true }));
        });
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
}"""
_FOUND = (
    "() => Array.from(document.querySelectorAll('.pt-add-problems strong'), strong => strong.textContent.slice(-7, -2))"
)


def with_typed(page: Page, values: Values) -> tuple[str, list[str]]:
    page.evaluate(_TYPED, values)
    page.clock.run_for(500)
    return written(page), sorted(page.evaluate(_FOUND))


MISTAKES: tuple[Values, ...] = (
    *({"date": [[text]]} for text in ("2019-13", "2019-02-30", "03/2019", "soon", "1066", "2019-3-5", "2o19", "2099")),
    *({"venue": [[text]]} for text in ("EuroSis 2019", "Nowhere 2020", "https://a.org", "arXiv 1811.6", "n/a", "-")),
    *({"topic": [[text]]} for text in ("Training", "A > > B", "Deep Learning Training > Paralelism", " > ", "x" * 400)),
    *({"institutions": [[text]]} for text in ("NUY", "Universty of Nowhere", "nyu", "x" * 4100)),
    *({"links": [["Paper", url]]} for url in ("", "a b", "javascript:alert(1)", "//x.org", "1811.06965", "ftp://x.o",
                                              "https://arxiv.org/abs/1811.6", "https://", "<https://x.org>", "x\\")),
    *({"links": [["", url]]} for url in ("https://example.org/a",)),
    *({"authors": [[text]]} for text in ("Ann Lee\nAnn Lee", "Lee, Ann\nAnn Lee", "Wang\nM.\nLi\nJ.", "x" * 4100)),
    *({"language": [[text]]} for text in ("German", "deutsch!", "d", "pt_BR")),
    *({"added": [[text]]} for text in ("2019", "2019-3-5", "yesterday", "2019-02-29")),
    *({"remarks": [[text]]} for text in ("x" * 4100, "\n".join(map(str, range(60))))),
    *({"keywords": [[text] for text in map(str, range(count))]} for count in (51, 60)),
    *({"title": [[text]]} for text in ("x" * 4100, "a\u200bb", "\ue000", "Supporting Very Large Models using Automatic "
                                       "Dataflow Graph Partitioning", "\u202eevil")),
    *({"name": [[text]]} for text in ("\u00ad", "a\u2066b", "x" * 4100)),
    *({"date": [["2015"]], "venue": [[venue]]} for venue in ("EuroSys 2019", "arXiv 1811.06965")),
)  # fmt: skip
ONLY_IN_THE_COMMAND = {"PT107", "PT206", "PT207", "PT305", "PT402", "PT403", "PT404", "PT405"}


def test_sixty_mistakes_have_the_codes_that_the_command_reports(writer: Watched, site: Site) -> None:
    writer.page.clock.install()
    page = opened(writer)
    with page.expect_response(lambda response: "assets/texts" in response.url):
        page.locator(".pt-add-form input").first.focus()
    assert len(MISTAKES) >= 60
    plain = {"name": [["Bean Curd"]], "topic": [["Deep Learning Training > Parallelism"]]}
    differences = []
    for mistake in MISTAKES:
        text, codes = with_typed(page, plain | mistake)
        command = [c for c in codes_of_the_command(site, "papers/bean-curd.yml", text) if c not in ONLY_IN_THE_COMMAND]
        if codes != command:
            differences.append(f"{str(mistake)[:150]}\n  form: {codes}\n  command: {command}")
    assert not differences, "\n".join(differences)


def test_hostile_texts_are_the_same_after_the_file_is_read(writer: Watched) -> None:
    writer.page.clock.install()
    page = opened(writer)
    random = Random(7)
    for _ in range(40):
        texts = [hostile_text(random) for _ in range(8)]
        typed: Values = {
            "name": [[texts[0]]], "title": [[texts[1]]], "authors": [["\n".join(texts[2:4])]],
            "links": [[texts[4], texts[5]]], "keywords": [[texts[6]], [texts[7]]], "topic": [["A"]],
            "abstract": [[f"{texts[0]}\n\n{texts[1]}"]], "custom": [[texts[2], texts[3]]],
        }  # fmt: skip
        text, _ = with_typed(page, typed)
        paper = paper_of("x", parse_file("papers/x.yml", text.encode(), RECORD_LIMITS).root)
        assert paper is not None, text
        assert json.loads(json.dumps(form_values(paper))) == {
            "name": texts[0], "title": texts[1], "authors": texts[2:4],
            "links": [{"label": texts[4], "url": texts[5]}], "keywords": texts[6:8], "topic": ["A"],
            "abstract": f"{texts[0]}\n\n{texts[1]}", "custom": [texts[2:4]],
        }, text  # fmt: skip
    assert page.locator(".pt-add-preview script, .pt-add-preview img").count() == 0


CROSSREF: Values = {
    "message": {
        "title": ["Curd: Curdling <i>Very</i> Large Models<script>window.pwned=1</script>"],
        "author": [{"given": "Ann", "family": "Lee"}, {"name": "OpenTofu"}, None, {"given": 7}],
        "event": {"acronym": "EuroSys '19"},
        "container-title": ["Proceedings of the Fourteenth EuroSys Conference 2019"],
        "issued": {"date-parts": [[2019, 3, 25]]},
        "type": "proceedings-article",
        "page": "1-17",
        "abstract": "<jats:p>We curdle.\u202e</jats:p>",
    }
}


def test_a_button_fills_the_form_from_a_doi(writer: Watched, site: Site) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json=CROSSREF, headers={"Access-Control-Allow-Origin": "*"})

    writer.page.route(re.compile(r"https://api\.crossref\.org/"), answer)
    page = opened(writer)
    page.get_by_label("DOI or arXiv id").fill("https://doi.org/10.1145/9999999.9999999")
    page.get_by_label("Topic 1").fill("Deep Learning Training > Parallelism")
    expect(page.locator(".pt-add-side code").last).to_contain_text("Fill in the form")
    assert asked == []
    page.get_by_role("button", name="Fill in").click()
    expect(page.locator("#pt-add-lookup-help")).to_have_text(re.compile("^Filled in"))
    assert asked == ["https://api.crossref.org/works/10.1145%2F9999999.9999999"]
    text = written(page)
    assert "name: Curd\n" in text
    assert "authors: [Ann Lee, OpenTofu]\n" in text
    assert "venue: EuroSys 2019\n" in text
    assert "type: paper-conference\n" in text
    assert "abstract: We curdle.\n" in text
    assert codes_of_the_command(site, "papers/curd.yml", text) == []
    assert page.evaluate("window.pwned") is None
    assert [fault for fault in writer.faults if "api.crossref.org" not in fault] == []
    writer.faults.clear()


def test_an_edit_keeps_the_rest_of_the_file(writer: Watched, site: Site) -> None:
    page = writer.open("papers/tofu/")
    page.get_by_role("link", name="Edit this record").click()
    expect(page.locator("h1")).to_have_text("Edit a paper")
    before = (site.project / "papers/tofu.yml").read_text(encoding="utf-8")
    expect(page.locator(".pt-add-result")).to_have_text("No problems found")
    assert written(page) == before
    page.get_by_label("Date").first.fill("2019-03")
    after = before.replace("institutions:", "date: 2019-03\ninstitutions:")
    expect(page.locator(".pt-add-side pre code")).to_have_text(after)
    link = page.locator(".pt-add-open")
    assert link.get_attribute("href") == f"{REPO_URL}/edit/main/papers/tofu.yml"
    page.context.route(f"{REPO_URL}/**", lambda route: route.fulfill(body="editor"))
    with page.context.expect_page() as editor:
        link.click()
    editor.value.close()
    assert page.evaluate("navigator.clipboard.readText()") == after
    page.context.unroute(f"{REPO_URL}/**")


def test_an_edit_keeps_values_that_the_form_does_not_show(writer: Watched) -> None:
    text = "name: Tofu\nauthors:\n  - {name: Ann Lee, orcid: 0000-0002-1825-0097}\ntopic: A\nsource:\n  raw: '- Tofu'\n"
    values = {"name": "Tofu", "authors": [{"name": "Ann Lee", "orcid": "0000-0002-1825-0097"}], "topic": ["A"]}
    records: dict[str, Values] = {"tofu": {"path": "papers/tofu.yml", "text": text, "values": values}}
    writer.page.route("**/assets/add/records/*.json", lambda route: route.fulfill(json=records))
    page = opened(writer, "?edit=tofu")
    expect(page.get_by_label("Authors")).to_be_disabled()
    page.get_by_label("Name required").fill("Bean: Curd")
    expect(page.locator(".pt-add-side pre code")).to_have_text(text.replace("name: Tofu", 'name: "Bean: Curd"', 1))
    records["tofu"]["values"] = None
    page = writer.open(f"{ADD}?edit=tofu")
    expect(page.locator("papertrail-add")).to_contain_text("cannot show this record")
    expect(page.get_by_role("link", name="Edit the file itself")).to_be_visible()


def test_an_unknown_record_is_reported(writer: Watched) -> None:
    page = opened(writer, "?edit=__proto__")
    expect(page.locator(".pt-add-side")).to_contain_text('The record "__proto__" cannot be loaded')
    expect(page.locator("h1")).to_have_text("Add a paper")


def test_a_new_venue_gets_its_entry(writer: Watched, site: Site) -> None:
    page = opened(writer)
    page.get_by_label("Name required").fill("Bean Curd")
    page.get_by_label("Topic 1").fill("Deep Learning Training > Parallelism")
    page.get_by_label("Venue 1").fill("Tofu: Conference 2019")
    page.get_by_role("button", name="Add this venue").click()
    expect(page.locator(".pt-add-result")).to_have_text("No problems found")
    page.keyboard.insert_text("International Conference on Tofu")
    entry = page.locator(".pt-add-inner pre code").first
    expect(entry).to_have_text("- name: 'Tofu: Conference'\n  full: International Conference on Tofu\n")
    venues = (site.project / "papers/_venues.yml").read_text(encoding="utf-8")
    text = venues + (entry.text_content() or "")
    sources = with_changes(
        read(load_settings(site.project / "mkdocs.yml")),
        {"papers/_venues.yml": text, "papers/bean-curd.yml": written(page)},
    )
    assert [d for d in check(sources).diagnostics if d.path == "papers/bean-curd.yml"] == []


def test_a_long_record_is_copied_and_without_a_code_host_it_is_saved(writer: Watched) -> None:
    page = opened(writer)
    page.get_by_label("Name required").fill("Long")
    page.get_by_label("Remarks").fill("\n".join(["x" * 1000] * 9))
    expect(page.locator(".pt-add-open")).to_have_text("Copy, and add on GitHub")
    assert page.locator(".pt-add-open").get_attribute("href") == f"{REPO_URL}/new/main/papers?filename=long.yml"

    def without_host(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, body=re.sub(r'(papertrail-add[^>]*) edit="[^"]*"', r'\1 edit=""', response.text())
        )

    page.route("**/add/", without_host)
    page = opened(writer)
    page.get_by_label("Name required").fill("Short")
    expect(page.locator(".pt-add-open")).to_be_hidden()
    expect(page.locator(".pt-add-side code").first).to_have_text("papers/short.yml")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "short.yml"


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_DARK], ids=str)
def test_axe_finds_nothing_in_a_form_with_problems(
    writer: Watched, picture: Callable[[Watched, str], None], view: View
) -> None:
    page = opened(writer)
    page.get_by_label("Name required").fill("Tofu")
    page.get_by_label("Title").first.fill("Supporting Very Large Models using Automatic Dataflow Graph Partitioning")
    page.get_by_label("Venue 1").fill("Tofu Conference 2019")
    page.locator("summary").click()
    page.get_by_role("button", name="Add this venue").click()
    page.get_by_label("Date").first.fill("soon")
    expect(page.locator("[aria-invalid=true]")).to_have_count(3)  # also the title
    assert violations_in_both_schemes(page) == ""
    assert violations(page, "target-size") == ""
    assert writer.overflow() == 0
    picture(writer, f"add-{view}-problems")
