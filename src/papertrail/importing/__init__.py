"""Adopting lists: from documents and data of others to the files of a list."""

from papertrail.importing.importer import Adoption, adopt
from papertrail.importing.inputs import Input, Options
from papertrail.importing.project_files import (
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
from papertrail.importing.report import FileReport, report_json
from papertrail.importing.today import today

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
