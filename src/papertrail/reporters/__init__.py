"""Reports of diagnostics and of new sites: as text, as JSON, and as workflow commands for GitHub."""

from papertrail.reporters.github import github_report, summary
from papertrail.reporters.json import json_report
from papertrail.reporters.new_sites import sites_notices, sites_summary, sites_text
from papertrail.reporters.text import count_line, text_report

__all__ = [
    "count_line",
    "github_report",
    "json_report",
    "sites_notices",
    "sites_summary",
    "sites_text",
    "summary",
    "text_report",
]
