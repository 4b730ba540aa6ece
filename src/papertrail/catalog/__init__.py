"""The catalog: lists, sections and groups in their final order, and related papers.

May import `core`, `records` and `text`.
"""

from papertrail.catalog.catalog import catalog_of
from papertrail.catalog.order import in_section_order
from papertrail.catalog.related import Related
from papertrail.catalog.topics import TopicProposal, propose_topic

__all__ = ["Related", "TopicProposal", "catalog_of", "in_section_order", "propose_topic"]
