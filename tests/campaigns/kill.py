"""Kills commands at random instants, and checks what the next command makes of it.

    python -m tests.campaigns.kill [--commands build,import] [--kills 100] [--papers 40] [--seed 1] [--signal all]

Each run starts from the same project, in which an earlier command has written the old result. The command is killed
after a random part of its usual time, or within milliseconds after its first trace on the disk. Right after that, the
result must be wholly the old one, wholly the new one, or nothing. Then the next command runs: it must succeed, the
result must equal that of a run without a kill byte for byte, nothing may be left over, and no other file may differ.
Most runs are forks of one process that has loaded papertrail; every tenth is a process of its own.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import hashlib
import importlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

LIMIT = 600.0
"""Seconds after which a command counts as blocked."""
ORPHANS = 1.0
"""Seconds in which the children of a killed process must end."""
REAL = 10
"""Every run of this number is a process of its own."""
_PR_SET_CHILD_SUBREAPER = 36
Files = Mapping[str, bytes | None]
"""Each path below a folder with the hash of its content; None for a folder."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command that writes, and what it writes."""

    arguments: tuple[str, ...]
    writes: tuple[str, ...]
    """The files and folders that may change."""
    in_parts: bool = False
    """Whether it writes several files, each as a whole, and ends with the one that makes them count."""
    in_place: bool = False
    """Whether the entries of a folder are replaced one by one, so that only the next command makes it whole."""
    once: bool = False
    """Whether it refuses to run again after it has succeeded."""


COMMANDS = {
    "build": Command(arguments=("build",), writes=("site",)),
    "build-in-place": Command(arguments=("build", "-f", "in-place.yml"), writes=("mounted",), in_place=True),
    "import": Command(arguments=("import", "NEW.md"), writes=("papers",)),
    "import-report": Command(
        arguments=("import", "NEW.md", "--report", "report.json"), writes=("papers", "report.json"), in_parts=True
    ),
    "import-new": Command(arguments=("import", "NEW.md", "--into", "fresh"), writes=("fresh",), in_parts=True),
    "add": Command(arguments=("add", "NEW.bib", "--topic", "Training > Part 1"), writes=("papers",)),
    "fix": Command(arguments=("check", "--fix"), writes=("papers",)),
    "rename": Command(arguments=("rename", "topic", "Training", "Learning"), writes=("papers",), once=True),
    "render-write": Command(arguments=("render", "training", "--write", "LIST.md"), writes=("LIST.md",)),
    "render-out": Command(arguments=("render", "--out", "pages"), writes=("pages",)),
    "init": Command(arguments=("init", "other"), writes=("other",), in_parts=True, once=True),
}
SIGNALS = {"kill": signal.SIGKILL, "group": signal.SIGKILL, "int": signal.SIGINT, "term": signal.SIGTERM}


# The project


def write_records(papers: Path, count: int, *, changed: bool) -> None:
    """Write the records of a list; with `changed`, every fifth one differs, and one is new."""
    papers.mkdir(exist_ok=True)
    for number in range(count + changed):
        words = ["".join(random.Random(f"{number} {word}").choices("aeioubdglmnrst", k=7)) for word in range(4)]
        title = f"{'Revised' if changed and number % 5 == 0 else 'First'} {' '.join(words)}"
        record = (
            f"name: Paper {number}\ntitle: {title}\nvenue: OSDI {2000 + number % 20}\n"
            f"authors: [Ada Writer{number}, Bob Reader{number % 50}]\nkeywords: [k{number % 30}]\n"
            f"links: {{Paper: https://example.org/p/{number}, DOI: http://dx.doi.org/10.1000/p{number}}}\n"
            f"topic: Training > Part {number % 7}\n"
        )
        target = papers / f"paper-{number}.yml"
        target.unlink(missing_ok=True)
        target.write_text(record, encoding="utf-8")


def write_project(root: Path, papers: int) -> None:
    """Write a project, and a list to import."""
    (root / "docs").mkdir(parents=True)
    (root / "docs/about.md").write_text("# About\n", encoding="utf-8")
    settings = "site_name: A List\ntheme: {name: material, font: false}\nplugins: [search, papertrail]\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (root / "in-place.yml").write_text(f"{settings}site_dir: mounted\n", encoding="utf-8")
    entries = (
        f"- [Added Work {number}: Serving Many Models](https://example.org/a/{number}) (SoCC {2000 + number % 20})\n"
        for number in range(min(papers, 200))
    )
    (root / "NEW.md").write_text(f"# Added\n\n## One\n\n{''.join(entries)}", encoding="utf-8")
    bibtex = "@article{new, title={One More Work}, author={Ada Writer1}, journal={OSDI}, year={2021}}\n"
    (root / "NEW.bib").write_text(bibtex, encoding="utf-8")
    write_records(root / "papers", papers, changed=False)


