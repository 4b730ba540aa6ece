"""What the answer about a link means: only what cannot be otherwise is called dead."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urldefrag, urlsplit

from papertrail.core.identifiers import identifiers_of
from papertrail.text.urls import fault_of
from papertrail.web import FailureKind, Fetched, FetchFailure


class Verdict(Enum):
    """What is known about a link, the worst first."""

    DEAD = "dead"
    MOVED = "moved"
    SUSPICIOUS = "suspicious"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    SKIPPED = "skipped"
    OK = "ok"


class Hop(NamedTuple):
    """A redirect."""

    status: int
    url: str
    """Where it leads."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The verdict about a link, and why."""

    verdict: Verdict
    message: str = ""
    target: str | None = None
    """Where a moved link leads now."""
    is_unknown_host: bool = False


_REPOSITORIES = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "huggingface.co"}
"""Sites whose redirects lead to the new name of the same project."""
_WALL_HEADERS = {"cf-mitigated", "x-amzn-waf-action"}
_GONE = {404, 410}
_BLOCKED = {401, 402, 403, 406, 407, 418, 429, 451, 999}
"""Statuses of servers that know the page, or refuse to say. LinkedIn has 999."""
_PERMANENT = {301, 308}
_WALL = re.compile(
    r"(?i)just a moment|attention required|access denied|access to this page has been denied|are you a (?:robot|human)"
    r"|pardon our interruption|security check|checking your browser|verify(?:ing)? (?:that )?you are human|bot detect"
    r"|captcha|ddos-guard|unusual traffic|client challenge|radware|request unsuccessful"
)
"""Titles of pages that ask whether the reader is a person."""
_TITLE = re.compile(r"(?i)<title[^<>]{0,200}>([^<]{0,300})")
_LOGIN = re.compile(
    r"(?i)(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|sso|oauth2?|openid|shibboleth|wayf|cas|authenticate|authorize|idp"
    r"|accounts?)(?:[/._-]|$)"
)
_CHALLENGE = re.compile(r"(?i)captcha|challenge|perfdrive|validate\.|unsupported[-_]browser|/sorry/")
_ERROR_PAGE = re.compile(r"(?i)(?:^|[/._-])(?:404|410|not[-_]?found|page[-_]?not[-_]?found|error)(?:[/._-]|$)")
_HOME = re.compile(r"(?i)/?(?:[a-z]{2}(?:-[a-z]{2})?/?|(?:index|home|default|main)(?:\.[a-z]{3,5})?/?)?")
"""The path of a home page, which may start with a language."""


def verdict_of(url: str, hops: Sequence[Hop], answer: Fetched | FetchFailure) -> Outcome:
    """The verdict about a link whose last URL, after some redirects, has an answer."""
    final = hops[-1].url if hops else url
    if isinstance(answer, FetchFailure) and answer.kind is not FailureKind.SIZE:  # a large page is there
        return _of_blocked(url, hops, _of_failure(answer))
    if isinstance(answer, Fetched) and _is_wall(answer.text[: 1 << 14], answer.headers):
        message = f"{_host(final)} asks whether the reader is a person"
        return _of_blocked(url, hops, Outcome(verdict=Verdict.BLOCKED, message=message))
    if hops and (suspicion := _suspicion(urlsplit(url), urlsplit(final))):
        return _of_blocked(url, hops, suspicion)
    permanent = [hop.url for number, hop in enumerate(hops) if {hop.status for hop in hops[: number + 1]} <= _PERMANENT]
    if permanent and permanent[-1] != url:
        return Outcome(verdict=Verdict.MOVED, target=permanent[-1])
    return Outcome(verdict=Verdict.OK)


def _of_blocked(url: str, hops: Sequence[Hop], outcome: Outcome) -> Outcome:
    """A DOI that leads to a publisher is right, whether or not the publisher answers programs."""
    is_registered = _host(url) in ("doi.org", "dx.doi.org") and any(hop.status == 302 for hop in hops)
    return Outcome(verdict=Verdict.OK) if outcome.verdict is Verdict.BLOCKED and is_registered else outcome


