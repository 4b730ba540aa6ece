"""The catalog: lists, sections and groups in their final order, and related papers.

May import `core`, `records` and `text`.
"""

from papertrail.catalog.catalog import catalog_of
from papertrail.catalog.related import Related

__all__ = ["Related", "catalog_of"]
