"""Every link of a built site, and whether its target exists."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ATTRIBUTES = {"href", "src", "data-index", "index", "data-base", "action"}


class Addresses(HTMLParser):
    """The links and anchors of a page, including raw HTML and the parts of the theme."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.anchors.add(value or "")
            elif name in _ATTRIBUTES and value:
                self.addresses.append(value)
        values = dict(attrs)
        if tag == "meta" and values.get("http-equiv") == "refresh":
            self.addresses.append((values.get("content") or "").partition("url=")[2])


def dead_links(site: Path) -> list[str]:
    """Each internal link without a target file or anchor, as `PAGE -> ADDRESS`."""
    pages = {path.relative_to(site).as_posix(): Addresses(path.read_text("utf-8")) for path in site.rglob("*.html")}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return [
        f"{page} -> {address}"
        for page, links in sorted(pages.items())
        if page != "404.html"  # its links start at the root of the host, whatever the URL of the site is
        for address in dict.fromkeys(links.addresses)
        if not _has_target(page, address, pages, files)
    ]


def _has_target(page: str, address: str, pages: dict[str, Addresses], files: set[str]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    target = page
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))).lstrip("/") or "."
        target = next((name for name in _files_of(target, parts.path) if name in files), "")
    if not target:
        return False
    anchor = unquote(parts.fragment)
    return not anchor or anchor.startswith("__") or anchor in getattr(pages.get(target), "anchors", ())


def _files_of(path: str, written: str) -> Iterator[str]:
    if written.endswith("/") or path == ".":
        yield posixpath.normpath(f"{path}/index.html")
    else:
        yield path
        yield f"{path}/index.html"
