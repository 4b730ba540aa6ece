"""The files of sites that MkDocs builds with Material."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.projects import MKDOCS_YML, Project

Make = Callable[[str], Project]

LIST = """\
=== papers/_topics.yml
- name: Training
  intro: How to *train*.
  start: [tofu]
  topics: [Parallelism]
- {name: Serving, style: bullets}
=== papers/_institutions.yml
- {name: MSRA, parent: Microsoft}
- {name: Microsoft, url: "https://example.com/ms"}
=== papers/tofu.yml
name: Tofu
title: Very Large Models
venue: [arXiv 1807.08887, EuroSys 2019]
institutions: [MSRA]
links: {Paper: https://example.com/tofu, Slides: ../docs/tofu.pdf, Talk: ../docs/talks/tofu.md, Raw: tofu.txt}
topic: [Training > Parallelism, Training]
=== papers/tofu.txt
raw
=== papers/orca.yml
name: Orca
authors: [A, B]
venue: OSDI'22
topic: Serving
=== docs/tofu.pdf
pdf
=== docs/talks/tofu.md
# A talk
"""


def built(made: Project, *args: str) -> Path:
    result = made.run("build", "--strict", *args)
    assert result.status == 0, result.err
    return made.root / "site"


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def test_a_site_has_all_its_pages(project: Make) -> None:
    site = built(project(LIST))
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert pages == {
        ".", "about", "talks/tofu", "browse", "lists/training", "lists/serving", "papers/tofu", "papers/orca",
        "venues", "venues/arxiv", "venues/arxiv/2018", "venues/eurosys", "venues/eurosys/2019", "venues/osdi",
        "venues/osdi/2022", "institutions", "institutions/msra", "institutions/microsoft", "years", "years/2019",
        "years/2022", "keywords", "authors", "recent", "statistics", "data", "add",
    }  # fmt: skip


def test_a_row_shows_all_fields_and_its_id_is_unique_on_the_page(project: Make) -> None:
    site = built(project(LIST))
    html = page(site, "lists/training")
    assert html.count('id="tofu"') == 1
    assert html.count("<strong>Tofu</strong>") == 2, "it is filed under two topics of the list"
    assert '<span class="pt-title">Very Large Models</span>' in html
    assert '<a href="../../venues/eurosys/">EuroSys 2019</a>' in html
    assert '<a href="../../institutions/msra/">MSRA</a>' in html
    assert '<h2 id="s-parallelism">Parallelism' in html
    assert "<p>How to <em>train</em>.</p>" in html
    assert '<a href="../../papers/tofu/">Tofu</a><span class="pt-title"> Very Large Models' in html.partition("<ol>")[2]


def test_former_ids_link_to_the_row(project: Make) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\naliases: [tofu-partitioner]\ntopic: [A, A > B]\n")
    assert page(built(made), "lists/a").count('<span id="tofu-partitioner"></span><a') == 1


def test_the_sitemap_omits_pages_that_only_redirect(project: Make) -> None:
    made = project(
        "=== papers/tofu.yml\nname: Tofu\naliases: [tofu-partitioner]\ntopic: A\n"
        f"=== mkdocs.yml\n{MKDOCS_YML}site_url: https://example.org/list/\n"
    )
    told = (built(made) / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/list/papers/tofu/</loc>" in told
    assert "tofu-partitioner" not in told


def test_an_offline_site_keeps_the_search_of_the_theme(project: Make) -> None:
    plugins = "plugins: [search, offline, papertrail]"
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML.replace('plugins: [search, papertrail]', plugins)}")
    site = built(made)
    assert "Very Large Models" in (site / "search" / "search_index.js").read_text(encoding="utf-8")
    assert "workers/search." in (site / "about.html").read_text(encoding="utf-8")
    assert not (site / "search" / "entries.json").exists()


def test_only_relative_links_to_files_of_the_site_become_links(project: Make) -> None:
    html = page(built(project(LIST)), "lists/training")
    assert 'href="../../tofu.pdf"' in html
    assert 'href="../../talks/tofu/"' in html
    assert "tofu.txt" not in html
    assert "<li>Raw</li>" in html


def test_groups_have_the_names_of_the_registries(project: Make) -> None:
    site = built(project(LIST))
    assert "<strong>Tofu</strong>" in page(site, "institutions/microsoft"), "with those of its parts"
    assert 'Includes <a href="../../institutions/msra/">MSRA</a>.' in page(site, "institutions/microsoft")
    assert 'Part of <a href="../../institutions/microsoft/">Microsoft</a>.' in page(site, "institutions/msra")
    assert "<strong>Orca</strong>" in page(site, "years/2022")


def test_links_without_directory_urls(project: Make) -> None:
    site = built(project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML}use_directory_urls: false\n"))
    html = (site / "lists" / "training.html").read_text()
    assert '<a href="../venues/eurosys.html">EuroSys 2019</a>' in html
    assert '<a href="./lists/training.html">' in (site / "index.html").read_text()


def test_the_search_index_contains_each_paper_once(project: Make) -> None:
    index = (built(project(LIST)) / "search" / "entries.json").read_text(encoding="utf-8")
    assert "Very Large Models" in index
    assert "Link to Tofu" not in index
    assert "for Tofu" not in index
    papers = [entry for entry in json.loads(index)["docs"] if entry["title"] == "Tofu"]
    assert [entry["location"] for entry in papers] == ["papers/tofu/"], "once, though it has a row on many pages"


HOST = "repo_url: https://github.com/me/list\nedit_uri: edit/main/docs/\n"


def test_edit_links_open_the_form_with_the_record(project: Make) -> None:
    site = built(project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML}{HOST}"))
    assert 'data-edit="add/?edit="' in page(site, "lists/training")
    assert 'href="../../add/?edit=tofu"' in page(site, "papers/tofu")
    assert 'edit="https://github.com/me/list/edit/main/"' in page(site, "add")
    records = json.loads((site / "assets/add/records/0.json").read_text(encoding="utf-8"))
    assert records["tofu"]["text"].startswith("name: Tofu\n")
    assert 'data-md-component="source"' not in page(site, "about"), "no reader's browser asks the code host"


def test_without_the_form_edit_links_open_the_file(project: Make) -> None:
    settings = MKDOCS_YML.replace("papertrail]", "{papertrail: {add_page: false}}]")
    site = built(project(f"{LIST}=== mkdocs.yml\n{settings}{HOST}"))
    assert 'href="https://github.com/me/list/edit/main/papers/tofu.yml#L1"' in page(site, "lists/training")
    assert not (site / "add").exists()
    assert not (site / "assets/add").exists()


def test_without_a_code_host_no_records_are_published(project: Make) -> None:
    settings = MKDOCS_YML.replace("papertrail]", "{papertrail: {paper_pages: false, fast: false}}]")
    site = built(project(f"{LIST}=== mkdocs.yml\n{settings}"))
    assert 'edit=""' in page(site, "add")
    names = json.loads((site / "assets/add/names.json").read_text(encoding="utf-8"))
    assert names["slices"] == 0
    assert not (site / "assets/add/records").exists()


def test_a_page_of_the_maintainer_replaces_the_generated_one(project: Make) -> None:
    made = project(LIST + "=== docs/venues/README.md\n# My venues\n=== docs/index.md\n# My home\n")
    made.write("docs/Venues/eurosys.md", "# Mine\n")
    same = "Venues/eurosys.md and papertrail's venues/eurosys/index.html are one file on Windows and macOS"
    assert same in made.run("build").err
    site = made.root / "site"
    assert "My venues" in page(site, "venues")
    assert "My home" in page(site, ".")
    assert "<strong>Tofu</strong>" in page(site, "venues/eurosys")


def test_the_navigation_has_lists_and_indexes_before_other_pages(project: Make) -> None:
    html = page(built(project(LIST)), "about")
    primary = html.partition('data-md-level="0"')[2].partition('data-md-component="content"')[0]
    labels = [
        re.sub(r"<.*?>|\s+", " ", text).strip()
        for text in re.findall(r'class="md-ellipsis">(.*?)</span>', primary, re.S)
    ]
    wanted = ["Home", "Lists", "Training", "Serving", "Venues", "Institutions", "Years", "About"]
    assert [label for label in labels if label in wanted][: len(wanted)] == wanted
    assert "EuroSys" not in labels


def test_the_navigation_of_mkdocs_yml_is_kept(project: Make) -> None:
    nav = "nav:\n  - About: about.md\n  - Training: lists/training.md\n"
    html = page(built(project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML}{nav}")), "about")
    assert "Institutions" not in html


def test_plain_mkdocs_builds_the_same_pages(project: Make) -> None:
    made = project(LIST)
    site = built(made)
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("index.html")}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", "other"], cwd=made.root, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    other = made.root / "other"
    assert {path.relative_to(other): path.read_bytes() for path in other.rglob("index.html")} == first
    assert made.run("build", "-f", "mkdocs.yml").status == 0


def test_plain_mkdocs_stops_at_an_error_and_strict_at_a_warning(project: Make) -> None:
    made = project(LIST + "=== papers/bad.yml\nname: Bad\ntopic: Nowhere\n")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=made.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "papers/bad.yml:2:8: error[PT201]" in done.stderr
    assert "Traceback" not in done.stderr
    made.write("papers/bad.yml", 'name: Bad\nremarks: "a *b"\ntopic: Serving\n')
    assert subprocess.run(command, cwd=made.root, capture_output=True, check=False).returncode == 0
    assert subprocess.run([*command, "--strict"], cwd=made.root, capture_output=True, check=False).returncode == 1


def test_plain_mkdocs_reports_a_wrong_setting_without_a_traceback(project: Make) -> None:
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML}".replace("papertrail]", "papertrail: {papers: papres}]"))
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=made.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert 'folder "papres" not found' in done.stderr
    assert "Traceback" not in done.stderr


MISSING_ASSETS = """\
=== mkdocs.yml
site_name: A List
theme: {name: material, font: false, logo: assets/logo.svg, favicon: "https://example.com/icon.png"}
extra_css:
  - "paint.css?v=1"
  - https://example.com/style.css
extra_javascript:
  - path: later.mjs
    type: module
plugins: [search, papertrail]
"""


def test_a_logo_style_sheet_or_script_that_does_not_exist_is_reported(project: Make) -> None:
    made = project(LIST + MISSING_ASSETS)
    result = made.run("build", "--strict")
    assert result.status == 1
    for line in (
        'mkdocs.yml:2: logo "assets/logo.svg" not found; add the file to the docs folder, or correct the path',
        'mkdocs.yml:4: style sheet "paint.css?v=1" not found',
        'mkdocs.yml:6: script "later.mjs" not found',
    ):
        assert line in result.err
    assert "example.com" not in result.err
    for path in ("docs/assets/logo.svg", "docs/paint.css", "docs/later.mjs"):
        made.write(path, "")
    assert made.run("build", "--strict").status == 0


def test_a_failed_build_keeps_the_old_site(project: Make) -> None:
    made = project(LIST)
    site = built(made)
    before = page(site, ".")
    made.write("docs/broken.md", "[nowhere](nowhere.md)\n")
    result = made.run("build", "--strict")
    assert result.status == 1
    assert "nothing was written" in result.err
    assert page(site, ".") == before
    assert sorted(path.name for path in made.root.glob(".*")) == []


def test_builds_are_reproducible(project: Make, tmp_path: Path) -> None:
    """With another hash seed, time zone, locale and order of files."""
    made = project(LIST + "=== papers/z.yml\nname: Z\ntopic: Serving\nadded: 2026-01-02\n")
    made.write("mkdocs.yml", f"{MKDOCS_YML}site_url: https://example.com/list/\n")
    sites = []
    for number, (seed, zone) in enumerate([("1", "UTC"), ("2", "Asia/Kathmandu")]):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        subprocess.run(
            [sys.executable, "-m", "papertrail", "build"],
            cwd=made.root,
            env=env,
            check=True,
            capture_output=True,
        )
        site = made.root / "site"
        sites.append({p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()})
        site.rename(tmp_path / f"site-{number}")
        moved = (made.root / "papers/tofu.yml").read_text()
        (made.root / "papers/tofu.yml").unlink()
        made.write("papers/tofu.yml", moved)
    assert [name for name in sites[0] if sites[0][name] != sites[1].get(name)] == []
    assert sites[0].keys() == sites[1].keys()
    assert b"2026-01-02" in sites[0]["sitemap.xml"]


def test_an_empty_list_builds(project: Make) -> None:
    made = project("=== docs/about.md\n# About\n")
    assert "No papers yet." in page(built(made), ".")


def test_topics_and_groups_with_reserved_or_unusual_names_have_pages(project: Make) -> None:
    made = project(
        "=== papers/a.yml\nname: A\ntopic: [Languages > C++, CON, ../../index, Languages > C#, 中文 > 深度]\n"
        "venue: CON 2020\ninstitutions: [index, Index page]\n"
    )
    site = built(made)
    assert 'id="s-c-plus-plus"' in page(site, "lists/languages")
    assert 'id="s-c-sharp"' in page(site, "lists/languages")
    assert (site / "lists/con-page/index.html").is_file()
    assert (site / "lists/index-page/index.html").is_file()
    assert (site / "lists/中文/index.html").is_file()
    assert (site / "venues/con-page/index.html").is_file()
    assert (site / "institutions/index-page-2/index.html").is_file()


def test_a_template_of_the_project_replaces_a_block(project: Make) -> None:
    made = project(
        LIST
        + '=== templates/site/home.html.j2\n{% extends "default/site/home.html.j2" %}\n'
        + "{% block counts %}<p>Our own words.</p>{% endblock %}\n"
        + '=== templates/bullets.md.j2\n{% extends "default/bullets.md.j2" %}\n'
        + "{% block heading %}\n{{ section.name | upper }}\n{% endblock %}\n"
    )
    home = page(built(made), ".")
    assert "<p>Our own words.</p>" in home
    assert "pt-counts" not in home
    assert 'id="s-topics"' in home
    assert made.run("render", "serving").out.startswith("SERVING\n")


@pytest.mark.parametrize(
    "mistake",
    ["{{ nowhere.to.be.found }}", "{{ 1 + 'a' }}", "{{ 1 // 0 }}", "{% for x in 3 %}{% endfor %}", "{{ url() }}"],
)
def test_an_error_in_a_template_is_reported_with_its_line(project: Make, mistake: str) -> None:
    made = project(f"{LIST}=== templates/site/home.html.j2\n{mistake}\n")
    result = made.run("build")
    assert result.status == 2
    error, last = [line for line in result.err.splitlines() if " took " not in line]
    assert error.startswith(f"ERROR   -  {made.root}/templates/site/home.html.j2:1: ")
    assert last.startswith("papertrail: ")


def test_without_paper_pages_links_lead_to_rows(project: Make) -> None:
    noted = "=== papers/noted.yml\nname: Noted\ntopic: Serving\nnotes: noted.md\n"
    made = project(f"{LIST}{noted}=== papers/noted.md\nSee [it](tofu.yml).\n")
    made.write("mkdocs.yml", MKDOCS_YML.replace("papertrail]", "{papertrail: {paper_pages: false}}]"))
    site = built(made)
    pages = sorted(path.name for path in (site / "papers").iterdir())
    assert pages == ["noted", "noted.md.txt"], "only what has notes has a page"
    assert 'href="../../lists/training/#tofu"' in page(site, "papers/noted")
    assert 'href="../../lists/training/#tofu"' in page(site, "venues/eurosys")
    entries = json.loads((site / "search/entries.json").read_text())["docs"]
    places = {entry["title"]: entry["location"] for entry in entries if entry["title"] in ("Tofu", "Orca", "Noted")}
    assert places == {"Tofu": "lists/training/#tofu", "Orca": "lists/serving/#orca", "Noted": "papers/noted/"}


def test_many_lists_have_a_page_of_their_own(project: Make) -> None:
    made = project("".join(f"=== papers/p{n}.yml\nname: P{n}\ntopic: Topic {n}\n" for n in range(31)))
    site = built(made)
    home = page(site, ".")
    navigation = home.partition("<article")[0]
    assert "topic-7" not in navigation
    assert 'href="lists/"' in navigation
    assert 'href="../lists/topic-7/"' in page(site, "lists")


def test_unchanged_files_are_not_written_again(project: Make) -> None:
    made = project(LIST)
    site = built(made)
    before = {path.relative_to(site): path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    made.write("papers/orca.yml", made.read("papers/orca.yml") + "remarks: New\n")
    after = {path.relative_to(site): path.stat().st_ino for path in built(made).rglob("*") if path.is_file()}
    changed = {path.as_posix() for path in after if after[path] != before.get(path)}
    assert "papers/orca/index.html" in changed
    assert not {path for path in changed if "tofu" in path or "training" in path}


ROW_TEMPLATE = (Path(__file__).resolve().parents[2] / "templates/site/row.html.j2").read_text(encoding="utf-8")
MANY = "".join(f"=== papers/p{n}.yml\nname: P{n}\ntopic: Training\n" for n in range(200))


def test_an_error_in_a_template_for_one_paper_is_reported_with_its_line(project: Make) -> None:
    macro = "{% macro cells(row) -%}\n"
    own = ROW_TEMPLATE.replace(macro, macro + '{% set broken = 1 // (row.paper.id != "p99") %}')
    made = project(f"{MANY}=== templates/site/row.html.j2\n{own}")
    made.write("mkdocs.yml", MKDOCS_YML.replace("papertrail]", "{papertrail: {split: 10, paper_pages: false}}]"))
    result = made.run("build")
    assert result.status == 2
    line = own[: own.index("set broken")].count("\n") + 1
    assert f"templates/site/row.html.j2:{line}" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ("{% macro row(row, columns, fields) %}<tr></tr>{% endmacro %}\n", 'missing macro "custom_cell"'),
        (
            ROW_TEMPLATE.replace('{{- name_cell(row, paper, ("venue",)) }}{{ cut -}}', ""),
            'the macro "cells" does not render the start of a row and all its cells',
        ),
    ],
)
def test_a_template_for_rows_that_lacks_something_is_reported(project: Make, own: str, problem: str) -> None:
    result = project(f"{LIST}=== templates/site/row.html.j2\n{own}").run("build")
    assert result.status == 2
    assert f"templates/site/row.html.j2: {problem}; compare the template with the default one" in result.err
    assert "Traceback" not in result.err
