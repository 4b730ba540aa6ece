"""The group of all commands, and the program that runs one of them."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from papertrail import __version__
from papertrail.cli.options import COLOR
from papertrail.cli.statuses import FAILED, MISUSED
from papertrail.cli.streams import flushed, open_closed_streams, print_error, use_utf8
from papertrail.core.errors import INTERNAL_ERROR, PapertrailError
from papertrail.runtime.interrupts import raise_on_signals, status_of
from papertrail.text.strings import printable

_COMMANDS = {
    "init": ("init", "Start a new list in DIRECTORY, by default in the current folder."),
    "import": ("import_files", "Import existing lists: Markdown, BibTeX, CSL-JSON, RIS, CSV, YAML, JSON and TOML."),
    "add": ("add", "Add papers by their arXiv ids, DOIs, ISBNs or addresses."),
    "check": ("check", "Check all records and registries."),
    "links": ("links", "Find dead and moved links, by asking for each of them."),
    "update": ("update", "Find out what became of papers: publications, DOIs, retractions."),
    "explain": ("explain", "Explain a rule, or list all rules."),
    "report": ("report", "Report what a branch changes in the list, for the review of a pull request."),
    "rename": ("rename", "Rename a paper, topic, venue, institution or keyword in all files."),
    "move": ("rename", "Move papers to another topic."),
    "remove": ("rename", "Remove papers with their notes, or unused topics, venues and institutions."),
    "render": ("render", "Print a list as a Markdown or HTML document."),
    "export": ("export", "Print papers as data for other programs."),
    "schema": ("schema", "Write the JSON Schemas for editors, with the names of the list."),
    "lsp": ("lsp", "Serve an editor: problems, completion, help and fixes while you type."),
    "serve": ("serve", "Serve the site locally, and reload it after each change."),
    "build": ("build", "Check the records and build the site."),
}
"""Each command with its module, and the first line of its help. A module is only imported to run its command."""


class _CommandGroup(click.Group):
    """The commands, which are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with a name."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"papertrail.cli.{_COMMANDS[cmd_name][0]}")
        command = getattr(module, "import_files" if cmd_name == "import" else cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the section of commands, each with the whole first line of its help, which Click would cut."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])


@click.group(
    cls=_CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100, "show_default": True},
)
@click.version_option(__version__, prog_name="papertrail", message="%(prog)s %(version)s")
@COLOR
def commands() -> None:
    """Manage a reading list as YAML: validate, render and publish.

    Run `papertrail COMMAND --help` for the options of a command.
    """


def run() -> NoReturn:
    """Run the program: a command, then exit with its status."""
    raise_on_signals()
    status = MISUSED
    try:
        open_closed_streams()
        status = main()
        if not flushed():
            status = status or MISUSED
    except KeyboardInterrupt as error:  # while `main` was at its end
        status = status_of(error)
    # The system frees all memory at once; Python would free the values of a large list one by one.
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    # A large list has millions of values and few cycles. By default, Python searches for cycles after every 700 new
    # values, which takes a third of the time of parsing.
    gc.set_threshold(1_000_000)
    use_utf8()
    try:
        # Click returns the status of its Exit exception, and None if a command ran to its end.
        return commands.main(args=argv, prog_name="papertrail", standalone_mode=False) or 0
    except click.Abort as error:
        return _interrupted(error.__cause__)
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
    except SystemExit:  # Click ends the program if the reader of its output is gone, as in `| head`
        return FAILED
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # it came while Python created a class
            return _interrupted(error.__cause__)
        if (message := _message(error)) is None:
            message = f"{traceback.format_exc()}papertrail: {INTERNAL_ERROR}"
        else:
            message = f"papertrail: {message}"
        print_error(message)
    return MISUSED


def _interrupted(interrupt: BaseException | None) -> int:
    print_error("papertrail: interrupted")
    return status_of(interrupt)


def _message(error: Exception) -> str | None:
    """The message of an expected exception; None for a bug."""
    if isinstance(error, MemoryError):  # first, as another import can fail for the same reason
        return str(error) or "out of memory; close other programs, or run papertrail on a machine with more memory"
    if any(one.__module__.startswith("jinja2.") for one in type(error).mro()):
        from papertrail.templating.environment import template_message

        return template_message(error)
    if isinstance(error, UnicodeEncodeError) and sys.getfilesystemencoding() != "utf-8":
        return f"this system cannot store the file name {error.object!a}; set the environment variable PYTHONUTF8=1"
    if isinstance(error, OSError):
        return _os_message(error)
    return str(error) if isinstance(error, PapertrailError) else None


def _os_message(error: OSError) -> str:
    """The message of an error of the system, such as a full disk, or a folder that may not be written to."""
    if error.filename is not None:
        return f"{printable(os.fsdecode(error.filename))}: {error.strerror}"
    try:
        Path.cwd()
    except FileNotFoundError:
        return "the current folder does not exist any more; change to another one"
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    return f"cannot write: {error.strerror}" if is_full else error.strerror or str(error)
