"""The current date."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def today() -> str:
    """The current date, such as `2026-11-20`; that of `SOURCE_DATE_EPOCH` if it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now().astimezone()
    return moment.date().isoformat()
