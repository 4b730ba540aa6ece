"""The theme's search: one prepared entry for each paper, list, section, venue and so on.

Left to itself it would read every table again, and find pages where a reader wants the paper.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from papertrail.markup import html_text
from papertrail.pages import Page, PageOptions

INDEX = "search/search_index.json"
"""Where the search plugins of MkDocs and of Material write what the browser reads."""


def add_entries(file: Path, pages: Iterable[Page], options: PageOptions) -> None:
    """Add the entries of our pages to the index; where there is none, the site has no search."""
    if not file.is_file():
        return
    index = json.loads(file.read_text(encoding="utf-8"))
    index["docs"] += entries_of(pages, options)
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def entries_of(pages: Iterable[Page], options: PageOptions) -> Iterator[dict[str, str]]:
    """Entries as the index holds them: an address from the site's top, and two texts as HTML."""
    for page in pages:
        for entry in page.search:
            location = options.url_of(page.address) + (f"#{entry.anchor}" if entry.anchor else "")
            yield {"location": location, "title": html_text(entry.title), "text": html_text(entry.text)}
