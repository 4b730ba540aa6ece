"""Visits to a page of a site in Chromium, each with an empty cache, and what is seen on them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.serving import Served

WINDOWS = ((1280, 900), (390, 844))
_PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
_LONGEST_WAIT = 120_000
_MOST_TABS = 60


@dataclass(frozen=True, kw_only=True)
class Typing:
    """What is typed on a page."""

    paper: str
    """The id of the paper that is searched for, which does not stand in the first window."""
    query: str
    words: tuple[str, ...]
    """Typed letter by letter and deleted again, one after the other."""

    @property
    def keys(self) -> list[str]:
        """The keys that are pressed."""
        return [key for word in self.words for key in (*word, *["Backspace"] * len(word))]


@dataclass(frozen=True, kw_only=True)
class Timed:
    """A visit of a reader who searches. Times in milliseconds."""

    usable: float
    search: float
    keys: list[float]
    """From each key to the frame that shows the rows that it asked for, as far as a window shows them."""
    all_rows: list[float]
    """From each key to the frame that shows the last of its rows."""
    unanswered: int
    """Keys that changed no row."""
    shift: float
    heap_loaded: int
    heap_filtered: int


@dataclass(frozen=True, kw_only=True)
class FirstScreen:
    """What a reader meets first. Tab stops are None where there were too many."""

    whole_rows: int
    tabs: int | None
    tabs_after_skipping: int | None


def standing(served: Served, address: str) -> list[str]:
    """The ids of the papers whose rows are in the HTML of a page, in order, each once."""
    html = (served.root / address / "index.html").read_text(encoding="utf-8")
    return list(dict.fromkeys(re.findall(r'<(?:tr|li)\b[^>]* data-paper="([^"]+)"', html)))


def typing_for(served: Served, address: str, *, whole: bool) -> Typing:
    """What to type: the rarest name among the papers that come late, then a frequent word, an author and a venue.

    On Browse (`whole`) the wanted paper is one whose row is not in the HTML.
    """
    papers = {paper["id"]: paper for paper in json.loads((served.root / "papers.json").read_bytes())["papers"]}
    here = standing(served, address)
    late = [id for id in papers if id not in set(here)] if whole else here[len(here) * 2 // 3 :]
    late = late or here[len(here) * 2 // 3 :]
    texts = [f"{p['name']} {p['title']} {p['remarks']}" for p in papers.values()]
    known = Counter(word for text in texts for word in set(_words(text)))
    paper = min(
        late, key=lambda id: (sum(known[word] for word in re.findall(r"\w+", papers[id]["name"].casefold())), id)
    )
    frequent = known.most_common(20)[-1][0]
    author = _bare(papers[paper]["authors"][0].split()[-1])
    words = (frequent[:4], author[:6].lower(), papers[paper]["venue"].split()[0][:5].lower())
    return Typing(paper=paper, query=papers[paper]["name"], words=words)


def _bare(name: str) -> str:
    """A name as those type it whose keyboard has no accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@contextmanager
def _visit(browser: Browser, window: tuple[int, int], slowdown: int = 1) -> Iterator[tuple[Page, CDPSession]]:
    """A page in a browser that has seen nothing yet; `slowdown` holds for its main thread, not for its workers."""
    context = browser.new_context(viewport={"width": window[0], "height": window[1]}, reduced_motion="reduce")
    context.add_init_script(_PROBE)
    context.set_default_timeout(_LONGEST_WAIT)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    try:
        yield page, cdp
    finally:
        context.close()


def timed(
    browser: Browser, served: Served, address: str, window: tuple[int, int], slowdown: int, typing: Typing
) -> Timed:
    """A reader who searches at once, then types and deletes letter by letter."""
    with _visit(browser, window, slowdown) as (page, cdp):
        page.goto(served.url(address), wait_until="commit")
        first = page.evaluate("([query, paper]) => probe.search(query, paper)", [typing.query, typing.paper])
        page.wait_for_load_state("networkidle")
    with _visit(browser, window, slowdown) as (page, cdp):
        page.goto(served.url(address), wait_until="networkidle")
        page.wait_for_timeout(500)
        heap_loaded = _heap(cdp)
        page.locator("papertrail-browse .pt-words").focus()
        answers = [_press(page, key, slowdown) for key in typing.keys]
        found = [answer for answer in answers if answer]
        page.keyboard.type(typing.query)
        page.wait_for_timeout(500)
        shift = page.evaluate("probe.shift()")
        heap_filtered = _heap(cdp)
    return Timed(
        usable=first["usable"],
        search=first["search"],
        keys=[answer["rows"] for answer in found],
        all_rows=[answer["all"] for answer in found],
        unanswered=len(answers) - len(found),
        shift=shift,
        heap_loaded=heap_loaded,
        heap_filtered=heap_filtered,
    )


def _press(page: Page, key: str, slowdown: int) -> dict[str, float] | None:
    page.evaluate("probe.expect()")
    page.keyboard.press(key)
    answer: dict[str, float] | None = page.evaluate("quiet => probe.answer(quiet)", 150 if slowdown == 1 else 350)
    return answer


def _heap(cdp: CDPSession) -> int:
    """Bytes in use by scripts once nothing is left to collect."""
    cdp.send("HeapProfiler.collectGarbage")
    used: int = cdp.send("Runtime.getHeapUsage")["usedSize"]
    return used


def first_screen(browser: Browser, served: Served, address: str, window: tuple[int, int]) -> FirstScreen:
    """Whole rows in the window, and how often Tab is pressed until the focus is in a row."""
    with _visit(browser, window) as (page, _):
        page.goto(served.url(address), wait_until="networkidle")
        page.wait_for_timeout(500)
        whole = page.evaluate("probe.whole()")
        tabs = _tabs_to_row(page)
    with _visit(browser, window) as (page, _):
        page.goto(served.url(address), wait_until="networkidle")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        after = _tabs_to_row(page)
    return FirstScreen(whole_rows=whole, tabs=tabs, tabs_after_skipping=after)


def _tabs_to_row(page: Page) -> int | None:
    for count in range(1, _MOST_TABS + 1):
        page.keyboard.press("Tab")
        if page.evaluate("probe.inRow()"):
            return count
    return None


def weight(browser: Browser, served: Served, address: str) -> tuple[dict[str, int], list[str]]:
    """Bytes that a first visit transfers, by path, the largest first; and the requests to other hosts."""
    served.reset()
    asked: list[str] = []
    with _visit(browser, WINDOWS[0]) as (page, _):
        page.context.on("request", lambda request: asked.append(request.url))
        page.goto(served.url(address), wait_until="networkidle")
        page.wait_for_timeout(2500)  # what is fetched only when there is nothing else to do
        page.wait_for_load_state("networkidle")
    own = (f"{served.origin}/", "data:", "blob:")
    return dict(served.sent.most_common()), [url for url in asked if not url.startswith(own)]


def heaviest(served: Served, most: int) -> Sequence[str]:
    """The addresses of the pages with the largest HTML."""
    found = sorted(served.root.rglob("*.html"), key=lambda path: -path.stat().st_size)[:most]
    return [path.relative_to(served.root).as_posix().removesuffix("index.html") for path in found]
