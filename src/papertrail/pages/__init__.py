"""The pages of the site, as finished HTML that knows nothing of MkDocs."""

from papertrail.pages.all_pages import index_files, pages_of
from papertrail.pages.downloads import DataSet, data_sets
from papertrail.pages.notes import Notebook
from papertrail.pages.page import Heading, Page, PageOptions, PlannedPage, SearchEntry, SiteFile
from papertrail.pages.paper_pages import About, Cited
from papertrail.pages.paper_urls import PaperPlaces
from papertrail.pages.renderer import Maker

__all__ = [
    "About",
    "Cited",
    "DataSet",
    "Heading",
    "Maker",
    "Notebook",
    "Page",
    "PageOptions",
    "PaperPlaces",
    "PlannedPage",
    "SearchEntry",
    "SiteFile",
    "data_sets",
    "index_files",
    "pages_of",
]
