"""Why a source has no entry."""

from __future__ import annotations

from dataclasses import dataclass

from papertrail.web import FetchFailure


@dataclass(frozen=True, kw_only=True)
class NotFound:
    """Why a source is not found, in a message and what to do."""

    message: str
    help: str
    retry_after: int | None = None
    """The seconds after which the service may be asked again, if it says so."""

    @staticmethod
    def after(failure: FetchFailure, help: str | None = None) -> NotFound:
        """The reason for a request that failed."""
        return NotFound(message=failure.message, help=help or failure.help, retry_after=failure.retry_after)
