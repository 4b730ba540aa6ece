"""`papertrail add`: which record and topic, what is updated, what it prints, and that failures write nothing."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from support.paper_servers import (
    Fault,
    PaperServer,
    bomb,
    half,
    half_as_whole,
    hangs_up,
    instead,
    paper_server,
    slow,
    status,
)
from support.projects import Project

LIST = """\
=== papers/_topics.yml
# Our lists
- name: Sea
  style: bullets
  topics: [Tides, Salt Ponds, {name: Boats, topics: [Rigging]}]
=== papers/_venues.yml
- {name: arXiv, kind: preprint}
- {name: EuroSys, full: European Conference on Computer Systems}
=== papers/_institutions.yml
- {name: NYU, full: New York University}
- Delta University
"""
KELP = """\
=== papers/kelp.yml
name: Kelp
venue: arXiv 2004.01234
links: {Paper: https://arxiv.org/pdf/2004.01234.pdf}
remarks: Read this one first.
topic: Sea > Tides
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperServer]:
    with paper_server() as running:
        monkeypatch.setenv("PAPERTRAIL_TEST_SERVER_PORT", str(running.port))
        yield running


@pytest.fixture
def made(project: Callable[[str], Project], server: PaperServer) -> Project:
    return project(LIST)


def files(made: Project) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(made.root.rglob("*")) if path.is_file()}


# What it prints


def test_it_prints_the_path_the_row_in_the_style_of_the_list_and_the_check(made: Project) -> None:
    result = made.run("add", "2004.01234", "--topic", "Tides")
    assert result.out == (
        "papers/kelp.yml: added\n"
        "- Kelp: Scheduling of Tidal Clusters [[Paper]](https://arxiv.org/abs/2004.01234)\n"
        "  - Ann Ebb, Bo van der Flow (*arXiv 2004.01234*)\n\n"
        "check: no problems\n"
    )


def test_a_dry_run_prints_the_diff_and_writes_nothing(made: Project) -> None:
    before = files(made)
    result = made.run("add", "10.5555000/sand.2021.4", "--topic", "Tides", "--dry-run")
    assert result.status == 0
    assert "+++ papers/how-sand-moves.yml\n" in result.out
    assert "+- Journal of Slow Motion\n" in result.out
    assert result.err.startswith("papers/how-sand-moves.yml: would be added\n")
    assert "would change papers/_venues.yml\n" in result.err
    assert files(made) == before


def test_edit_opens_the_record_in_the_editor(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", f'{sys.executable} -c \'import sys; open(sys.argv[1], "a").write("# seen\\n")\'')
    assert made.run("add", "2004.01234", "--topic", "Tides", "--edit").status == 0
    assert made.read("papers/kelp.yml").endswith("# seen\n")


def test_an_editor_that_is_not_there_is_reported(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    result = made.run("add", "2004.01234", "--topic", "Tides", "--edit")
    assert result.err.startswith('papertrail: cannot run the editor "no-such-editor": ')
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    assert "set the environment variable EDITOR" in made.run("add", "2004.01234", "--edit").err


# Topics

ALL = (
    'use one of: "Sea", "Sea > Boats", "Sea > Boats > Rigging", "Sea > Salt Ponds", "Sea > Tides"; '
    "or add it to papers/_topics.yml first"
)


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        ("Tidse", 'unknown topic "Tidse"; did you mean "Sea > Tides"? Otherwise, add it to papers/_topics.yml first'),
        ("Weather", f'unknown topic "Weather"; {ALL}'),
        ("Sea > ", 'unknown topic "Sea > "; did you mean "Sea > Boats"? Otherwise, add it to papers/_topics.yml first'),
        ("", f'unknown topic ""; {ALL}'),
    ],
)
def test_an_unknown_topic_is_reported_before_anything_is_asked(
    made: Project, server: PaperServer, topic: str, message: str
) -> None:
    before = files(made)
    result = made.run("add", "2004.01234", "--topic", topic)
    assert (result.status, result.err) == (2, f"papertrail: {message}\n")
    assert (files(made), server.requests) == (before, [])


@pytest.mark.parametrize("topic", ["Sea > Boats > Rigging", "rigging", "Boats > Rigging", "boats > RIGGING"])
def test_the_last_part_of_a_topic_is_enough(made: Project, topic: str) -> None:
    assert made.run("add", "2004.01234", "--topic", topic).status == 0
    assert "topic: Sea > Boats > Rigging\n" in made.read("papers/kelp.yml")


