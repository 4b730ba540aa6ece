"""What badges say: images of shields.io have their text in their URL."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote

from papertrail.readers.markdown.classify import is_venue, is_venue_with_year, key_of

_BADGE = re.compile(r"https?://(?:img\.)?shields\.io/(?:badge/(?P<path>[^?#]++)|static/v1\?(?P<query>[^#]++))")
_EXTENSION = re.compile(r"\.(?:svg|png)$")
_DASH = re.compile(r"(?<!-)-(?!-)")


def venue_of_badge(url: str) -> str | None:
    """Return the venue that a badge shows.

    >>> venue_of_badge("https://img.shields.io/badge/Conference-ICML'23-blue")
    "ICML'23"
    >>> venue_of_badge("https://img.shields.io/badge/EMNLP-2020-red")
    'EMNLP 2020'
    >>> venue_of_badge("https://img.shields.io/badge/license-MIT-green")
    """
    badge = _BADGE.match(url)
    if badge is None:
        return None
    label, message = _of_path(badge["path"]) if badge["path"] else _of_query(badge["query"])
    both = f"{label} {message}".strip()
    if not both.isprintable():
        return None
    if key_of(label) == "venue" or is_venue(message):
        return message or None
    return both if is_venue(label) or is_venue_with_year(both) else None


def _of_path(path: str) -> tuple[str, str]:
    """The label and the message of `label-message-color` and of `message-color`; `--` is a dash, and `_` a space."""
    parts = [_text(part) for part in _DASH.split(_EXTENSION.sub("", path))]
    return (parts[0], parts[1]) if len(parts) > 2 else ("", parts[0])


def _text(part: str) -> str:
    words = (word.replace("_", " ") for word in part.replace("--", "-").split("__"))
    return unquote("_".join(words)).strip()


def _of_query(query: str) -> tuple[str, str]:
    values = parse_qs(query)
    return values.get("label", [""])[0].strip(), values.get("message", [""])[0].strip()
