"""Reads and checks the list for MkDocs, and reports its problems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from papertrail.core.diagnostics import Diagnostic, in_order
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.pipeline.check import Checked, check_from_disk
from papertrail.publishing.host import PluginError, get_plugin_logger
from papertrail.records.files import Sources
from papertrail.reporters import count_line, text_report
from papertrail.reporters.paths import paths_from
from papertrail.reporters.style import StyledText
from papertrail.runtime.progress import Progress

log = get_plugin_logger(__name__)


def checked_list(settings: Settings, progress: Progress) -> Checked:
    """Read and check the list, and log its warnings. Raise `PluginError` if it has errors."""
    checked = check_from_disk(settings, progress)
    if not checked.ok:
        raise PluginError(f"\n{report_of(checked, checked.diagnostics)}")
    for diagnostic in checked.diagnostics:
        log.warning("%s", text_report([diagnostic], checked.library.texts).strip())
    return checked


def refuse_site_errors(sources: Sources) -> None:
    """Raise `PapertrailError` if MkDocs must not go through its folders, because of a link in them, say."""
    if sources.site_errors:
        raise PapertrailError(f"\n{text_report(in_order(sources.site_errors), {})}".rstrip())


_SHOWN_ERRORS = 10
"""The most errors on top of every page of a preview."""


def preview_problems(checked: Checked) -> str:
    """Return a note on what a preview of a list omits; an empty text if the list has no errors."""
    errors = [diagnostic for diagnostic in checked.diagnostics if diagnostic.severity == "error"]
    if not errors:
        return ""
    lines = [f"{error.path}:{error.span.line}: {error.message}" for error in errors[:_SHOWN_ERRORS]]
    more = [f"and {len(errors) - _SHOWN_ERRORS} more"] if len(errors) > _SHOWN_ERRORS else []
    return "\n".join(["This preview omits the files with errors:", *lines, *more])


def report_of(checked: Checked, diagnostics: Sequence[Diagnostic]) -> str:
    """Return a report of some of the problems of a list, with the number of all; an empty text if there are none."""
    if not diagnostics:
        return ""
    count = count_line(checked.diagnostics, len(checked.library.records))
    return text_report(diagnostics, checked.library.texts) + count


def logged_report(checked: Checked, diagnostics: Sequence[Diagnostic], root: Path) -> StyledText:
    """Return the same report for the log, with paths relative to the current folder."""
    shown, texts = paths_from(Path.cwd(), root, diagnostics, checked.library.texts)
    papers = len(checked.library.records)
    return StyledText(lambda style: text_report(shown, texts, style) + count_line(checked.diagnostics, papers, style))
