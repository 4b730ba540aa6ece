"""What every page, the maintainer's own included, tells those who show a link to it."""

from __future__ import annotations

import re
from html import unescape

from papertrail.pages.head_tags import meta, property_meta

_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 200
"""Characters of a description; those who show one cut it about here."""


def social_tags(*, title: str, description: str, site_name: str, url: str | None) -> str:
    """Open Graph tags (https://ogp.me), and the card of those who want to be told how large to show it."""
    told = {"og:type": "website", "og:site_name": site_name, "og:title": title, "og:description": description}
    told |= {"og:url": url} if url else {}
    return "".join(property_meta(name, content) for name, content in told.items() if content) + meta(
        "twitter:card", "summary"
    )


def first_paragraph(html: str) -> str:
    """The plain text of a page's first paragraph, cut at a word, for a page that does not describe itself."""
    found = _FIRST_PARAGRAPH.search(html)
    text = " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"
