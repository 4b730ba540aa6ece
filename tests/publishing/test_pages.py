"""The content of the pages of a site."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import REPOSITORY
from papertrail.core.images import ImageFile
from papertrail.exporters import EXPORTS
from support.links import Addresses, dead_links
from support.projects import MKDOCS_YML, Project, checked

Make = Callable[[str], Project]

LIST = """\
=== papers/_topics.yml
- name: Training
  intro: How to *train*.
  topics:
    - {name: Parallelism, start: [tofu, gpipe]}
    - Memory
=== papers/_venues.yml
- {name: EuroSys, full: European Conference on Computer Systems, kind: conference, url: "https://eurosys.org/"}
- {name: arXiv, kind: preprint}
- {name: NeurIPS, kind: conference, aliases: [NIPS]}
=== papers/_institutions.yml
- {name: MSRA, parent: Microsoft}
- {name: Microsoft}
- {name: NYU}
=== papers/tofu.yml
name: Tofu
title: Very Large Models & More
authors: [Minjie Wang, Jinyang Li]
venue: [arXiv 1807.08887, EuroSys 2019]
date: 2019-03-25
institutions: [MSRA, NYU]
links: {Paper: https://example.com/tofu.pdf, Code: https://example.com/code}
keywords: [partitioning]
remarks: [One *remark*., Another.]
topic: [Training > Parallelism, Training > Memory]
added: 2026-01-02
aliases: [tofu-partitioner]
custom: {Objective: latency}
=== papers/gpipe.yml
name: GPipe
title: 'GPipe: Easy Scaling'
authors: [Jinyang Li, Someone Else]
venue: NIPS 2018
keywords: [partitioning]
topic: Training > Parallelism
added: 2026-02-03
=== papers/vdnn.yml
name: vDNN
venue: EuroSys 2016
topic: Training > Memory
"""
SETTINGS = f"""\
{MKDOCS_YML}site_url: https://example.org/list/
repo_url: https://github.com/me/list
edit_uri: edit/main/docs/
"""


def built(reading_list: Project, *args: str) -> Path:
    result = reading_list.run("build", "--strict", *args)
    assert result.status == 0, result.err
    return reading_list.root / "site"


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from support.projects import write_tree

    root = tmp_path_factory.mktemp("pages")
    write_tree(root, f"{LIST}=== mkdocs.yml\n{SETTINGS}")
    return built(Project(root))


def text_of(html: str) -> str:
    """Return the text of HTML with collapsed white space."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def article_of(html: str) -> str:
    article = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert article
    return article[0]


FORMULAS = r"""
=== mkdocs.yml
site_name: Formulas
theme: {name: material, font: false}
plugins: [search, papertrail]
markdown_extensions:
  - pymdownx.arithmatex: {generic: true}
=== papers/_topics.yml
- {name: L, intro: 'About $y_1*z_1*$.', start: [a]}
=== papers/a.yml
name: 'MaxCut of $x_i$'
title: Learning $x_i$-DNF
remarks: Needs $x_2$, costs $5.
abstract: As $x_3$.
notes: a.md
topic: L
added: 2026-01-01
=== papers/a.md
# Of $x_4$
"""


def test_formulas_are_mathml_in_pages_and_tex_elsewhere(project: Make) -> None:
    site = built(project(FORMULAS))
    html = page(site, "papers/a")
    assert "<title>MaxCut of $x_i$ - Formulas</title>" in html
    for text in ("Max<wbr>Cut of <math>", "</math>-DNF</p>", "Needs <math>", "As <math>", "Of <math>"):
        assert text in article_of(html)
    assert set(re.findall(r"x-tex\">(.*?)<", article_of(html))) == {"x_i", "x_2", "x_3", "x_4"}
    assert "costs $5." in article_of(html)
    shown = article_of(page(site, "lists/l"))
    assert "About <math>" in shown
    assert shown.count('x-tex">x_i<') == 4, "name and title, in the reading path and in the row"
    assert "MaxCut of <math>" in article_of((site / "index.html").read_text(encoding="utf-8"))
    index = json.loads((site / "search/entries.json").read_text(encoding="utf-8"))
    (entry,) = (doc for doc in index["docs"] if doc["location"] == "papers/a/")
    assert entry["title"] == "MaxCut of $x_i$"
    assert entry["text"] == "Learning $x_i$-DNF · Needs $x_2$, costs $5. · Of $x_4$"
    assert not any("arithmatex" in path.read_text(encoding="utf-8") for path in site.rglob("*.html"))


# A paper's page


def test_the_page_of_a_paper_shows_all_fields(site: Path) -> None:
    shown = text_of(article_of(page(site, "papers/tofu")))
    for text in (
        "Very Large Models & More", "Minjie Wang , Jinyang Li", "One remark . Another.", "Date 2019-03-25",
        "arXiv 1807.08887 , EuroSys 2019", "Institutions MSRA , NYU", "Keyword partitioning",
        "Topics Training > Parallelism , Training > Memory", "Objective latency", "Added 2026-01-02",
        "papers/tofu.yml, line 1",
    ):  # fmt: skip
        assert text in shown


def test_the_page_of_a_paper_links_to_its_groups(site: Path) -> None:
    html = page(site, "papers/tofu")
    addresses = set(Addresses(article_of(html)).addresses)
    assert addresses >= {
        "../../venues/arxiv/2018/", "../../venues/eurosys/2019/", "../../years/2019/", "../../institutions/msra/",
        "../../keywords/partitioning/", "../../authors/jinyang-li/", "../../lists/training/#s-parallelism",
        "../../lists/training/#s-memory", "https://example.com/tofu.pdf", "https://example.com/code",
        "../gpipe/", "../vdnn/",
        "https://github.com/me/list/edit/main/papers/tofu.yml#L1",
        "https://github.com/me/list/issues/new?title=Tofu%3A%20&body=papers%2Ftofu.yml%3A1%0A%0A",
    } - {"../gpipe/", "../vdnn/"}  # fmt: skip
    assert "authors/minjie-wang" not in html, "an author of one paper has no page"


def test_papers_of_the_same_topic_are_not_repeated_as_related(site: Path) -> None:
    html = article_of(page(site, "papers/gpipe"))
    assert 'More in <a href="../../lists/training/#s-parallelism">Parallelism</a>' in html
    assert html.count('<li><a href="../../papers/tofu/"') == 1


def test_the_page_of_a_paper_answers_first(site: Path) -> None:
    html = article_of(page(site, "papers/tofu"))
    order = (
        'aria-label="Breadcrumb"', '<h1 dir="auto">', "Very Large Models", "Minjie Wang", "EuroSys 2019",
        "tofu.pdf", ">Code<",
        ">Cite<", "pt-mark", "One <em>remark</em>", 'id="s-cite"', "pt-facts", 'id="s-in-1"',
    )  # fmt: skip
    positions = [html.index(part) for part in order]
    assert positions == sorted(positions)
    assert '<a href="../../authors/jinyang-li/">Jinyang Li</a>' in html
    assert '<a href="../../browse/?author=Minjie%20Wang">Minjie Wang</a>' in html, "without a page of the author"


def test_a_paper_leads_to_the_next_of_its_topic_and_to_its_topic(site: Path) -> None:
    tofu, gpipe = (page(site, f"papers/{id}") for id in ("tofu", "gpipe"))
    order = {"next" if 'rel="next"' in html else "prev" for html in (tofu, gpipe)}
    assert order == {"next", "prev"}
    crumbs = article_of(tofu).partition("Breadcrumb")[2].partition("</nav>")[0]
    assert text_of(f"<i {crumbs}") == "Training › Parallelism"
    path = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', tofu)[1])
    assert path["@type"] == "BreadcrumbList"
    assert [(item["position"], item["name"], item["item"]) for item in path["itemListElement"]] == [
        (1, "Training", "https://example.org/list/lists/training/"),
        (2, "Parallelism", "https://example.org/list/lists/training/#s-parallelism"),
        (3, "Tofu", "https://example.org/list/papers/tofu/"),
    ]


def test_the_page_of_a_paper_shows_the_six_nearest_of_its_topic(project: Make) -> None:
    names = [f"P{n:02}" for n in range(9)]
    records = "".join(f"=== papers/{name.lower()}.yml\nname: {name}\ntopic: Long\n" for name in names)
    site = built(project(records))
    for place, name in enumerate(names):
        part = page(site, f"papers/{name.lower()}").partition('id="s-in-1"')[2].partition("</ul>")[0]
        start = min(max(place - 3, 0), 2)
        expected = [other for other in names[start : start + 7] if other != name]
        assert re.findall(r'<li><a href="[^"]*">(.*?)</a>', part) == expected


def test_a_title_does_not_repeat_the_name_before_it(site: Path) -> None:
    gpipe, tofu, home, training = (
        article_of(page(site, place)) for place in ("papers/gpipe", "papers/tofu", ".", "lists/training")
    )
    assert '<h1 dir="auto">GPipe: Easy Scaling</h1>' in gpipe
    assert "pt-full-title" not in gpipe
    assert "Tofu</h1>" in tofu
    assert '<p class="pt-full-title" dir="auto">Very Large Models &amp; More</p>' in tofu
    assert '<span class="pt-full">Easy Scaling</span>' in home
    assert 'GPipe</a><span class="pt-title">: Easy Scaling</span>' in training.partition("pt-start")[2]


def test_a_paper_has_citations_in_four_formats(site: Path) -> None:
    html = page(site, "papers/tofu")
    blocks = dict(re.findall(r'<div id="cite-(\w+)"><pre><code>(.*?)</code></pre></div>', html, re.DOTALL))
    assert unescape(blocks["bibtex"]).startswith("@inproceedings{wang2019:tofu,")
    assert json.loads(unescape(blocks["csl"]))[0]["title"] == "Very Large Models & More"
    assert unescape(blocks["ris"]).startswith("TY  - ")
    assert "Very Large Models & More" in text_of(html.partition('id="cite-reference"')[2].partition("</p>")[0])


def test_the_page_of_a_paper_has_metadata_for_search_engines(site: Path) -> None:
    head = page(site, "papers/tofu").partition("</head>")[0]
    tags = [(name, unescape(content)) for name, content in re.findall(r'<meta name="(.*?)" content="(.*?)">', head)]
    assert [pair for pair in tags if pair[0].startswith("citation_")] == [
        ("citation_title", "Very Large Models & More"),
        ("citation_author", "Wang, Minjie"),
        ("citation_author", "Li, Jinyang"),
        ("citation_publication_date", "2019/03/25"),
        ("citation_conference_title", "European Conference on Computer Systems"),
        ("citation_arxiv_id", "1807.08887"),
        ("citation_pdf_url", "https://example.com/tofu.pdf"),
        ("citation_public_url", "https://example.com/tofu.pdf"),
        ("citation_keywords", "partitioning"),
    ]
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)[0])
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "ScholarlyArticle"
    assert data["url"] == "https://example.org/list/papers/tofu/"
    assert [author["name"] for author in data["author"]] == ["Minjie Wang", "Jinyang Li"]
    assert data["datePublished"] == "2019-03-25"