def contents(root: Path, names: Sequence[str] | None = None) -> Files:
    """The files below a folder, or only those in some of its entries, without what papertrail writes aside."""
    tops = [root] if names is None else [root / name for name in names if os.path.lexists(root / name)]
    found: dict[str, bytes | None] = {}
    for top in tops:
        for path in [top, *top.rglob("*")]:
            name = path.relative_to(root).as_posix()
            if ".papertrail-" not in name and name != ".":
                found[name] = hashlib.blake2b(path.read_bytes()).digest() if path.is_file() else None
    return found


def copy(source: Path, target: Path) -> None:
    """Copy a project as hard links: papertrail must never write into a file."""
    shutil.copytree(source, target, symlinks=True, copy_function=os.link)


# Processes


def warm(root: Path) -> None:
    """Load every module that a command loads, so that a fork starts at once."""
    receiver, sender = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        with suppress(BaseException):
            os.chdir(root)
            with silenced(root.parent / "warm.log"):
                from papertrail.cli import main

                for name in ("build", "import", "render-out"):
                    main(list(COMMANDS[name].arguments))
            os.write(sender, " ".join(sys.modules).encode())
            status = 0
        os._exit(status)
    os.close(sender)
    with open(receiver, encoding="utf-8") as pipe:  # noqa: PTH123
        names = pipe.read().split()
    os.waitpid(child, 0)
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)
    gc.freeze()


@contextmanager
def silenced(log: Path) -> Iterator[None]:
    """Send what this process prints to a file."""
    opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(opened, 1)
    os.dup2(opened, 2)
    yield


def started(root: Path, arguments: Sequence[str], *, real: bool = False) -> int:
    """Start a command in a session of its own, and return the id of its process."""
    log = root.parent / "output.log"
    if real:
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "papertrail", *arguments],
                cwd=root, stdout=output, stderr=output, start_new_session=True, env=environment(),
            )  # fmt: skip
        process.returncode = 0  # it is waited for here
        return process.pid
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS.values())
    child = os.fork()
    if not child:
        run_command(root, arguments, log)
    with suppress(OSError):
        os.setpgid(child, child)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return child


def run_command(root: Path, arguments: Sequence[str], log: Path) -> NoReturn:
    """Be the program `papertrail`."""
    from papertrail.runtime.interrupts import end_on_signals

    with suppress(OSError):
        os.setpgid(0, 0)
    os.chdir(root)
    os.environ |= environment()
    sys.argv = ["papertrail", *arguments]
    with silenced(log):
        end_on_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS.values())
        from papertrail.cli import run

        run()
    os._exit(99)


def environment() -> dict[str, str]:
    """The environment of a command."""
    import papertrail

    source = str(Path(papertrail.__file__).resolve().parents[1])
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": source}


def ended(child: int, seconds: float) -> int | None:
    """Wait for a process, and return its status; None if it still runs after some time."""
    end = time.monotonic() + seconds
    pause = 0.0005
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)
    return None


def run_undisturbed(root: Path, arguments: Sequence[str], *, real: bool = False) -> float:
    """Run a command to its end, and return its seconds."""
    begin = time.monotonic()
    child = started(root, arguments, real=real)
    status = ended(child, LIMIT)
    if status != 0:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        output = (root.parent / "output.log").read_text(encoding="utf-8", errors="replace").strip()
        raise CommandFailedError(f"{' '.join(arguments)}: status {status}: {output[-500:]}")
    return time.monotonic() - begin


class CommandFailedError(Exception):
    """A command that must succeed did not."""


def outlived(group: int) -> bool:
    """Whether a child of a killed process does not end. Those that have ended are waited for."""
    end = time.monotonic() + ORPHANS
    while time.monotonic() < end:
        try:
            os.waitpid(-group, os.WNOHANG)
        except ChildProcessError:
            return False
        time.sleep(0.005)
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return True


# A campaign


