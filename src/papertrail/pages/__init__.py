"""The pages of the site, as finished HTML that knows nothing of MkDocs."""

from papertrail.pages.datasets import DataSet, data_sets
from papertrail.pages.maker import Maker
from papertrail.pages.notebook import Notebook
from papertrail.pages.page import Heading, Page, PageOptions, PlannedPage, SearchEntry, SiteFile
from papertrail.pages.papers import About, Cited
from papertrail.pages.places import PaperPlaces
from papertrail.pages.site import index_files, pages_of

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
