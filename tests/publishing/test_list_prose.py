"""The owner's text of a list on its pages: the same text, in the same places, as in the list's document."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from conftest import REPOSITORY
from papertrail.core.prose_marker import MARKER
from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.pages import Page, PageOptions
from papertrail.pipeline.check import Checked
from papertrail.pipeline.plan import plan_site
from papertrail.records.files import Sources
from papertrail.templating.environment import environment
from support.projects import checked

TEMPLATES = environment(None)
DOCUMENTS = sorted((REPOSITORY / "tests/importing/documents").glob("*.md"))
MANIFEST = REPOSITORY.parent / "shared/lists/manifest.json"
LISTS = json.loads(MANIFEST.read_text(encoding="utf-8"))["lists"] if MANIFEST.is_file() else []
SHARED = [MANIFEST.parent / entry["file"] for entry in LISTS if entry["tier"] == "core"]
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

LIST = """\
=== papers/_topics.yml
- {name: Training, document: README.md, topics: [Parallelism, {name: Memory, topics: [Swapping]}]}
=== papers/tofu.yml
name: Tofu
topic: Training > Parallelism
=== papers/gpipe.yml
name: GPipe
topic: Training > Parallelism
=== papers/vdnn.yml
name: vDNN
topic: Training > Memory > Swapping
notes: vdnn.md
=== papers/vdnn.md
Notes.
=== docs/guide.md
# Guide
=== papers/_lists/training.md
[![badge](https://example.org/badge.svg)](https://example.org/)

# Papers on *training*

<!-- not shown -->
A list of papers about the training of large models. See [memory](#Memory-section),
[how to read](#how-to-read), [the guide](docs/guide.md), [vDNN](papers/vdnn.yml) and [more](other/README.md).

## Parallelism

Read these <b>first</b>.

<!-- papers: Parallelism -->

After <script>alert(1)</script> parallelism.

<a name="memory-section"></a>

## Memory

Little memory.

### Swapping

<!-- papers: Memory > Swapping -->

## How to read

One paper a day. <img src=x onerror=alert(1)> [bad](javascript:alert(1))
"""


def _alternative_text(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return f'<i class="alt">{tokens[index].content}</i>'


MARKDOWN.add_render_rule("image", _alternative_text)


def pages_of(found: Checked, *, split: int = 300) -> dict[str, Page]:
    """The pages of lists by their address."""
    options = PageOptions(site_name="A List", split=split)
    return {page.address: page.make() for page in plan_site(found, TEMPLATES, options).pages if page.kind == "list"}


FRONT_MATTER = re.compile(r"(?s)\A---\n.*?\n---\n")
VOID = frozenset(["br", "hr", "img", "input", "col", "wbr"])
SITE_ONLY = (
    "pt-table",
    "pt-entries",
    "headerlink",
    "pt-tree",
    "pt-summary",
    "pt-above",
    "pt-parts",
    "pt-start",
    "pt-scripted",
)
"""The classes of papers, and of what documents do not have."""


class Text(HTMLParser):
    """The letters of a page or a document: of its headings, and of everything else that is not a paper."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings, self.body = list[str](), ""
        self._open: list[str] = []
        self._skipped = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self._open.append(tag)
        classes = (dict(attrs).get("class") or "").split()
        is_site_only = tag in ("papertrail-browse", "math", "script") or any(name in SITE_ONLY for name in classes)
        is_site_only |= classes == ["alt"] and any(re.fullmatch("h[1-6]", name) for name in self._open)
        if self._skipped or is_site_only:
            self._skipped += 1
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                self._skipped -= self._skipped > 0
            self._skipped -= self._skipped > 0

    def handle_data(self, data: str) -> None:
        letters = "".join(data.split())
        if self._skipped or not letters:
            return
        if any(re.fullmatch("h[1-6]", tag) for tag in self._open):
            self.headings[-1] += letters
        else:
            self.body += letters


def document_of(prose: str) -> Text:
    """The text of the document without its papers, as a code host shows it."""
    return Text(re.sub(r"(?s)<!--.*?-->", "", MARKDOWN.render(MARKER.sub("", FRONT_MATTER.sub("", prose)))))


def assert_same_text(found: Checked) -> None:
    for root in found.catalog.lists:
        if root.slug not in found.library.prose:
            continue
        document = document_of(found.library.prose[root.slug][1])
        page = pages_of(found)[f"lists/{root.slug}.md"]
        shown = Text(page.html)
        assert shown.body == document.body
        headings = [heading for heading in document.headings if heading]
        assert shown.headings in (headings, [*shown.headings[:1], *headings]), "the page has a title in any case"
        assert ["".join(heading.text.split()) for heading in page.headings] == shown.headings[1:]
        apart = [page for page in pages_of(found, split=3).values() if page.address.startswith(f"lists/{root.slug}")]
        assert sorted("".join(Text(page.html).body for page in apart)) == sorted(document.body)


def imported(document: Path) -> Checked:
    source = InputFile(name=document.name, data=document.read_bytes())
    return import_lists(Sources(), Settings(root=Path("/nowhere")), [source], ImportOptions(), TEMPLATES).checked


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_site_shows_the_text_of_the_document(document: Path) -> None:
    assert_same_text(imported(document))


@pytest.mark.skipif(not SHARED, reason="the collection of lists is not available")
@pytest.mark.parametrize("document", SHARED, ids=lambda path: path.name)
def test_the_site_shows_the_text_of_real_lists(document: Path) -> None:
    assert_same_text(imported(document))


def test_text_stands_in_its_places() -> None:
    page = pages_of(checked(LIST))["lists/training.md"]
    order = [
        "<h1>Papers on <em>training</em></h1>", "A list of papers", "papertrail-browse", 'id="s-parallelism"',
        "Read these first", 'id="gpipe"', "After", 'id="s-memory"', "Little memory.", 'id="s-swapping"', 'id="vdnn"',
        'id="n-how-to-read"', "One paper a day.",
    ]  # fmt: skip
    positions = [page.html.index(part) for part in order]
    assert positions == sorted(positions)
    assert page.description == (
        "A list of papers about the training of large models. See memory, how to read, the guide, vDNN and more."
    )
    assert [(heading.level, heading.anchor) for heading in page.headings] == [
        (2, "s-parallelism"), (2, "s-memory"), (3, "s-swapping"), (2, "n-how-to-read"),
    ]  # fmt: skip


def test_links_of_the_text_lead_to_the_site() -> None:
    html = pages_of(checked(LIST))["lists/training.md"].html
    for link in (
        '<a href="#s-memory">memory</a>', '<a href="#n-how-to-read">how to read</a>',
        '<a href="../../guide/">the guide</a>', '<a href="../../papers/vdnn/">vDNN</a>', "and more.",
        '<a href="https://example.org/">badge</a>',
    ):  # fmt: skip
        assert link in html
    for absent in ("not shown", "<script>", "<b>", "onerror", "javascript:", "badge.svg"):
        assert absent not in html
    assert "bad" in html


def test_text_of_a_section_is_on_the_page_of_the_section() -> None:
    pages = pages_of(checked(LIST), split=1)
    top, memory = pages["lists/training.md"], pages["lists/training/memory.md"]
    assert "Little memory." not in top.html
    assert '<a href="../../lists/training/memory/">memory</a>' in top.html
    assert "A list of papers" in top.html
    assert "One paper a day." in top.html
    assert "Little memory." in memory.html
    assert memory.description == "1 paper on Memory.", "a short paragraph describes nothing"
    parts = [page for address, page in pages.items() if address.startswith("lists/training/parallelism")]
    assert [page.html.count("Read these first.") for page in parts] == [1, 0]


def test_sections_without_a_heading_keep_their_anchors() -> None:
    text = LIST.replace("## Memory\n", "").replace("## Parallelism\n", "## Distribution\n")
    html = pages_of(checked(text))["lists/training.md"].html
    assert '<h2 id="s-parallelism">Distribution<a class="headerlink"' in html
    assert '<span id="s-memory"></span>' in html


def test_headings_in_html_are_headings() -> None:
    text = LIST.replace("# Papers on *training*\n", '<h1 align="center">\n  Papers &amp; more\n</h1>\n<p>By us</p>\n')
    html = pages_of(checked(text))["lists/training.md"].html
    assert "<h1>Papers &amp; more</h1>" in html
    assert "<p>By us</p>" in html


def test_the_text_can_be_searched() -> None:
    site = plan_site(checked(LIST), TEMPLATES, PageOptions(site_name="A List"))
    (page,) = (page for page in site.pages if page.address == "lists/training.md")
    found = {entry.title: entry for entry in page.search()}
    assert found["Training"].text.startswith("badge A list of papers")
    assert found["How to read"].text.startswith("One paper a day.")
    assert found["How to read"].anchor == "n-how-to-read"


def test_sections_without_papers_have_the_headings_of_the_table_of_contents() -> None:
    page = pages_of(checked("=== papers/_topics.yml\n- {name: Training, topics: [Parallelism]}\n"))["lists/training.md"]
    assert [heading.anchor for heading in page.headings] == ["s-parallelism"]
    assert 'id="s-parallelism"' in page.html
