"""The group of all commands, and the program that runs one of them."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click
import jinja2

from papertrail import __version__
from papertrail.cli.build import build
from papertrail.cli.check import check
from papertrail.cli.explain import explain
from papertrail.cli.export import export
from papertrail.cli.import_files import import_files
from papertrail.cli.init import init
from papertrail.cli.output import MISUSED
from papertrail.cli.render import render
from papertrail.cli.serve import serve
from papertrail.core.errors import PapertrailError
from papertrail.templating.environment import template_fault


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papertrail")
def commands() -> None:
    """Keep a reading list as one YAML record a paper; check it, render it, publish it."""


for command in (check, explain, build, serve, render, export, import_files, init):
    commands.add_command(command)


def run() -> NoReturn:
    """Run a command as the whole program, and end with its exit status."""
    status = main()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where the caller has closed it
            stream.flush()
    except OSError:  # the reader of our output has gone, or the disk is full
        status = status or MISUSED
    # The system takes all memory back at once; Python would give back the values of a large list one by one.
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    # A large list makes millions of values and hardly a cycle among them; looking for one after every 700 new
    # values, as Python does, takes a third of the time of parsing.
    gc.set_threshold(200_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        # Click gives the status of its Exit exception as the result, and None where a command ran to its end.
        return commands.main(args=argv, prog_name="papertrail", standalone_mode=False) or 0
    except BrokenPipeError:  # the reader of our output has gone, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except click.ClickException as error:
        error.show()
    except Exception as error:
        if (message := _message(error)) is None:
            traceback.print_exc()
            message = "this is a mistake of papertrail itself; please report the lines above"
        click.echo(f"papertrail: {message}", err=True)
    return MISUSED


def _message(error: Exception) -> str | None:
    """What to print about an exception; None for one that nobody foresaw."""
    if isinstance(error, click.Abort):  # Ctrl-C
        return "stopped"
    if isinstance(error, jinja2.TemplateError):
        return template_fault(error)
    if isinstance(error, PapertrailError | OSError):  # such as a full disk, or a folder that may not be written to
        return str(error)
    return None
