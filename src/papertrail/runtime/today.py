"""The current date."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime


def today() -> str:
    """The current date, such as `2026-11-20`; that of `SOURCE_DATE_EPOCH` if it is set to a number of seconds."""
    with suppress(ValueError, OverflowError, OSError):  # not a number, or a year that does not exist
        return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC).date().isoformat()
    return datetime.now().astimezone().date().isoformat()
