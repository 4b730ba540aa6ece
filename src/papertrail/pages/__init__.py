"""The pages of the site, as finished HTML that knows nothing of MkDocs."""

from papertrail.pages.page import Heading, Page, PageOptions
from papertrail.pages.site import pages_of

__all__ = ["Heading", "Page", "PageOptions", "pages_of"]
