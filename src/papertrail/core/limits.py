"""How much a stranger may send: what bounds the time and memory that any input can take.

Each is far beyond what a person writes by hand. Reading stops at the first that is passed, with a diagnostic.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large and how deeply nested a YAML file may be, and how many values it may hold."""

    bytes: int
    depth: int
    values: int


RECORD_LIMITS = Limits(bytes=64 * 1024, depth=5, values=5_000)
REGISTRY_LIMITS = Limits(bytes=8 * 1024 * 1024, depth=64, values=200_000)
PROSE_BYTES = 1024 * 1024
"""Bytes of a document in `papers/_lists/`."""
NOTES_BYTES = 64 * 1024
"""Bytes of the notes of one paper."""
NOTES_PARAGRAPH = 10_000
"""Characters of a paragraph of notes. Reading the marks of a longer one could take time with the square of them."""
NOTES_ADDRESS = 2_000
"""Characters of an address in notes, which may be written once and linked from many places."""
NOTES_LINKS = 1_000
NOTES_IMAGES = 100
NOTES_HEADINGS = 200
NOTES_CELLS = 20_000
"""Cells of all tables of one file of notes, with those that fill up short rows."""
IMAGE_BYTES = 2 * 1024 * 1024
IMAGE_SIDE = 8_000
"""Pixels of an image's width or height: a small file can hold a picture that fills a reader's memory."""
IMAGES_BYTES = 128 * 1024 * 1024
"""Bytes of all images below the folder of records; those after them are not read."""

TEXT = 4000
"""Characters of one text. A remark of this length is already a page, and reading a longer one as Markdown could take
long, so the length is looked at first."""
ITEMS = 50
"""Items of one list in a record, authors apart: each may become a page of the site."""
AUTHORS_WITH_PAGES = 100
"""Authors of one paper; those of a paper with more do not get pages by it."""
REMARKS = 8000
"""Characters of all remarks of a record together: its row stands on the pages of all its venues, keywords and so on."""
COLUMNS = 30
TOPIC_DEPTH = 20
FOLDER_DEPTH = 20
INTRODUCTIONS = 100_000
"""Characters of all introductions of a topic tree together."""
CHAIN = 16
"""Steps from an institution to its parent's parent, or from a venue to what it was renamed to."""
TOLD_OF_A_FILE = 100
"""Problems of one file that are told; whoever mends those sees the next."""
FOUND_BY_A_RULE = 20_000
"""Problems after which a rule stops looking."""
IMPORT_BYTES = 8 * 1024 * 1024
"""Bytes of a document or of data that is imported."""
