"""What a reader looks through: window sizes, colour schemes, and a page that tells on itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from browser.sites import Site

TIMEOUT = 5000
"""Milliseconds to wait for what must come."""

DESKTOP = (1280, 900)
PHONE = (390, 844)


@dataclass(frozen=True)
class View:
    """A window size and a colour scheme."""

    size: tuple[int, int]
    scheme: Literal["light", "dark"]

    def __str__(self) -> str:
        return f"{self.size[0]}-{self.scheme}"


DESKTOP_LIGHT, DESKTOP_DARK = View(DESKTOP, "light"), View(DESKTOP, "dark")
PHONE_LIGHT, PHONE_DARK = View(PHONE, "light"), View(PHONE, "dark")
ContextOf = Callable[[View], BrowserContext]
"""Gives the context of a view."""
VIEWS = (DESKTOP_LIGHT, DESKTOP_DARK, PHONE_LIGHT, PHONE_DARK)


@dataclass
class Watched:
    """A page of a site, and everything it did that a reader would not want."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to a page of the site and wait until it stands."""
        self.page.goto(self.site.url(address))
        return self.page

    def search(self, query: str) -> list[str]:
        """Type into the search of the header, which must be in sight or open; returns the texts of what it finds."""
        says = "pattern => document.querySelector('.md-search-result__meta').textContent.match(pattern)"
        self.page.locator(".md-search__input").focus()
        self.page.wait_for_function(says, arg="Type to start")
        # Only the last letter is a key stroke, which is what the theme listens to: a part of the query finds others.
        self.page.locator(".md-search__input").fill(query[:-1])
        self.page.locator(".md-search__input").press_sequentially(query[-1])
        self.page.wait_for_function(says, arg="matching")
        return self.page.locator(".md-search-result__item").all_text_contents()

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width


@contextmanager
def without_scripts(browser: Browser, site: Site, view: View) -> Iterator[Watched]:
    """A reader whose browser runs no scripts."""
    width, height = view.size
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    context.set_default_timeout(TIMEOUT)
    with watched(context, site) as reader:
        yield reader
    context.close()


@contextmanager
def watched(context: BrowserContext, site: Site) -> Iterator[Watched]:
    """A new page in the context; its faults are errors, dialogs and requests to other hosts."""
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
