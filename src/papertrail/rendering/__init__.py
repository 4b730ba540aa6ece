"""Lists as documents: a README, a wiki page."""

from papertrail.rendering.documents import GITHUB_LIMIT, render_document

__all__ = ["GITHUB_LIMIT", "render_document"]
