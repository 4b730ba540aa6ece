"""Window sizes, colour schemes, and pages that record their own faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from browser.sites import Site

TIMEOUT = 5000
"""Milliseconds after which a condition that is not met fails a test."""
LOADING = 30_000
"""Milliseconds after which a page that has not loaded fails a test: one of many rows takes long while others run."""

DESKTOP = (1280, 900)
PHONE = (390, 844)


@dataclass(frozen=True)
class View:
    """A window size and a colour scheme."""

    size: tuple[int, int]
    scheme: Literal["light", "dark"]
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.size[0]}-{self.scheme}"

    @property
    def scriptless(self) -> View:
        """The same view with JavaScript turned off."""
        return replace(self, scripts=False)


DESKTOP_LIGHT, DESKTOP_DARK = View(DESKTOP, "light"), View(DESKTOP, "dark")
PHONE_LIGHT, PHONE_DARK = View(PHONE, "light"), View(PHONE, "dark")
VIEWS = (DESKTOP_LIGHT, PHONE_DARK)
"""Each window size and each colour scheme once. What depends on both (contrast) switches the scheme on the page."""
BOTH = pytest.mark.parametrize("view", VIEWS, ids=str)
ContextOf = Callable[[View], BrowserContext]
"""Returns the browser context of a view."""


def new_context(browser: Browser, view: View) -> BrowserContext:
    """A browser context with an empty profile."""
    width, height = view.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=view.scheme,
        reduced_motion="reduce",
        java_script_enabled=view.scripts,
    )
    context.set_default_timeout(TIMEOUT)
    context.set_default_navigation_timeout(LOADING)
    return context


# The list has no bar, or the bar is ready and all rows are laid out.
_SETTLED = """() => {
    const bar = document.querySelector("papertrail-browse");
    const rows = document.querySelector(".pt-rows");
    return document.readyState === "complete" && (!bar || (
        (bar.ready === true || !bar.matches("[whole]:not([within])"))
        && rows.ariaBusy !== "true"
        && !rows.querySelector(":is(tr, li)[data-paper]:not(.pt-laid)")
    ));
}"""
_IDLE = "new Promise(done => requestIdleCallback(() => done()))"
_FOLLOWS_LINKS = f"new Blob([]).text().then(() => {_IDLE})"


@dataclass
class Watched:
    """A page of a site, and the faults that it has shown: errors, dialogs and requests to other hosts."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to a page of the site and wait until it is loaded."""
        self.page.goto(self.site.url(address))
        return self.page

    def settle(self) -> None:
        """Wait until the page has done everything that it does without a reader."""
        self.page.wait_for_function(_SETTLED)
        self.page.evaluate(_IDLE)

    def open_instant(self, address: str) -> Page:
        """Go to a page and wait until the theme follows links without loading pages, which needs the sitemap."""
        with self.page.expect_request_finished(lambda request: request.url.endswith("/sitemap.xml")):
            self.open(address)
        self.settle()
        self.page.evaluate(_FOLLOWS_LINKS)
        return self.page

    def record_layout_shifts(self) -> None:
        """Record layout shifts on the pages that are opened from now on."""
        self.page.add_init_script(
            """window.shifts = [];
            window.shiftObserver = new PerformanceObserver(list => shifts.push(...list.getEntries()));
            shiftObserver.observe({ type: "layout-shift", buffered: true });"""
        )

    def layout_shift(self) -> float:
        """The sum of the layout shifts up to the next two frames."""
        shift: float = self.page.evaluate(
            """async () => {
                for (let frame = 0; frame < 2; frame++) await new Promise(done => requestAnimationFrame(done));
                shifts.push(...shiftObserver.takeRecords());
                return shifts.reduce((sum, { value }) => sum + value, 0);
            }"""
        )
        return shift

    def assert_no_faults(self) -> None:
        """Fail with the faults so far."""
        assert not self.faults, "\n".join(self.faults)

    def search(self, query: str) -> list[str]:
        """Type into the header's search, which must be visible, and return the texts of the results."""
        status = "pattern => document.querySelector('.md-search-result__meta').textContent.match(pattern)"
        self.page.locator(".md-search__input").focus()
        self.page.wait_for_function(status, arg="Type to start")
        # The theme searches at each key stroke. Type only the last letter, or results of a shorter query come first.
        self.page.locator(".md-search__input").fill(query[:-1])
        self.page.locator(".md-search__input").press_sequentially(query[-1])
        self.page.wait_for_function(status, arg="matching")
        return self.page.locator(".md-search-result__item").all_text_contents()

    def overflow(self) -> int:
        """The number of pixels by which the page is wider than the window."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width


@contextmanager
def watched(context: BrowserContext, site: Site) -> Iterator[Watched]:
    """Open a new page that records its faults."""
    page = context.new_page()
    result = Watched(page, site)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            result.faults.append(f"{page.url}: error in the console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{site.origin}/", "data:", "blob:")):
            result.faults.append(f"{page.url}: request to {request.url}")

    def on_dialog(dialog: Dialog) -> None:
        result.faults.append(f"{page.url}: dialog {dialog.message!r}")
        dialog.dismiss()

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("dialog", on_dialog)
    page.on("pageerror", lambda error: result.faults.append(f"{page.url}: uncaught {error}"))
    try:
        yield result
    finally:
        page.close()
