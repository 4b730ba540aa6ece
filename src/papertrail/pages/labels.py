"""Names from records and registries that the site shows in its language; templates translate them with `| label`."""

from __future__ import annotations

from papertrail.templating.words import msgid

COLUMN_LABELS = (
    msgid("Name"),
    msgid("Title"),
    msgid("Type"),
    msgid("Authors"),
    msgid("Venue"),
    msgid("Year"),
    msgid("Date"),
    msgid("Institutions"),
    msgid("Links"),
    msgid("Remarks"),
    msgid("Keywords"),
    msgid("Added"),
)
"""The headings of columns that have none of their own."""
STATUS_LABELS = (msgid("in press"), msgid("forthcoming"), msgid("withdrawn"), msgid("retracted"))
TYPE_LABELS = (
    msgid("article"),
    msgid("article-journal"),
    msgid("article-magazine"),
    msgid("article-newspaper"),
    msgid("book"),
    msgid("chapter"),
    msgid("dataset"),
    msgid("manuscript"),
    msgid("paper-conference"),
    msgid("patent"),
    msgid("post-weblog"),
    msgid("report"),
    msgid("review"),
    msgid("software"),
    msgid("speech"),
    msgid("standard"),
    msgid("thesis"),
    msgid("webpage"),
)
"""The frequent types of works; other types stay as the records have them."""
