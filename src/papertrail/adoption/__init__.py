"""Adopting lists: from documents and data of others to the files of a list."""

from papertrail.adoption.adopt import Adoption, adopt
from papertrail.adoption.day import today
from papertrail.adoption.disk import (
    base_of,
    diff,
    frame,
    has_schema,
    prepared,
    present,
    project,
    read,
    refuse_report,
    write,
)
from papertrail.adoption.lists import Input, Options
from papertrail.adoption.report import FileReport, report_json

__all__ = [
    "Adoption",
    "FileReport",
    "Input",
    "Options",
    "adopt",
    "base_of",
    "diff",
    "frame",
    "has_schema",
    "prepared",
    "present",
    "project",
    "read",
    "refuse_report",
    "report_json",
    "today",
    "write",
]
