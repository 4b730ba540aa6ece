"""The pages of the site as finished HTML, independent of MkDocs.

May import `core`, `notes`, `records`, `templating` and `text`.
"""

from papertrail.pages.add_page import add_files
from papertrail.pages.all_pages import index_files, pages_of
from papertrail.pages.downloads import ALL_PAPERS, FEEDS, Download, downloads_of, list_text
from papertrail.pages.group_pages import axes_of
from papertrail.pages.inserts import PageInserts, SiteInserts
from papertrail.pages.notes import SiteNotes
from papertrail.pages.overview_pages import missing_page
from papertrail.pages.page import (
    ROOT,
    Heading,
    Page,
    PageOptions,
    PlannedPage,
    SearchEntry,
    SiteFile,
    paper_text_address,
)
from papertrail.pages.paper_pages import PaperCitation, PaperExtras
from papertrail.pages.paper_text import paper_text
from papertrail.pages.paper_urls import PaperUrls
from papertrail.pages.preview_image import PREVIEW, preview_file
from papertrail.pages.renderer import PageRenderer
from papertrail.pages.row_details import detail_files

__all__ = [
    "ALL_PAPERS",
    "FEEDS",
    "PREVIEW",
    "ROOT",
    "Download",
    "Heading",
    "Page",
    "PageInserts",
    "PageOptions",
    "PageRenderer",
    "PaperCitation",
    "PaperExtras",
    "PaperUrls",
    "PlannedPage",
    "SearchEntry",
    "SiteFile",
    "SiteInserts",
    "SiteNotes",
    "add_files",
    "axes_of",
    "detail_files",
    "downloads_of",
    "index_files",
    "list_text",
    "missing_page",
    "pages_of",
    "paper_text",
    "paper_text_address",
    "preview_file",
]
