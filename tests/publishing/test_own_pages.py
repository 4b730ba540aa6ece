"""Lists of papers and citations in the maintainer's own pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown

from browser.brute_search import BruteSearch
from conftest import REPOSITORY
from papertrail.inserts import BlockInsert, read_block
from papertrail.pages import PageOptions
from papertrail.pipeline.check import check_from_disk
from papertrail.pipeline.lists import list_document
from papertrail.pipeline.plan import SitePlan, plan_site
from papertrail.publishing.own_pages import PapersExtension, rooted
from papertrail.records.config_file import load_settings
from papertrail.templating.environment import environment
from support.golden import Golden
from support.links import dead_links
from support.projects import Project, checked, problems
from support.serving import serving

Make = Callable[[str], Project]
PAGES = Path(__file__).parent / "own_pages"
TEMPLATES = environment(None)
LIST = """\
=== papers/_topics.yml
- {name: Training, topics: [Parallelism, Memory]}
=== papers/_venues.yml
- {name: EuroSys, full: European Conference on Computer Systems, kind: conference}
=== papers/tofu.yml
name: Tofu
title: Automatic Dataflow Graph Partitioning
authors: [Minjie Wang, Chien-chin Huang, Jinyang Li]
venue: EuroSys 2019
links: {Paper: "https://doi.org/10.1145/3302424.3303953"}
topic: Training > Parallelism
=== papers/gpipe.yml
name: GPipe
authors: [Yanping Huang, Mia Chen]
aliases: [g-pipe]
date: 2018
topic: [Training > Memory, Training > Parallelism]
=== papers/evil.yml
name: "<script>{{ 1 }}</script> [@tofu] *b*"
title: "{% raw %} $x^2$ & <img src=x onerror=alert(1)>"
authors: ["<b>Eve</b>"]
remarks: ["```papers", "{{ macro() }} [@gpipe]"]
keywords: [none]
topic: Training
"""


def site_of(tree: str) -> SitePlan:
    return plan_site(checked(tree), TEMPLATES, PageOptions(site_name="A List"))


@pytest.fixture(scope="module")
def site() -> SitePlan:
    return site_of(LIST)


def converted(text: str, site: SitePlan, *extensions: str) -> str:
    """A page as MkDocs renders its Markdown."""
    markdown = Markdown(extensions=["toc", "tables", *extensions, PapersExtension(lambda: site.inserts)])
    return rooted(markdown.convert(text), "page/")


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_pages_show_papers_and_cite_them(page: Path, site: SitePlan, golden: Golden) -> None:
    more = ("pymdownx.superfences", "admonition", "footnotes", "md_in_html")
    html = converted(page.read_text(encoding="utf-8"), site, *more)
    golden.check(html + "\n", PAGES / f"{page.stem}.html")
    assert "\x00" not in html
    assert "<script" not in html
    assert "{{" not in html.replace("{{ macro", "")


def test_blocks_need_no_other_extension(site: SitePlan) -> None:
    text = "A list:\n\n```papers\npaper: tofu\n```\n\nCited [@tofu].\n"
    assert (
        converted(text, site, "fenced_code") == converted(text, site) == converted(text, site, "pymdownx.superfences")
    )


def test_a_page_without_papers_is_left_alone() -> None:
    def no_site() -> object:
        raise AssertionError("nothing needs the list")

    markdown = Markdown(extensions=[PapersExtension(no_site)])  # type: ignore[arg-type]
    assert markdown.convert("To me@example.com, @someone and [me](a.md)") == Markdown().convert(
        "To me@example.com, @someone and [me](a.md)"
    )


# The same papers as on the pages of the site


@pytest.fixture(scope="module")
def own_site() -> SitePlan:
    return plan_site(check_from_disk(load_settings(REPOSITORY / "mkdocs.yml")), TEMPLATES, PageOptions(site_name="L"))


def ids(site: SitePlan, option: str, value: str) -> list[str]:
    block = read_block(BlockInsert(kind="papers", text=f"{option}: {json.dumps(value)}"))
    assert not block.problems
    return [row.paper.id for row in site.inserts.listed.rows(block)]


def test_blocks_have_the_papers_of_the_sites_pages_in_their_order(own_site: SitePlan) -> None:
    catalog = own_site.inserts.renderer.catalog
    groups = {
        "venue": [*catalog.venues, *(part for venue in catalog.venues for part in venue.parts)],
        "institution": catalog.institutions,
        "keyword": catalog.keywords,
        "author": catalog.authors,
        "year": catalog.years,
    }
    for option, of_option in groups.items():
        assert of_option
        for group in of_option:
            assert ids(own_site, option, group.name) == [row.paper.id for row in group.rows], f"{option} {group.name}"
    for root in catalog.lists:
        for section in root.walk():
            assert ids(own_site, "topic", " > ".join(section.path)) == [paper.id for paper in section.papers]


def test_white_space_in_names_does_not_matter(site: SitePlan) -> None:
    assert ids(site, "topic", " Training  >  Memory ") == ids(site, "topic", "Training > Memory") == ["gpipe"]
    assert ids(site, "paper", " tofu ") == ["tofu"]


@pytest.mark.parametrize(
    "query",
    ["memory", "gpu -memory", '"deep learning"', "author:wang OR author:zaharia", "year:2019-2020 venue:sosp",
     "osdi 2018", 'title:"data parallelism"', "-year:2019", "status:preprint", "no-such-word",
     "institution:nyu topic:training"],
)  # fmt: skip
def test_a_query_finds_what_the_search_finds(own_site: SitePlan, query: str) -> None:
    catalog = own_site.inserts.renderer.catalog
    block = replace(read_block(BlockInsert(kind="papers", text="query: x")), values={"query": (query,)})
    found = [row.paper.id for row in own_site.inserts.listed.rows(block)]
    assert set(found) == (BruteSearch(catalog).points(query) or {}).keys()
    newest = [row.paper.id for year in catalog.years for row in year.rows]
    assert [id for id in found if id in newest] == sorted((id for id in found if id in newest), key=newest.index)


# Notes, and the documents of lists

NOTES = """\
=== papers/vdnn.yml
name: vDNN
notes: vdnn.md
topic: Training > Memory
=== papers/vdnn.md
Unlike [@tofu, p. 3], see [a link with [@gpipe]](https://example.com/), \\[@tofu] and `[@tofu]`.

- In a list:

  ```papers
  paper: gpipe
  style: bullets
  ```

| A table | |
| --- | --- |
| [@gpipe; @tofu] | [@no such work] |
"""
PROSE = """\
=== papers/_lists/training.md
---
title: Training
---
# Papers on training

First read [@tofu].

```papers
topic: Training
limit: 2
```

## Parallelism

<!-- papers: Parallelism -->

## Memory

<!-- papers: Memory -->

Then [@gpipe].

<!-- papers: -->
"""


def article(tree: str, address: str, split: int = 300) -> str:
    """The HTML of a page of papertrail."""
    plan = plan_site(checked(tree), TEMPLATES, PageOptions(site_name="A List", split=split))
    return next(page for page in plan.pages if page.address == address).make().html


def test_notes_show_papers_and_cite_them(golden: Golden) -> None:
    html = article(LIST + NOTES, "papers/vdnn.md")
    notes = html[html.index('<div class="pt-notes"') : html.index('<h2 id="s-cite"')]
    golden.check(notes, Path(__file__).parent / "golden" / "notes-with-papers.html")


def test_documents_of_lists_show_papers_and_cite_them() -> None:
    html = article(LIST + PROSE, "lists/training.md")
    before, _, after = html.partition('id="papers"')
    assert ">1</a>]</span>" in before
    assert before.count('<tr role="row" data-paper=') == 2
    assert html.count('id="tofu"') == 1, "the row of the list itself has the anchor"
    assert after.index(">2</a>]</span>") < after.index('id="ref:tofu"') < after.index('id="ref:gpipe"')


def test_each_page_of_a_split_list_has_the_bibliography_of_its_own_text() -> None:
    assert 'id="ref:tofu"' in article(LIST + PROSE, "lists/training.md", split=1)
    memory = article(LIST + PROSE, "lists/training/memory.md", split=1)
    assert 'id="ref:gpipe"' in memory
    assert ">1</a>]</span>" in memory
    assert 'id="ref:tofu"' not in memory


def test_documents_are_rendered_with_papers_and_citations(golden: Golden) -> None:
    prose = (
        PROSE
        + """
- A list:

    ```papers
    paper: gpipe
    style: bullets
    ```

Not `[@tofu]`, [@unknown] or [@evil, p. 3].

```bibliography
```
"""
    )
    found = checked(LIST + prose)
    document = list_document(found, found.catalog.lists[0], TEMPLATES)
    golden.check(document, Path(__file__).parent / "golden" / "document-with-papers.md")


@pytest.mark.parametrize(
    ("text", "problem", "shown"),
    [
        ("```papers\ntopic: Training\n```\n\n" * 51, "more than 50 blocks in this file", 150),
        ("```papers\ntopic: Training\n```\n\n" * 20, "", 60),
        ("[@tofu; @gpipe] " * 501, "more than 1,000 citations in this file", 0),
    ],
)
def test_a_page_has_limits(text: str, problem: str, shown: int, site: SitePlan) -> None:
    assert [d.message for d in problems(f"{LIST}=== docs/page.md\n{text}") if d.code == "PT407"] == [problem] * bool(
        problem
    )
    html = converted(text, site)
    assert html.count('<tr role="row" data-paper=') == shown
    assert html.count("pt-cite") <= 500


def test_notes_show_fewer_papers() -> None:
    block = "\n```papers\ntopic: Training\n```\n"
    tree = LIST + NOTES + block * 20
    assert "more than 50 papers in blocks in this file" in [d.message for d in problems(tree)]
    assert article(tree, "papers/vdnn.md").count('<tr role="row" data-paper=') == 49, "and an entry"


# Whole sites

OWN = """\
=== mkdocs.yml
site_name: A List
theme: {name: material, font: false}
plugins: [search, blog, macros, papertrail]
extra: {generator: false}
markdown_extensions: [admonition, pymdownx.superfences]
=== docs/index.md
# Home

{% raw %}Read [@evil].{% endraw %}

```papers
topic: Training
```
=== docs/guides/start.md
# Start

[@tofu] and [@gpipe], see [the other](../index.md).

!!! tip

    ```papers
    paper: [gpipe, evil, tofu]
    style: bullets
    ```
=== docs/plain.md
# Plain

{% for id in ["evil", "tofu"] %}
```papers
paper: {{ id }}
```
{% endfor %}
=== docs/blog/index.md
# Blog
=== docs/blog/posts/new.md
---
date: 2024-01-31
---
# New

A post about [@tofu].

<!-- more -->

```papers
paper: gpipe
```
"""


def test_a_site_shows_papers_in_its_own_pages(project: Make) -> None:
    made = project(LIST + OWN)
    result = made.run("build")
    assert result.status == 0, result.err
    assert "WARNING" not in result.err
    assert dead_links(made.root / "site") == []
    start = made.read("site/guides/start/index.html")
    assert [start.index(f'data-paper="{id}"') for id in ("gpipe", "evil", "tofu")] == sorted(
        start.index(f'data-paper="{id}"') for id in ("gpipe", "evil", "tofu")
    )
    assert 'href="../../papers/tofu/"' in start
    assert 'href="papers/tofu/"' in made.read("site/index.html").replace("./papers", "papers")
    assert made.read("site/plain/index.html").count('<tr role="row" data-paper=') == 2
    assert '<a href="../papers/tofu/" title=' in made.read("site/blog/index.html"), "an excerpt has no bibliography"
    assert "\x00" not in "".join(path.read_text("utf-8") for path in (made.root / "site").rglob("*.html"))
    index = json.loads(made.read("site/search/entries.json"))
    texts = " ".join(entry["text"] for entry in index["docs"] if entry["location"].startswith("guides/start/"))
    assert "Partitioning" in texts, "the bibliography"
    assert "Mark" not in texts, "rows are not indexed again"
    made.write("docs/guides/start.md", "See [@tofoo].\n")
    result = made.run("build")
    assert result.status == 1
    assert "docs/guides/start.md:1:5: error[PT407]" in result.out + result.err


def test_a_page_follows_its_records_while_serving(project: Make) -> None:
    made = project(f"{LIST}=== docs/read.md\nRead [@gpipe].\n\n```papers\npaper: tofu\n```\n")
    with serving(made.root) as server:
        assert "<strong>Tofu</strong>" in server.fetch("read/")
        made.write("papers/tofu.yml", "name: Soy\ntopic: Training\n")
        server.wait_for_page("read/", lambda text: "<strong>Soy</strong>" in text)
        made.write("docs/read.md", "Read [@tofu].\n\n```papers\npaper: gpipe\n```\n")
        server.wait_for_page("read/", lambda text: "<strong>GPipe</strong>" in text)
        made.write("docs/read.md", "Read [@soy].\n")
        server.wait_for_problems('unknown paper "soy"')
