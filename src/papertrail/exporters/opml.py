"""OPML 2.0: a list of feeds, which feed readers import (https://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papertrail.text.markdown import html_text
from papertrail.text.strings import one_line


class FeedOutline(NamedTuple):
    """A feed in a list of feeds."""

    title: str
    feed: str
    """URL of the feed."""
    page: str
    """URL of the page that it belongs to."""


def opml(title: str, folders: Iterable[tuple[str, Iterable[FeedOutline]]]) -> Iterator[str]:
    """Yield a list of feeds in parts. Feeds in a folder with an empty name are at the top."""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
        f"  <head><title>{_text(title)}</title></head>\n  <body>\n"
    )
    for name, feeds in folders:
        outlines = map(_outline, feeds)
        if name:
            yield f'    <outline text="{_text(name)}">\n'
            yield from (f"  {outline}" for outline in outlines)
            yield "    </outline>\n"
        else:
            yield from outlines
    yield "  </body>\n</opml>\n"


def _outline(feed: FeedOutline) -> str:
    title = _text(feed.title)
    urls = f'xmlUrl="{html_text(feed.feed)}" htmlUrl="{html_text(feed.page)}"'
    return f'    <outline type="rss" text="{title}" title="{title}" {urls}/>\n'


def _text(text: str) -> str:
    return html_text(one_line(text))
