"""Commands as real processes that are interrupted, meet one another, or run on odd file systems."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaigns import kill
from papertrail.runtime.interrupts import Interrupted, raise_on_signals
from support.projects import Project

Make = Callable[[str], Project]
PAPERTRAIL = [sys.executable, "-m", "papertrail"]
PAPERS = """\
=== papers/tofu.yml
name: Tofu
topic: Training
"""
LIST = "# A List\n\n## One\n\n- [A Survey of Many Things](https://example.com/s) (SoCC 2019)\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs signals, mounts and users as on Linux")


QUIET = {name: value for name, value in os.environ.items() if name != "CI"}
"""The environment without what makes papertrail print how long each step took."""


def run(made: Project, *command: str) -> tuple[int, str]:
    """Run a command in a project, and return its status and what it prints to standard error."""
    done = subprocess.run(command, cwd=made.root, env=QUIET, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stderr


def heed_signals() -> None:
    """Undo what `nohup` did, if it runs the tests."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@contextmanager
def building(made: Project) -> Iterator[subprocess.Popen[str]]:
    """A build that has begun to write."""
    process = subprocess.Popen(
        [*PAPERTRAIL, "build"],
        cwd=made.root,
        env=QUIET,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals,
    )
    while not (made.root / ".site.papertrail-work/new/site").exists():
        assert process.poll() is None
        time.sleep(0.001)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def held(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


# Signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_build_with_one_line(project: Make, number: signal.Signals) -> None:
    made = project(PAPERS)
    before = held(made.root)
    with building(made) as process:
        process.send_signal(number)
        time.sleep(0.01)
        if process.poll() is None:
            process.send_signal(number)  # a terminal and a wrapper may both send it
        _, printed = process.communicate(timeout=30)
    assert (process.returncode, printed.split("\n")) == (128 + number, ["", "papertrail: interrupted", ""])
    assert held(made.root) == before


def test_a_signal_while_the_program_starts_ends_it_with_one_line(project: Make) -> None:
    code = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'papertrail.cli':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from papertrail.__main__ import run\n"
        "run()\n"
    )
    assert run(project(PAPERS), sys.executable, "-c", code) == (130, "papertrail: interrupted\n")


def test_a_signal_while_a_class_is_made_ends_the_program_with_one_line(project: Make) -> None:
    """Python 3.11 raises a RuntimeError then, with the interrupt as its cause."""
    code = (
        "import functools, os, signal\n"
        "from papertrail.cli import run\n"
        "def interrupt(self, owner, name):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "import papertrail.curating.papers\n"
        "functools.cached_property.__set_name__ = interrupt\n"
        "import sys\n"
        "del sys.modules['papertrail.curating'], sys.modules['papertrail.curating.list_texts']\n"
        "sys.argv = ['papertrail', 'move', 'tofu', '--to', 'Training']\n"
        "run()\n"
    )
    assert run(project(PAPERS), sys.executable, "-c", code) == (143, "papertrail: interrupted\n")


def test_a_later_signal_ends_the_program_at_once() -> None:
    code = (
        "import time\nfrom papertrail.runtime import interrupts\ninterrupts._SAME = 0\n"
        "interrupts.raise_on_signals()\nimport os, signal\n"
        "try:\n    os.kill(os.getpid(), signal.SIGTERM)\nexcept KeyboardInterrupt:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(60)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (130, "papertrail: interrupted\n")


def test_a_signal_that_is_ignored_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `nohup` wants it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        raise_on_signals()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with pytest.raises(Interrupted):
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


WAITING = """
import sys
import papertrail.runtime.work_folder as work_folder
try_lock = work_folder._try_lock
def announced(*args, **options):
    print("trying", flush=True)
    return try_lock(*args, **options)
work_folder._try_lock, work_folder.PATIENCE, sys.argv[1:] = announced, 60, ["build"]
from papertrail.__main__ import run
run()
"""


def test_the_wait_for_another_process_can_be_interrupted(project: Make) -> None:
    made = project(PAPERS)
    (made.root / ".site.papertrail-work").mkdir()
    folder = os.open(made.root / ".site.papertrail-work", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING],
        cwd=made.root,
        env=QUIET,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for _ in range(3):
        assert process.stdout.readline() == "trying\n"
    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=30)
    os.close(folder)
    assert (process.returncode, printed.strip()) == (130, "papertrail: interrupted")


# Two commands at once


def test_a_second_build_waits_or_says_why_it_does_not(project: Make) -> None:
    made = project(PAPERS)
    with building(made) as first:
        first.send_signal(signal.SIGSTOP)
        status, printed = run(made, *PAPERTRAIL, "build")
        assert status == 2
        assert printed.endswith(f"another papertrail process is writing {made.root}/site; wait until it ends\n")
        first.send_signal(signal.SIGCONT)
        assert first.wait(timeout=60) == 0
    assert "site" in held(made.root)


