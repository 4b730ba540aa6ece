"""What the bar above the papers of a page offers; `publishing/script_contract.py` passes it to the scripts."""

from __future__ import annotations

GROUPS = {"topic": "By topic", "venue": "By venue", "year": "By year", "none": "Ungrouped"}
"""Labels of the groupings by their name in the query of a URL; the first is the default."""

SORTS = {
    "listed": "As listed",
    "newest": "Newest first",
    "added": "Recently added",
    "name": "By name",
    "venue": "By venue",
}
"""Labels of the orders by their name in the query of a URL; the first is the default."""

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
"""Titles of the facets by their name in the query of a URL."""

HAS = {"code": "Code", "notes": "Reading notes"}
"""Values of the facet `has`; the index has a bit for each."""

ROWS_AT_ONCE = 100
"""Rows that Browse shows at first, and how many each "Show more" adds."""

LONGEST_QUERY = 300
"""Characters of a search; the rest is ignored."""
