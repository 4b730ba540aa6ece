"""The options of the bar above the papers of a page. `publishing/script_contract.py` passes them to the scripts."""

from __future__ import annotations

from papertrail.templating.words import msgid

GROUPS = {
    "topic": msgid("By topic"),
    "venue": msgid("By venue"),
    "year": msgid("By year"),
    "none": msgid("Ungrouped"),
}
"""Labels of the groupings, by their name in the query of a URL; the first is the default."""

SORTS = {
    "listed": msgid("As listed"),
    "newest": msgid("Newest first"),
    "oldest": msgid("Oldest first"),
    "added": msgid("Recently added"),
    "name": msgid("By name"),
    "venue": msgid("By venue"),
    "best": msgid("Best match"),
}
"""Labels of the sort orders, by their name in the query of a URL; the first is the default without words."""

BEST_MATCH, UNGROUPED = "best", "none"
"""Order and grouping of the papers that match words, unless others are selected."""

FACETS = {
    "topic": msgid("Topic"),
    "venue": msgid("Venue"),
    "institution": msgid("Institution"),
    "author": msgid("Author"),
    "keyword": msgid("Keyword"),
    "type": msgid("Type"),
    "status": msgid("Status"),
    "award": msgid("Award"),
    "has": msgid("With"),
    "mark": msgid("My marks"),
}
"""Titles of the facets, by their name in the query of a URL."""

FIELD = "field."
"""What the name of a custom field follows in the query of a URL, if it is a facet."""

AS_WRITTEN = "written"
"""The name of venues as papers write them in the query that gives the papers of a page."""

HAS = {"code": msgid("Code"), "notes": msgid("Reading notes"), "abstract": msgid("Abstract")}
"""Values of the facet `has`, one bit each in the index."""

ROWS_AT_ONCE = 100
"""Rows that Browse shows at first, and that each "Show more" adds."""

ASKED_SCRIPT = "assets/papertrail/asked.js"
"""The script that runs before a page with a bar is shown, and hides rows that the URL does not ask for."""
