"""Reports for GitHub Actions: annotations of lines, and a summary of the job.

GitHub shows at most ten errors and ten warnings of a step as annotations, so the summary contains all of them; see
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from papertrail.core.diagnostics import Diagnostic
from papertrail.reporters.text import count_line, text_report
from papertrail.text.strings import printable


def github_report(diagnostics: Iterable[Diagnostic]) -> str:
    """One workflow command per diagnostic."""
    return "".join(_command(diagnostic) for diagnostic in diagnostics)


def summary(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], papers: int) -> str:
    """All diagnostics as Markdown. Text from files is in a code block."""
    diagnostics = list(diagnostics)
    heading = f"### papertrail: {count_line(diagnostics, papers)}\n\n"
    if not diagnostics:
        return heading
    report = text_report(diagnostics, texts)
    longest = max((len(run) for run in re.findall(r"`+", report)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{heading}{fence}text\n{report}{fence}\n"


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties = {
        "file": diagnostic.path,
        "line": str(span.line),
        "col": str(span.column),
        "title": f"{diagnostic.code}: {diagnostic.message}",
    }
    if span.end_line == span.line and span.end_column > span.column:
        properties["endColumn"] = str(span.end_column - 1)
    return workflow_command(diagnostic.severity, properties, diagnostic.help)


def workflow_command(name: str, properties: Mapping[str, str], message: str) -> str:
    """A workflow command, such as an annotation, as one line."""
    shown = ",".join(f"{key}={_property(printable(value))}" for key, value in properties.items())
    return f"::{name} {shown}::{_data(printable(message))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
