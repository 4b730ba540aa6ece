"""The `import` command: converts existing lists into records. May import from all layers below the command line."""

from papertrail.importing.importer import ImportResult, import_lists
from papertrail.importing.inputs import ImportOptions, InputFile
from papertrail.importing.project_files import (
    base_url,
    check_report_path,
    find_project,
    has_schema,
    new_project_files,
    read_input,
    staged_report,
    write_files,
)
from papertrail.importing.report import FileReport, report_json
from papertrail.runtime.today import today

__all__ = [
    "FileReport",
    "ImportOptions",
    "ImportResult",
    "InputFile",
    "base_url",
    "check_report_path",
    "find_project",
    "has_schema",
    "import_lists",
    "new_project_files",
    "read_input",
    "report_json",
    "staged_report",
    "today",
    "write_files",
]
