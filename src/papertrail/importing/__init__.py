"""The commands `import` and `add`: convert existing lists, and single works, into records.

May import from all layers below the command line.
"""

from papertrail.importing.add import Addition, add_works, additions_of, paths_of
from papertrail.importing.importer import ImportResult, import_lists, project_of
from papertrail.importing.inputs import ImportOptions, InputFile, field_names
from papertrail.importing.preview import preview_text
from papertrail.importing.project import Project
from papertrail.importing.project_files import (
    base_url,
    check_report_path,
    checked_input,
    find_project,
    has_schema,
    is_new,
    new_project_files,
    read_input,
    read_inputs,
    staged_report,
    write_files,
)
from papertrail.importing.report import FileReport, report_json, reports_text
from papertrail.runtime.today import today

__all__ = [
    "Addition",
    "FileReport",
    "ImportOptions",
    "ImportResult",
    "InputFile",
    "Project",
    "add_works",
    "additions_of",
    "base_url",
    "check_report_path",
    "checked_input",
    "field_names",
    "find_project",
    "has_schema",
    "import_lists",
    "is_new",
    "new_project_files",
    "paths_of",
    "preview_text",
    "project_of",
    "read_input",
    "read_inputs",
    "report_json",
    "reports_text",
    "staged_report",
    "today",
    "write_files",
]
