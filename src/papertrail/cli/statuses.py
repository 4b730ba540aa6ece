"""The exit statuses of commands."""

FAILED, MISUSED = 1, 2
"""An error in the list; and a wrong argument or setting, or an internal error."""
