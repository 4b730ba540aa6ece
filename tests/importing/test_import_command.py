"""`papertrail import` on a disk: what it writes, what it leaves alone, and what is left when it is stopped."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.projects import Project

LIST = """\
# A List

Words about it.

## One

- [A Survey of Many Things](https://example.com/s) (SoCC 2019)
- [Rammer: Partitioning Large Graphs](https://example.com/t) (EuroSys 2019)

## Two

- [Orca: Serving in Batches](https://example.com/o) (OSDI 2022) [[code](https://example.com/c)]

Thanks to all.
"""
OTHER = """\
# Another List

| Title | Venue | Links |
| --- | --- | --- |
| Rammer: Partitioning Large Graphs | EuroSys 2019 | [Slides](https://example.com/t-slides) |
| Gandiva: Introspective Scheduling | OSDI 2018 | [Paper](https://example.com/g) |
"""
NO_LIST = "# Notes\n\nThis is a page of notes. It has a sentence, and [a link](https://example.com) in it.\n"


@pytest.fixture
def place(tmp_path: Path) -> Project:
    """A folder with two lists and a page that is none."""
    for name, text in (("LIST.md", LIST), ("OTHER.md", OTHER), ("NOTES.md", NO_LIST)):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return Project(tmp_path)


@pytest.fixture
def begun(place: Project) -> Project:
    """The same with a project beside them, made by `papertrail init`."""
    assert place.run("init", "mine").status == 0
    return place


def held(root: Path) -> dict[str, bytes | str | None]:
    """Everything below a folder: files with their bytes, links with their target, folders with nothing."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        found[name] = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else None
    return found


def times(root: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def rendered(project: Project, *args: str) -> str:
    result = project.run("render", *args)
    assert result.status == 0, result.err
    return result.out


def inside(place: Project, name: str) -> Project:
    return Project(place.root / name)


# What is written


def test_a_new_folder_becomes_a_project_that_gives_the_document_back(place: Project) -> None:
    result = place.run("import", "LIST.md", "--into", "new")
    assert result.status == 0, result.err
    assert result.out == ""
    assert "LIST.md: 3 entries, 3 new records\n" in result.err
    new = inside(place, "new")
    assert rendered(new) == LIST
    assert new.run("check").out == "3 papers, no problems\n"
    assert new.read("mkdocs.yml").startswith("site_name: A List\n")
    names = set(held(new.root))
    assert {"mkdocs.yml", "schema/paper.schema.json", "papers/_topics.yml", "papers/_lists/a-list.md"} <= names
    assert not any("papertrail-" in name for name in names)
    assert new.run("build").status == 0


def test_a_project_of_papertrail_init_only_grows(begun: Project) -> None:
    mine = inside(begun, "mine")
    before = held(mine.root)
    assert begun.run("import", "LIST.md", "--into", "mine").status == 0
    after = held(mine.root)
    assert set(before) <= set(after)
    for name, data in before.items():
        if isinstance(data, bytes) and data != after[name]:
            grown = after[name]
            assert isinstance(grown, bytes)
            assert is_subsequence(data.splitlines(), grown.splitlines()), name
    assert {name for name, data in before.items() if data != after[name]} <= {f"papers/_{n}.yml" for n in NAMES}
    assert rendered(mine, "a-list") == LIST
    assert mine.run("check").status == 0


NAMES = ("topics", "venues", "institutions")


def is_subsequence(one: list[bytes], two: list[bytes]) -> bool:
    rest = iter(two)
    return all(line in rest for line in one)


def test_inside_a_project_no_folder_need_be_named(begun: Project) -> None:
    mine = inside(begun, "mine")
    assert mine.run("import", "../LIST.md").status == 0
    assert rendered(mine, "a-list") == LIST


def test_a_folder_of_the_records_can_be_named(begun: Project) -> None:
    mine = inside(begun, "mine")
    result = mine.run("import", "../LIST.md", "--into", "papers/imported")
    assert result.status == 0, result.err
    assert (mine.root / "papers/imported/rammer.yml").is_file()
    assert rendered(mine, "a-list") == LIST
    assert mine.run("check").status == 0


def test_a_new_list_passes_the_strict_check_of_its_workflow(place: Project) -> None:
    place.write("LIST.md", LIST.replace("(SoCC 2019)", "(SoCC 2019)\n  - It _shows a mark"))
    result = place.run("import", "LIST.md", "--into", "new")
    assert "decide: papers/a-survey-of-many-things.yml: an emphasis mark, * or _, is left over (PT403" in result.err
    assert inside(place, "new").run("check", "--strict").out == "3 papers, no problems\n"


def test_a_second_import_changes_nothing(begun: Project) -> None:
    for into in ("new", "mine"):
        assert begun.run("import", "LIST.md", "OTHER.md", "--into", into).status == 0
        before, then = held(begun.root), times(begun.root)
        result = begun.run("import", "LIST.md", "OTHER.md", "--into", into)
        assert (result.status, result.err.splitlines()[-1]) == (
            0,
            "Nothing to import: the list already contains everything.",
        )
        assert held(begun.root) == before
        assert times(begun.root) == then


def test_files_that_do_not_change_keep_their_time(begun: Project) -> None:
    mine = inside(begun, "mine")
    changing = {str(mine.root / f"papers/_{name}.yml") for name in NAMES}
    then = times(mine.root)
    assert begun.run("import", "LIST.md", "--into", "mine").status == 0
    now = times(mine.root)
    assert {path: time for path, time in then.items() if path not in changing and now[path] != time} == {}


def test_a_work_of_two_files_is_one_record_under_both(place: Project) -> None:
    assert place.run("import", "LIST.md", "OTHER.md", "--into", "new").status == 0
    new = inside(place, "new")
    record = new.read("papers/rammer.yml")
    for said in ("A List > One", "Another List", "https://example.com/t\n", "https://example.com/t-slides"):
        assert said in record
    assert sorted(path.name for path in (new.root / "papers").glob("[!_]*.yml")) == [
        "a-survey-of-many-things.yml", "gandiva.yml", "orca.yml", "rammer.yml",
    ]  # fmt: skip
    assert new.run("check").status == 0


def test_a_record_that_is_there_is_only_added_to(place: Project) -> None:
    assert place.run("import", "LIST.md", "--into", "new").status == 0
    new = inside(place, "new")
    mine = new.read("papers/rammer.yml") + "# my own note\nkeywords: [mine]\n"
    new.write("papers/rammer.yml", mine)
    before = held(new.root)
    assert place.run("import", "OTHER.md", "--into", "new").status == 0
    assert is_subsequence(
        [line.rstrip() for line in mine.encode().splitlines() if not line.startswith(b"topic:")],
        new.read("papers/rammer.yml").encode().splitlines(),
    )
    assert "https://example.com/t-slides" in new.read("papers/rammer.yml")
    after = held(new.root)
    assert {name for name in before if before[name] != after[name]} <= {
        "papers/rammer.yml", "papers/_topics.yml", "papers/_venues.yml",
    }  # fmt: skip
    assert new.run("check").status == 0


def test_a_table_made_of_bullets_has_their_authors(place: Project) -> None:
    place.write("LIST.md", LIST.replace("(SoCC 2019)", "by Jane Doe and John Roe (SoCC 2019)"))
    assert place.run("import", "LIST.md", "--into", "new").status == 0
    new = inside(place, "new")
    topics = new.read("papers/_topics.yml")
    assert "columns: [name, authors, venue, links]" in topics
    new.write("papers/_topics.yml", topics.replace("style: bullets", "style: markdown-table"))
    assert "Jane Doe" in rendered(new)


def test_the_report_is_json(place: Project) -> None:
    assert place.run("import", "LIST.md", "OTHER.md", "--into", "new", "--report", "r.json").status == 0
    one, two = json.loads(place.read("r.json"))
    assert (one["file"], one["list"], one["records"], one["new"], one["identical"]) == ("LIST.md", "A List", 3, 3, True)
    assert one["lines"]["total"] == len(LIST.splitlines())
    assert one["urls"] == {"total": 4, "placed": 4, "missing": []}
    assert (two["file"], two["records"], two["new"]) == ("OTHER.md", 2, 1)


# What would be written


def test_a_dry_run_writes_nothing(begun: Project) -> None:
    before = held(begun.root)
    for into in ("new", "mine"):
        result = begun.run("import", "LIST.md", "--into", into, "--dry-run")
        assert result.status == 0
        assert "Would write" in result.err
    assert held(begun.root) == before


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
def test_a_dry_run_shows_just_what_is_written(begun: Project) -> None:
    shutil.copytree(begun.root / "mine", begun.root / "patched")
    shown = begun.run("import", "LIST.md", "OTHER.md", "--into", "mine", "--dry-run").out
    assert begun.run("import", "LIST.md", "OTHER.md", "--into", "mine").status == 0
    (begun.root / "patched/papers/_lists").mkdir()
    subprocess.run(["patch", "-p0", "-s"], input=shown.encode(), cwd=begun.root / "patched", check=True)
    assert held(begun.root / "patched") == held(begun.root / "mine")


# What is refused


def refused(place: Project, *args: str) -> str:
    """Run a command that must fail and leave everything as it was; returns what it says."""
    before = held(place.root)
    result = place.run("import", *args)
    assert (result.status, result.out) == (2, ""), result.err
    assert "Traceback" not in result.err
    assert held(place.root) == before
    return result.err


def test_what_is_no_list_is_refused_with_a_reason(begun: Project) -> None:
    for into in ("new", "mine"):
        said = refused(begun, "NOTES.md", "--into", into)
        assert said.startswith("papertrail: NOTES.md is not imported: no entries found")


def test_one_file_that_is_no_list_stops_all(begun: Project) -> None:
    for into in ("new", "mine"):
        refused(begun, "LIST.md", "NOTES.md", "--into", into)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "odd.md is empty"),
        (b"\n\n\n", "odd.md is empty"),
        (b"\xef\xbb\xbf", "no entries"),
        (LIST.encode("utf-16"), "is no text file"),
        (LIST.replace("Words", "W\u00f6rds").encode("latin-1"), "line 3 is not UTF-8"),
        (LIST.encode("utf-16")[:1] + LIST.encode(), "line 1 is not UTF-8"),
        (b"\x00" * 100, "is no text file"),
        (b"%PDF-1.7\n" + LIST.encode(), "is no text file"),
        (b"# Links\n\n- [Home](index.md)\n- [About us](https://example.com/us)\n", "no entries"),
        (b"<!-- papers: One -->\n" + LIST.encode(), "line 1 is a marker for papers"),
    ],
)
def test_what_cannot_be_read_is_refused(place: Project, data: bytes, said: str) -> None:
    (place.root / "odd.md").write_bytes(data)
    assert said in refused(place, "odd.md", "--into", "new")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.bib", b"no entries"),
        ("a.json", b"{"),
        ("a.json", b'{"a": 1}'),
        ("a.csv", b""),
        ("a.bib", b"\xff"),
        ("a.json", b"[" * 99999),
    ],
)
def test_data_that_is_none_is_refused(place: Project, name: str, data: bytes) -> None:
    (place.root / name).write_bytes(data)
    assert name in refused(place, name, "--into", "new")


def test_a_file_must_be_there_and_be_a_file(place: Project) -> None:
    (place.root / "folder").mkdir()
    assert "there is no file missing.md" in refused(place, "missing.md", "--into", "new")
    assert "folder is a folder; name the file" in refused(place, "folder", "--into", "new")
    assert "is not a folder" in refused(place, "LIST.md", "--into", "OTHER.md")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_that_may_not_be_read(place: Project) -> None:
    (place.root / "LIST.md").chmod(0)
    refused(place, "LIST.md", "--into", "new")
    (place.root / "LIST.md").chmod(0o644)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_may_not_be_written_to(begun: Project) -> None:
    (begun.root / "mine").chmod(0o555)
    try:
        refused(begun, "LIST.md", "--into", "mine")
    finally:
        (begun.root / "mine").chmod(0o755)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("LIST.md", "LIST.md is a file to import"),
        ("OTHER.md", "OTHER.md is there and is no report; choose another name"),
        ("mine", "mine is there and is no report"),
        ("nowhere/r.json", "nowhere"),
        ("LIST.md/r.json", "LIST.md"),
    ],
)
def test_a_report_takes_the_place_of_nothing_else(begun: Project, name: str, said: str) -> None:
    assert said in refused(begun, "LIST.md", "--into", "mine", "--report", name)


