"""The only place that connects to other machines: one request, answered with a value. May import `text`."""

from papertrail.web.answers import FailureKind, Fetched, FetchFailure, FetchLimits
from papertrail.web.client import Client

__all__ = ["Client", "FailureKind", "FetchFailure", "FetchLimits", "Fetched"]
