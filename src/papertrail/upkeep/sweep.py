"""Asks for many URLs politely: hosts at the same time, but each host one request at a time, with a pause after it.

A redirect to another host waits for its turn there. A host that asks to be left alone, or that does not answer several
times, is not asked again.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from papertrail.core.identifiers import identifiers_of, page_of_one_work
from papertrail.text.urls import fault_of
from papertrail.upkeep.verdict import Hop, Outcome, Verdict, verdict_of
from papertrail.web import Client, FailureKind, Fetched, FetchFailure, FetchLimits
from papertrail.web.client import PAUSES

_HOPS = 10
_MOST_FAILURES = 3
"""Failures in a row after which a host is not asked again."""
_MOST_RETRIES = 2
_LONGEST_DELAY = 10.0
"""Seconds between two requests that `robots.txt` may ask for."""
_NO_ANSWER = {FailureKind.CONNECTION, FailureKind.TIME, FailureKind.TLS}
_LIMITS = FetchLimits(bytes=1 << 16, seconds=20, redirects=0)
_ROBOTS = FetchLimits(bytes=1 << 19, seconds=20, redirects=5)
_NOTHING = ["User-agent: *", "Disallow: /"]
"""Rules of a host that allows nothing."""
_TICK = 0.2
"""Seconds after which a wait is interrupted, so that signals are handled."""


@dataclass(frozen=True, kw_only=True)
class SweepOptions:
    """How polite a sweep is."""

    hosts: int = 8
    """Hosts that are asked at the same time."""
    pause: float = 1.0
    """Seconds between two requests to one host."""
    backoff: float = 10.0
    """Seconds to wait after "too many requests" without a time."""
    patience: float = 60.0
    """The longest time to wait for a host that names one."""
    robots: bool = False
    """Whether to respect `robots.txt`."""
    limits: FetchLimits = _LIMITS


@dataclass(frozen=True)
class _Visit:
    """The next request about a link."""

    link: str
    url: str
    method: str = "HEAD"
    hops: tuple[Hop, ...] = ()
    retries: int = 0

    @property
    def host(self) -> str:
        return (urlsplit(self.url).netloc or "").lower()


@dataclass
class _HostQueue:
    """What is known about a host, and the visits that wait for it."""

    waiting: deque[_Visit] = field(default_factory=deque)
    is_busy: bool = False
    free_at: float = 0.0
    failures: int = 0
    closed: Outcome | None = None
    """The verdict about all other links, once the host is not asked again."""
    robots: RobotFileParser | None = None


def sweep(urls: Iterable[str], client: Client, options: SweepOptions) -> Iterator[tuple[str, Outcome]]:
    """The outcome of each URL, as soon as it is known. Without their fragments, equal URLs are asked for once."""
    links: dict[str, list[str]] = {}
    for url in urls:
        links.setdefault(urldefrag(url).url, []).append(url)
    schedule = _Schedule(_Visit(link, link) for link in links)
    outcomes: SimpleQueue[tuple[str, Outcome] | BaseException] = SimpleQueue()
    for _ in range(min(options.hosts, len(links))):
        threading.Thread(target=_Worker(schedule, outcomes, client, options).run, daemon=True).start()
    try:
        for _ in links:
            link, outcome = _next(outcomes)
            yield from ((url, outcome) for url in links[link])
    finally:
        schedule.stop()


def _next(outcomes: SimpleQueue[tuple[str, Outcome] | BaseException]) -> tuple[str, Outcome]:
    while True:
        try:
            found = outcomes.get(timeout=_TICK)
        except Empty:
            continue
        if isinstance(found, BaseException):
            raise found
        return found


class _Schedule:
    """The visits that wait, by host. Workers take one at a time."""

    def __init__(self, visits: Iterable[_Visit]) -> None:
        self.hosts: dict[str, _HostQueue] = {}
        self._changed = threading.Condition()
        self._open = 0
        for visit in visits:
            self._queue(visit).waiting.append(visit)
            self._open += 1

    def _queue(self, visit: _Visit) -> _HostQueue:
        return self.hosts.setdefault(visit.host, _HostQueue())

    def take(self) -> tuple[_Visit, _HostQueue] | None:
        """Wait for the next visit, and reserve its host: that of which the most visits wait. None at the end."""
        with self._changed:
            while self._open:
                now = time.monotonic()
                ready = [host for host in self.hosts.values() if host.waiting and not host.is_busy]
                if free := [host for host in ready if host.free_at <= now]:
                    host = max(free, key=lambda host: len(host.waiting))
                    host.is_busy = True
                    return host.waiting.popleft(), host
                self._changed.wait(min((host.free_at - now for host in ready), default=None))
        return None

    def give_back(self, host: _HostQueue, free_at: float, following: _Visit | None) -> None:
        """End a visit: its host is free again at a time, and the link has another visit or is done."""
        with self._changed:
            host.is_busy, host.free_at = False, free_at
            if following:
                self._queue(following).waiting.appendleft(following)
            else:
                self._open -= 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Let the workers end."""
        with self._changed:
            self._open = 0
            self._changed.notify_all()