def test_former_ids_redirect_to_the_paper(site: Path) -> None:
    html = page(site, "papers/tofu-partitioner")
    assert '<meta http-equiv="refresh" content="0; url=../../papers/tofu/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'has <a href="../../papers/tofu/">moved</a>' in html, "without the refresh too"


def test_without_a_code_host_there_are_no_links_to_edit_or_report(project: Make) -> None:
    html = page(built(project(LIST)), "papers/tofu")
    assert "Edit this record" not in html
    assert "Report an error" not in html


def test_gitlab_uses_its_own_issue_form(project: Make) -> None:
    reading_list = project(f"{LIST}=== mkdocs.yml\n{SETTINGS.replace('github.com/me', 'gitlab.com/me')}")
    form = "https://gitlab.com/me/list/-/issues/new?issue[title]=Tofu%3A%20&amp;issue[description]=papers%2Ftofu.yml"
    assert form in page(built(reading_list), "papers/tofu")


# Axes


def test_a_venue_links_to_its_years(site: Path) -> None:
    html = article_of(page(site, "venues/eurosys"))
    assert 'By year: <a href="../../venues/eurosys/2019/">2019</a>' in html
    assert 'href="../../browse/?venue=EuroSys"' in html
    year = article_of(page(site, "venues/eurosys/2019"))
    assert 'Part of <a href="../../../venues/eurosys/">EuroSys</a>.' in year
    assert "Tofu" in year
    assert "vDNN" not in year
    assert "Filter in Browse" not in year, "Browse goes by the year of the paper, not of the venue"


