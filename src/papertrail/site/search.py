"""The theme's search: one prepared entry for each paper, list, section, venue and so on.

Left to itself it would read every table again, and find pages where a reader wants the paper.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from papertrail.markup import html_text
from papertrail.pages import Page, PageOptions

INDEX = "search/search_index.json"
"""Where the search plugins of MkDocs and of Material write what the browser reads."""


ENTRIES = "search/entries.json"
"""Where the index stands when it is fetched late; the other file is then one without entries."""

WORKER = "assets/javascripts/papertrail/search.js"
"""What fetches the index and the theme's worker. It stands where that one's addresses of other scripts hold as well."""

_THEME_WORKER = re.compile(r'("search": ?"[^"]*assets/javascripts/)(workers/search\.[^"]*")')


def searched_late(html: str) -> str:
    """A page of Material whose search is fetched when something is searched for; other pages stay as they are.

    >>> searched_late('{"search": "../assets/javascripts/workers/search.a1.min.js"}')
    '{"search": "../assets/javascripts/papertrail/search.js#../workers/search.a1.min.js"}'
    """
    return _THEME_WORKER.sub(r"\1papertrail/search.js#../\2", html, count=1)


def add_entries(site: Path, pages: Iterable[Page], options: PageOptions, *, late: bool) -> None:
    """Add the entries of our pages to the index of a site; where there is none, the site has no search."""
    file = site / INDEX
    if not file.is_file():
        return
    index = json.loads(file.read_text(encoding="utf-8"))
    index["docs"] += entries_of(pages, options)
    if late:
        _write(site / ENTRIES, index)
        index["docs"] = []
    _write(file, index)


def _write(file: Path, index: object) -> None:
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def entries_of(pages: Iterable[Page], options: PageOptions) -> Iterator[dict[str, str]]:
    """Entries as the index holds them: an address from the site's top, and two texts as HTML."""
    for page in pages:
        for entry in page.search:
            location = options.url_of(page.address) + (f"#{entry.anchor}" if entry.anchor else "")
            yield {"location": location, "title": html_text(entry.title), "text": html_text(entry.text)}
