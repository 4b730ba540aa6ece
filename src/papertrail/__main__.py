"""`python -m papertrail` runs the `papertrail` command, as the program `papertrail` does."""

from typing import NoReturn

from papertrail.runtime.interrupts import end_on_signals


def run() -> NoReturn:
    """Run the program."""
    end_on_signals()
    from papertrail.cli import run  # takes a quarter of a second, in which Ctrl-C would print a traceback

    run()


if __name__ == "__main__":
    run()
