"""All commands of the program, imported."""

from __future__ import annotations

import click

from papertrail.cli import commands

_CONTEXT = click.Context(commands)
COMMANDS = {
    name: command for name in commands.list_commands(_CONTEXT) if (command := commands.get_command(_CONTEXT, name))
}
"""The commands by name, in the order of the help."""
