"""Which URLs may be linked, and what relative URLs resolve to."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from papertrail.text.strings import quoted

SCHEMES = ("http", "https", "mailto")
"""Schemes of links. Others could run code (`javascript:`), contain a page (`data:`) or start a program on the reader's
machine."""

# Not allowed by RFC 3986. Browsers silently drop some of them, which is how `java\tscript:` works.
ILLEGAL = re.compile(r"[\s\"<>\\^`{|}\x00-\x1f\x7f]")
SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.\-]*):")
WEB = re.compile(r"(?i)^https?://[^/?#@]+(?:[/?#]|$)")


# Most URLs match this, which is faster than looking for each fault.
USUAL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")


NAMES = {" ": "a space", "\t": "a tab", '"': "a double quote"}


def fault_of(url: str, *, internal: bool) -> tuple[str, str] | None:
    """Return the fault of a URL and its fix, or None if it may be linked.

    `internal` allows relative URLs of project files, whether they exist or not.
    """
    if is_usual(url):
        return None
    if illegal := ILLEGAL.search(url):
        code = "/" if illegal[0] == "\\" else "".join(f"%{byte:02X}" for byte in illegal[0].encode())
        return (
            f"a URL cannot contain {NAMES.get(illegal[0]) or quoted(illegal[0])}",
            f"write {code} instead, or fix the URL",
        )
    match = SCHEME.match(url)
    if match is None:
        if url.startswith("//"):
            return "missing scheme before //", f"write https:{url[:200]}"
        if not internal or url.startswith(("/", "#", "?")):
            return f"{quoted(url)} is not a full URL", "write the full URL, starting with https://"
        return None
    scheme = match[1].lower()
    if scheme not in SCHEMES:
        return (
            f"unsupported URL scheme {quoted(match[1] + ':')}",
            f"use one of: {', '.join(s + ':' for s in SCHEMES)}",
        )
    if scheme != "mailto" and not _is_web(url):
        return (
            f"{quoted(url)} is not a valid web URL",
            "write it as https://host/path, without a user name",
        )
    return None


def is_usual(url: str) -> bool:
    """Whether a URL is an ordinary web URL that may be linked; False means unknown."""
    return USUAL.fullmatch(url) is not None


def _is_web(url: str) -> bool:
    try:
        return WEB.match(url) is not None and bool(urlsplit(url).hostname)
    except ValueError:  # such as https://[
        return False


def is_safe(url: str) -> bool:
    """Whether a URL may be used in a `href`: the last line of defense, independent of the rules."""
    return fault_of(url, internal=True) is None


def is_internal(url: str) -> bool:
    """Whether a URL is relative, and so leads to a file of the project."""
    return SCHEME.match(url) is None and not url.startswith(("/", "#", "?"))


def tail_of(url: str) -> str:
    """Return query and fragment of a URL, including `?` and `#`."""
    match = re.search(r"[?#].*", url)
    return match[0] if match else ""


def project_path(record_path: str, url: str) -> str | None:
    """Return the project path of a relative URL in a record; None if outside the project.

    >>> project_path("papers/tofu.yml", "../docs/tofu.pdf#page=2")
    'docs/tofu.pdf'
    """
    path = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(record_path), path))
    return None if joined == ".." or joined.startswith(("../", "/")) else joined


def relative_to(base: str, url: str) -> str:
    """Return a URL for a document at `base`: relative if both are in the same repository or site.

    >>> relative_to("https://github.com/ann/papers/blob/main/", "https://github.com/ann/papers/blob/main/notes/tofu.md")
    'notes/tofu.md'
    >>> relative_to("https://github.com/ann/papers/blob/main/", "https://github.com/ann/tofu")
    'https://github.com/ann/tofu'
    """
    root = _REPOSITORY.match(base) or _SITE.match(base)
    if root is None or not url.startswith(root[0]):
        return url
    path, tail = re.split(r"[?#]", url.removeprefix(root[0]), maxsplit=1)[0], tail_of(url)
    folder = posixpath.dirname(base.removeprefix(root[0]))
    return posixpath.relpath(path or ".", folder or ".") + ("/" if path.endswith("/") else "") + tail


_REPOSITORY = re.compile(r"https?://(?:github|gitlab)\.com/[^/]+/[^/]+/(?:-/)?(?:blob|tree|raw)/[^/]+/")
_SITE = re.compile(r"https?://[^/]+/")
