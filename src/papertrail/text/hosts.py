"""The sites that a text leads to, however its links are written, and what is suspicious about their names."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import unquote

from rapidfuzz import process
from rapidfuzz.distance import OSA

from papertrail.text.strings import quoted

WELL_KNOWN = (
    "aclanthology.org",
    "acm.org",
    "arxiv.org",
    "doi.org",
    "github.com",
    "github.io",
    "ieee.org",
    "mlr.press",
    "neurips.cc",
    "openreview.net",
    "semanticscholar.org",
    "springer.com",
    "usenix.org",
    "youtube.com",
)
"""Sites that others imitate, whether or not a list links to them."""

_HOST = r"""[^\s\\/?\#<>"'`(){}\[\]|,;&]"""
_USER = r"""[^\s\\/?\#<>"`]"""
_PATH = r"""[^\s<>"'`{}|()\[\]]"""
# As browsers and code hosts find links: with any scheme or none, with slashes in either direction and line breaks after
# them, with `www.`, and e-mail addresses. Slashes without a host are matched too, so that they are searched only once.
_LINK = re.compile(
    rf"""(?x)
    (?: (?<![A-Za-z]) (?P<scheme>[A-Za-z][A-Za-z0-9+.-]{{0,30}}) :[\t\r\n]* | (?<=\]:) | (?<![\w:.%\\/-]) )
        (?<![\\/]) [\\/](?:[\t\r\n]*[\\/])++ [\t\r\n]*
        (?P<authority> (?:{_USER}*@)? (?: \[[0-9A-Fa-f:.]+\](?::\d*)? | {_HOST}+ ) )
        (?: {_PATH} | \({_PATH}*\) )*
    | (?<![\w.+%-]) (?P<bare> www\.{_HOST}+ ) (?: {_PATH} | \({_PATH}*\) )*
    | (?<![\w.+%-]) [\w.+%-]{{1,64}} @ (?P<mail> [\w-]+ (?:\.[\w-]+)+ )
    | (?<![\w:.%\\/-]) (?P<no_link> [\\/](?:[\t\r\n]*[\\/])++ )
    """
)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LONGEST = 253
"""Characters of the name of a host (https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)."""
_DEFAULT_PORTS = {"http": "80", "https": "443"}


class Host(NamedTuple):
    """What a link leads to."""

    name: str
    """In ASCII and lower case, with the port if it is not the usual one."""
    warnings: tuple[str, ...]
    """What is suspicious about this link to it."""


class HostLink(NamedTuple):
    """A link in a text."""

    url: str
    site: Host


def unescaped(text: str) -> str:
    r"""Markdown or HTML without the escapes of either.

    >>> unescaped(r"https&colon;//example\.org")
    'https://example.org'
    """
    return _ESCAPED.sub("", unescape(text)) if "&" in text or "\\" in text else text


def links_of(text: str) -> Iterator[HostLink]:
    """Find the links in Markdown, HTML or plain text, both with and without their escapes."""
    for variant in dict.fromkeys((text, unescaped(text))):
        for match in (match for match in _LINK.finditer(variant) if not match["no_link"]):
            scheme = (match["scheme"] or "").lower()
            site = _site(scheme, match["authority"] or match["bare"] or match["mail"], is_bare=not match["authority"])
            if site and (scheme or "." in site.name):
                yield HostLink(match[0], site)


def _site(scheme: str, authority: str, *, is_bare: bool) -> Host | None:
    user, _, host_and_port = authority.rpartition("@")
    if host_and_port.startswith("["):
        host, _, port = host_and_port[1:].partition("]")
    else:
        host, _, port = host_and_port.partition(":")
        host = _host(host)
    if not host:
        return None
    port = port.lstrip(":").rstrip(".")
    warnings = []
    if not is_bare and scheme not in ("https", ""):
        warnings.append("not encrypted (http:)" if scheme == "http" else f'scheme "{scheme}:"')
    if user:
        warnings.append(f"user name before the host: {quoted(user + '@')}")
    if port and port != _DEFAULT_PORTS.get(scheme or "https"):
        warnings.append(f"port {port[:9]}")
        host += f":{port[:9]}"
    return Host(host, tuple(warnings))


def _host(text: str) -> str:
    """The name of a host as browsers read it, in ASCII: without the punctuation that follows a link in prose."""
    name = unicodedata.normalize("NFKC", unquote(text[: 9 * _LONGEST])).lower().replace("\u3002", ".")
    labels = "".join(takewhile(_is_in_names, name[:_LONGEST])).strip("._-").removeprefix("www.").split(".")
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in labels)


