"""The exception for wrong use of papertrail, and the message for its own faults."""

INTERNAL_ERROR = "internal error; please report it with the lines above"


class PapertrailError(Exception):
    """Wrong use or a wrong setting, with a message for the user.

    Problems in records are not exceptions but values, see `papertrail.core.diagnostics`. The command line prints this
    message and exits with status 2.
    """