def test_a_report_takes_the_place_of_an_earlier_one(begun: Project) -> None:
    for file in ("LIST.md", "OTHER.md"):
        assert begun.run("import", file, "--into", "mine", "--report", "r.json").status == 0
        assert [told["file"] for told in json.loads(begun.read("r.json"))] == [file]


@pytest.mark.parametrize("url", ["", "example.com", "docs/", "javascript:alert(1)", "https://", "https://a b/"])
def test_a_base_must_be_an_address(place: Project, url: str) -> None:
    assert "--base-url must be the full address of a folder" in refused(place, "LIST.md", "--base-url", url)


def test_a_base_is_a_folder_with_or_without_its_last_sign(place: Project) -> None:
    place.write("LIST.md", LIST.replace("https://example.com/o)", "notes/o.md)"))
    for into, base in (("one", "https://example.com/blob/main"), ("two", "https://example.com/blob/main/")):
        assert place.run("import", "LIST.md", "--into", into, "--base-url", base).status == 0
        assert "https://example.com/blob/main/notes/o.md" in place.read(f"{into}/papers/orca.yml")
        assert "](notes/o.md)" in rendered(inside(place, into))


def test_an_address_on_the_web_is_no_file(place: Project) -> None:
    assert "import reads files: save the page's Markdown" in refused(place, "https://example.com/list.md")


