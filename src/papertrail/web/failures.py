"""What went wrong with a request, in words for people."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from urllib3 import exceptions

from papertrail.text.strings import one_line, printable
from papertrail.web.answers import FailureKind, FetchFailure, FetchLimits, media_type
from papertrail.web.urls import parts_of

LATER = "try again later"
OFFLINE = "check your connection to the internet, or try again later"


def host_shown(url: str) -> str:
    """The host of a URL, for messages."""
    parts = parts_of(url)
    return shown(parts.hostname or "" if parts else url)


def shown(text: str) -> str:
    """A text of a stranger, for messages."""
    line = printable(one_line(text[:400]))
    return line if len(line) <= 120 else f"{line[:119]}…"


def too_slow(url: str, limits: FetchLimits) -> FetchFailure:
    """The failure of an answer that took too long."""
    message = f"{host_shown(url)} did not answer completely within {limits.seconds:g} seconds"
    return FetchFailure(kind=FailureKind.TIME, url=url, message=message, help=LATER)


def connection_failure(error: Exception, url: str) -> FetchFailure:
    """The failure of a connection, by the exception that ended it."""
    name = host_shown(url)
    if isinstance(error, exceptions.NewConnectionError):
        message = f"no connection to {name}"
        return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=message, help=OFFLINE)
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return FetchFailure(kind=FailureKind.TIME, url=url, message=f"{name} did not answer in time", help=LATER)
    if isinstance(error, exceptions.SSLError | ssl.SSLError):
        message, help = f"the certificate of {name} is not valid", "open the address in a browser to see why"
        return FetchFailure(kind=FailureKind.TLS, url=url, message=message, help=help)
    if isinstance(error, exceptions.DecodeError):
        return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=f"{name} sent damaged data", help=LATER)
    message = f"{name} broke off its answer, or did not answer in HTTP"
    return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=message, help=LATER)


_HELP = {
    401: "the page is not public; use another address of the paper",
    403: "the site does not answer programs; give the DOI of the paper, or save its BibTeX as a file and add the file",
    404: "check the identifier or the address",
    410: "the page was removed; use another address of the paper",
}


def status_failure(status: int, headers: Mapping[str, str], url: str) -> FetchFailure:
    """The failure of an answer with a status other than of success."""
    try:
        meaning = HTTPStatus(status).phrase.lower()
    except ValueError:
        meaning = "an unknown status"
    retry = _seconds_in(headers.get("retry-after", "").strip())
    later = f"try again in {retry} seconds" if retry else LATER
    return FetchFailure(
        kind=FailureKind.STATUS,
        url=url,
        message=f"{host_shown(url)} answered {status} ({meaning})",
        help=later if status == 429 or status >= 500 else _HELP.get(status, "open the address in a browser to see why"),
        status=status,
        headers=headers,
        retry_after=retry,
    )


def _seconds_in(retry_after: str) -> int | None:
    """The seconds of `Retry-After: 120` or `Retry-After: Fri, 31 Dec 2027 23:59:59 GMT`."""
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10:
        return int(retry_after)
    try:
        time_of_retry = parsedate_to_datetime(retry_after)
        return max(0, round(time_of_retry.timestamp() - time.time()))
    except (ValueError, OverflowError, TypeError):
        return None


def type_failure(headers: Mapping[str, str], url: str, accept: str) -> FetchFailure:
    """The failure of an answer of another media type."""
    media = shown(media_type(headers)) or "no media type"
    wanted = accept.partition(",")[0].partition(";")[0]
    help = "use the address of the page about the paper" if media == "application/pdf" else LATER
    return FetchFailure(
        kind=FailureKind.TYPE, url=url, message=f"{host_shown(url)} sent {media} instead of {wanted}", help=help
    )