def test_a_topic_that_is_named_in_the_title_is_proposed(made: Project) -> None:
    assert made.run("add", "1905.00007").status == 0
    assert "topic: Sea > Salt Ponds\n" in made.read("papers/brine.yml")


def test_topics_that_are_not_certain_are_named(made: Project, server: PaperServer) -> None:
    made.write("papers/old.yml", "name: Old\ntitle: Scheduling tidal clusters\ntopic: Sea > Boats\n")
    made.write("papers/older.yml", "name: Older\ntitle: Tidal clusters, again\ntopic: Sea > Tides\n")
    before = files(made)
    result = made.run("add", "2004.01234")
    assert result.status == 2
    assert result.err == (
        'papertrail: the topic of "Kelp: Scheduling of Tidal Clusters" is not clear; '
        "use --topic 'Sea > Tides' or --topic 'Sea > Boats' or --topic Sea\n"
    )
    assert files(made) == before


def test_a_topic_of_several_lists_must_be_named_in_full(made: Project) -> None:
    made.write("papers/_topics.yml", "- {name: Sea, topics: [Tides]}\n- {name: Moon, topics: [Tides]}\n")
    result = made.run("add", "2004.01234", "--topic", "tides")
    assert result.err == (
        "papertrail: there are several topics \"tides\"; use --topic 'Moon > Tides' or --topic 'Sea > Tides'\n"
    )


@pytest.mark.parametrize(
    ("typed", "topic"),
    [(["\n"], "Sea > Tides"), (["2\n"], "Sea > Boats"), (["none\n", "Rigg\t\n"], "Sea > Boats > Rigging")],
)
def test_the_topic_is_asked_for_on_a_terminal(made: Project, typed: list[str], topic: str) -> None:
    made.write("papers/old.yml", "name: Old\ntitle: Scheduling tidal clusters\ntopic: Sea > Boats\n")
    made.write("papers/older.yml", "name: Older\ntitle: Tidal clusters, again\ntopic: Sea > Tides\n")
    pty = pytest.importorskip("pty")
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "papertrail", "add", "2004.01234"],
        stdin=writer, stdout=writer, stderr=writer, cwd=made.root, env={**os.environ, "TERM": "xterm"},
        start_new_session=True,
    )  # fmt: skip
    os.close(writer)
    shown = b""
    for line in typed:
        while b"(Tab completes): " not in shown:
            shown += os.read(reader, 4096)
        shown = b""
        os.write(reader, line.encode())
    with suppress(OSError):  # the end of a terminal
        while os.read(reader, 4096):
            pass
    os.close(reader)
    assert process.wait(timeout=60) == 0
    assert f"topic: {topic}\n" in made.read("papers/kelp.yml")


# Works that the list has


def test_a_record_is_updated_where_it_is_silent(made: Project, server: PaperServer) -> None:
    made.write("papers/kelp.yml", KELP.partition("\n")[2])
    result = made.run("add", "https://arxiv.org/abs/2004.01234")
    assert result.out.startswith("papers/kelp.yml: already in the list, updated\n")
    assert 'kelp: name "Kelp" is now "Kelp (Kelp: Scheduling of Tidal Clusters)"\n' in result.out
    assert 'kelp: added date "2020-04-02"\n' in result.out
    text = made.read("papers/kelp.yml")
    assert "links: {Paper: https://arxiv.org/pdf/2004.01234.pdf}\n" in text
    assert "remarks: Read this one first.\n" in text
    assert made.run("add", "2004.01234").out.startswith("papers/kelp.yml: already in the list, nothing new\n")
    assert made.read("papers/kelp.yml") == text


def test_values_that_differ_are_shown_and_kept(made: Project, server: PaperServer) -> None:
    made.write("papers/kelp.yml", KELP.partition("\n")[2] + "date: 2020-03-01\nauthors: [Ann Ebb]\n")
    result = made.run("add", "2004.01234")
    assert 'review: kelp: conflicting date: the record has "2020-03-01", the source has "2020-04-02"' in result.out
    assert "review: kelp: conflicting authors:" in result.out
    assert "date: 2020-03-01\nauthors: [Ann Ebb]\n" in made.read("papers/kelp.yml")


