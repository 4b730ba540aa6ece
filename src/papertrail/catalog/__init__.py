"""From checked papers and registries to the list in its final order."""

from papertrail.catalog.catalog import catalog_of
from papertrail.catalog.related import related_of

__all__ = ["catalog_of", "related_of"]