def test_a_fifo_is_not_waited_for(place: Project) -> None:
    os.mkfifo(place.root / "pipe.md")
    before = [path.name for path in place.root.iterdir()]
    assert place.run("import", "pipe.md", "--into", "new").status == 2
    assert [path.name for path in place.root.iterdir()] == before


def test_records_that_are_a_link_are_not_written_through(begun: Project) -> None:
    elsewhere = begun.root / "elsewhere"
    (begun.root / "mine/papers").rename(elsewhere)
    (begun.root / "mine/papers").symlink_to(elsewhere)
    refused(begun, "LIST.md", "--into", "mine")


def test_a_project_that_cannot_be_read_is_mended_first(begun: Project) -> None:
    inside(begun, "mine").write("papers/broken.yml", "name: [\n")
    assert "papers/broken.yml cannot be read" in refused(begun, "LIST.md", "--into", "mine")


def test_windows_line_ends_and_a_byte_order_mark(place: Project) -> None:
    (place.root / "LIST.md").write_bytes(b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode())
    result = place.run("import", "LIST.md", "--into", "new")
    assert result.status == 0
    assert "byte-order mark" in result.err
    assert "Windows line ends" in result.err
    assert rendered(inside(place, "new")) == LIST


@pytest.mark.parametrize(
    "name",
    [
        "a b.md",
        "-x.md",
        "'quote\".md",
        "{{ 1 }}.md",
        "<b>.md",
        "\u4e2d\u6587.md",
        "..md",
        "#.md",
        "con:.md",
        "x\ny.md",
        "no-suffix",
    ],
)
def test_any_name_of_a_file_will_do(place: Project, name: str) -> None:
    (place.root / name).write_text(LIST.removeprefix("# A List\n\n"), encoding="utf-8", newline="")
    result = place.run("import", "--into", "new", "--report", "r.json", "--", name)
    assert result.status == 0, result.err
    assert "Traceback" not in result.err
    assert json.loads(place.read("r.json"))[0]["file"] == name
    new = inside(place, "new")
    (slug,) = (path.stem for path in (new.root / "papers/_lists").iterdir())
    assert rendered(new, slug) == LIST.removeprefix("# A List\n\n")


