"""`papertrail update`: what is proposed with which evidence, what is written, and what services may send."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.golden import Golden
from support.paper_servers import (
    Fault,
    PaperServer,
    bomb,
    damaged,
    endless,
    hangs_up,
    in_turn,
    instead,
    paper_server,
    redirect,
    slow,
    status,
)
from support.projects import Project
from support.registries import add_registries

GOLDEN = Path(__file__).parent / "golden"
LIST = """\
=== papers/_topics.yml
- {name: Sea, style: bullets}
=== papers/_venues.yml
- {name: arXiv, kind: preprint}
- {name: bioRxiv, kind: preprint}
# The conference
- {name: EuroSys, full: European Conference on Computer Systems}
- Journal of Waves
=== papers/kelp.yml
# Found by Ann
name: Kelp
title: 'Kelp: Scheduling of Tidal Clusters'
authors: [Ann Ebb, Bo van der Flow]
venue: arXiv 2004.01234  # v3
date: 2020-04-02
links: {Paper: https://arxiv.org/abs/2004.01234}
topic: Sea
=== papers/brine.yml
name: On Brine
authors: Cy Salt
venue: [arXiv 2004.05555]
topic: Sea
=== papers/reef.yml
name: Reef
title: "Reef: Coral as a Service"
authors: Dee Coral
venue: EuroSys 2019
ids:
  dblp: conf/eurosys/Coral19
topic: Sea
=== papers/gulls.yml
name: Gulls Count to Ten
authors: Ed Wing
venue: Journal of Waves 2018
status: in press
links:
  Paper: https://doi.org/10.5555000/slow.2018.1
topic: Sea
=== papers/herons.yml
{name: Herons Stand on One Leg, venue: Journal of Waves 2018, ids: {doi: 10.5555000/slow.2018.3}, topic: Sea}
=== papers/squid.yml
name: Squid Ink as a Storage Medium
authors: Sid Ink
venue: arXiv 2004.07777
topic: Sea
=== papers/foam.yml
name: Foam Remembers the Wave
authors: Gil Bubble
venue: bioRxiv 2019
links: {Paper: https://www.biorxiv.org/content/10.1101/2019.01.02.123456v1}
topic: Sea
=== papers/terns.yml
name: Terns Travel Far Without Maps
authors: Ty Pole
venue: arXiv 1905.08888
topic: Sea
=== papers/lights.yml
name: A Short History of Lighthouses in the South
authors: Hal Beam
venue: Journal of Waves 2019
topic: Sea
=== papers/boats.yml
name: Boats Are Faster Than Rafts
authors: Hal Beam
venue: Journal of Waves 2019
links: {Paper: https://doi.org/10.5555000/slow.2019.8}
topic: Sea
=== papers/notice.yml
name: Gulls Count, Retracted
venue: Journal of Waves 2019
ids: {doi: 10.5555000/slow.2019.1}
topic: Sea
=== papers/limpets.yml
name: Limpets
title: Limpets Hold On at Low Tide
venue: Journal of Waves 2017
ids: {doi: 10.5555000/SLOW.2017.1}
topic: Sea
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperServer]:
    with paper_server() as running:
        monkeypatch.setenv("PAPERTRAIL_TEST_SERVER_PORT", str(running.port))
        add_registries(running)
        yield running


@pytest.fixture
def made(project: Callable[[str], Project], server: PaperServer) -> Project:
    return project(LIST)


@pytest.mark.parametrize("output_format", ["text", "json", "markdown"])
def test_the_report(made: Project, golden: Golden, output_format: str) -> None:
    result = made.run("update", "--format", output_format)
    assert (result.status, result.err) == (0, "")
    golden.check(result.out, GOLDEN / f"update.{output_format.replace('markdown', 'md').replace('text', 'txt')}")


def test_fix_writes_what_is_certain_and_nothing_else(made: Project, golden: Golden) -> None:
    diff = made.run("update", "--diff")
    golden.check(diff.out, GOLDEN / "update.diff")
    assert diff.err == (GOLDEN / "update.txt").read_text()
    assert made.run("update", "--fix").err == "Fixed 7 files\n"
    assert made.run("update", "--diff").out == ""
    assert made.run("check").status == 0


def test_records_with_the_same_title_are_not_mixed_up(project: Callable[[str], Project], server: PaperServer) -> None:
    twin = "name: Gulls Count to Ten\nvenue: Journal of Waves 2018\ntopic: Sea\n"
    made = project(
        LIST.partition("=== papers/kelp.yml")[0]
        + f"=== papers/a.yml\n{twin}=== papers/b.yml\n{twin}ids: {{doi: 10.5555000/slow.2018.1}}\n"
        + f"=== papers/c.yml\n{twin}=== papers/d.yml\n{twin}links: {{Paper: https://doi.org/10.5555000/slow.2018.1}}\n"
    )
    assert made.run("update", "--fix").status == 0
    assert ["status: retracted" in made.read(f"papers/{name}.yml") for name in "abcd"] == [False, True, False, True]


def test_services_are_asked_for_many_papers_at_once(made: Project, server: PaperServer) -> None:
    made.run("update", "--mailto", "ann@example.org")
    hosts = [request.partition("/")[0] for request in server.requests]
    assert hosts.count("export.arxiv.org") == hosts.count("api.datacite.org") == 1
    crossref = [request for request in server.requests if request.startswith("api.crossref.org")]
    assert [("filter" in request) for request in crossref] == [True, True, False, False, False]
    assert all("mailto=ann%40example.org" in request for request in crossref)
    server.requests.clear()
    made.run("update", "kelp")
    assert all("mailto" not in request for request in server.requests)


def test_a_search_without_a_result_is_not_repeated(made: Project, server: PaperServer) -> None:
    made.run("update")
    server.requests.clear()
    made.run("update")
    searches = [request for request in server.requests if "query.bibliographic" in request]
    assert [request for request in searches if "Lighthouses" in request] == []
    assert len(searches) == 2  # those of reef and terns, for which there are proposals
    made.write("papers/lights.yml", made.read("papers/lights.yml").replace("South", "Far South"))
    made.run("update")
    assert "Far+South" in "".join(server.requests)


@pytest.mark.parametrize("mailto", ["", "x", "a@b c", "a@b&rows=1000@"])
def test_an_invalid_e_mail_address_is_reported(made: Project, server: PaperServer, mailto: str) -> None:
    result = made.run("update", "--mailto", mailto)
    assert (result.status, result.err) == (2, "papertrail: --mailto needs an e-mail address\n")
    assert server.requests == []


# Other lists


def proposals(made: Project, *arguments: str) -> list[tuple[str, str, bool]]:
    answer = json.loads(made.run("update", "--format", "json", *arguments).out)
    return [(each["kind"], each["change"], each["fixable"]) for each in answer["proposals"]]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("name: 'Reef: Coral as a Service'\nauthors: Ann Other\nvenue: EuroSys 2019", []),
        ("name: 'Reef: Coral as a Service'\nauthors: Dee Coral\nvenue: EuroSys 2012", []),
        ("name: 'Reef: Coral as a Service'\nvenue: EuroSys 2019", []),
        ("name: Reef\nauthors: Dee Coral\nvenue: EuroSys 2019", []),
        (
            "name: 'Reef: Coral as a Service'\nauthors: Dee Coral\nvenue: Journal of Waves 2019",
            [
                ("missing doi", "doi: 10.1145/3302424.3303001", False),
                ("missing doi", "doi: 10.5555000/slow.2020.9", False),
            ],
        ),
        (
            "name: 'Reef: Coral as a Service'\nauthors: Dee Coral\nvenue: arXiv 1901.00001",
            [
                ("published", "venue: EuroSys 2019, doi: 10.1145/3302424.3303001", False),
                ("published", "venue: Journal of Slow Motion 2020, doi: 10.5555000/slow.2020.9", False),
            ],
        ),
        (
            "name: Kelp\nvenue: [arXiv 2004.01234, EuroSys 2021]",
            [("missing doi", "doi: 10.1145/3447786.3456001", True)],
        ),
        (
            "name: Kelp\nvenue: [arXiv 2004.01234, Journal of Waves 2021]",
            [("missing doi", "doi: 10.1145/3447786.3456001", False)],
        ),
        ("name: Kelp\nvenue: arXiv 2004.01234\nids: {doi: 10.1145/3447786.3456001}", []),
        (
            "name: Kelp\nvenue: arXiv 2004.01234\nids: {doi: 10.48550/arXiv.2004.01234}",
            [("published", "venue: EuroSys 2021, doi: 10.1145/3447786.3456001", False)],
        ),
        (
            "name: Lights\ntitle: A Short History of Lighthouses in the South\nauthors: Hal Beam\n"
            "venue: Journal of Waves 2019",
            [],
        ),
        ("name: Other\ntitle: Gulls Count to Ten\nstatus: retracted\nids: {doi: 10.5555000/slow.2018.1}", []),
        ("name: Squid\nvenue: arXiv 2004.07777", [("published", "DOI 10.1103/physrevd.1.1", False)]),
        ("name: No Such\nvenue: arXiv 2004.09999", []),
    ],
)
def test_what_is_proposed(
    project: Callable[[str], Project], server: PaperServer, record: str, expected: list[tuple[str, str, bool]]
) -> None:
    registries = LIST.partition("=== papers/kelp.yml")[0]
    made = project(f"{registries}=== papers/a.yml\n{record}\ntopic: Sea\n")
    assert proposals(made) == expected