def _is_in_names(character: str) -> bool:
    """Whether a character can be part of the name of a host: letters, marks, digits and emoji."""
    category = unicodedata.category(character)
    return character in "-._" or category[0] in "LMN" or category == "So"


def shown_name(name: str) -> str:
    """The name of a site as browsers may show it, with the letters that it has in ASCII as `xn--`.

    >>> shown_name("xn--bcher-kva.example")
    'bücher.example'
    """
    return ".".join(_decoded(label) for label in name.split("."))


def _decoded(label: str) -> str:
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode") if label.startswith("xn--") else label
    except UnicodeError:
        return label


class KnownSites:
    """Recognizes names that imitate one of the known sites."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted({*names, *WELL_KNOWN})
        self._all = frozenset(self._names)
        self._by_skeleton = {_skeleton(name): name for name in self._names}

    def warnings(self, name: str) -> tuple[str, ...]:
        """What is suspicious about the name of a site."""
        shown, warnings = shown_name(name), []
        if _is_number(name):
            warnings.append("an IP address instead of a name")
        elif shown != name or not shown.isascii():
            warnings.append(f"letters outside ASCII: shown by browsers as {shown}")
            if scripts := next((mixed for label in shown.split(".") if len(mixed := _scripts(label)) > 1), None):
                warnings.append(f"mixes letters of {' and '.join(scripts)}")
        if like := self._imitated(name, shown):
            warnings.append(like)
        return tuple(warnings)

    def _imitated(self, name: str, shown: str) -> str:
        starts = (name[: match.start()] for match in re.finditer(r"[.-]", name))
        if start := next((start for start in starts if start in self._all), None):
            return f"begins like {start}, but belongs to {'.'.join(name.split('.')[-2:])}"
        like = self._by_skeleton.get(_skeleton(shown))
        if like is None and len(name) > 8:
            near = process.extractOne(shown, self._names, scorer=OSA.distance, score_cutoff=1)
            like = near[0] if near else None
        ends = like and (name == like or name.endswith(f".{like}"))
        return f"similar to {like}" if like and not ends else ""


def _is_number(name: str) -> bool:
    """Whether browsers read a name as the number of a host; they accept `0x7f.1` and `2130706433` as well."""
    try:
        ipaddress.ip_address(name.partition(":")[0] if name.count(":") == 1 else name)
    except ValueError:
        return re.fullmatch(r"(?:.*\.)?(?:0x[0-9a-f]*|\d+)(?::\d*)?", name) is not None
    return True


def _scripts(label: str) -> list[str]:
    """The scripts of the letters of a label, such as `Cyrillic` and `Latin`, except those that are often mixed."""
    names = {unicodedata.name(letter, "").partition(" ")[0].title() for letter in label if letter.isalpha()}
    return sorted(names - {"", "Cjk", "Hiragana", "Katakana", "Hangul", "Bopomofo"})


# Letters that look like ASCII (https://www.unicode.org/reports/tr39/#Confusable_Detection): the usual ones.
_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕԁһӏԛԝьвкмнтгαεικνορτυχωԍɡı01",
    "aeopcyxijsdhlqwbbkmhtraeikvoptuxwggiol",
)


def _skeleton(name: str) -> str:
    """A name with similar letters replaced by one of them."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn")
    return re.sub("[il1]", "l", bare.translate(_LOOKS_LIKE)).replace("rn", "m").replace("vv", "w").replace("-", "")
