"""The standard streams of the program, which its caller may have closed or connected to anything."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def open_closed_streams() -> None:
    """Connect closed standard streams to the null device.

    Otherwise Python has None in their place, and the next file that is opened gets the number of one of them, so that
    what a library prints would be written into that file.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - until the end


def use_utf8() -> None:
    """Have what is printed be the same on every system."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def flushed() -> bool:
    """Write what is still to be printed. Return False if the reader is gone, or the disk is full."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return False
    return True


def print_error(text: str) -> None:
    """Print to standard error, if that is possible."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)