def test_a_record_with_another_title_is_found_by_its_link(made: Project) -> None:
    text = "name: Salt\nlinks: {Paper: 'https://dl.acm.org/doi/10.1145/3300000.3300007'}\ntopic: Sea > Tides\n"
    made.write("papers/salt.yml", text)
    result = made.run("add", "10.1145/3300000.3300007")
    assert result.out.startswith("papers/salt.yml: already in the list, updated\n")
    assert 'review: salt: conflicting name: the record has "Salt", the source has "Brine: ' in result.out
    assert "links: {Paper: 'https://dl.acm.org/doi/10.1145/3300000.3300007'}\n" in made.read("papers/salt.yml")
    assert not (made.root / "papers/brine.yml").exists()
    assert made.run("add", "10.1145/3300000.3300007", "--name", "Brine").err == (
        'papertrail: salt is already in the list as "Salt"; change its name in its record\n'
    )


def test_another_case_of_a_title_is_nothing_new(made: Project, server: PaperServer) -> None:
    made.write("papers/kelp.yml", "name: Kelp\ntitle: 'Kelp: scheduling of tidal clusters'\ntopic: Sea > Tides\n")
    result = made.run("add", "2004.01234")
    assert "review" not in result.out
    assert "title: 'Kelp: scheduling of tidal clusters'\n" in made.read("papers/kelp.yml")


def test_a_preprint_that_was_published_gets_its_venue_and_its_date(made: Project, server: PaperServer) -> None:
    made.write(
        "papers/brine.yml",
        "name: Brine\ntitle: 'Brine: Parallelism of Salt Ponds'\nvenue: arXiv 1905.00007\ndate: 2018-11-16\n"
        "links: {Paper: 'https://arxiv.org/abs/1905.00007'}\ntopic: Sea > Tides\n",
    )
    result = made.run("add", "10.1145/3300000.3300007")
    assert (result.status, "review" in result.out) == (0, False)
    text = made.read("papers/brine.yml")
    assert "venue: [arXiv 1905.00007, EuroSys 2019]\ndate: 2019-03-25\n" in text
    assert "links: {Paper: 'https://arxiv.org/abs/1905.00007', DOI: https://doi.org/10.1145/3300000.3300007}\n" in text
    assert made.run("add", "1905.00007").out.startswith("papers/brine.yml: already in the list, updated\n")  # abstract
    assert "date: 2019-03-25\n" in made.read("papers/brine.yml")


def test_only_the_preprint_is_added_if_the_publication_is_not_found(made: Project, server: PaperServer) -> None:
    server.faults[CROSSREF] = status(500)
    result = made.run("add", "1905.00007", "--topic", "Tides")
    assert result.status == 0
    assert "review: only the preprint was found: api.crossref.org answered 500 (internal server error)\n" in result.out
    assert "venue: arXiv 1905.00007\n" in made.read("papers/brine.yml")


def test_sources_about_one_work_become_one_record(made: Project) -> None:
    result = made.run("add", "1905.00007", "https://doi.org/10.1145/3300000.3300007", "2004.01234", "--topic", "Tides")
    assert result.status == 0
    assert sorted(path.name for path in (made.root / "papers").glob("[a-z]*")) == ["brine.yml", "kelp.yml"]


def test_a_name_can_be_chosen(made: Project) -> None:
    assert made.run("add", "2004.01234", "--topic", "Tides", "--name", "Great Kelp").status == 0
    assert 'name: Great Kelp\ntitle: "Kelp: Scheduling of Tidal Clusters"\n' in made.read("papers/great-kelp.yml")
    result = made.run("add", "2004.01234", "1905.00007", "--topic", "Tides", "--name", "X")
    assert result.err == "papertrail: --name is the name of one paper; add papers with names one by one\n"


def test_what_an_import_remembers_stays_as_it_is(made: Project) -> None:
    made.write("papers/_imports.json", '{\n"a.bib": {\n"x": {"title": "0123456789"}\n}\n}\n')
    before = made.read("papers/_imports.json")
    assert made.run("add", "2004.01234", "--topic", "Tides").status == 0
    assert made.read("papers/_imports.json") == before


def test_other_commands_do_not_load_what_only_add_needs() -> None:
    modules = "('urllib3', 'ssl', 'readline', 'papertrail.lookup', 'papertrail.web')"
    code = f"import sys, papertrail.cli; print([name for name in {modules} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# Files


