"""Report for programs: a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.fixes import Fix
from papertrail.core.new_sites import NewSite
from papertrail.reporters.new_sites import sites_json


def _fix(fix: Fix) -> dict[str, object]:
    edits = [{"path": edit.path, **edit.span._asdict(), "text": edit.text} for edit in fix.edits]
    rename = {"rename": {"from": fix.rename[0], "to": fix.rename[1]}} if fix.rename else {}
    return {"label": fix.label, "edits": edits, **rename}


def json_report(diagnostics: Iterable[Diagnostic], sites: Sequence[NewSite] | None = None) -> str:
    """`{"diagnostics": [{path, line, column, end_line, end_column, severity, code, message, help}]}`.

    With `"fix": {label, edits: [{path, line, column, end_line, end_column, text}], rename: {from, to}}` if
    `check --fix` fixes it.

    With `sites`, also `"new_sites": [{site, warnings, count, links: [{path, line, url}]}]`.

    Lines and columns start at 1, columns count characters, and the end is exclusive. The text is ASCII without `##[`,
    so that it cannot control a terminal or a workflow.
    """
    document: dict[str, object] = {"diagnostics": [diagnostic_json(d) for d in diagnostics]}
    if sites is not None:
        document["new_sites"] = sites_json(sites)
    return json_text(document)


def diagnostic_json(d: Diagnostic) -> dict[str, object]:
    """A diagnostic as a JSON value."""
    return {
        "path": d.path,
        "line": d.span.line,
        "column": d.span.column,
        "end_line": d.span.end_line,
        "end_column": d.span.end_column,
        "severity": d.severity,
        "code": d.code,
        "message": d.message,
        "help": d.help,
        **({"fix": _fix(d.fix)} if d.fix else {}),
    }


def json_text(document: dict[str, object]) -> str:
    """A JSON document that cannot control a terminal or a workflow."""
    text = json.dumps(document, indent=2)
    return text.replace("\x7f", "\\u007f").replace("##[", "##\\u005b") + "\n"
