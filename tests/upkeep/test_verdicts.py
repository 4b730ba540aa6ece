"""What each answer about a link means. Nothing is called dead that may be there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from papertrail.upkeep.sweep import SweepOptions, reviewed, sweep
from papertrail.upkeep.verdict import Outcome, Verdict, may_replace
from papertrail.web import Client, FetchLimits
from support.paper_servers import (
    Fault,
    PaperServer,
    endless,
    half,
    hangs_up,
    in_turn,
    no_http,
    only_get,
    page,
    paper_server,
    redirect,
    slow,
    status,
)

HOST = "sand.example.org"
LINK = f"https://{HOST}/papers/dune.pdf"
OPTIONS = SweepOptions(pause=0, backoff=0, limits=FetchLimits(bytes=50_000, seconds=20, redirects=0))


@pytest.fixture
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        running.faults["other.example.org"] = page()
        yield running


def outcomes(server: PaperServer, *links: str, options: SweepOptions = OPTIONS) -> dict[str, Outcome]:
    client = Client.of({"PAPERTRAIL_TEST_SERVER_PORT": str(server.port)})
    return reviewed(dict(sweep(links, client, options)))


def outcome(server: PaperServer, fault: Fault, options: SweepOptions = OPTIONS) -> Outcome:
    server.faults[f"{HOST}/papers/dune.pdf"] = fault
    return outcomes(server, LINK, "https://other.example.org/", options=options)[LINK]


WALL = "<html><head><title>Just a moment...</title>"
VERDICTS: dict[str, tuple[Fault, str]] = {
    "there": (page(), "ok"),
    "HEAD is refused": (only_get(page()), "ok"),
    "HEAD is forbidden": (only_get(page(), 403), "ok"),
    "HEAD is not implemented": (only_get(page(), 501), "ok"),
    "HEAD is not found": (only_get(page(), 404), "ok"),
    "an endless page": (only_get(endless), "ok"),
    "not found": (status(404), "dead"),
    "gone": (status(410), "dead"),
    "not found after a redirect": (redirect("/404x"), "dead"),
    "unauthorized": (status(401), "blocked"),
    "forbidden": (status(403), "blocked"),
    "too many requests": (status(429), "blocked"),
    "legal reasons": (status(451), "blocked"),
    "999": (status(999), "blocked"),
    "not found behind a wall": (status(404, cf_mitigated="challenge"), "blocked"),
    "a wall that answers later": (status(202, x_amzn_waf_action="challenge"), "blocked"),
    "a wall with a status of success": (only_get(page(WALL)), "blocked"),
    "a redirect to a wall": (redirect("https://other.example.org/captcha?u=1"), "blocked"),
    "bad request": (status(400), "unreachable"),
    "server error": (status(500), "unreachable"),
    "unavailable": (status(503), "unreachable"),
    "overloaded once": (in_turn(status(503, Retry_After="0"), page()), "ok"),
    "too many requests once": (in_turn(status(429), page()), "ok"),
    "hangs up": (hangs_up, "unreachable"),
    "hangs up at HEAD": (in_turn(hangs_up, page()), "ok"),
    "another protocol": (no_http, "unreachable"),
    "half a page": (only_get(half), "ok"),
    "a loop": (redirect("/papers/dune.pdf"), "unreachable"),
    "a redirect to a private network": (redirect("http://192.168.0.1/dune.pdf", 301), "unreachable"),
    "a redirect to this machine": (redirect("http://localhost.:1/", 301), "dead"),
    "a redirect to a file": (redirect("file:///etc/passwd"), "unreachable"),
    "a redirect to nothing": (redirect("http://["), "unreachable"),
    "a redirect": (redirect("https://other.example.org/new/dune.pdf"), "ok"),
    "moved": (redirect("https://other.example.org/new/dune.pdf", 301), "moved"),
    "moved, method kept": (redirect("https://other.example.org/new/dune.pdf", 308), "moved"),
    "moved to a home page": (redirect("https://other.example.org/", 301), "suspicious"),
    "moved to the home page of a language": (redirect("https://other.example.org/en-us/", 301), "suspicious"),
    "a redirect to a login": (redirect("https://other.example.org/users/sign_in?to=dune"), "suspicious"),
    "a redirect to a login on another host": (redirect("https://sso.example.org/x"), "suspicious"),
    "a redirect to an error page": (redirect("https://other.example.org/error/not-found.html"), "suspicious"),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_each_answer_has_its_verdict(server: PaperServer, name: str) -> None:
    fault, verdict = VERDICTS[name]
    server.faults["sso.example.org"] = page()
    if "this machine" in name:
        server.faults["localhost.:1"] = status(404)
    assert outcome(server, fault).verdict.value == verdict


def test_a_slow_host_is_not_dead(server: PaperServer) -> None:
    limits = replace(OPTIONS.limits, seconds=0.2)
    assert outcome(server, slow, replace(OPTIONS, limits=limits)).verdict is Verdict.UNREACHABLE


def test_an_unknown_host_is_dead_only_if_another_one_answers(server: PaperServer) -> None:
    link = "https://nowhere.invalid/dune.pdf"
    assert outcomes(server, link, "https://other.example.org/")[link].verdict is Verdict.DEAD
    alone = outcomes(server, link)[link]
    assert alone.verdict is Verdict.UNREACHABLE
    assert alone.message == (
        "the host nowhere.invalid was not found, but neither was any other; check your connection to the internet"
    )


def test_only_the_permanent_start_of_redirects_is_a_move(server: PaperServer) -> None:
    server.faults["other.example.org/a"] = redirect("https://other.example.org/b?session=1")
    found = outcome(server, redirect("https://other.example.org/a", 301))
    assert (found.verdict, found.target) == (Verdict.MOVED, "https://other.example.org/a")
    server.faults["other.example.org/a"] = redirect("https://other.example.org/b", 308)
    assert outcome(server, redirect("https://other.example.org/a", 301)).target == "https://other.example.org/b"
    server.faults["other.example.org/a"] = redirect("https://other.example.org/b", 301)
    assert outcome(server, redirect("https://other.example.org/a")).verdict is Verdict.OK


def test_different_links_that_move_to_one_page_are_suspicious(server: PaperServer) -> None:
    server.faults[HOST] = redirect("https://other.example.org/papers", 301)
    links = [f"https://{HOST}/papers/{name}" for name in ("dune.pdf", "wadi.pdf")]
    assert [found.message for found in outcomes(server, *links).values()] == [
        "moved to the same page as other links"
    ] * 2
    same = [f"{scheme}://{HOST}/papers/dune.pdf" for scheme in ("http", "https")]
    assert {found.verdict for found in outcomes(server, *same).values()} == {Verdict.MOVED}


def test_a_doi_is_fine_if_its_publisher_answers_no_programs(server: PaperServer) -> None:
    server.faults |= {
        "dx.doi.org": redirect("https://doi.org/10.1145/1", 301),
        "doi.org/10.1145/1": redirect("https://publisher.example.org/10.1145/1"),
        "doi.org/10.1145/2": redirect("https://publisher.example.org/2"),
        "doi.org": status(404),
        "publisher.example.org": status(403),
        "publisher.example.org/2": status(404),
    }
    links = {
        "https://doi.org/10.1145/1": "ok",
        "https://dx.doi.org/10.1145/1": "ok",
        "https://doi.org/10.1145/2": "dead",
        "https://doi.org/10.1145/3": "dead",
        "https://publisher.example.org/1": "blocked",
    }
    assert {link: found.verdict.value for link, found in outcomes(server, *links).items()} == links


# Politeness


def test_fragments_are_not_sent_and_each_page_is_asked_for_once(server: PaperServer) -> None:
    links = [f"https://other.example.org/a{end}" for end in ("", "#b", "#c")]
    assert list(outcomes(server, *links)) == links
    assert server.methods == ["HEAD other.example.org/a"]


def test_a_host_that_wants_to_be_left_alone_is(server: PaperServer) -> None:
    server.faults[HOST] = status(429, Retry_After="3600")
    links = [f"https://{HOST}/{number}" for number in range(5)]
    found = outcomes(server, *links)
    assert {each.verdict for each in found.values()} == {Verdict.BLOCKED}
    assert len(server.methods) == 1


def test_a_host_that_never_answers_is_given_up(server: PaperServer) -> None:
    server.faults[HOST] = hangs_up
    links = [f"https://{HOST}/{number}" for number in range(9)]
    assert {each.verdict for each in outcomes(server, *links).values()} == {Verdict.UNREACHABLE}
    assert len(server.methods) == 6


def test_a_host_is_asked_one_request_at_a_time(server: PaperServer) -> None:
    """Also if another host redirects to it."""
    active: list[int] = []
    most: list[int] = []

    def busy(handler: object, body: bytes, media: str) -> None:
        active.append(1)
        time.sleep(0.005)
        most.append(len(active))
        active.pop()
        page()(handler, body, media)  # type: ignore[arg-type]

    server.faults["other.example.org"] = busy
    for number in range(8):
        server.faults[f"h{number}.example.org"] = redirect(f"https://other.example.org/{number}")
    links = [f"https://{host}.example.org/{n}" for n in range(8) for host in ("other", f"h{n}")]
    assert {each.verdict for each in outcomes(server, *links).values()} == {Verdict.OK}
    assert max(most) == 1


ROBOTS = "User-agent: *\nDisallow: /private/\n"


@pytest.mark.parametrize(
    ("answer", "verdicts"),
    [
        (page(ROBOTS), ["skipped", "ok"]),
        (page("\ufeff" + ROBOTS), ["skipped", "ok"]),
        (page(ROBOTS + "Crawl-delay: ²"), ["skipped", "skipped"]),
        (page(ROBOTS + "Disallow: //["), ["skipped", "skipped"]),
        (status(404), ["ok", "ok"]),
        (status(403), ["ok", "ok"]),
        (status(500), ["skipped", "skipped"]),
        (page("<html>" * 90_000), ["ok", "ok"]),
        (hangs_up, ["ok", "ok"]),
    ],
)
def test_robots_are_respected_where_asked(server: PaperServer, answer: Fault, verdicts: list[str]) -> None:
    server.faults[HOST], server.faults[f"{HOST}/robots.txt"] = page(), answer
    links = [f"https://{HOST}/private/a", f"https://{HOST}/b"]
    found = outcomes(server, *links, options=replace(OPTIONS, robots=True))
    assert [found[link].verdict.value for link in links] == verdicts
    assert server.methods.count(f"GET {HOST}/robots.txt") == 1


# Moves that may be written


@pytest.mark.parametrize(
    ("url", "target", "expected"),
    [
        ("http://a.org/x", "https://a.org/x", True),
        ("https://a.org/x", "http://a.org/y", False),
        ("http://a.org/x", "http://www.a.org/y/X.html", True),
        ("http://a.org", "https://www.a.org/", True),
        ("http://a.org", "https://b.org/", False),
        ("http://a.org/x?id=1", "https://a.org/y/x?id=1", True),
        ("http://a.org/papers/dune.pdf", "https://a.org/publications/", False),
        ("http://a.org/papers/", "https://a.org/talks/", False),
        ("https://github.com/ann/dune", "https://github.com/bob/wadi", True),
        ("http://a.org/x", "https://a.org/y?id=1", False),
        ("http://a.org/x", "https://a.org/x;jsessionid=123", False),
        ("http://a.org/x", "https://a.org:8443/x", False),
        ("http://a.org/papers/dune-osdi19.pdf", "https://b.org/dune-osdi19.pdf", True),
        ("http://a.org/papers/dune.pdf", "https://b.org/dune.pdf", False),
        ("http://a.org/papers/dune.pdf", "https://b.org/other.pdf", False),
        ("http://a.org/index.html", "https://b.org/index.html", False),
        ("http://ann.github.io/p", "https://bob.github.io/p", False),
        ("http://a.org/papers/dune.pdf", "https://10.1.1.1/dune.pdf", False),
        ("http://a.org/papers/dune.pdf", "https://intranet/dune.pdf", False),
        ("https://dl.acm.org/doi/10.1145/1", "https://dl.acm.org/doi/10.1145/2", False),
        ("http://arxiv.org/abs/2004.01234", "https://arxiv.org/abs/2004.01234", True),
        ("http://a.org/x", "javascript:alert(1)", False),
        ("http://a.org/x", f"https://a.org/{'x' * 500}", False),
    ],
)
def test_a_move_is_written_only_if_it_is_the_same_document(url: str, target: str, expected: bool) -> None:
    assert may_replace(url, target) is expected
