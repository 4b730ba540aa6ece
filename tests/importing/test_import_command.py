"""`papertrail import` with a real project: the files it writes, errors, and interruptions."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from papertrail.importing import project_files
from papertrail.runtime import atomic_file, work_folder
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
    """A folder with two lists and a page that is not a list."""
    for name, text in (("LIST.md", LIST), ("OTHER.md", OTHER), ("NOTES.md", NO_LIST)):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return Project(tmp_path)


@pytest.fixture
def begun(place: Project) -> Project:
    """The same folder, with a project of `papertrail init` in it."""
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


# Written files


def test_an_import_into_a_new_folder_creates_a_project_that_renders_the_document(place: Project) -> None:
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


def test_an_import_only_adds_to_an_existing_project(begun: Project) -> None:
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


def test_the_default_is_the_current_project(begun: Project) -> None:
    mine = inside(begun, "mine")
    assert mine.run("import", "../LIST.md").status == 0
    assert rendered(mine, "a-list") == LIST


def test_new_records_can_go_into_a_subfolder(begun: Project) -> None:
    mine = inside(begun, "mine")
    result = mine.run("import", "../LIST.md", "--into", "papers/imported")
    assert result.status == 0, result.err
    assert (mine.root / "papers/imported/rammer.yml").is_file()
    assert rendered(mine, "a-list") == LIST
    assert mine.run("check").status == 0


def test_a_new_list_passes_the_strict_check_of_its_workflow(place: Project) -> None:
    place.write("LIST.md", LIST.replace("(SoCC 2019)", "(SoCC 2019)\n  - It _shows a mark"))
    result = place.run("import", "LIST.md", "--into", "new")
    assert "review: papers/a-survey-of-many-things.yml: unpaired emphasis mark, * or _ (PT403" in result.err
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


def test_unchanged_files_are_not_written(begun: Project) -> None:
    mine = inside(begun, "mine")
    changing = {str(mine.root / f"papers/_{name}.yml") for name in NAMES}
    then = times(mine.root)
    assert begun.run("import", "LIST.md", "--into", "mine").status == 0
    now = times(mine.root)
    assert {path: time for path, time in then.items() if path not in changing and now[path] != time} == {}


def test_a_work_in_two_files_gets_one_record_with_both_topics(place: Project) -> None:
    assert place.run("import", "LIST.md", "OTHER.md", "--into", "new").status == 0
    new = inside(place, "new")
    record = new.read("papers/rammer.yml")
    for text in ("A List > One", "Another List", "https://example.com/t\n", "https://example.com/t-slides"):
        assert text in record
    assert sorted(path.name for path in (new.root / "papers").glob("[!_]*.yml")) == [
        "a-survey-of-many-things.yml", "gandiva.yml", "orca.yml", "rammer.yml",
    ]  # fmt: skip
    assert new.run("check").status == 0


def test_an_import_only_adds_to_an_existing_record(place: Project) -> None:
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


def test_bullets_with_authors_get_table_columns_with_authors(place: Project) -> None:
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
    assert one["urls"] == {"total": 4, "placed": 4, "in_text": 0, "missing": []}
    assert (two["file"], two["records"], two["new"]) == ("OTHER.md", 2, 1)


# Dry runs


def test_a_dry_run_writes_nothing(begun: Project) -> None:
    before = held(begun.root)
    for into in ("new", "mine"):
        result = begun.run("import", "LIST.md", "--into", into, "--dry-run")
        assert result.status == 0
        assert "Would write" in result.err
    assert held(begun.root) == before


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
def test_a_dry_run_prints_the_changes_as_a_diff(begun: Project) -> None:
    shutil.copytree(begun.root / "mine", begun.root / "patched")
    shown = begun.run("import", "LIST.md", "OTHER.md", "--into", "mine", "--dry-run").out
    assert begun.run("import", "LIST.md", "OTHER.md", "--into", "mine").status == 0
    (begun.root / "patched/papers/_lists").mkdir()
    subprocess.run(["patch", "-p0", "-s"], input=shown.encode(), cwd=begun.root / "patched", check=True)
    assert held(begun.root / "patched") == held(begun.root / "mine")


# Rejected input


def rejected(place: Project, *args: str) -> str:
    """Run an import that must fail and change nothing. Returns its error output."""
    before = held(place.root)
    result = place.run("import", *args)
    assert (result.status, result.out) == (2, ""), result.err
    assert "Traceback" not in result.err
    assert held(place.root) == before
    return result.err


def test_a_file_without_a_list_is_rejected_with_a_reason(begun: Project) -> None:
    for into in ("new", "mine"):
        message = rejected(begun, "NOTES.md", "--into", into)
        assert message.startswith("papertrail: cannot import NOTES.md: no entries found")


def test_nothing_is_imported_if_one_file_is_not_a_list(begun: Project) -> None:
    for into in ("new", "mine"):
        rejected(begun, "LIST.md", "NOTES.md", "--into", into)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "odd.md is empty"),
        (b"\n\n\n", "odd.md is empty"),
        (b"\xef\xbb\xbf", "no entries"),
        (LIST.encode("utf-16"), "is not a text file"),
        (LIST.replace("Words", "W\u00f6rds").encode("latin-1"), "line 3 is not valid UTF-8"),
        (LIST.encode("utf-16")[:1] + LIST.encode(), "line 1 is not valid UTF-8"),
        (b"\x00" * 100, "is not a text file"),
        (b"%PDF-1.7\n" + LIST.encode(), "is not a text file"),
        (b"# Links\n\n- [Home](index.md)\n- [About us](https://example.com/us)\n", "no entries"),
        (b"<!-- papers: One -->\n" + LIST.encode(), "line 1 is a marker for papers"),
    ],
)
def test_an_unreadable_file_is_rejected(place: Project, data: bytes, message: str) -> None:
    (place.root / "odd.md").write_bytes(data)
    assert message in rejected(place, "odd.md", "--into", "new")


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
def test_an_invalid_data_file_is_rejected(place: Project, name: str, data: bytes) -> None:
    (place.root / name).write_bytes(data)
    assert name in rejected(place, name, "--into", "new")


def test_a_file_must_exist_and_be_a_regular_file(place: Project) -> None:
    (place.root / "folder").mkdir()
    assert "missing.md not found" in rejected(place, "missing.md", "--into", "new")
    assert "folder is a folder without YAML, JSON or TOML files" in rejected(place, "folder", "--into", "new")
    assert "is not a folder" in rejected(place, "LIST.md", "--into", "OTHER.md")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_without_read_permission_is_rejected(place: Project) -> None:
    (place.root / "LIST.md").chmod(0)
    rejected(place, "LIST.md", "--into", "new")
    (place.root / "LIST.md").chmod(0o644)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_without_write_permission_is_rejected(begun: Project) -> None:
    (begun.root / "mine").chmod(0o555)
    try:
        rejected(begun, "LIST.md", "--into", "mine")
    finally:
        (begun.root / "mine").chmod(0o755)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("LIST.md", "LIST.md is a file to import"),
        ("OTHER.md", "OTHER.md exists and is not an import report; use another name"),
        ("mine", "mine exists and is not an import report"),
        ("nowhere/r.json", "nowhere"),
        ("LIST.md/r.json", "LIST.md"),
    ],
)
def test_a_report_does_not_overwrite_other_files(begun: Project, name: str, message: str) -> None:
    assert message in rejected(begun, "LIST.md", "--into", "mine", "--report", name)


def test_a_report_overwrites_an_earlier_report(begun: Project) -> None:
    for file in ("LIST.md", "OTHER.md"):
        assert begun.run("import", file, "--into", "mine", "--report", "r.json").status == 0
        assert [told["file"] for told in json.loads(begun.read("r.json"))] == [file]


@pytest.mark.parametrize("url", ["", "example.com", "docs/", "javascript:alert(1)", "https://", "https://a b/"])
def test_the_base_url_must_be_an_absolute_url(place: Project, url: str) -> None:
    assert "--base-url must be the absolute URL of a folder" in rejected(place, "LIST.md", "--base-url", url)


def test_the_slash_at_the_end_of_the_base_url_is_optional(place: Project) -> None:
    place.write("LIST.md", LIST.replace("https://example.com/o)", "notes/o.md)"))
    for into, base in (("one", "https://example.com/blob/main"), ("two", "https://example.com/blob/main/")):
        assert place.run("import", "LIST.md", "--into", into, "--base-url", base).status == 0
        assert "https://example.com/blob/main/notes/o.md" in place.read(f"{into}/papers/orca.yml")
        assert "](notes/o.md)" in rendered(inside(place, into))


def test_a_url_is_not_a_file(place: Project) -> None:
    assert "cannot import a URL: " in rejected(place, "https://example.com/list.md")


def test_a_named_pipe_is_rejected_without_waiting(place: Project) -> None:
    os.mkfifo(place.root / "pipe.md")
    before = [path.name for path in place.root.iterdir()]
    assert place.run("import", "pipe.md", "--into", "new").status == 2
    assert [path.name for path in place.root.iterdir()] == before


def test_a_records_folder_that_is_a_symbolic_link_is_rejected(begun: Project) -> None:
    elsewhere = begun.root / "elsewhere"
    (begun.root / "mine/papers").rename(elsewhere)
    (begun.root / "mine/papers").symlink_to(elsewhere)
    rejected(begun, "LIST.md", "--into", "mine")


def test_a_project_with_syntax_errors_is_rejected(begun: Project) -> None:
    inside(begun, "mine").write("papers/broken.yml", "name: [\n")
    assert "cannot read papers/broken.yml" in rejected(begun, "LIST.md", "--into", "mine")


def test_a_byte_order_mark_is_removed(place: Project) -> None:
    (place.root / "LIST.md").write_bytes(b"\xef\xbb\xbf" + LIST.encode())
    result = place.run("import", "LIST.md", "--into", "new")
    assert result.status == 0
    assert "byte-order mark" in result.err
    assert rendered(inside(place, "new")) == LIST


def test_a_document_keeps_its_windows_line_endings(place: Project) -> None:
    windows = LIST.replace("\n", "\r\n").encode()
    (place.root / "LIST.md").write_bytes(windows)
    assert "identical to the file" in place.run("import", "LIST.md").err
    (place.root / "LIST.md").write_bytes(windows.replace(b"The", b"A"))
    assert place.run("render", "--all").status == 0
    assert (place.root / "LIST.md").read_bytes() == windows


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
def test_any_file_name_is_accepted(place: Project, name: str) -> None:
    (place.root / name).write_text(LIST.removeprefix("# A List\n\n"), encoding="utf-8", newline="")
    result = place.run("import", "--into", "new", "--report", "r.json", "--", name)
    assert result.status == 0, result.err
    assert "Traceback" not in result.err
    assert json.loads(place.read("r.json"))[0]["file"] == name
    new = inside(place, "new")
    (slug,) = (path.stem for path in (new.root / "papers/_lists").iterdir())
    assert rendered(new, slug) == LIST.removeprefix("# A List\n\n")


def test_a_heading_with_a_path_does_not_create_files_elsewhere(place: Project) -> None:
    (place.root / "odd.md").write_text(
        LIST.replace("# A List", "# ../../evil").replace("Rammer:", "../Rammer:"), encoding="utf-8"
    )
    before = set(held(place.root))
    assert place.run("import", "odd.md", "--into", "new").status == 0
    assert all(name == "new" or name.startswith("new/") for name in set(held(place.root)) - before)
    assert not any("evil/" in name or ".." in name for name in held(place.root))


def test_a_file_name_with_a_topic_separator_is_accepted(place: Project) -> None:
    (place.root / "a > b.md").write_text(LIST.removeprefix("# A List\n\n"), encoding="utf-8", newline="")
    result = place.run("import", "a > b.md", "--into", "new")
    assert result.status == 0, result.err


@pytest.mark.parametrize("topic", ["a > b", " a", "a >", "x\ny", "", "  ", "# a"])
def test_any_topic_is_accepted_or_rejected(place: Project, topic: str) -> None:
    before = held(place.root)
    result = place.run("import", "LIST.md", "--into", "new", "--topic", topic)
    assert result.status in (0, 2), result.err
    if result.status == 2:
        assert held(place.root) == before
    else:
        assert inside(place, "new").run("check").status == 0
        assert rendered(inside(place, "new")) == LIST


# Interruptions

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
def test_an_error_while_writing_changes_nothing(
    begun: Project, monkeypatch: pytest.MonkeyPatch, stop: Stop, into: str
) -> None:
    before = held(begun.root)
    for calls in range(1000):
        with stopped(monkeypatch, calls, stop) as count:
            result = begun.run("import", "LIST.md", "--into", into)
        if count[0] <= calls or result.status == 0:  # from here on, the import only cleans up
            break
        assert (result.status, held(begun.root)) == (130 if stop is interrupted else 2, before), calls
        assert "Traceback" not in result.err
    assert calls > 10
    assert (result.status, rendered(inside(begun, into), "a-list")) == (0, LIST)


@pytest.mark.parametrize("written", range(1, 12, 3))
def test_an_interrupt_after_a_file_of_a_new_project_has_its_name_leaves_nothing(
    place: Project, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    before, left, real = held(place.root), [written], atomic_file.write_file

    def write_file(*args: Any, **options: Any) -> None:
        real(*args, **options)
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(project_files, "write_file", write_file)
        result = place.run("import", "LIST.md", "--into", "new")
    assert (result.status, held(place.root)) == (130, before), result.err
    assert left == [0]


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


def test_a_second_import_at_the_same_time_is_rejected(begun: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr(work_folder, "PATIENCE", 0.1)
    work = begun.root / "mine" / ".papers.papertrail-work"
    work.mkdir()
    folder = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        assert "another papertrail process is writing" in rejected(begun, "LIST.md", "--into", "mine")
    finally:
        os.close(folder)


def test_the_lock_is_released_after_an_import(begun: Project) -> None:
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


def test_an_interrupt_while_cleaning_up_leaves_a_complete_project(
    begun: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
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


@pytest.mark.parametrize("left", [[], ["new/papers/tofu.yml"], ["old/papers/tofu.yml"]])
def test_leftovers_of_a_killed_import_do_not_block_the_next_one(begun: Project, left: list[str]) -> None:
    """A kill before the marker is there, while files are written, or while they are removed."""
    aside = begun.root / "mine/.papers.papertrail-work"
    aside.mkdir()
    if left:
        (aside / ".papertrail").touch()
    for name in left:
        (aside / name).parent.mkdir(parents=True)
        (aside / name).write_text("name: Tofu\ntopic: A\n", encoding="utf-8")
    result = begun.run("import", "LIST.md", "--into", "mine")
    assert result.status == 0, result.err
    assert not aside.exists()


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
@pytest.mark.parametrize("link", [".r.json.papertrail-new", "mine/papers/.papertrail-new", "mine/papers/sub"])
def test_no_planted_link_is_written_through(begun: Project, link: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("precious")
    folder = link.endswith("sub")
    (begun.root / link).symlink_to(outside if folder else outside / "file")
    into = "mine/papers/sub" if folder else "mine"
    result = begun.run("import", "LIST.md", "--into", into, "--report", "r.json", "-f", "mine/mkdocs.yml")
    assert result.status in (0, 1, 2), result.err
    assert held(outside) == {"file": b"precious"}


# Several files, and standard input


def test_folders_of_several_files_are_topics(place: Project) -> None:
    bibtex = "@misc{{a, title={{{0} of the sea}}, author={{Doe, Jane}}, year=2020}}\n"
    place.write("lit/on_tides/refs.bib", bibtex.format("Kelp"))
    place.write("lit/boats/fast/refs.bib", bibtex.format("Salt"))
    place.write(
        "lit/boats/README.md",
        "- [Oars of the sea](https://e.org/1) (OSDI 2020)\n- [Masts of the sea](https://e.org/2)\n",
    )
    place.write("lit/tides/list.md", LIST)
    names = ["lit/on_tides/refs.bib", "lit/boats/fast/refs.bib", "lit/boats/README.md", "lit/tides/list.md"]
    result = place.run("import", *names, "--into", "new")
    assert result.status == 0, result.err
    new = inside(place, "new")
    assert new.read("papers/kelp-of-the-sea.yml").count("\ntopic: on tides\n")
    assert new.read("papers/salt-of-the-sea.yml").count("\ntopic: boats > fast\n")
    assert rendered(new, "tides › A List") == LIST
    assert rendered(new, "boats (2)") == place.read("lit/boats/README.md")
    assert "lit" not in new.read("papers/_imports.json")
    again = place.run("import", *names, "--into", "new")
    assert again.err.endswith("Nothing to import: the list already contains everything.\n")


def test_a_folder_of_files_with_one_work_each(place: Project) -> None:
    for number in range(30):
        place.write(
            f"tools/tool-{number}.yml", f"name: Tool {number}\nwebsite_url: https://e.org/{number}\nx: {{y: 1}}\n"
        )
    place.write("tools/_notes.yml", "version: 1\n")
    result = place.run("import", "tools", "--into", "new", "--map", "website_url=code", "--report", "report.json")
    assert result.status == 0, result.err
    assert "30 files from tools/tool-0.yml to tools/tool-9.yml: 30 entries, 30 new records\n" in result.err
    assert "review: tools/tool-7.yml: line 1: not imported: x: {" in result.err
    assert len(json.loads(place.read("report.json"))) == 30
    assert inside(place, "new").read("papers/tool-7.yml").count("  Code: https://e.org/7\ntopic: tools\n")
    (place.root / "empty").mkdir()
    assert "empty is a folder without YAML, JSON or TOML files" in place.run("import", "empty").err
    assert 'no file has "nothing"' in place.run("import", "tools", "--map", "nothing=url").err
    assert 'unknown field "titel"; did you mean "title"?' in place.run("import", "tools", "--map", "x=titel").err


@pytest.mark.parametrize(
    ("text", "topic"),
    [(LIST, "A List"), ("- title: A study of kelp\n  year: 2020\n", "Papers"), ("title\nA study\n", "Papers")],
)
def test_a_list_on_standard_input(place: Project, monkeypatch: pytest.MonkeyPatch, text: str, topic: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    result = place.run("import", "-", "--into", "new")
    assert result.status == 0, result.err
    assert inside(place, "new").read("papers/_topics.yml").count(f"- name: {topic}\n")
