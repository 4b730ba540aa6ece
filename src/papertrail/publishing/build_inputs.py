"""What `papertrail build` passes to the plugin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from papertrail.pipeline.check import Checked
from papertrail.runtime.progress import SILENT, Progress


@dataclass(frozen=True, kw_only=True)
class BuildInputs:
    """What `papertrail build` passes to the plugin."""

    checked: Checked | None = None
    """The list, if it is already checked."""
    previous_site: Path | None = None
    """The folder of the last build, for files that do not change."""
    preview: bool = False
    """Whether to build a site that can be opened from the disk."""
    problems: str = ""
    """What to show on top of every page."""
    progress: Progress = SILENT


INPUTS = "papertrail"
"""The key of the configuration under which the plugin finds the inputs. Plugin "group" loads papertrail only when
the build runs."""