def test_the_name_of_a_topic_cannot_lead_out_of_the_folder(place: Project) -> None:
    (place.root / "odd.md").write_text(
        LIST.replace("# A List", "# ../../evil").replace("Rammer:", "../Rammer:"), encoding="utf-8"
    )
    before = set(held(place.root))
    assert place.run("import", "odd.md", "--into", "new").status == 0
    assert all(name == "new" or name.startswith("new/") for name in set(held(place.root)) - before)
    assert not any("evil/" in name or ".." in name for name in held(place.root))


def test_a_sign_in_the_name_of_a_file_parts_no_topic(place: Project) -> None:
    (place.root / "a > b.md").write_text(LIST.removeprefix("# A List\n\n"), encoding="utf-8", newline="")
    result = place.run("import", "a > b.md", "--into", "new")
    assert result.status == 0, result.err


@pytest.mark.parametrize("topic", ["a > b", " a", "a >", "x\ny", "", "  ", "# a"])
def test_any_name_for_the_list_will_do_or_is_refused(place: Project, topic: str) -> None:
    before = held(place.root)
    result = place.run("import", "LIST.md", "--into", "new", "--topic", topic)
    assert result.status in (0, 2), result.err
    if result.status == 2:
        assert held(place.root) == before
    else:
        assert inside(place, "new").run("check").status == 0
        assert rendered(inside(place, "new")) == LIST


# What is left when it is stopped

Stop = Callable[[], None]
WRITING = ("write_text", "write_bytes", "rename", "mkdir", "unlink")