def test_keywords_and_authors_of_two_papers_have_pages(site: Path) -> None:
    assert "Tofu" in article_of(page(site, "keywords/partitioning"))
    assert "GPipe" in article_of(page(site, "keywords/partitioning"))
    authors = article_of(page(site, "authors"))
    assert "Jinyang Li" in authors
    assert "Minjie Wang" not in authors


def test_authors_in_one_text_are_split_without_et_al() -> None:
    records = "".join(
        f"=== papers/p{n}.yml\nname: P{n}\nauthors: Minjie Wang, Jinyang Li, et al.\ntopic: T\n" for n in range(2)
    )
    assert [group.name for group in checked(records).catalog.authors] == ["Jinyang Li", "Minjie Wang"]


def test_the_reading_path_is_a_numbered_list_before_the_papers(site: Path) -> None:
    html = article_of(page(site, "lists/training"))
    path = html.partition('<div class="pt-start">')[2].partition("</div>")[0]
    pattern = r'<li><span data-paper="(.*?)"[^>]*><a href="(.*?)">'
    assert re.findall(pattern, path) == [("tofu", "../../papers/tofu/"), ("gpipe", "../../papers/gpipe/")]
    assert html.index("pt-start") < html.index("<table")


def test_recent_papers_are_sorted_by_date_added(site: Path) -> None:
    html = article_of(page(site, "recent"))
    assert re.findall(r'<h2 id="s-(.*?)"', html) == ["2026-02-03", "2026-01-02"]
    assert "vDNN" not in html, "its record does not say when it was added"
    home = article_of(page(site, "."))
    assert home.index("papers/gpipe/") < home.index("papers/tofu/")


