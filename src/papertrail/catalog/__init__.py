"""From checked papers and registries to the list in its final order."""

from papertrail.catalog.catalog import catalog_of
from papertrail.catalog.related import Related

__all__ = ["Related", "catalog_of"]
