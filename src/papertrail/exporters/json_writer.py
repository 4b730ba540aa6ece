"""What may stand in a line of any form: one line of printable text, and addresses of the web."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring
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


def with_blank_lines(texts: Iterable[str]) -> Iterator[str]:
    """Texts that end their lines, with an empty one between each two."""
    for number, text in enumerate(texts):
        yield "\n" + text if number else text


def in_brackets(opened: str, objects: Iterable[str], closed: str, *, indent: str) -> Iterator[str]:
    """The objects of an array of JSON on lines of their own, as parts of a longer text; `opened` ends in the bracket
    that opens the array, and `closed` begins with the one that closes it.
    """
    before = opened + "\n"
    for text in objects:
        yield before + text
        before = ",\n"
    yield opened + closed if before.startswith(opened) else f"\n{indent}{closed}"


def json_text(value: object, indent: str = "") -> str:
    """A value as the standard library's encoder writes it with an indent of two, which takes it twice as long; lines
    after the first begin with `indent`.

    >>> print(json_text({"a": [1, "b"], "c": ()}))
    {
      "a": [
        1,
        "b"
      ],
      "c": []
    }
    """
    if isinstance(value, str):
        return encode_basestring(value)
    inside = indent + "  "
    between = f",\n{inside}"
    if isinstance(value, dict):
        members = [f"{encode_basestring(key)}: {json_text(part, inside)}" for key, part in value.items()]
        return f"{{\n{inside}{between.join(members)}\n{indent}}}" if members else "{}"
    if isinstance(value, list | tuple):
        items = [json_text(part, inside) for part in value]
        return f"[\n{inside}{between.join(items)}\n{indent}]" if items else "[]"
    return json.dumps(value)


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
