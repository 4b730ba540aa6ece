"""The one exception that papertrail raises for what its caller did wrong."""


class PapertrailError(Exception):
    """Wrong use or a wrong setting; the message is written for the user.

    Problems in records are never raised: they are values, see `papertrail.diagnostics`.
    The edges (`cli`, `site`) turn this into a message and exit status 2.
    """