def _of_failure(failure: FetchFailure) -> Outcome:
    verdict = Verdict.UNREACHABLE
    if failure.kind is FailureKind.UNKNOWN_HOST:
        verdict = Verdict.DEAD
    elif failure.kind is FailureKind.STATUS:
        if failure.status in _BLOCKED or _is_wall(failure.text, failure.headers):
            verdict = Verdict.BLOCKED
        elif failure.status in _GONE:
            verdict = Verdict.DEAD
    is_unknown_host = failure.kind is FailureKind.UNKNOWN_HOST
    return Outcome(verdict=verdict, message=failure.message, is_unknown_host=is_unknown_host)


def _is_wall(page: str, headers: Mapping[str, str]) -> bool:
    title = _TITLE.search(page)
    return not _WALL_HEADERS.isdisjoint(headers) or (title is not None and _WALL.search(title[1]) is not None)


def _suspicion(old: SplitResult, final: SplitResult) -> Outcome | None:
    """Where a redirect leads, if that cannot be the page that was linked."""
    if _CHALLENGE.search(f"{final.hostname}{final.path}") and not _CHALLENGE.search(f"{old.hostname}{old.path}"):
        return Outcome(verdict=Verdict.BLOCKED, message=f"{final.hostname} asks whether the reader is a person")
    what = None
    if _LOGIN.search(f"{final.hostname}{final.path}") and not _LOGIN.search(f"{old.hostname}{old.path}"):
        what = "a login"
    elif _ERROR_PAGE.search(final.path) and not _ERROR_PAGE.search(old.path):
        what = "an error page"
    elif _HOME.fullmatch(final.path) and not final.query and not (_HOME.fullmatch(old.path) and not old.query):
        what = "a home page"
    if what is None:
        return None
    return Outcome(verdict=Verdict.SUSPICIOUS, message=f"redirects to {what}", target=final.geturl())


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


# Replacing


def may_replace(url: str, target: str) -> bool:
    """Whether a moved link can be replaced by its target without a person who looks at it: the same name at an ordinary
    address of the same site or, if it is distinctive, of another one.

    >>> may_replace("http://example.org/a/paper.pdf", "https://www.example.org/b/paper.pdf")
    True
    >>> may_replace("http://example.org/paper.pdf", "https://example.com/paper.pdf")
    False
    """
    old, new = urlsplit(url), urlsplit(target)
    is_ordinary = (
        not fault_of(target, internal=False)
        and len(target) <= 2 * len(url) + 200
        and new.scheme in ("https", old.scheme)
        and new.port in (None, old.port)
        and {name for name, _ in parse_qsl(new.query)} <= {name for name, _ in parse_qsl(old.query)}
        and (";" not in new.path or ";" in old.path)
        and not _is_address(new.hostname or "")
    )
    return is_ordinary and _is_same_place(old, new) and _same_work(url, target)


def with_fragment(target: str, url: str) -> str:
    """The target of a redirect with the fragment of the link, as browsers keep it."""
    fragment = urldefrag(url).fragment
    return f"{target}#{fragment}" if fragment and "#" not in target else target


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return "." not in host


def _is_same_place(old: SplitResult, new: SplitResult) -> bool:
    """Whether a URL keeps its name: the last part of its path. On another site, the name must be distinctive."""
    one, two = ((parts.hostname or "").removeprefix("www.") for parts in (old, new))
    name, names = _name(old.path.rstrip("/").rpartition("/")[2]), {_name(part) for part in new.path.split("/")}
    if one == two or one.endswith(f".{two}") or two.endswith(f".{one}"):
        return one in _REPOSITORIES or old.path.strip("/") == new.path.strip("/") or (name in names and name != "")
    is_distinctive = len(name) > 4 and (len(name) > 8 or any(map(str.isdigit, name)))
    return name in names and is_distinctive


def _name(part: str) -> str:
    """A part of a path without its ending, for comparison."""
    return "".join(filter(str.isalnum, part.rpartition(".")[0] or part)).lower()


def _same_work(url: str, target: str) -> bool:
    before, after = set(identifiers_of(url)), set(identifiers_of(target))
    return not (before and after) or not before.isdisjoint(after)