@dataclass
class Outcome:
    """What the kills of one command came to."""

    found: Counter[str] = field(default_factory=Counter)
    """How often the result was found old, new, in part, mixed, or missing, right after the kill."""
    faults: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def fault(self, kind: str, detail: str) -> None:
        """Count something that must not happen."""
        self.faults[kind] += 1
        self.details.append(f"{kind}: {detail}")


@dataclass(frozen=True)
class Campaign:
    """The kills of one command."""

    name: str
    template: Path
    random: random.Random
    signals: Sequence[str]

    @property
    def command(self) -> Command:
        """The command that is killed."""
        return COMMANDS[self.name]

    def run(self, kills: int, advance: Callable[[int], None] = lambda done: None) -> Outcome:
        """Kill the command, and return what came of it."""
        outcome = Outcome()
        scratch = self.template.parent
        old = contents(self.template, self.command.writes)
        others = self._others(self.template)
        root = scratch / "reference"
        copy(self.template, root)
        usual = {False: run_undisturbed(root, self.command.arguments)}
        new = [contents(root, self.command.writes)]
        if not self.command.once:
            usual[False] = statistics.median([usual[False], *self._times(2, real=False)])
            run_undisturbed(root, self.command.arguments)
            new.append(contents(root, self.command.writes))  # a report may differ if the records are already there
        usual[True] = statistics.median(self._times(2, real=True)) if kills >= REAL else 0.0
        shutil.rmtree(root)
        for number in range(kills):
            root = scratch / f"run-{number}"
            copy(self.template, root)
            failed = len(outcome.details)
            self._kill(root, usual, real=number % REAL == REAL - 1, outcome=outcome, expected=(old, new[0]))
            self._check(root, outcome, new, others)
            if len(outcome.details) == failed:
                shutil.rmtree(root)
            advance(number + 1)
        return outcome

    def _times(self, runs: int, *, real: bool) -> Iterator[float]:
        for _ in range(runs):
            root = self.template.parent / "timed"
            copy(self.template, root)
            yield run_undisturbed(root, self.command.arguments, real=real)
            shutil.rmtree(root)

    def _others(self, root: Path) -> Files:
        return {
            name: content
            for name, content in contents(root).items()
            if name.partition("/")[0] not in self.command.writes or name.startswith("mounted/.git/")
        }

    def _kill(
        self, root: Path, usual: Mapping[bool, float], *, real: bool, outcome: Outcome, expected: tuple[Files, Files]
    ) -> None:
        how = self.random.choice(self.signals)
        child = started(root, self.command.arguments, real=real)
        if self.random.random() < 0.3:  # aimed at what only takes milliseconds
            status = self._wait_for_trace(root, child, usual[real] * 2)
            delay = self.random.uniform(0, 0.01)
        else:
            status, delay = None, self.random.uniform(0, usual[real] * 1.05)
        if status is None:
            status = ended(child, delay)
        if status is None:
            (os.kill if how in ("kill", "term") else os.killpg)(child, SIGNALS[how])
            status = ended(child, LIMIT)
        state = self._state(contents(root, self.command.writes), *expected)
        outcome.found[state] += 1
        if state == "mixed" and not self.command.in_place:
            outcome.fault("mixed", f"{root} after {how}")
        output = (root.parent / "output.log").read_text(encoding="utf-8", errors="replace")
        starting = real and "/papertrail/" not in output  # Python itself, which prints a traceback
        if not starting and ("Traceback" in output or status not in (0, 128 + SIGNALS[how], -SIGNALS[how])):
            outcome.fault("message", f"{root} after {how}: status {status}: {output[-2000:]}")
        _GROUPS.append(child)

    def _wait_for_trace(self, root: Path, child: int, seconds: float) -> int | None:
        """Wait until the command has begun to move its result to its place, or anything before that."""
        names = self.random.choice((("work", "new"), ("old", "ready")))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if any(self._traces(root, names)):
                return None
            if (status := ended(child, 0.0003)) is not None:
                return status
        return None

    def _traces(self, root: Path, names: Sequence[str]) -> Iterator[bool]:
        for folder in (root, *(root / name for name in self.command.writes)):
            with suppress(OSError):
                for name in os.listdir(folder):  # noqa: PTH208 - it must be fast
                    if ".papertrail-" in name:
                        yield "work" in names or any((folder / name / inner).exists() for inner in names)

    def _state(self, found: Files, old: Files, new: Files) -> str:
        if not found:
            return "nothing" if old else "old"
        if found in (old, new):
            return "old" if found == old else "new"
        pairs = [(content, old.get(name, content), new.get(name, content)) for name, content in found.items()]
        if self.command.in_parts and all(content in (before, after) for content, before, after in pairs):
            return "part"
        return "mixed"

    def _check(self, root: Path, outcome: Outcome, new: Sequence[Files], others: Files) -> None:
        """Run the next command, and compare."""
        try:
            if "papers" in self.command.writes and self.random.random() < 0.5:
                run_undisturbed(root, ("check",))
            is_done = self.command.once and contents(root, self.command.writes) == new[0]
            run_undisturbed(root, ("check",) if is_done else self.command.arguments)
        except CommandFailedError as error:
            outcome.fault("blocked", f"{root}: {error}")
        while _GROUPS:
            if outlived(_GROUPS.pop()):
                outcome.fault("outlived", str(root))
        if contents(root, self.command.writes) not in new:
            outcome.fault("differs", str(root))
        if self._others(root) != others:
            outcome.fault("changed", str(root))
        if left := [path for path in root.rglob("*") if ".papertrail-" in path.name]:
            outcome.fault("left over", f"{left[0]}")