# Data


def test_data_files_equal_the_output_of_export(project: Make) -> None:
    reading_list = project(LIST)
    site = built(reading_list)
    for form, name in (("ris", "papers.ris"), ("csl-json", "papers.csl.json")):
        assert (site / name).read_text(encoding="utf-8") == reading_list.run("export", "--format", form).out
    for form, name in (("json", "papers.json"), ("bibtex", "papers.bib"), ("csv", "papers.csv")):
        assert (site / name).read_text(encoding="utf-8") == reading_list.run("export", "--format", form).out
        of_list = reading_list.run("export", "--format", form, "--list", "training").out
        assert (site / "lists/training" / name).read_text(encoding="utf-8") == of_list
    assert set(EXPORTS) == {"json", "csv", "bibtex", "biblatex", "csl-json", "ris"}


@pytest.mark.parametrize("place", [".", "lists/training", "venues/eurosys", "institutions/msra"])
def test_lists_venues_and_institutions_have_downloads(site: Path, place: str) -> None:
    html = page(site, place)
    head = html.partition("</head>")[0]
    feed = re.findall(r'<link rel="alternate feed" type="application/atom\+xml" href="(.*?)"', head)
    assert len(feed) == 1
    assert (site / place / feed[0]).is_file()
    folder = site / place
    names = {paper["id"] for paper in json.loads((folder / "papers.json").read_text("utf-8"))["papers"]}
    wanted = {".": {"tofu", "gpipe", "vdnn"}, "venues/eurosys": {"tofu", "vdnn"}, "institutions/msra": {"tofu"}}
    assert names == wanted.get(place, {"tofu", "gpipe", "vdnn"})
    assert (folder / "papers.bib").read_text("utf-8").count("\n@") == len(names) - 1
    if place != ".":
        assert {"feed.xml", "papers.bib", "papers.json"} <= {
            Path(address).name for address in Addresses(article_of(html)).addresses
        }


def test_feeds_contain_papers_by_date_added(site: Path) -> None:
    feed = (site / "feed.xml").read_text("utf-8")
    assert re.findall(r"<title>(.*?)</title>", feed)[1:] == ["GPipe: Easy Scaling", "Very Large Models &amp; More"]
    assert "https://example.org/list/papers/tofu/" in feed
    assert "<updated>2026-02-03T00:00:00Z</updated>" in feed


