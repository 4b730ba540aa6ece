"""What a change does to a list, as values for a report. May import from all layers below, and from `pipeline`."""

from papertrail.reviewing.changes import ListChanges, PaperChange, list_changes

__all__ = ["ListChanges", "PaperChange", "list_changes"]
