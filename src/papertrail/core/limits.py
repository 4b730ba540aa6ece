"""Limits on the size of input, which bound the time and memory that any input can take.

All limits are far beyond what a person writes by hand. Exceeding one is reported.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a YAML file: its size, the depth of its nesting, and its number of values."""

    bytes: int
    depth: int
    values: int


RECORD_LIMITS = Limits(bytes=64 * 1024, depth=5, values=5_000)
REGISTRY_LIMITS = Limits(bytes=8 * 1024 * 1024, depth=64, values=200_000)
PROSE_BYTES = 1024 * 1024
"""Bytes of a document in `papers/_lists/`."""
PROSE_HEADINGS = 3_000
"""Headings of such a document. Further ones are not shown."""
NOTES_BYTES = 64 * 1024
"""Bytes of the notes of one paper."""
NOTES_PARAGRAPH = 10_000
"""Characters of a paragraph of notes. The time to parse its marks can grow with the square of their number."""
NOTES_ADDRESS = 2_000
"""Characters of a URL in notes, which a reference definition can repeat many times."""
NOTES_ADDRESSES = 200_000
"""Characters of all URLs in notes."""
NOTES_LINKS = 1_000
NOTES_IMAGES = 100
NOTES_HEADINGS = 200
NOTES_FORMULAS = 500
"""Formulas in one file of notes. Further ones are text."""
NOTES_CELLS = 20_000
"""Cells of all tables in one file of notes, including cells that fill short rows."""
BLOCKS = 50
"""Blocks for papers in a page, in the document of a list, or in notes. Each may search all papers."""
INSERTED_PAPERS = 1_000
"""Papers in all blocks of a page, or of the document of a list."""
NOTES_PAPERS = 50
"""Papers in all blocks of one file of notes."""
CITATIONS = 1_000
"""Citations in a page, in a document or in notes."""
IMAGE_BYTES = 2 * 1024 * 1024
IMAGE_SIDE = 8_000
"""Pixels of the width or height of an image: a small file can hold a huge picture."""
IMAGE_PIXELS = 40_000_000
"""Pixels of an image. A browser needs four bytes for each."""
IMAGE_PARTS = 5_000
"""Parts of an image that are skipped to find its size."""
NOTES_PIXELS = 200_000_000
"""Pixels of all images in the notes of one paper."""
IMAGES_BYTES = 128 * 1024 * 1024
"""Bytes of all images in the records folder; further images are not read."""

TEXT = 4000
"""Characters of one text. Parsing a longer one as Markdown could take long, so the length is checked first."""
ABSTRACT = 10_000
"""Characters of an abstract, which is only on the paper's own page and in exports."""
ITEMS = 50
"""Items of a list in a record, except authors: each item can become a page of the site."""
AUTHORS_WITH_PAGES = 100
"""Authors of a paper. A paper with more authors does not create author pages."""
REMARKS = 8000
"""Characters of all remarks of a record: its row is on the pages of all its venues, keywords and so on."""
PAGES = 100
"""Pages that show one paper, apart from author pages."""
OUTPUT_PER_CHARACTER = 100
"""Characters of pages and data files that each character of a record may become."""
OUTPUT_OF_RECORD = 4_000_000
"""Characters that a record may become in addition."""
OUTPUT_PER_RECORD = 50_000
OUTPUT_OF_LIST = 10_000_000
"""Characters that all records of a list may become in addition: `OUTPUT_OF_LIST`, and `OUTPUT_PER_RECORD` for each."""
PAGES_PER_RECORD = 5
PAGES_OF_LIST = 1_000
"""Pages of topics, venues and so on that a list may have: `PAGES_OF_LIST`, and `PAGES_PER_RECORD` for each record."""
TOPICS = 2_000
"""Topics in the registry. Each is a page, or a heading of one."""
LISTS = 500
"""Topics without a parent. Each has pages, feeds and data files of its own."""
COLUMNS = 30
HEADINGS = 500
"""Characters of all column headings of a topic. They are in each of its tables, and for narrow screens in each row."""
TOPIC_NAME = 300
"""Characters of the name of a topic. The names of lists are in the navigation of each page."""
TOPIC_DEPTH = 20
FOLDER_DEPTH = 20
INTRODUCTIONS = 100_000
"""Characters of all introductions of a topic tree."""
CHAIN = 16
"""Steps of a chain of parent institutions, or of renamed venues."""
DIAGNOSTICS_OF_FILE = 100
"""Diagnostics that are reported for one file."""
DIAGNOSTICS_OF_RULE = 20_000
"""Diagnostics after which a rule stops."""
NEW_SITES = 200
"""New sites that are reported. A change that adds more of them is for no one to review."""
NEW_SITE_LINKS = 20
"""Links to one new site that are reported."""
IMPORT_BYTES = 8 * 1024 * 1024
"""Bytes of an imported file."""
IMPORTS_BYTES = 16 * 1024 * 1024
"""Bytes of the file in which imports remember what their sources contained."""
CONFIG_BYTES = 1024 * 1024
"""Bytes of MkDocs' configuration file, and of its values with all YAML aliases expanded."""
CONFIG_DEPTH = 64
CONFIG_FILES = 16
"""Configuration files that inherit from one another."""