@dataclass(frozen=True)
class _Worker:
    schedule: _Schedule
    outcomes: SimpleQueue[tuple[str, Outcome] | BaseException]
    client: Client
    options: SweepOptions

    def run(self) -> None:
        try:
            while taken := self.schedule.take():
                self._visit(*taken)
        except BaseException as error:  # raised again in the main thread
            self.outcomes.put(error)

    def _visit(self, visit: _Visit, host: _HostQueue) -> None:
        following, wait = self._step(visit, host)
        self.schedule.give_back(host, time.monotonic() + wait, following if isinstance(following, _Visit) else None)
        if isinstance(following, Outcome):
            self.outcomes.put((visit.link, following))

    def _step(self, visit: _Visit, host: _HostQueue) -> tuple[_Visit | Outcome, float]:
        """What follows a visit, and the seconds for which the host is left alone."""
        if host.closed:
            return host.closed, 0.0
        if self.options.robots and host.robots is None:
            host.robots = self._robots(visit.url)
            return visit, self._pause(visit, host)
        if host.robots and not host.robots.can_fetch("papertrail", visit.url):
            return Outcome(verdict=Verdict.SKIPPED, message="robots.txt of the host does not allow it"), 0.0
        answer = self.client.fetch(visit.url, method=visit.method, limits=self.options.limits)
        pause = self._pause(visit, host)
        if isinstance(answer, FetchFailure) and answer.kind is FailureKind.REDIRECTS:
            host.failures = 0
            return _redirected(visit, answer), pause
        if isinstance(answer, FetchFailure) and answer.kind is not FailureKind.SIZE:
            return self._failed(visit, answer, host, pause)
        host.failures = 0
        return verdict_of(visit.link, visit.hops, answer), pause

    def _failed(
        self, visit: _Visit, failure: FetchFailure, host: _HostQueue, pause: float
    ) -> tuple[_Visit | Outcome, float]:
        outcome = verdict_of(visit.link, visit.hops, failure)
        later = self._later(failure)
        if later is not None and later <= self.options.patience and visit.retries < _MOST_RETRIES:
            return replace(visit, retries=visit.retries + 1), max(pause, later)
        if later is not None:
            host.closed = replace(outcome, message=f"{failure.message}, so its links were not all asked for")
            return outcome, pause
        is_silent = failure.kind in _NO_ANSWER
        if visit.method == "HEAD" and (is_silent or failure.kind is FailureKind.STATUS):
            return replace(visit, method="GET"), pause
        host.failures = host.failures + 1 if is_silent else 0
        if host.failures >= _MOST_FAILURES:
            message = f"{failure.message}, like {_MOST_FAILURES - 1} links of the host before"
            host.closed = Outcome(verdict=Verdict.UNREACHABLE, message=message)
        return outcome, pause

    def _later(self, failure: FetchFailure) -> float | None:
        """The seconds after which a host wants to be asked again; None if it does not say that."""
        if failure.status in (429, 503) and failure.retry_after is not None:
            return failure.retry_after
        return self.options.backoff if failure.status == 429 else None

    def _pause(self, visit: _Visit, host: _HostQueue) -> float:
        if not self.options.pause:  # in tests
            return 0.0
        delay = host.robots.crawl_delay("papertrail") if host.robots else None
        return max(self.options.pause, PAUSES.get(visit.host, 0.0), min(float(delay or 0), _LONGEST_DELAY))

    def _robots(self, url: str) -> RobotFileParser:
        """The rules of a host (https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1)."""
        answer = self.client.fetch(urljoin(url, "/robots.txt"), limits=_ROBOTS)
        if isinstance(answer, Fetched):
            return _rules(answer.text.removeprefix("\ufeff").splitlines())
        is_unavailable = answer.status is not None and (answer.status >= 500 or answer.status == 429)
        return _rules(_NOTHING if is_unavailable else [])


def _rules(lines: list[str]) -> RobotFileParser:
    parser = RobotFileParser()
    try:
        parser.parse(lines)
    except ValueError:  # Python's parser fails at some digits and paths
        return _rules(_NOTHING)
    return parser


def _redirected(visit: _Visit, redirect: FetchFailure) -> _Visit | Outcome:
    target = urldefrag(redirect.url).url
    problem = None
    if fault_of(target, internal=False) or not target.lower().startswith("http"):
        problem = "redirects to something that is no web address"
    elif target in (visit.url, visit.link, *(urldefrag(hop.url).url for hop in visit.hops)):
        problem = "redirects to itself"
    elif len(visit.hops) >= _HOPS:
        problem = f"redirects more than {_HOPS} times"
    if problem:
        return Outcome(verdict=Verdict.UNREACHABLE, message=problem)
    return replace(visit, url=target, hops=(*visit.hops, Hop(redirect.status or 302, redirect.url)), retries=0)


def reviewed(outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """The outcomes of a sweep, compared with one another.

    If no host answered, the connection is broken and no link is dead. If different links moved to one page, this page
    is none of theirs.
    """
    has_answer = any(
        outcome.verdict not in (Verdict.UNREACHABLE, Verdict.SKIPPED) and not outcome.is_unknown_host
        for outcome in outcomes.values()
    )
    moved = {(_page(url), outcome.target) for url, outcome in outcomes.items() if outcome.verdict is Verdict.MOVED}
    counts = Counter(_page(str(target)) for _, target in moved)
    found = {}
    for url, outcome in outcomes.items():
        if outcome.is_unknown_host and not has_answer:
            message = f"{outcome.message}, but neither was any other; check your connection to the internet"
            outcome = replace(outcome, verdict=Verdict.UNREACHABLE, message=message)
        elif outcome.verdict is Verdict.MOVED and counts[_page(str(outcome.target))] > 1:
            outcome = replace(outcome, verdict=Verdict.SUSPICIOUS, message="moved to the same page as other links")
        found[url] = outcome
    return found


def _page(url: str) -> str:
    """A form that URLs of one page have in common."""
    ids = identifiers_of(url)
    return ":".join(ids[0]) if ids else page_of_one_work(url) or urldefrag(url).url
