"""Reading notes: a Markdown file beside a record that becomes a part of the paper's page.

Anyone may have written it, so it is trusted as little as a remark. `read` takes the Markdown apart; `notes_html` makes
the HTML; `resolve` says what a relative address leads to; `image_size` looks into an image.
"""

from papertrail.core.images import IMAGE_KINDS, Size, fault_of_image, image_size, is_image_name
from papertrail.notes.html import Image, Notes, notes_html
from papertrail.notes.inline import Reference
from papertrail.notes.reading import NotesHeading, ReadNotes, read
from papertrail.notes.targets import (
    NotesIndex,
    Target,
    ToFile,
    ToImage,
    ToPaper,
    fragment_of,
    image_names,
    index_of,
    named_notes,
    notes_path,
    resolve,
    shown_by,
)

__all__ = [
    "IMAGE_KINDS",
    "Image",
    "Notes",
    "NotesHeading",
    "NotesIndex",
    "ReadNotes",
    "Reference",
    "Size",
    "Target",
    "ToFile",
    "ToImage",
    "ToPaper",
    "fault_of_image",
    "fragment_of",
    "image_names",
    "image_size",
    "index_of",
    "is_image_name",
    "named_notes",
    "notes_html",
    "notes_path",
    "read",
    "resolve",
    "shown_by",
]
