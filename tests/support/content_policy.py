"""The Content-Security-Policy of a built site, from the script in the manual."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "site.md"


def content_policy(project: Path) -> str:
    """The policy that the manual's script prints for the site of a project."""
    script = re.search(
        r"(?ms)^## Content Security Policy$.*?^```python\n(.*?)^```$", MANUAL.read_text(encoding="utf-8")
    )
    assert script
    return subprocess.check_output([sys.executable, "-c", script[1]], cwd=project, text=True).strip()