VOLUME = "Proceedings of the Fourteenth EuroSys Conference 2019"
TEXTS = {
    "a.bib": f"@misc{{x, title = {{Dinghy: A Boat}}, author = {{Doe, Jo}}, booktitle = {{{VOLUME}}}, year = 2019}}",
    "a.ris": f"TY  - CPAPER\nTI  - Dinghy: A Boat\nAU  - Doe, Jo\nT2  - {VOLUME}\nPY  - 2019\nER  - \n",
    "a.json": '[{"type": "paper-conference", "title": "Dinghy: A Boat", "author": [{"family": "Doe", "given": "Jo"}],'
    f' "container-title": "{VOLUME}", "issued": {{"date-parts": [[2019]]}}}}]',
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("by", ["file", "input"])
def test_files_and_standard_input_are_read(
    made: Project, monkeypatch: pytest.MonkeyPatch, server: PaperServer, name: str, by: str
) -> None:
    made.write(name, TEXTS[name])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXTS[name].encode())))
    result = made.run("add", name if by == "file" else "-", "--topic", "Boats")
    assert (result.status, result.err) == (0, "")
    text = made.read("papers/dinghy.yml")
    assert "authors: [Jo Doe]\nvenue: EuroSys 2019\n" in text
    assert server.requests == []
    assert not (made.root / "papers/_imports.json").exists()


