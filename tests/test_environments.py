"""The program on strange machines: each test runs it as a process of its own.

Whatever a machine lacks, a command either works, or reports it in one line, and writes a whole site or none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from conftest import REPOSITORY
from support.projects import Project

Make = Callable[[str], Project]

LIST = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\nvenue: OSDI 2020\n"
MANY = "".join(f"=== papers/p{n}.yml\nname: Paper {n}\ntopic: Training\n" for n in range(150))
"""A list that several processes render."""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux")
BASH = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


def run(made: Project, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script of Bash in a project. `$pt` is the program."""
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "pt": f"{sys.executable} -m papertrail", **variables}
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=made.root,
        env=env,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )
    for printed in (done.stdout, done.stderr):
        assert "Traceback" not in printed
        assert "internal error" not in printed
    return done


def needs(*programs: str) -> None:
    """Skip a test, visibly, if a program is missing or may not do what the test asks of it."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program}")
    if (
        "unshare" in programs
        and subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("unshare --mount is not permitted")


# Standard streams


@BASH
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("command", "status"), [("check", 0), ("export", 0), ("explain nothing", 2)])
def test_closed_streams(project: Make, closed: str, command: str, status: int) -> None:
    assert run(project(LIST), f"$pt {command} {closed}").returncode == status


@BASH
def test_a_build_with_closed_streams_writes_nothing_into_its_files(project: Make) -> None:
    made = project(LIST)
    usual = run(made, "$pt build && mv site usual && $pt build --profile <&- >&- 2>&- && diff -r usual site")
    assert (usual.returncode, usual.stdout) == (0, "")


@BASH
@LINUX
@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("trap '' PIPE; $pt explain | (exec <&-; sleep 0.5); exit ${PIPESTATUS[0]}", 1),
        ("$pt check > /dev/full", 2),
        ("$pt check &> /dev/full", 2),
    ],
)
def test_output_that_nothing_takes(project: Make, script: str, status: int) -> None:
    done = run(project(LIST), script)
    assert done.returncode == status
    assert done.stderr in ("", "papertrail: cannot write: No space left on device\n")


# What the machine lacks

READ_ONLY = "unshare --mount sh -c 'mount --bind . . && mount -o remount,ro,bind . && cd $PWD &&"


@BASH
@LINUX
@pytest.mark.parametrize(
    "limits",
    [
        "unshare --mount sh -c 'mount -t tmpfs -o ro none /dev/shm && exec $pt build'",
        "taskset -c 0 prlimit --nofile=8 $pt build",
    ],
)
def test_a_build_without_shared_memory_processors_or_files(project: Make, limits: str) -> None:
    """And with the start method of processes of macOS and Windows."""
    needs(*(name for name in ("unshare", "taskset", "prlimit") if name in limits))
    made = project(f"{MANY}=== python/sitecustomize.py\nimport multiprocessing as m\nm.set_start_method('spawn')\n")
    done = run(made, f'export PYTHONPATH="$PWD/python:$PYTHONPATH"; {limits}')
    assert done.returncode == 0, done.stderr
    assert (made.root / "site/papers/p149/index.html").is_file()


@BASH
@LINUX
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("ulimit -v 55000; $pt build", "out of memory; close other programs, or run papertrail"),
        ("ulimit -f 1; $pt build", ": File too large"),
        (
            "mkdir gone; cd gone; rmdir ../gone; $pt check",
            "the current folder does not exist any more; change",
        ),
        (
            "SOURCE_DATE_EPOCH=soon $pt build",
            "SOURCE_DATE_EPOCH=soon is not a time; set it to a number",
        ),
        ("SOURCE_DATE_EPOCH=99999999999999999999 $pt build", "is not a time"),
        (
            "unshare --mount sh -c 'mount --bind . . && mount -o remount,ro,bind . && cd $PWD && $pt build'",
            "Read-only file",
        ),
    ],
)
def test_what_a_machine_lacks_is_reported(project: Make, script: str, message: str) -> None:
    needs(*(["unshare"] if "unshare" in script else []))
    made = project(LIST)
    done = run(made, script)
    assert done.returncode == 2
    assert message in done.stderr.splitlines()[-1]
    assert not (made.root / "site").exists()


ANOTHER_USER = """
root=$(mktemp -d); trap 'rm -rf "$root"' EXIT
mkdir "$root/out"; cp -r . "$root/list"; cd "$root/list"
echo 'site_dir: ../out/site' >> mkdocs.yml
chmod 755 ..; chmod -R a+rX,a-w .; chown 54321 ../out
may_read="--inh-caps=-all,+dac_read_search --ambient-caps=+dac_read_search --bounding-set=-all,+dac_read_search"
as="setpriv --reuid 54321 --regid 54321 --clear-groups $may_read env --unset=HOME"
$as $python -c 'import papertrail' || exit 77
! $as touch papers/more.yml 2>/dev/null || exit 78
$as $pt build --strict && stat --format=%u ../out/site/papers/tofu/index.html
"""


@BASH
@LINUX
def test_another_user_without_a_home_builds_from_sources_that_it_may_only_read(project: Make) -> None:
    needs("setpriv")
    done = run(project(LIST), ANOTHER_USER, python=sys.executable)
    if done.returncode == 77:
        pytest.skip("another user may not run this Python, or this user may not change to another")
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["54321"]), done.stderr


# Variables, options of Python, and times


@BASH
@pytest.mark.parametrize(
    "script",
    [
        'env -i PYTHONPATH="$PYTHONPATH" $pt render',
        "HOME=/missing XDG_CACHE_HOME=/missing TMPDIR=/missing COLUMNS=0 TERM=dumb TZ=Nowhere/None $pt render",
        "PYTHONWARNINGS=error PYTHONOPTIMIZE=2 PYTHONIOENCODING=ascii:strict COLUMNS=1 $pt render",
        "touch -d 1960-01-01 papers/*; touch -d 2100-01-01 mkdocs.yml; umask 777; $pt render",
        "setpriv --reuid 54321 --clear-groups true && chmod -R a+rX . .. && $pt render",
    ],
)
def test_strange_variables_and_times_change_nothing(project: Make, script: str) -> None:
    needs(*(["setpriv"] if "setpriv" in script else []))
    done = run(project(LIST), script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Training\n")


@BASH
def test_names_of_files_that_the_system_cannot_store(project: Make) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\ntopic: 训练\n")
    script = "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 $pt build"
    done = run(made, script)
    if done.returncode:
        assert "set the environment variable PYTHONUTF8=1" in done.stderr
        assert not (made.root / "site").exists()
