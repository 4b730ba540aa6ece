"""URLs that exports may contain: of the web, of DOIs and of arXiv."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from papertrail.text.strings import UNPRINTABLE
from papertrail.text.urls import fault_of, is_usual

# DOIs have had brackets and semicolons in them for long (https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html).
_IN_DOI = "/:;()@!$'*,+=-._~"
_PDF_PLACES = re.compile(
    r"(?i)^https?://(?:(?:www\.|export\.)?arxiv\.org/pdf/|openreview\.net/pdf\?|(?:www\.)?dl\.acm\.org/doi/pdf/)"
)


def web_url(url: str) -> str | None:
    """An address as it is, if it is one of the web; None for a file, for mail, and for what may not be linked."""
    if is_usual(url):
        return url
    if not url[:8].lower().startswith(("http://", "https://")) or UNPRINTABLE.search(url):
        return None
    return None if fault_of(url, internal=False) else url


def is_pdf(url: str) -> bool:
    """Whether an address of the web leads to a PDF itself, not to a page about it."""
    if _PDF_PLACES.match(url):
        return True
    parts = urlsplit(url)
    shown_on_a_page = (parts.hostname or "").endswith("github.com") and "/blob/" in parts.path
    return parts.path.lower().endswith(".pdf") and not shown_on_a_page


def doi_url(doi: str) -> str:
    """The address of a DOI."""
    return f"https://doi.org/{quote(doi, safe=_IN_DOI)}"


def arxiv_url(arxiv: str) -> str:
    """The address of an arXiv id's page."""
    return f"https://arxiv.org/abs/{arxiv}"
