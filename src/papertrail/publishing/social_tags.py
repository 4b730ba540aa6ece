"""The metadata tags that other sites read to show a preview of a link."""

from __future__ import annotations

import re
from html import unescape

from papertrail.pages.head_tags import meta, property_meta

_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)(?:(?P<closed></p>)|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 200
"""Characters of a description; other sites show about as many."""


def social_tags(*, title: str, description: str, site_name: str, url: str | None, image: str | None) -> str:
    """Return Open Graph tags (https://ogp.me), and the size of the preview for X."""
    properties = {"og:type": "website", "og:site_name": site_name, "og:title": title, "og:description": description}
    properties |= {"og:url": url} if url else {}
    properties |= {"og:image": image} if image else {}
    return "".join(property_meta(name, content) for name, content in properties.items() if content) + meta(
        "twitter:card", "summary_large_image" if image else "summary"
    )


def first_paragraph(html: str) -> str:
    """Return the plain text of the first paragraph, cut at a word."""
    match = _FIRST_PARAGRAPH.search(html)
    text = " ".join(unescape(_TAG.sub("", match[1])).split()) if match and match["closed"] else ""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"
