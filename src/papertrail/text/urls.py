"""Which addresses may be linked, and what a relative one leads to."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from papertrail.text.strings import quoted

SCHEMES = ("http", "https", "mailto")
"""What a link may begin with. Anything else could run code (`javascript:`), carry a page (`data:`) or open a
program on the reader's machine."""

# RFC 3986 has no place for these; browsers drop some of them silently, which is how `java\tscript:` runs.
_ILLEGAL = re.compile(r"[\s\"<>\\^`{|}\x00-\x1f\x7f]")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.\-]*):")
_WEB = re.compile(r"(?i)^https?://[^/?#@]+(?:[/?#]|$)")


# Most addresses are of this form, and sound; that is told faster than by looking for each fault.
_USUAL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")


_NAMES = {" ": "a space", "\t": "a tab", '"': "a double quote"}


def fault_of(url: str, *, internal: bool) -> tuple[str, str] | None:
    """What is wrong with an address and the remedy, or None where it may be linked.

    `internal` says whether it may lead to a file of the project; whether that file exists is another question.
    """
    if is_usual(url):
        return None
    if illegal := _ILLEGAL.search(url):
        code = "".join(f"%{byte:02X}" for byte in illegal[0].encode())
        return (
            f"an address cannot hold {_NAMES.get(illegal[0]) or quoted(illegal[0])}",
            f"write {code} in its place, or mend the address",
        )
    match = _SCHEME.match(url)
    if match is None:
        if url.startswith("//"):
            return "the address has no http: or https: before the //", f"write https:{url[:200]}"
        if not internal or url.startswith(("/", "#", "?")):
            return f"{quoted(url)} is not a full address", "write it from https:// on"
        return None
    scheme = match[1].lower()
    if scheme not in SCHEMES:
        return (
            f"an address cannot begin with {quoted(match[1] + ':')}",
            f"link to a page that begins with https:// (allowed are {', '.join(s + ':' for s in SCHEMES)})",
        )
    if scheme != "mailto" and not _is_web(url):
        return (
            f"{quoted(url)} is not the address of a page",
            "write it as https://host/path, without a name and an @ before the host",
        )
    return None


def is_usual(url: str) -> bool:
    """Whether it is plain to see that an address is one of the web that may be linked; of others that is not said."""
    return _USUAL.fullmatch(url) is not None


def _is_web(url: str) -> bool:
    try:
        return _WEB.match(url) is not None and bool(urlsplit(url).hostname)
    except ValueError:  # such as https://[
        return False


def is_safe(url: str) -> bool:
    """Whether an address may stand in a `href`: the last line of defence, whatever the rules let through."""
    return fault_of(url, internal=True) is None


def is_internal(url: str) -> bool:
    """Whether an address is relative: it leads to a file of the project."""
    return _SCHEME.match(url) is None and not url.startswith(("/", "#", "?"))


def tail_of(url: str) -> str:
    """The query and fragment of an address, with their signs."""
    match = re.search(r"[?#].*", url)
    return match[0] if match else ""


def project_path(record_path: str, url: str) -> str | None:
    """The project's path of the file that a relative address in a record leads to; None outside the project.

    >>> project_path("papers/tofu.yml", "../docs/tofu.pdf#page=2")
    'docs/tofu.pdf'
    """
    path = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(record_path), path))
    return None if joined == ".." or joined.startswith(("../", "/")) else joined


def relative_to(base: str, url: str) -> str:
    """An address as a document at `base` would write it: relative where both are of one repository or one site.

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
