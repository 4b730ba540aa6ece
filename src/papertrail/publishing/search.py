"""The theme's search: one prepared entry for each paper, list, section, venue and so on.

Left to itself it would read every table again, and find pages where a reader wants the paper.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from papertrail.pages import PageOptions, PlannedPage
from papertrail.text.markdown import html_text

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


def read_index(site: Path) -> dict[str, Any] | None:
    """The index of a site as the theme's plugin wrote it; None where there is no search."""
    file = site / INDEX
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def search_files(index: Mapping[str, Any], entries: Iterable[str], *, late: bool) -> dict[str, str]:
    """The files of an index with our entries, as `entries_of` gives them for each page, by path."""
    docs = [*map(_json, index["docs"]), *filter(None, entries)]
    if not late:
        return {INDEX: _index_text(index, docs)}
    return {INDEX: _index_text(index, []), ENTRIES: _index_text(index, docs)}


def _index_text(index: Mapping[str, Any], docs: list[str]) -> str:
    texts = {key: _json(value) for key, value in index.items()} | {"docs": f"[{','.join(docs)}]"}
    members = ",".join(f"{_json(key)}:{text}" for key, text in texts.items())
    return f"{{{members}}}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def entries_of(page: PlannedPage, options: PageOptions) -> str:
    """The entries of a page as the index holds them, with commas between: an address from the site's top, and two texts
    as HTML.
    """
    found = []
    for entry in page.search():
        location = options.url_of(page.address) + (f"#{entry.anchor}" if entry.anchor else "")
        texts = map(encode_basestring, (location, html_text(entry.title), html_text(entry.text)))
        found.append('{{"location":{},"title":{},"text":{}}}'.format(*texts))
    return ",".join(found)