@pytest.mark.parametrize(
    ("place", "ids"),
    [
        ("years/2019", ["tofu"]),
        ("keywords/partitioning", ["gpipe", "tofu"]),
        ("authors/jinyang-li", ["gpipe", "tofu"]),
        ("venues/eurosys/2019", ["tofu"]),
    ],
)
def test_every_group_has_a_feed(site: Path, place: str, ids: list[str]) -> None:
    html = page(site, place)
    (href,) = re.findall(r'<link rel="alternate feed" type="application/atom\+xml" href="(.*?)"', html)
    assert (site / place / href).resolve() == (site / place / "feed.xml").resolve()
    feed = (site / place / "feed.xml").read_text("utf-8")
    assert re.findall(r'rel="alternate" type="text/html" href="https://example.org/list/papers/(.*?)/"', feed) == ids
    assert "<content" not in feed, "there may be thousands of them"
    assert f'data-pt-take="{"../" * (place.count("/") + 1)}papers"' in html


def test_every_section_has_a_feed(site: Path) -> None:
    html = article_of(page(site, "lists/training"))
    assert 'href="../../lists/training/parallelism/feed.xml" aria-label="Feed of Parallelism"' in html
    feed = (site / "lists/training/parallelism/feed.xml").read_text("utf-8")
    assert 'href="https://example.org/list/lists/training/"' in feed
    assert "<title>Training &gt; Parallelism</title>" in feed
    assert feed.count("<entry>") == 2


def test_the_list_of_feeds_has_every_feed(site: Path) -> None:
    body = ElementTree.parse(site / "feeds.opml").getroot().find("body")
    assert body is not None
    folders = [outline.get("text") for outline in body if outline.get("type") is None]
    assert folders == ["Lists", "Venues", "Institutions", "Years", "Keywords", "Authors"]
    feeds = {outline.get("xmlUrl") for outline in body.iter("outline") if outline.get("type") == "rss"}
    files = {path.relative_to(site).as_posix() for path in site.rglob("feed.xml")}
    assert feeds == {f"https://example.org/list/{path}" for path in files}
    assert "feeds.opml" in page(site, "data")


# Small truths


def test_home_and_statistics_count_the_same(site: Path) -> None:
    def counts(html: str) -> set[str]:
        return set(re.findall(r"\d+ (?:papers|authors)", text_of(html.partition("pt-counts")[2].partition("</ul>")[0])))

    assert counts(page(site, ".")) == counts(page(site, "statistics")) == {"3 papers", "3 authors"}


def test_parts_of_an_institution_follow_it(site: Path) -> None:
    index = article_of(page(site, "institutions"))
    names = re.findall(r'<li(.*?)><a href="[^"]*">(.*?)</a>', index.partition("pt-index")[2])
    assert names == [("", "Microsoft"), (' class="pt-level-1"', "MSRA"), ("", "NYU")]


def test_a_wrong_url_leads_to_a_search(site: Path) -> None:
    html = (site / "404.html").read_text("utf-8")
    assert 'data-pt-find="/list/browse/"' in html, "the server shows it at any URL"
    assert '<a href="/list/">Home</a>' in html


def test_every_page_has_a_title_and_a_picture_for_other_sites(site: Path) -> None:
    for place in (".", "papers/tofu", "about"):
        head = page(site, place).partition("</head>")[0]
        assert head.count('<meta property="og:title"') == 1
        assert '<meta property="og:image" content="https://example.org/list/assets/preview.png">' in head
    assert image_size((site / "assets/preview.png").read_bytes()) == (1200, 630)
    assert (site / "assets/preview.png").stat().st_size < 10_000


def image_size(data: bytes) -> tuple[int, int] | None:
    size = ImageFile("preview.png", data).size
    return (size.width, size.height) if size else None


def test_lists_and_data_are_described_to_search_engines(site: Path) -> None:
    def linked_data(place: str) -> dict[str, dict[str, object]]:
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(site, place))
        return {data["@type"]: data for data in map(json.loads, found)}

    items = linked_data("lists/training")["ItemList"]["itemListElement"]
    assert items == [
        {"@type": "ListItem", "position": number, "url": f"https://example.org/list/papers/{id}/"}
        for number, id in enumerate(re.findall(r'<tr role="row" id="(\w+)"', page(site, "lists/training")), 1)
    ]
    files = linked_data("data")["Dataset"]["distribution"]
    assert isinstance(files, list)
    assert all((site / file["contentUrl"].removeprefix("https://example.org/list/")).is_file() for file in files)
    assert len(files) == 5