_GROUPS: list[int] = []
"""Groups of killed processes whose children have not been waited for."""
STATES = ("old", "new", "nothing", "part", "mixed")
FAULTS = ("blocked", "differs", "changed", "left over", "outlived", "message")


def table(outcomes: Mapping[str, Outcome], papers: int) -> str:
    """The figures of several commands, as a Markdown table."""
    head = ["Command", "Papers", "Kills", *(f"found {state}" for state in STATES), *FAULTS]
    rows = [head, ["---"] * len(head)]
    for name, outcome in outcomes.items():
        figures = [*(outcome.found[state] for state in STATES), *(outcome.faults[fault] for fault in FAULTS)]
        rows.append([f"`{name}`", f"{papers:,}", f"{outcome.found.total():,}", *map(str, figures)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def campaign(
    names: Sequence[str], kills: int, papers: int, seed: int, signals: Sequence[str], scratch: Path
) -> dict[str, Outcome]:
    """Kill each of some commands, and return what came of it. Folders of runs with faults stay in `scratch`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    outcomes: dict[str, Outcome] = {}
    template = scratch / "template"
    write_project(template, papers)
    copy(template, scratch / "warm")
    warm(scratch / "warm")
    (template / "mounted/.git").mkdir(parents=True)
    (template / "mounted/.git/config").write_text("mine\n", encoding="utf-8")
    for name in {*names} & {"build", "build-in-place", "render-write", "render-out"}:
        run_undisturbed(template, COMMANDS[name].arguments)  # the old result
    write_records(template / "papers", papers, changed=True)
    for name in names:
        folder = scratch / name
        folder.mkdir()
        copy(template, folder / "template")
        chosen = Campaign(name, folder / "template", random.Random(f"{seed} {name}"), signals)

        def advance(done: int, name: str = name) -> None:
            if sys.stderr.isatty():
                print(f"\r{name}: {done} of {kills} ", end="", file=sys.stderr, flush=True)

        outcomes[name] = chosen.run(kills, advance)
        print(f"{name}: {kills} kills, {len(outcomes[name].details)} faults", file=sys.stderr)
        print("".join(f"  {detail}\n" for detail in outcomes[name].details[:20]), end="", file=sys.stderr)
    return outcomes


def main() -> int:
    """Run the campaign of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.kill", description=__doc__.partition("\n")[0])
    parser.add_argument("--commands", default=",".join(COMMANDS), help="names, separated by commas (default: all)")
    parser.add_argument("--kills", type=int, default=100, help="kills of each command")
    parser.add_argument("--papers", type=int, default=40, help="papers of the list")
    parser.add_argument("--seed", type=int, default=1, help="another number kills at other instants")
    parser.add_argument("--signal", choices=[*SIGNALS, "all"], default="all", help="`group` also kills the children")
    options = parser.parse_args()
    names = options.commands.split(",")
    if unknown := {*names} - {*COMMANDS}:
        parser.error(f"unknown commands: {', '.join(unknown)}; use some of: {', '.join(COMMANDS)}")
    signals = list(SIGNALS) if options.signal == "all" else [options.signal]
    scratch = Path(tempfile.mkdtemp(prefix="papertrail-kill-"))
    outcomes = campaign(names, options.kills, options.papers, options.seed, signals, scratch)
    print(table(outcomes, options.papers))
    if any(outcome.details for outcome in outcomes.values()):
        return 1
    shutil.rmtree(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
