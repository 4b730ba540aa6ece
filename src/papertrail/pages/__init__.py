"""The pages of the site, as finished HTML that knows nothing of MkDocs."""

from papertrail.pages.datasets import DataSet, data_sets
from papertrail.pages.notebook import Notebook
from papertrail.pages.page import Heading, Page, PageOptions, SearchEntry, SiteFile, paper_address
from papertrail.pages.papers import About
from papertrail.pages.site import index_files, pages_of

__all__ = [
    "About",
    "DataSet",
    "Heading",
    "Notebook",
    "Page",
    "PageOptions",
    "SearchEntry",
    "SiteFile",
    "data_sets",
    "index_files",
    "pages_of",
    "paper_address",
]
