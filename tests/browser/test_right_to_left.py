"""A site in Arabic: its texts do not overlap, stay in the window, and have their own direction."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser.sites import Site, built_and_served
from browser.views import DESKTOP_LIGHT, PHONE_DARK, View, new_context, watched
from papertrail.templating.environment import stylesheet

MKDOCS_YML = """\
site_name: قائمة
site_url: !ENV [SITE_URL, ""]
theme: {name: material, font: false, language: ar}
plugins: [search, papertrail]
"""
NAMES = ("Flexible {braces} (v2.0).", "مقدمة في التعلم العميق (v1).", "DataFlow", "شبكات عصبية")
PAGES = ("", "browse/", "lists/deep-learning/", "papers/p0/", "statistics/", "venues/", "years/2020/", "add/", "data/")

# The texts of a page that are seen, each with its box; a text in a field has the box of the field's inside.
BOXES = """() => {
  const boxes = [];
  let floats = false; // above what scrolls: a button with a background at the lower edge of a phone
  const fixed = (e) => e && (getComputedStyle(e).position === "fixed" || fixed(e.parentElement));
  const add = (text, rect) => rect.width > 1 && rect.height > 1 && boxes.push({ text, floats, ...rect.toJSON() });
  const options = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true };
  const skipped = ".pt-hidden, .pt-bars, pre, details:not([open]) > :not(summary)";
  const seen = (e) => e.checkVisibility(options) && !e.closest(skipped);
  const clipped = (e) => e && (getComputedStyle(e).clipPath !== "none" || clipped(e.parentElement));
  const walker = document.createTreeWalker(document.querySelector(".papertrail"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    if (clipped(node.parentElement)) continue;
    if (!node.data.trim() || !seen(node.parentElement)) continue;
    floats = Boolean(fixed(node.parentElement));
    const range = document.createRange();
    range.selectNodeContents(node);
    const clip = node.parentElement.closest("td, p, select")?.getBoundingClientRect();
    for (const rect of range.getClientRects()) if (!clip || rect.top < clip.bottom - 2) add(node.data.trim(), rect);
  }
  floats = false;
  for (const field of document.querySelectorAll(".papertrail input[placeholder]")) {
    if (!seen(field)) continue;
    const box = field.getBoundingClientRect(), style = getComputedStyle(field);
    const [left, right] = [parseFloat(style.paddingLeft), parseFloat(style.paddingRight)];
    add(field.placeholder, new DOMRect(box.x + left, box.y, box.width - left - right, box.height));
  }
  return boxes;
}"""


@pytest.fixture(scope="module")
def arabic_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    project = tmp_path_factory.mktemp("arabic") / "list"
    (project / "papers").mkdir(parents=True)
    (project / "docs").mkdir()
    (project / "docs/about.md").write_text("# حول\n", encoding="utf-8")
    (project / "mkdocs.yml").write_text(MKDOCS_YML, encoding="utf-8")
    for number, name in enumerate(NAMES):
        language = "ar" if number % 2 else "en"
        topic = "شبكات" if number else "Graphs"
        (project / f"papers/p{number}.yml").write_text(
            f'name: "{name}"\ntitle: "{name} of many words, which say more"\ntopic: Deep Learning > {topic}\n'
            f"venue: EuroSys {2019 + number}\nlanguage: {language}\nauthors: [Ann Lee, منى حسن]\n"
            "institutions: [Ajou University, جامعة القاهرة, KAIST]\nkeywords: [pipelines, تعلم]\n"
            f"links: {{Paper: https://a.org/{number}, Code: https://github.com/a/b{number}}}\n"
            'remarks: ["A text in English, with a full stop.", "نص بالعربية."]\n'
            "abstract: The abstract is in English.\nadded: 2024-05-01\n",
            encoding="utf-8",
        )
    with built_and_served(project) as served:
        yield served


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_DARK], ids=str)
def test_texts_do_not_overlap(browser: Browser, arabic_site: Site, view: View) -> None:
    overlaps: list[tuple[object, ...]] = []
    context = new_context(browser, view)
    with watched(context, arabic_site) as reader:
        for address in PAGES:
            reader.open(address)
            reader.settle()
            boxes = reader.page.evaluate(BOXES)
            assert boxes, address
            overlaps += [(address, box["text"]) for box in boxes if box["left"] < -1 or box["right"] > view.size[0] + 1]
            overlaps += [(address, one["text"], other["text"]) for one, other in overlapping(boxes)]
    context.close()
    assert not overlaps


Box = dict[str, float]


def overlapping(boxes: list[Box]) -> Iterator[tuple[Box, Box]]:
    """The pairs of boxes that have a part of more than two pixels in common."""
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            width = min(one["right"], other["right"]) - max(one["left"], other["left"])
            height = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            # Lines of one paragraph may touch.
            if width > 2 and height > 5 and one["text"] != other["text"] and one["floats"] == other["floats"]:
                yield one, other


def test_texts_of_records_have_their_direction_and_language(browser: Browser, arabic_site: Site) -> None:
    context = new_context(browser, DESKTOP_LIGHT)
    with watched(context, arabic_site) as reader:
        reader.open("papers/p0/")
        title = reader.page.locator("h1")
        assert (title.get_attribute("dir"), title.get_attribute("lang")) == ("auto", "en")
        bracket, stop = reader.page.evaluate(LAST_LETTERS, "h1")
        assert bracket < stop, "the full stop is at the end of the English name"
        reader.open("browse/")
        bracket, stop = reader.page.evaluate(LAST_LETTERS, "[data-paper=p0] .pt-to-paper")
        assert bracket < stop
        start, end = reader.page.evaluate(SIDES)
        assert start > end, "lines of the table start at the right"
        reader.open("lists/deep-learning/")
        assert reader.page.evaluate(HEADING_GAP) < 2, "headings start where the table does"
    context.close()


# The horizontal positions of the last two characters of an element: `)` and the full stop after it.
LAST_LETTERS = """(selector) => {
  const element = document.querySelector(selector);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let node = null;
  while (walker.nextNode()) node = walker.currentNode;
  const at = (index) => {
    const range = document.createRange();
    range.setStart(node, index), range.setEnd(node, index + 1);
    return range.getBoundingClientRect().left;
  };
  const end = node.data.trimEnd().length;
  return [at(end - 2), at(end - 1)];
}"""
HEADING_GAP = """() => {
  const gaps = [...document.querySelectorAll(".pt-rows h2")].map((heading) => {
    const range = document.createRange();
    range.selectNode(heading.firstChild);
    return heading.getBoundingClientRect().right - range.getBoundingClientRect().right;
  });
  return Math.max(...gaps);
}"""
SIDES = """() => [".pt-name", ".pt-links"].map((name) =>
  document.querySelector(`tbody ${name}`).getBoundingClientRect().left)"""


PHYSICAL = re.compile(
    r"^ +(?:(?:margin|padding|border)-(?:left|right)|left|right|(?:margin|padding|inset): \S+ (\S+) \S+ (?!\1;)\S+;)"
)


def test_the_stylesheet_names_no_sides() -> None:
    lines = [line for line in stylesheet().splitlines() if PHYSICAL.match(line)]
    assert not lines, "write margin-inline-start instead of margin-left, and so on"
