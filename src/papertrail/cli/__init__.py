"""The `papertrail` command: parses the command line, calls the other packages, prints, and sets the exit status.

One module per command, and `app`, which runs them. May import every other package.
"""

from papertrail.cli.app import commands, main, run

__all__ = ["commands", "main", "run"]