def test_a_title_of_signs_is_a_title(made: Project) -> None:
    made.write("a.bib", "@misc{a, title = {???}}\n@misc{b, title = {!}}")
    result = made.run("add", "a.bib", "--topic", "Tides")
    assert result.out.startswith("papers/paper.yml: added\n")
    assert "papers/paper-2.yml: added\n" in result.out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" \n", "standard input is empty"),
        ("# A list\n- [x](https://example.com)\n", "it is not BibTeX, RIS or CSL-JSON"),
        ('[{"a": 1}]', 'no item has a key "title" or "name" (it has "a")'),
        ("@article{a, title = {A}}\n@article{b, title = ", "line 2 is not understood"),
        ("\udcff", "line 1 is not valid UTF-8"),
    ],
)
def test_texts_that_are_no_data_are_refused(
    made: Project, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogateescape"))))
    before = files(made)
    result = made.run("add", "-", "--topic", "Boats")
    assert result.status == 2
    assert message in result.err
    assert "\n" not in result.err.strip()
    assert files(made) == before


# Failures

HTML = instead(b"<!doctype html><h1>Please prove that you are human</h1>", "text/html")
ARXIV, CROSSREF, BOOKS, PAGE = "export.arxiv.org", "api.crossref.org", "openlibrary.org", "www.usenix.org"
SOURCES = {
    ARXIV: "2004.01234",
    CROSSREF: "10.1145/3300000.3300007",
    BOOKS: "9780306406157",
    PAGE: "https://www.usenix.org/conference/osdi18/presentation/ebb",
}
ENTITIES = b'<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom"><entry>&b;</entry></feed>'
DEEP = b"[" * 100_000
NO_ITEM = "the answer about the DOI 10.1145/3300000.3300007 is not a complete CSL-JSON item; try again later"
NO_FEED = "arXiv sent something that is not a complete Atom feed; try again later"
NO_BOOK = "Open Library has no book 9780306406157; check the ISBN, or save the book's BibTeX as a file and add the file"


@pytest.mark.parametrize(
    ("host", "fault", "message"),
    [
        (ARXIV, HTML, "export.arxiv.org sent text/html instead of application/atom+xml; try again later"),
        (ARXIV, instead(ENTITIES), NO_FEED),
        (ARXIV, instead(b""), NO_FEED),
        (ARXIV, instead(b"<a>" * 1000), NO_FEED),
        (ARXIV, half_as_whole, NO_FEED),
        (ARXIV, half, "export.arxiv.org broke off its answer, or did not answer in HTTP; try again later"),
        (ARXIV, status(429, Retry_After="30"),
         "export.arxiv.org answered 429 (too many requests); try again in 30 seconds"),
        (ARXIV, status(503), "export.arxiv.org answered 503 (service unavailable); try again later"),
        (ARXIV, hangs_up, "export.arxiv.org broke off its answer, or did not answer in HTTP; try again later"),
        (ARXIV, bomb, "export.arxiv.org sent more than 5,120 KiB; use another address of the paper"),
        (CROSSREF, status(404), "there is no data about the DOI 10.1145/3300000.3300007; check the DOI on https://doi.org"),
        (CROSSREF, HTML, "api.crossref.org sent text/html instead of application/vnd.citationstyles.csl+json; "
         "add the address of the paper's page, or save its BibTeX as a file and add the file"),
        (CROSSREF, instead(b"[]"), NO_ITEM),
        (CROSSREF, instead(DEEP), NO_ITEM),
        (CROSSREF, instead(b'{"title": 3}'), None),
        (CROSSREF, half_as_whole, NO_ITEM),
        (BOOKS, instead(b"{}"), NO_BOOK),
        (BOOKS, instead(b'{"ISBN:9780306406157": {"title": []}}'), NO_BOOK),
        (BOOKS, half_as_whole, "Open Library sent something that is not a JSON object; try again later"),
        (PAGE, HTML, "the page does not say in its metadata which paper it is about; "
         "give its DOI, or save its BibTeX as a file and add the file"),
        (PAGE, instead(b"%PDF-1.7", "application/pdf"), "www.usenix.org sent application/pdf instead of text/html; "
         "use the address of the page about the paper"),
        (PAGE, status(403), "www.usenix.org answered 403 (forbidden); the site does not answer programs; "
         "give the DOI of the paper, or save its BibTeX as a file and add the file"),
    ],
)  # fmt: skip
def test_a_failure_is_one_line_and_writes_nothing(
    made: Project, server: PaperServer, host: str, fault: Fault, message: str | None
) -> None:
    before = files(made)
    server.faults[host] = fault
    result = made.run("add", SOURCES[host], "--topic", "Tides")
    if message is not None:
        assert result.err == f"papertrail: {SOURCES[host]}: {message}\npapertrail: nothing was written\n"
        assert (result.status, result.out, files(made)) == (1, "", before)
    assert "internal error" not in result.err


def test_all_failures_are_reported_and_nothing_is_written(made: Project) -> None:
    before = files(made)
    result = made.run("add", "2004.01234", "2004.99999", "nothing", "https://blog.example.org/post", "--topic", "Tides")
    lines = result.err.splitlines()
    assert [line.split(": ")[1] for line in lines[:3]] == [
        "2004.99999",
        "nothing",
        "https"[:0] or "https://blog.example.org/post",
    ]
    assert lines[3] == "papertrail: nothing was written"
    assert (result.status, files(made)) == (1, before)


def test_texts_of_strangers_are_not_markup(made: Project, server: PaperServer) -> None:
    server.faults[CROSSREF] = instead(
        b'{"type": "article-journal", "DOI": "10.1145/3300000.3300007", '
        b'"title": "A [b](javascript:x) {{ c }} <script>d</script> \\u202e \\u001b[2J",'
        b'"container-title": "**J** <img src=x>", "issued": {"date-parts": [[2019]]}, "URL": "javascript:alert(1)",'
        b'"note": "see <a href=\\"https://evil.example\\">this</a>", '
        b'"author": [{"family": "X<b>y</b>", "given": ["a"]}, 7, null]}',
        "application/vnd.citationstyles.csl+json",
    )
    result = made.run("add", SOURCES[CROSSREF], "--topic", "Tides")
    assert result.status == 0
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out
    assert "javascript:alert" not in result.out
    row = next(line for line in result.out.splitlines() if line.startswith("- "))
    assert "<script>" not in row
    assert "<img" not in row
    assert r"\[b\]" in row


def test_an_interrupt_leaves_the_folder_as_it_was(made: Project, server: PaperServer) -> None:
    before = files(made)
    server.faults[ARXIV] = slow
    process = subprocess.Popen(
        [sys.executable, "-m", "papertrail", "add", "2004.01234", "--topic", "Tides"],
        cwd=made.root, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not server.requests:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "papertrail: interrupted")
    assert files(made) == before


def test_the_folder_of_papers_is_not_lost_when_it_changes_meanwhile(made: Project, server: PaperServer) -> None:
    def meddle(handler: object, body: bytes, media: str) -> None:
        Path(made.root / "papers/new.yml").write_text("name: New\ntopic: Sea > Tides\n", encoding="utf-8")
        instead(body, media)(handler, body, media)  # type: ignore[arg-type]

    server.faults[ARXIV] = meddle
    result = made.run("add", "2004.01234", "--topic", "Tides")
    assert result.status == 2
    assert "was changed in the meantime, and nothing was written; run the command again" in result.err
    assert not (made.root / "papers/kelp.yml").exists()
