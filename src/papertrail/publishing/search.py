"""The index of the theme's search, with an entry for each paper, list, section, venue and so on.

The plugin of the theme would index the text of every page, so that a search would find the same paper on many pages.
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
"""The file that the search plugins of MkDocs and of Material write for the browser."""
ENTRIES = "search/entries.json"
"""The file of the index if it is fetched late; `INDEX` then has no entries."""
SCRIPT = "search/search_index.js"
"""The index as Material reads it from the disk, in the form of its plugin "offline"."""
WORKER = "assets/javascripts/papertrail/search.js"
"""The script that fetches the index and the theme's worker. Relative URLs in the worker stay valid in its folder."""

WORKER_PAPERS = "assets/javascripts/papertrail/search-papers.js"
"""The script that this one loads at the first search, and which finds papers."""

_THEME_WORKER = re.compile(r'("search": ?"[^"]*assets/javascripts/)(workers/search\.[^"]*")')


def searched_late(html: str) -> str:
    """Return a page of Material so that it fetches the search on its first use; pages of other themes do not change.

    >>> searched_late('{"search": "../assets/javascripts/workers/search.a1.min.js"}')
    '{"search": "../assets/javascripts/papertrail/search.js#../workers/search.a1.min.js"}'
    """
    return _THEME_WORKER.sub(r"\1papertrail/search.js#../\2", html, count=1)


def read_index(site: Path) -> dict[str, Any] | None:
    """Return the index that the theme's plugin has written, or None for a site without search."""
    file = site / INDEX
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def search_files(index: Mapping[str, Any], entries: Iterable[str], *, late: bool, offline: bool) -> dict[str, str]:
    """Return the files of the index, by path. `entries` are the results of `entries_of` for each page."""
    docs = [*map(_json, index["docs"]), *filter(None, entries)]
    if offline:
        text = _index_text(index, docs)
        return {INDEX: text, SCRIPT: f"var __index = {text}"}
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
    """Return the search entries of a page as JSON objects with commas between them.

    An entry has a URL relative to the site, a title and a text as HTML, and `paper` if the index of Browse has them.
    """
    entries = []
    for entry in page.search():
        location = options.base + options.url_of(page.address) + (f"#{entry.anchor}" if entry.anchor else "")
        texts = map(encode_basestring, (location, html_text(entry.title), html_text(entry.text)))
        paper = ',"paper":1' if entry.indexed else ""
        entries.append('{{"location":{},"title":{},"text":{}{}}}'.format(*texts, paper))
    return ",".join(entries)