# Services that fail, and hostile ones


@pytest.mark.parametrize("host", ["export.arxiv.org", "api.crossref.org", "api.datacite.org"])
@pytest.mark.parametrize(
    "fault",
    [
        status(500), status(403), status(429, Retry_After="0"), hangs_up, damaged, bomb, endless,
        redirect("http://10.0.0.1/"), redirect("http://169.254.169.254/latest/"),
        instead(b"<html>Down for maintenance</html>", "text/html"), instead(b"<html>"), instead(b""), instead(b"[]"),
        instead(b"[" * 100_000),
    ],
)  # fmt: skip
def test_a_service_that_fails_is_reported_and_hides_no_other(
    made: Project, server: PaperServer, host: str, fault: Fault
) -> None:
    right = "application/atom+xml" if host == "export.arxiv.org" else "application/json"

    def answer(handler: object, body: bytes, media: str) -> None:
        fault(handler, body, right)  # type: ignore[arg-type]

    server.faults[host] = answer
    report = json.loads(made.run("update", "--format", "json").out)
    name = {"export.arxiv.org": "arXiv", "api.crossref.org": "Crossref", "api.datacite.org": "DataCite"}[host]
    assert [problem.partition(":")[0] for problem in report["problems"]] in ([name], [name, name])
    assert report["proposals"] or host == "api.crossref.org"


