"""What a person at a terminal gets: colors, help texts, completion."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from papertrail.cli.options import color_choice
from papertrail.reporters import count_line, text_report
from papertrail.reporters.style import ansi
from papertrail.rules import RULES
from support.commands import COMMANDS
from support.projects import Project, checked

Make = Callable[[str], Project]

BROKEN = """\
=== papers/broken.yml
naem: Broken
topic: Serving
=== papers/stray.yml
name: Stray
remarks: "a *stray mark"
topic: Serving
"""


ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def terminal(folder: Path, *args: str, **variables: str) -> Iterator[Iterator[str]]:
    """Run `papertrail ARGS` on a terminal, and give what it prints, piece by piece."""
    pty = pytest.importorskip("pty")
    reader, writer = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    process = subprocess.Popen(
        [sys.executable, "-m", "papertrail", *args],
        stdin=writer, stdout=writer, stderr=writer, cwd=folder, env={**env, "TERM": "xterm", **variables},
    )  # fmt: skip
    os.close(writer)
    try:
        yield pieces(reader)
    finally:
        process.terminate()
        process.wait()
        os.close(reader)


def pieces(reader: int) -> Iterator[str]:
    while True:
        try:
            piece = os.read(reader, 4096)
        except OSError:  # Linux: the other end is closed
            return
        if not piece:
            return
        yield piece.decode().replace("\r\n", "\n")


def on_terminal(folder: Path, *args: str, **variables: str) -> str:
    """What `papertrail ARGS` prints to a terminal."""
    with terminal(folder, *args, **variables) as printed:
        return "".join(printed)


# Colors


def test_a_terminal_gets_the_same_text_in_colors(project: Make) -> None:
    made = project(BROKEN)
    plain = made.run("check").out
    assert "\x1b" not in plain
    printed = on_terminal(made.root, "check")
    assert ESCAPE.sub("", printed) == plain
    assert printed.startswith("\x1b[1mpapers/broken.yml:1:1\x1b[0m: \x1b[1;31merror[PT103]\x1b[0m: ")
    assert "\x1b[1;33mwarning[PT403]\x1b[0m" in printed
    assert printed.endswith("2 papers, \x1b[1;31m1 error\x1b[0m, \x1b[1;33m1 warning\x1b[0m\n")
    built = on_terminal(made.root, "build")
    assert ESCAPE.sub("", built) == made.run("build").err
    assert "\x1b[1;31merror[PT103]\x1b[0m" in built


@pytest.mark.parametrize(
    ("args", "variables", "colored"),
    [
        (["check"], {"NO_COLOR": "1"}, False),
        (["check"], {"NO_COLOR": ""}, True),
        (["check"], {"TERM": "dumb"}, False),
        (["check", "--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["check", "--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never", "check"], {}, False),
        (["--color", "never", "check", "--color", "auto"], {}, True),
        (["check", "--format", "json"], {}, False),
        (["explain"], {}, True),
    ],
)
def test_options_and_variables_choose_colors(
    project: Make, args: list[str], variables: dict[str, str], colored: bool
) -> None:
    assert ("\x1b[" in on_terminal(project(BROKEN).root, *args, **variables)) is colored


@pytest.mark.parametrize(("options", "colored"), [([], True), (["--color", "never"], False)])
def test_serve_colors_the_problems_in_its_log(project: Make, options: list[str], colored: bool) -> None:
    made = project(f"{BROKEN}=== papers/good.yml\nname: Good\ntopic: Serving\n")
    with terminal(made.root / "docs", "serve", "-a", f"127.0.0.1:{free_port()}", *options) as printed:
        log = ""
        while "3 papers, " not in log or " warning" not in log.partition("3 papers, ")[2]:
            log += next(printed)
    error, place = "error[PT103]", "../papers/broken.yml:1:1"
    assert (f"\x1b[1m{place}\x1b[0m: \x1b[1;31m{error}\x1b[0m" in log) is colored
    assert f"{place}: {error}" in ESCAPE.sub("", log)


def test_colors_can_be_forced_without_a_terminal(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(BROKEN)
    colored = made.run("check", "--color", "always").out
    assert "\x1b[1;31m" in colored
    assert made.run("--color", "always", "check").out == colored
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert made.run("check").out == colored
    assert made.run("check", "--color", "never").out == ESCAPE.sub("", colored)


@pytest.mark.parametrize(
    ("when", "env", "expected"),
    [
        ("auto", {}, None),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color_choice(when: str, env: dict[str, str], expected: bool | None) -> None:
    assert color_choice(when, env) is expected


def test_colors_change_nothing_but_the_colors() -> None:
    result = checked(BROKEN + "=== papers/odd.yml\nname: '\x1b[31m'\ntopic: Serving\n")
    texts = result.library.texts
    assert ESCAPE.sub("", text_report(result.diagnostics, texts, ansi)) == text_report(result.diagnostics, texts)
    for diagnostics in (result.diagnostics, ()):
        assert ESCAPE.sub("", count_line(diagnostics, 3, ansi)) == count_line(diagnostics, 3)


# Help


@pytest.mark.parametrize("columns", ["50", "80", "200"])
def test_help_is_not_cut(project: Make, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    printed = " ".join(project(BROKEN).run("--help").out.split())
    for name, command in COMMANDS.items():
        summary = (command.help or "").partition("\n")[0]
        assert f"{name} {summary}" in printed
        assert summary.endswith(".")


def test_help_shows_defaults(project: Make) -> None:
    made = project(BROKEN)
    assert "[default: text]" in made.run("check", "--help").out
    assert "[default: json]" in made.run("export", "-h").out
    printed = " ".join(made.run("serve", "--help").out.split())
    assert "[default: (dev_addr in mkdocs.yml, or 127.0.0.1:8000)]" in printed
    assert "[default: (mkdocs.yml in the current folder or the nearest parent)]" in printed


# Completion


def completed(folder: Path, *words: str) -> list[str]:
    """What Bash offers for the last word."""
    env = {
        **os.environ, "_PAPERTRAIL_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "papertrail"], capture_output=True, text=True, cwd=folder, env=env, check=False
    )
    assert done.stderr == ""
    return [line.removeprefix("plain,") for line in done.stdout.split()]


TOPICS = "=== papers/_topics.yml\n- Training\n- {name: Machine Learning Systems, topics: [Memory]}\n- $(touch pwned)\n"


def test_names_of_lists_are_completed(project: Make) -> None:
    made = project(f"{TOPICS}=== papers/broken.yml\n[\n")
    slugs = ["training", "machine-learning-systems", "touch-pwned"]
    assert completed(made.root, "papertrail", "render", "") == slugs
    assert completed(made.root, "papertrail", "render", "ma") == ["machine-learning-systems"]
    assert completed(made.root / "papers", "papertrail", "export", "--list", "t") == ["training", "touch-pwned"]
    assert completed(made.root.parent, "papertrail", "render", "-f", made.root.name, "tr") == ["training"]


def test_rules_are_completed(project: Make) -> None:
    folder = project(TOPICS).root
    codes = [rule.CODE for rule in RULES if rule.CODE.startswith("PT10")]
    assert completed(folder, "papertrail", "explain", "pt10") == codes
    assert completed(folder, "papertrail", "explain", "unknown-f") == ["unknown-field"]


@pytest.mark.parametrize("tree", ["=== mkdocs.yml\n[\n", "=== papers/_topics.yml\n[\n", "=== mkdocs.yml\n{}\n"])
def test_completion_in_a_broken_project_offers_nothing(project: Make, tree: str) -> None:
    assert completed(project(tree).root, "papertrail", "render", "") == []


def test_completion_outside_a_project_offers_nothing(tmp_path: Path) -> None:
    assert completed(tmp_path, "papertrail", "render", "") == []
    assert "render" in completed(tmp_path, "papertrail", "")
