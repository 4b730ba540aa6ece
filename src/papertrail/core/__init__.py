"""The values of a reading list: papers, registries, catalogs and diagnostics. They know neither YAML nor the disk."""

from papertrail.core.authors import Author
from papertrail.core.catalog import Catalog, Group, Row, Section
from papertrail.core.paper import Link, Paper, PublicationDetails, TopicPath, Venue, topic_path, with_topic_part
from papertrail.core.registries import (
    Column,
    Institution,
    Names,
    Registries,
    Series,
    Topic,
    canonical_series,
)

__all__ = [
    "Author",
    "Catalog",
    "Column",
    "Group",
    "Institution",
    "Link",
    "Names",
    "Paper",
    "PublicationDetails",
    "Registries",
    "Row",
    "Section",
    "Series",
    "Topic",
    "TopicPath",
    "Venue",
    "canonical_series",
    "topic_path",
    "with_topic_part",
]