ODD = [
    {}, {"message": None}, {"message": []}, {"message": {"items": {}}}, {"message": {"items": [None, 1, "x", {}]}},
    {"message": {"items": [{"DOI": 1, "title": {}}, {"DOI": "10.1145/3447786.3456001", "title": [None]}]}},
    {"message": {"items": [{"DOI": "10.1145/3447786.3456001", "title": ["x" * 90_000], "author": "?", "issued": []}]}},
    {"message": {"items": [{"DOI": "10.1145/3447786.3456001", "title": ["Kelp: Scheduling of Tidal Clusters"],
     "relation": {"is-preprint-of": [{"id": "10.1145/3447786.3456001"}, 1]}, "updated-by": [{"type": []}, "x"],
     "container-title": ["<b>@ann</b> ](https://evil.example.org) #12"], "update-to": {"type": 1}}]}},
]  # fmt: skip


@pytest.mark.parametrize("answer", ODD)
def test_any_json_is_a_report(made: Project, server: PaperServer, answer: object) -> None:
    server.faults["api.crossref.org"] = instead(json.dumps(answer).encode(), "application/json")
    server.faults["api.datacite.org"] = instead(json.dumps({"data": [answer, 1]}).encode(), "application/json")
    for output_format in ("text", "json", "markdown"):
        result = made.run("update", "--format", output_format)
        assert (result.status, result.err) == (0, "")
        if output_format == "markdown":
            assert "@ann" not in re.sub("<code>[^<]*</code>", "", result.out)


def test_an_id_that_arxiv_does_not_accept_does_not_hide_the_others(made: Project, server: PaperServer) -> None:
    right = server.faults["export.arxiv.org"]
    server.faults["export.arxiv.org"] = in_turn(status(400), right)
    assert ("published", "venue: EuroSys 2021, doi: 10.1145/3447786.3456001", True) in proposals(made)
    server.faults["export.arxiv.org"] = status(400)
    assert all("arXiv" not in change for _, change, _ in proposals(made))


def test_an_interrupt_prints_what_is_known(made: Project, server: PaperServer) -> None:
    right = server.faults["api.crossref.org"]
    server.faults["api.crossref.org"] = in_turn(right, right, slow)
    process = subprocess.Popen(
        [sys.executable, "-m", "papertrail", "update", "--fix"],
        cwd=made.root, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not any("query.bibliographic" in request for request in server.requests):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "papertrail: interrupted")
    assert "retracted: status: retracted" in out
    assert "not checked: the command was interrupted" in out
    assert "status" not in made.read("papers/limpets.yml")