# Notes

NOTED = """\
=== papers/tofu.yml
name: Tofu
topic: Training
notes: tofu.md
=== papers/tofu.md
# Why {{ 6 * 7 }}

See [the other](more/gpipe.md#the-price), ![a plot](figures/My%20Plot.png) and <b>this</b>.

```python
a = 1

b = 2
```
=== papers/figures/My Plot.png
(a PNG image of 6 by 3 pixels)
=== papers/more/gpipe.yml
name: GPipe
topic: Training
notes: gpipe.md
=== papers/more/gpipe.md
## The price

Back to [Tofu](../tofu.yml) and [a talk](../../docs/talk.md#when).
=== docs/talk.md
# A talk

## When
"""


def test_the_page_of_a_paper_includes_its_notes(project: Make) -> None:
    reading_list = project(NOTED)
    result = reading_list.run("build")
    assert result.status == 0, result.err
    site = reading_list.root / "site"
    html = page(site, "papers/tofu")
    assert '<h3 id="n-why-6-7">Why &#123;&#123; 6 * 7 &#125;&#125;</h3>' in html
    assert '<a href="../../papers/gpipe/#n-the-price">the other</a>' in html
    assert '<img src="../../assets/notes/my-plot.png" alt="a plot" width="6" height="3" loading="lazy">' in html
    assert "&lt;b&gt;this&lt;/b&gt;" in html
    assert "a = 1&#10;&#10;b = 2" in html, "an empty line would end the block"
    published = (site / "assets/notes/my-plot.png").read_bytes()
    assert published == (reading_list.root / "papers/figures/My Plot.png").read_bytes()
    other = page(site, "papers/gpipe")
    assert '<a href="../../papers/tofu/">Tofu</a>' in other
    assert '<a href="../../talk/#when">a talk</a>' in other
    assert dead_links(site) == []
    entries = json.loads((site / "search/entries.json").read_text("utf-8"))["docs"]
    assert "See the other" in next(entry["text"] for entry in entries if entry["title"] == "Tofu")


# Every page


def test_every_page_has_a_description_and_social_tags(site: Path) -> None:
    for path in site.rglob("*.html"):
        head = path.read_text("utf-8").partition("</head>")[0]
        if path.name != "404.html":
            for tag in (
                'name="description"',
                'property="og:title"',
                'property="og:description"',
                'name="twitter:card"',
            ):
                assert head.count(tag) == 1, (path, tag)
            assert '<meta property="og:url" content="https://example.org/list/' in head


def test_the_first_paragraph_describes_a_page_of_the_maintainer(project: Make) -> None:
    site = built(project(f"{LIST}=== docs/about.md\n# About\n\nWho *keeps* this & why.\n"))
    assert '<meta name="description" content="Who keeps this &amp; why.">' in page(site, "about")


def test_the_search_has_one_entry_per_paper_list_and_group(site: Path) -> None:
    docs = json.loads((site / "search/entries.json").read_text("utf-8"))["docs"]
    locations = [entry["location"] for entry in docs]
    assert len(locations) == len(set(locations))
    assert [location for location in locations if location.startswith("papers/")] == [
        "papers/tofu/",
        "papers/gpipe/",
        "papers/vdnn/",
    ]
    assert {"lists/training/#s-parallelism", "venues/eurosys/", "keywords/partitioning/", "about/"} <= set(locations)
    tofu = next(entry for entry in docs if entry["location"] == "papers/tofu/")
    for text in ("Very Large Models &amp; More", "Jinyang Li", "EuroSys 2019", "MSRA", "partitioning", "One remark."):
        assert text in tofu["text"]


# Long lists


def long_list(split: int, papers: int) -> str:
    records = "".join(
        f"=== papers/p{n}.yml\nname: P{n}\nvenue: ABC {2000 + n % 3}\ntopic: Long > {'Big' if n % 4 else 'Small'}\n"
        for n in range(papers)
    )
    topics = "=== papers/_topics.yml\n- {name: Long, topics: [Big, Small]}\n"
    return f"{topics}{records}=== mkdocs.yml\n{MKDOCS_YML.replace('papertrail]', f'papertrail: {{split: {split}}}]')}"


