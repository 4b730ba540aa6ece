"""A problem at a node, before the rule that reports it adds its code and the path of the file."""

from __future__ import annotations

from typing import NamedTuple

from papertrail.core.diagnostics import Severity
from papertrail.core.fixes import Fix
from papertrail.yaml.nodes import Node


class Problem(NamedTuple):
    """What is wrong with a node, and how to fix it."""

    node: Node | None
    message: str
    help: str
    severity: Severity = "error"
    value: str | None = None
    """What `papertrail check --fix` writes instead of the text of the node."""
    fix: Fix | None = None
    """Another way to fix it."""