def test_what_changes_during_an_import_is_not_lost(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(f"{PAPERS}=== LIST.md\n{LIST}")
    import papertrail.importing as importing

    real = importing.import_lists

    def meanwhile(*args: object, **options: object) -> object:
        result = real(*args, **options)  # type: ignore[arg-type]
        made.write("papers/new.yml", "name: New\ntopic: Training\n")
        return result

    monkeypatch.setattr(importing, "import_lists", meanwhile)
    result = made.run("import", "LIST.md")
    assert result.status == 2
    assert "papers was changed in the meantime, and nothing was written; run the command again" in result.err
    assert held(made.root / "papers") == ["new.yml", "tofu.yml"]
    monkeypatch.undo()
    assert made.run("import", "LIST.md").status == 0
    assert "new.yml" in held(made.root / "papers")


@pytest.mark.parametrize("command", ["check", "render", "export", "build"])
def test_every_command_recovers_the_list_before_it_reads_it(project: Make, command: str) -> None:
    made = project(PAPERS)
    work = made.root / ".papers.papertrail-work"
    (work / "new/papers").mkdir(parents=True)
    (work / "old").mkdir()
    (work / ".papertrail").touch()
    (made.root / "papers").rename(work / "old/papers")
    assert made.run(command).status == 0
    assert not work.exists()
    assert held(made.root / "papers") == ["tofu.yml"]


# File systems


def mounted(made: Project, script: str) -> tuple[int, str]:
    """Run a shell script that may mount file systems; `$0` is papertrail."""
    if not shutil.which("unshare") or run(made, "unshare", "--mount", "true")[0]:
        pytest.skip("mounting is not allowed")
    program = made.root.parent / "papertrail"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m papertrail "$@"\n')
    program.chmod(0o755)
    return run(made, "unshare", "--mount", "sh", "-e", "-c", script, str(program))


MOUNTS = """
mount -t tmpfs none site
mount -t tmpfs none papers
printf 'name: A\ntopic: T\n' > papers/a.yml
"$0" build
test -f site/papers/a/index.html
printf 'name: B\ntopic: T\n' > papers/b.yml
"$0" import LIST.md
mount -o remount,ro papers
"$0" build
test -f site/papers/b/index.html
ls -A site papers .
"""


def test_a_mount_point_is_written_in_place(project: Make) -> None:
    made = project(f"{PAPERS}=== LIST.md\n{LIST}")
    (made.root / "site").mkdir()
    status, printed = mounted(made, MOUNTS)
    assert status == 0, printed
    assert not [path for path in made.root.rglob("*") if "papertrail-" in path.name]


MOUNTED_INSIDE = """
"$0" build
mkdir theirs "site/the irs" "papers/the irs"
echo precious > theirs/thesis.txt
mount --bind theirs "site/the irs"
"$0" build && exit 9
umount "site/the irs"
mount --bind theirs "papers/the irs"
"$0" import LIST.md
"$0" build
cat theirs/thesis.txt
"""


def test_what_is_mounted_inside_a_folder_is_not_removed_with_it(project: Make) -> None:
    made = project(f"{PAPERS}=== LIST.md\n{LIST}")
    status, printed = mounted(made, MOUNTED_INSIDE)
    assert status == 0, printed
    assert f"papertrail: {made.root}/site/the irs is a mount point inside {made.root}/site; unmount it" in printed


FULL_DISK = """
mount -t tmpfs -o size=12m none out
cp -r mkdocs.yml docs papers out
cd out
"$0" build
before=$(find . | md5sum)
head -c 20000000 /dev/zero > filler || truncate -s -200K filler
printf 'name: B\ntopic: T\n' > papers/b.yml
"$0" build && exit 9
rm filler papers/b.yml
test "$before" = "$(find . | md5sum)"
"$0" build
"""


def test_a_full_disk_leaves_the_old_site_and_nothing_else(project: Make) -> None:
    made = project(PAPERS)
    (made.root / "out").mkdir()
    status, printed = mounted(made, FULL_DISK)
    assert status == 0, printed
    assert ": No space left on device\n" in printed
    assert not re.search("Traceback|Errno", printed)


def test_a_limit_on_the_size_of_files_is_an_error(project: Make) -> None:
    made = project(PAPERS)
    status, printed = run(made, "sh", "-c", 'ulimit -f 8; exec "$0" -m papertrail build', sys.executable)
    assert status == 2
    assert re.fullmatch(r"papertrail: (.*: )?File too large\n", printed)
    assert held(made.root) == ["docs", "mkdocs.yml", "papers"]


def test_a_site_of_another_user_is_named_before_anything_is_written(project: Make) -> None:
    if os.geteuid() or not shutil.which("setpriv"):
        pytest.skip("needs the administrator, to make a site of another user")
    made = project(PAPERS)
    assert made.run("build").status == 0
    for path in (made.root / "site", *(made.root / "site").rglob("*")):
        os.chown(path, 65534, 65534)
    plain = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner,-chown"]
    for _ in range(2):
        status, printed = run(made, *plain, *PAPERTRAIL, "build")
        assert status == 2
        assert f"papertrail: {made.root}/site belongs to another user (" in printed
        assert held(made.root) == ["docs", "mkdocs.yml", "papers", "site"]


# At random instants


def test_kills_at_random_instants_harm_nothing(tmp_path: Path) -> None:
    """A short version of `python -m tests.campaigns.kill`."""
    names = ["init", "render-write", "import", "build"]
    outcomes = kill.campaign(names, kills=4, papers=3, seed=1, signals=["kill", "int"], scratch=tmp_path)
    assert {name: outcome.details for name, outcome in outcomes.items()} == {name: [] for name in names}
    assert [outcome.found.total() for outcome in outcomes.values()] == [4] * 4
