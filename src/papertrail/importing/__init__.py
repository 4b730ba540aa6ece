"""Adopting lists: from documents and data of others to the files of a list."""

from papertrail.importing.importer import ImportResult, import_lists
from papertrail.importing.inputs import ImportOptions, InputFile
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
    "FileReport",
    "ImportOptions",
    "ImportResult",
    "InputFile",
    "base_of",
    "diff",
    "frame",
    "has_schema",
    "import_lists",
    "prepared",
    "present",
    "project",
    "read",
    "refuse_report",
    "report_json",
    "today",
    "write",
]