def test_a_long_list_has_a_page_per_section(project: Make) -> None:
    site = built(project(long_list(10, 16)))
    way_in = article_of(page(site, "lists/long"))
    assert "<table" not in way_in
    assert '<li id="s-big"><a href="../../lists/long/big/">Big</a>' in way_in, "old links to the section still land"
    assert 'Part of <a href="../../../lists/long/">Long</a>' in page(site, "lists/long/small")
    assert page(site, "lists/long/small").count('<tr role="row" id=') == 4
    home = page(site, ".")
    assert 'href="./lists/long/big/"' in home
    assert 'href="../../lists/long/big/"' in page(site, "papers/p1")


def test_a_long_section_or_venue_is_paginated_without_losing_rows(project: Make) -> None:
    site = built(project(long_list(5, 16)))
    for first in ("lists/long/big", "venues/abc"):
        rows: list[str] = []
        for address in (first, f"{first}/page_2", f"{first}/page_3", f"{first}/page_4"):
            if (site / address).is_dir():
                html = page(site, address)
                rows += re.findall(r'<tr role="row" id="(.*?)"', html)
                assert f"of {3 if first.startswith('lists') else 4}" in html
        assert len(rows) == len(set(rows)) == (12 if first.startswith("lists") else 16)
    assert not dead_links(site)


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", "true"])
def test_an_invalid_split_is_an_error(project: Make, value: str) -> None:
    reading_list = project(long_list(10, 2).replace("split: 10", f"split: {value}"))
    result = reading_list.run("check")
    assert result.status == 2
    assert 'option "split" of papertrail must be a number of rows' in result.err


# Links


def test_the_site_has_no_dead_links(site: Path) -> None:
    assert dead_links(site) == []


@pytest.mark.parametrize("directory_urls", ["true", "false"])
def test_this_repository_has_its_manual_in_one_tab_and_no_dead_links(tmp_path: Path, directory_urls: str) -> None:
    from browser.sites import copy_of_the_repository

    root = copy_of_the_repository(tmp_path / "list")
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}\nuse_directory_urls: {directory_urls}\n", "utf-8")
    site = built(Project(root))
    assert len(list(site.rglob("*.html"))) > 4 * len(list((REPOSITORY / "papers").glob("[a-z]*.yml")))
    assert dead_links(site) == []
    tabs = re.findall(r'class="md-tabs__link">\s*(.*?)\s*<', (site / "index.html").read_text("utf-8"))
    assert tabs == ["Home", "Browse", "Lists", "Indexes", "Overview", "Add a paper", "Manual"]
    found = json.loads((site / "search/entries.json").read_text("utf-8"))["docs"]
    manual = {entry["location"] for entry in found if entry["location"].startswith(("manual", "architecture"))}
    assert {entry["location"] for entry in found if entry.get("boost") == 0.1} == manual
    own = [path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md")]
    assert not [path for path in own if f"- {path}\n" not in config.read_text("utf-8")], "not in the navigation"


CITED = """\
=== papers/solo.yml
name: Solo
authors: [{authors}]
status: retracted
publication: {{volume: "12", pages: 1-9, editors: [Rick Roe]}}
ids: {{isbn: 0-306-40615-2}}
awards: [Best Paper]
abstract: |
  First & last.

  Second.
topic: Training
"""


def test_a_paper_page_shows_what_citations_need(project: Make) -> None:
    site = built(project(CITED.format(authors=", ".join(f"Ann A{chr(97 + n)}" for n in range(25)))))
    html = article_of(page(site, "papers/solo"))
    assert '<span class="pt-status">retracted</span>' in html
    assert '<p dir="auto">First &amp; last.</p>\n<p dir="auto">Second.</p>' in html
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html))
    expected = {"Volume": "12", "Pages": "1-9", "Editor": "Rick Roe", "ISBN": "9780306406157", "Award": "Best Paper"}
    assert expected.items() <= facts.items()
    assert "<summary>5 more authors</summary>" in html
    assert html.index("Ann At") < html.index("<summary>5 more authors") < html.index("Ann Au")