@contextlib.contextmanager
def stopped(
    monkeypatch: pytest.MonkeyPatch, calls: int, stop: Stop, names: tuple[str, ...] = WRITING
) -> Iterator[list[int]]:
    """Lets `calls` calls that change the disk through, calls `stop` before the next, and lets the others through."""
    count = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            count[0] += 1
            if count[0] == calls + 1:
                stop()
            return real(*args, **options)

        return call

    with monkeypatch.context() as patched:
        for name in names:
            patched.setattr(Path, name, counted(getattr(Path, name)))
        yield count


def full() -> None:
    raise OSError(28, "No space left on device")


def interrupted() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("into", ["mine", "new"])
@pytest.mark.parametrize("stop", [full, interrupted])
def test_what_fails_while_writing_leaves_all_as_it_was(
    begun: Project, monkeypatch: pytest.MonkeyPatch, stop: Stop, into: str
) -> None:
    before = held(begun.root)
    for calls in range(1000):
        with stopped(monkeypatch, calls, stop) as count:
            result = begun.run("import", "LIST.md", "--into", into)
        if count[0] <= calls:
            break
        assert (result.status, held(begun.root)) == (2, before), calls
        assert "Traceback" not in result.err
    assert calls > 10
    assert (result.status, rendered(inside(begun, into), "a-list")) == (0, LIST)


def killed(place: Project, calls: int, *args: str) -> bool:
    """Run a command in a child process that is killed after some calls that change the disk. False if it ended first.

    A fork has papertrail loaded already: it takes a tenth of the time of a new interpreter.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with pytest.MonkeyPatch.context() as patch, stopped(patch, calls, kill, ("rename", "mkdir", "unlink")):
                status = place.run(*args).status
        finally:
            os._exit(status)
    _, wait_status = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(wait_status)
    assert status in (0, -signal.SIGKILL)
    return status != 0


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_the_next_import_recovers_from_a_kill(begun: Project) -> None:
    shutil.copytree(begun.root / "mine", begun.root / "kept")
    assert begun.run("import", "LIST.md", "--into", "kept").status == 0
    wanted = held(begun.root / "kept")
    shutil.copytree(begun.root / "mine", begun.root / "first")
    for calls in range(100):
        shutil.rmtree(begun.root / "mine")
        shutil.copytree(begun.root / "first", begun.root / "mine")
        if not killed(begun, calls, "import", "LIST.md", "--into", "mine"):
            break
        result = begun.run("import", "LIST.md", "--into", "mine")
        assert result.status == 0, (calls, result.err)
        assert held(begun.root / "mine") == wanted, calls
    assert calls > 5


def test_two_at_once_do_not_mix(begun: Project) -> None:
    import fcntl

    folder = os.open(begun.root / "mine", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        assert "another papertrail process is writing" in refused(begun, "LIST.md", "--into", "mine")
    finally:
        os.close(folder)


def test_the_writers_own_lock_is_let_go_of(begun: Project) -> None:
    for file in ("LIST.md", "OTHER.md"):
        assert begun.run("import", file, "--into", "mine").status == 0


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_the_next_import_recovers_from_a_kill_in_a_new_project(place: Project) -> None:
    assert place.run("import", "LIST.md", "--into", "kept").status == 0
    wanted = held(place.root / "kept")
    for calls in range(100):
        shutil.rmtree(place.root / "new", ignore_errors=True)
        if not killed(place, calls, "import", "LIST.md", "--into", "new"):
            break
        result = place.run("import", "LIST.md", "--into", "new")
        assert result.status == 0, (calls, result.err)
        assert held(place.root / "new") == wanted, calls
    assert calls > 5


def test_an_interrupt_while_cleaning_up_leaves_a_whole_project(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real, left = shutil.rmtree, [1]

    def rmtree(*args: Any, **options: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        real(*args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", rmtree)
        result = begun.run("import", "LIST.md", "--into", "mine")
    assert result.status == 0
    assert not any("papertrail-" in name for name in held(begun.root))
    assert rendered(inside(begun, "mine"), "a-list") == LIST


@pytest.mark.parametrize("left", [[], ["new/tofu.yml"], ["old/tofu.yml", "new/tofu.yml"]])
def test_what_a_kill_left_without_its_marker_is_not_in_the_way(begun: Project, left: list[str]) -> None:
    """A kill between making the folder and its marker, or while it is removed."""
    aside = begun.root / "mine/.papers.papertrail-import"
    aside.mkdir()
    for name in left:
        (aside / name).parent.mkdir()
        (aside / name).write_text("name: Tofu\ntopic: A\n", encoding="utf-8")
    result = begun.run("import", "LIST.md", "--into", "mine")
    assert result.status == 0, result.err
    assert not aside.exists()
