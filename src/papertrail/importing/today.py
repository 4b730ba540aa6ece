"""The day, which an import takes from the machine that it runs on."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def today() -> str:
    """The day, as records say when a paper joined the list; that of SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now().astimezone()
    return moment.date().isoformat()
