"""`papertrail links`: which links are found, what is reported in each format, what is written, kept and interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from papertrail.upkeep.list_links import links_of_list, web_urls
from papertrail.upkeep.reports import MOST_BYTES, ReportEntry, UpkeepReport, report_as
from support.golden import Golden
from support.paper_servers import PaperServer, hangs_up, page, paper_server, redirect, slow, status
from support.projects import Project, sources_of

GOLDEN = Path(__file__).parent / "golden"
LIST = """\
=== papers/_topics.yml
- {name: Sea, style: bullets}
=== papers/_venues.yml
# Venues
- {name: EuroSys, url: http://eurosys.example.org/2019}
=== papers/_institutions.yml
- name: Delta University
  url: "http://moved.example.org/delta"
=== papers/_lists/sea.md
# Sea

<a href="http://moved.example.org/kelp?a=1&amp;b=2">Kelp</a>

<!-- papertrail -->
=== papers/kelp.yml
name: Kelp
authors:
- {name: Ann Ebb, url: http://moved.example.org/~ebb}  # her page
venue: [{name: EuroSys 2019, url: https://gone.example.org/talk}]
institutions: [Delta University]
links:
  Paper: http://moved.example.org/kelp.pdf # the final version
  Code: 'http://moved.example.org/kelp.git'
  Data: https://gone.example.org/kelp.csv
  Mail: mailto:kelp@example.org
  Notes: kelp.md
remarks:
- See [the PDF](http://moved.example.org/kelp.pdf), or http://moved.example.org/kelp.pdf.
- 'It''s `http://code.example.org/` at <http://members.example.org/kelp>'
topic: Sea
notes: kelp.md
=== papers/kelp.md
# Notes

A [paper](http://moved.example.org/kelp.pdf#page=2 "The paper") with [data][1] and http://moved.example.org/kelp.pdfx.

[1]: https://wall.example.org/data
=== papers/other.yml
{name: Other, links: {Paper: https://quiet.example.org/}, topic: Sea}
"""
NEW = "https://moved.example.org/new"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperServer]:
    with paper_server() as running:
        monkeypatch.setenv("PAPERTRAIL_TEST_SERVER_PORT", str(running.port))
        for old, new in {
            "delta": f"{NEW}/delta", "~ebb": f"{NEW}/ebb", "kelp.pdf": f"{NEW}/kelp.pdf", "kelp.git": f"{NEW}/kelp.git",
            "kelp?a=1&b=2": f"{NEW}/kelp?b=2&a=1", "kelp.pdfx": f"{NEW}/x?session=1",
        }.items():  # fmt: skip
            running.faults[f"moved.example.org/{old}"] = redirect(new, 301)
        running.faults |= {
            "moved.example.org": page(),
            "eurosys.example.org": page(),
            "gone.example.org": status(404),
            "members.example.org/kelp": redirect("/login?next=kelp"),
            "members.example.org": page(),
            "wall.example.org": status(403),
            "quiet.example.org": hangs_up,
        }
        yield running


@pytest.fixture
def made(project: Callable[[str], Project], server: PaperServer) -> Project:
    return project(LIST)


# Which links


def test_links_are_found_in_all_files_with_their_lines() -> None:
    found = links_of_list(sources_of(LIST), lambda path: True)
    assert {f"{url} {link.path}:{link.line}" for url, links in found.items() for link in links} == {
        "http://eurosys.example.org/2019 papers/_venues.yml:2",
        "http://moved.example.org/delta papers/_institutions.yml:2",
        "http://moved.example.org/kelp?a=1&b=2 papers/_lists/sea.md:3",
        "http://moved.example.org/~ebb papers/kelp.yml:3",
        "https://gone.example.org/talk papers/kelp.yml:4",
        "http://moved.example.org/kelp.pdf papers/kelp.yml:7",
        "http://moved.example.org/kelp.git papers/kelp.yml:8",
        "https://gone.example.org/kelp.csv papers/kelp.yml:9",
        "http://moved.example.org/kelp.pdf papers/kelp.yml:13",
        "http://members.example.org/kelp papers/kelp.yml:14",
        "http://moved.example.org/kelp.pdf#page=2 papers/kelp.md:3",
        "http://moved.example.org/kelp.pdfx papers/kelp.md:3",
        "https://wall.example.org/data papers/kelp.md:5",
        "https://quiet.example.org/ papers/other.yml:1",
    }


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.org/x_(y)", ["https://a.org/x_(y)"]),
        ("(see https://a.org/x_(y).)", ["https://a.org/x_(y)"]),
        ("[a](https://a.org/(b)) <https://b.org>", ["https://a.org/(b)", "https://b.org"]),
        ("![a](https://a.org/b.png)", ["https://a.org/b.png"]),
        ("[https://a.org](https://b.org)", ["https://b.org"]),
        ("`https://a.org`\n\n    https://a.org\n\n```\nhttps://a.org\n```", []),
        ("<!-- https://a.org -->", []),
        ("<img src='https://a.org/b'><p>https://c.org</p>", ["https://a.org/b", "https://c.org"]),
        ("| a |\n|---|\n| https://a.org |", ["https://a.org"]),
        ("ftp://a.org mailto:a@b.org javascript:https://a.org", ["https://a.org"]),
        ("http://[", []),
        ("https://user@a.org/", []),
    ],
)
def test_links_of_markdown(text: str, urls: list[str]) -> None:
    assert web_urls(text) == urls


@pytest.mark.parametrize("size", [20_000])
def test_any_text_takes_little_time(size: int) -> None:
    for part in ("https://a.org", "(https://", "https://a)))", "<https://a", "[a](https://", "&amp;://", "![[<!--"):
        web_urls(part * (size // len(part)))
    assert web_urls("https://a.org/" + ")" * size) == ["https://a.org/" + ")" * size]
    assert web_urls("x https://a.org/" + ")" * size) == ["https://a.org/"]


# What is reported


@pytest.mark.parametrize("output_format", ["text", "json", "markdown"])
def test_the_report(made: Project, golden: Golden, output_format: str) -> None:
    result = made.run("links", "--format", output_format)
    assert (result.status, result.err) == (1, "")
    golden.check(result.out, GOLDEN / f"links.{output_format.replace('markdown', 'md').replace('text', 'txt')}")


def test_only_dead_links_fail(made: Project, server: PaperServer) -> None:
    server.faults["gone.example.org"] = status(500)
    assert made.run("links").status == 0


@pytest.mark.parametrize(
    ("arguments", "count"),
    [(["kelp"], 9), (["papers/kelp.yml"], 6), (["papers/kelp.md", "other"], 4), (["papers/_lists"], 1), (["."], 13)],
)
def test_some_files_or_records(made: Project, arguments: list[str], count: int) -> None:
    lines = json.loads(made.run("links", "--format", "json", *arguments).out)["checked"]
    assert lines.split()[0] == str(count)


def test_an_unknown_file_or_record_is_reported(made: Project, server: PaperServer) -> None:
    result = made.run("links", "no-such")
    assert (result.status, result.err) == (2, 'papertrail: "no-such" is neither a path nor the id of a record\n')
    assert server.methods == []


def test_a_list_without_links(project: Callable[[str], Project], server: PaperServer) -> None:
    result = project("=== papers/a.yml\nname: A\ntopic: Sea\n").run("links")
    assert (result.status, result.out) == (0, "0 links: nothing to do\n")


def test_texts_of_strangers_do_not_act(project: Callable[[str], Project], server: PaperServer) -> None:
    made = project("=== papers/a.yml\nname: A\ntopic: Sea\nlinks: {Paper: 'https://evil.example.org/@ann/`b`#12'}\n")
    server.faults["evil.example.org"] = redirect("https://evil.example.org/%3Cb%3E@ann?" + "x" * 5_000 + "#1", 301)
    server.faults["evil.example.org/%3Cb%3E@ann?" + "x" * 5_000] = page()
    text = made.run("links", "--format", "markdown").out
    assert "@ann" not in text.replace("<code>", "").replace("https://evil.example.org/@ann", "")
    assert len(text) < 2_000


def test_a_large_report_is_cut() -> None:
    entries = [ReportEntry(group="a", kind="dead", subject=f"{n}" * 50, details=("&" * 300,)) for n in range(999)]
    report = UpkeepReport(
        command="links", names=("links", "host", "url"), entries=entries, counts={"dead": 999}, checked="999 links"
    )
    text = report_as("markdown", report)
    assert MOST_BYTES * 0.9 < len(text.encode()) <= MOST_BYTES
    assert "more were omitted, as the report would be too long" in text


def test_a_host_that_blocks_all_links_is_shown_briefly() -> None:
    entries = [ReportEntry(group="a.org", kind="blocked", subject=f"https://a.org/{n}") for n in range(40)]
    names = ("links", "host", "url")
    report = UpkeepReport(command="links", names=names, entries=entries, counts={"blocked": 40}, checked="40 links")
    assert report_as("text", report).splitlines()[-4:] == [
        "  blocked: https://a.org/2", "  blocked: 37 more, which --format json lists", "", "40 links: 40 blocked"
    ]  # fmt: skip
    assert "37 more" in report_as("markdown", report)
    assert len(json.loads(report_as("json", report))["links"]) == 40


# What is written


def test_fix_replaces_moved_links_and_nothing_else(made: Project, golden: Golden) -> None:
    diff = made.run("links", "--diff")
    golden.check(diff.out, GOLDEN / "links.diff")
    before = {path: path.read_bytes() for path in made.root.rglob("*.yml")}
    assert diff.err == (GOLDEN / "links.txt").read_text()
    assert {path: path.read_bytes() for path in made.root.rglob("*.yml")} == before
    fixed = made.run("links", "--fix")
    assert (fixed.status, fixed.err) == (1, "Fixed 4 files\n")
    assert made.run("links", "--diff").out == ""


def test_line_ends_and_byte_order_marks_stay(made: Project) -> None:
    text = "\ufeffname: Windows\r\nlinks:\r\n  Paper: http://moved.example.org/kelp.git\r\ntopic: Sea\r\n"
    (made.root / "papers/windows.yml").write_bytes(text.encode())
    made.run("links", "--fix", "windows")
    after = text.replace("http://moved.example.org/kelp.git", f"{NEW}/kelp.git")
    assert (made.root / "papers/windows.yml").read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("abstract: |\n  See http://moved.example.org/kelp.git.\n\n  More.\n", "See {}."),
        ("abstract: >-\n  See\n  <http://moved.example.org/kelp.git>\n  # no comment\n", "<{}>"),
        ("source:\n  raw: |\n    - [x](http://moved.example.org/kelp.git)\n      - more\n", "[x]({})"),
        ("links: {Paper: http://moved.example.org/kelp.git, Code: https://members.example.org/}\n", "Paper: {},"),
        (
            "links:\n- {label: A b, url: http://moved.example.org/kelp.git} # http://moved.example.org/kelp.git\n",
            "{}}} # ",
        ),
        ("remarks: see http://moved.example.org/kelp.git, or not\n", "{}, or"),
        ('remarks: "\\x41 http://moved.example.org/kelp.git"\n', " {}"),
        ('links: {Paper: "http://moved.example.org\\x2fkelp.git"}\n', '"{}"'),
    ],
)
def test_only_the_url_changes(made: Project, before: str, after: str) -> None:
    for path in (made.root / "papers").glob("*.*"):
        if path.name != "_topics.yml":
            path.unlink()
    made.write("papers/a.yml", f"name: A\n{before}topic: Sea # here\n")
    made.run("links", "--fix")
    text = made.read("papers/a.yml")
    assert after.format(f"{NEW}/kelp.git") in text
    assert text.replace(f"{NEW}/kelp.git", "?", 1) == f"name: A\n{before}topic: Sea # here\n".replace(
        "http://moved.example.org\\x2fkelp.git" if "x2f" in before else "http://moved.example.org/kelp.git", "?", 1
    )


def test_a_fix_that_makes_an_error_is_not_written(made: Project, server: PaperServer) -> None:
    made.write("papers/twin.yml", f"name: Twin\nlinks: {{Paper: {NEW}/kelp.pdf}}\ntopic: Sea\n")
    result = made.run("links", "--fix")
    assert result.status == 2
    assert "papertrail: nothing was written, because of papers/" in result.err


# What is kept


def test_links_that_are_fine_are_not_asked_for_again(made: Project, server: PaperServer) -> None:
    first = made.run("links").out
    server.methods.clear()
    assert made.run("links").out == first
    assert not any("eurosys" in method for method in server.methods)
    assert any("gone.example.org/talk" in method for method in server.methods)
    folder = made.root / ".papertrail-cache"
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (folder / ".gitignore").read_text() == "*\n"


def test_results_expire(made: Project, server: PaperServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papertrail.cli.links.today", lambda: "2026-03-01")
    made.run("links")
    for day, asked in (("2026-03-05", False), ("2026-03-06", True), ("2026-02-28", True)):
        server.methods.clear()
        monkeypatch.setattr("papertrail.cli.links.today", lambda day=day: day)
        kept = (made.root / ".papertrail-cache/links.json").read_bytes()
        made.run("links")
        assert any("eurosys" in method for method in server.methods) is asked
        (made.root / ".papertrail-cache/links.json").write_bytes(kept)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"http://eurosys.example.org/2019": {"a": 1}}',
     b'{"http://eurosys.example.org/2019": "9999-01-01", "https://gone.example.org/talk": true}'],
)  # fmt: skip
def test_a_damaged_cache_is_replaced(made: Project, server: PaperServer, content: bytes) -> None:
    made.write(".papertrail-cache/links.json", "")
    (made.root / ".papertrail-cache/links.json").write_bytes(content)
    result = made.run("links")
    assert (result.status, result.err) == (1, "")
    assert "dead: https://gone.example.org/talk" in result.out
    assert any("eurosys" in method for method in server.methods)
    assert list(json.loads(made.read(".papertrail-cache/links.json"))) == ["http://eurosys.example.org/2019"]


def test_no_link_of_the_file_system_is_written_through(made: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (made.root / ".papertrail-cache").symlink_to(tmp_path / "elsewhere")
    result = made.run("links")
    assert result.status == 1
    assert "the results were not kept for the next run: " in result.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_interrupt_prints_and_keeps_what_is_known(made: Project, server: PaperServer) -> None:
    server.faults["quiet.example.org"] = slow
    process = subprocess.Popen(
        [sys.executable, "-m", "papertrail", "links", "--fix"],
        cwd=made.root, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wanted = {"HEAD quiet.example.org/", "HEAD eurosys.example.org/2019", "GET gone.example.org/talk"}
    while not wanted <= {*server.methods}:
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "papertrail: interrupted")
    assert "dead: https://gone.example.org/talk" in out
    assert "not checked: " in out
    assert "http://eurosys.example.org/2019" in made.read(".papertrail-cache/links.json")
    assert "http://moved.example.org/kelp.pdf" in made.read("papers/kelp.yml")
