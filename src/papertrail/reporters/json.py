"""Report for programs: a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.new_sites import NewSite
from papertrail.reporters.new_sites import sites_json


def json_report(diagnostics: Iterable[Diagnostic], sites: Sequence[NewSite] | None = None) -> str:
    """`{"diagnostics": [{path, line, column, end_line, end_column, severity, code, message, help}]}`.

    With `sites`, also `"new_sites": [{site, warnings, count, links: [{path, line, url}]}]`.

    Lines and columns start at 1, columns count characters, and the end is exclusive. The text is ASCII without `##[`,
    so that it cannot control a terminal or a workflow.
    """
    records = [
        {
            "path": d.path,
            "line": d.span.line,
            "column": d.span.column,
            "end_line": d.span.end_line,
            "end_column": d.span.end_column,
            "severity": d.severity,
            "code": d.code,
            "message": d.message,
            "help": d.help,
        }
        for d in diagnostics
    ]
    document: dict[str, object] = {"diagnostics": records}
    if sites is not None:
        document["new_sites"] = sites_json(sites)
    text = json.dumps(document, indent=2)
    return text.replace("\x7f", "\\u007f").replace("##[", "##\\u005b") + "\n"
