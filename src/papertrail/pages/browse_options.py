"""The options of the bar above the papers of a page. `publishing/script_contract.py` passes them to the scripts."""

from __future__ import annotations

GROUPS = {"topic": "By topic", "venue": "By venue", "year": "By year", "none": "Ungrouped"}
"""Labels of the groupings, by their name in the query of a URL; the first is the default."""

SORTS = {
    "listed": "As listed",
    "newest": "Newest first",
    "added": "Recently added",
    "name": "By name",
    "venue": "By venue",
}
"""Labels of the sort orders, by their name in the query of a URL; the first is the default."""

FACETS = {
    "topic": "Topic",
    "venue": "Venue",
    "institution": "Institution",
    "author": "Author",
    "keyword": "Keyword",
    "type": "Type",
    "has": "With",
    "mark": "My marks",
}
"""Titles of the facets, by their name in the query of a URL."""

HAS = {"code": "Code", "notes": "Reading notes", "abstract": "Abstract"}
"""Values of the facet `has`, one bit each in the index."""

ROWS_AT_ONCE = 100
"""Rows that Browse shows at first, and that each "Show more" adds."""

LONGEST_QUERY = 300
"""Maximum length of a search; the rest is ignored."""
