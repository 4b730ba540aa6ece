"""The vocabulary of a reading list: frozen values that know neither YAML nor the disk."""

from papertrail.models.catalog import Catalog, Group, Row, Section
from papertrail.models.library import Library, Record, RegistryFile
from papertrail.models.paper import Link, Paper, TopicPath, Venue, topic_path
from papertrail.models.registries import (
    DEFAULT_COLUMNS,
    Column,
    Institution,
    Names,
    Registries,
    Series,
    Topic,
    canonical_series,
)

__all__ = [
    "DEFAULT_COLUMNS",
    "Catalog",
    "Column",
    "Group",
    "Institution",
    "Library",
    "Link",
    "Names",
    "Paper",
    "Record",
    "Registries",
    "RegistryFile",
    "Row",
    "Section",
    "Series",
    "Topic",
    "TopicPath",
    "Venue",
    "canonical_series",
    "topic_path",
]
