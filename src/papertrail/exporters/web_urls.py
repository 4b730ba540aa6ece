"""URLs in exports."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from papertrail.text.strings import UNPRINTABLE
from papertrail.text.urls import fault_of, is_usual

_PDF_PLACES = re.compile(
    r"(?i)^https?://(?:(?:www\.|export\.)?arxiv\.org/pdf/|openreview\.net/pdf\?|(?:www\.)?dl\.acm\.org/doi/pdf/)"
)


def web_url(url: str) -> str | None:
    """Return a web URL unchanged; None for files, mail addresses and unsafe URLs."""
    if is_usual(url):
        return url
    if not url[:8].lower().startswith(("http://", "https://")) or UNPRINTABLE.search(url):
        return None
    return None if fault_of(url, internal=False) else url


def is_pdf(url: str) -> bool:
    """Whether a web URL is a PDF itself, not a page about it."""
    if _PDF_PLACES.match(url):
        return True
    parts = urlsplit(url)
    shown_on_a_page = (parts.hostname or "").endswith("github.com") and "/blob/" in parts.path
    return parts.path.lower().endswith(".pdf") and not shown_on_a_page
