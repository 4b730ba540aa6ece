"""Reading notes: a Markdown file next to a record that becomes part of the paper's page.

Like records, notes can come from anyone, so they are not trusted. `parse_notes` parses the Markdown, `render_notes`
renders the HTML, and `resolve` finds what a relative URL leads to.
"""

from papertrail.notes.html import Image, RenderedNotes, render_notes, render_pieces
from papertrail.notes.inline import Piece, Reference
from papertrail.notes.parse import HeadingLevels, NotesHeading, ParsedNotes, parse_notes, printable_lines
from papertrail.notes.prose import ParsedProse, ProseBlock, ProseHeading, parse_prose
from papertrail.notes.targets import (
    NotesIndex,
    Target,
    ToFile,
    ToImage,
    ToPaper,
    fragment_of,
    image_names,
    image_paths,
    index_of,
    named_notes,
    notes_path,
    resolve,
)

__all__ = [
    "HeadingLevels",
    "Image",
    "NotesHeading",
    "NotesIndex",
    "ParsedNotes",
    "ParsedProse",
    "Piece",
    "ProseBlock",
    "ProseHeading",
    "Reference",
    "RenderedNotes",
    "Target",
    "ToFile",
    "ToImage",
    "ToPaper",
    "fragment_of",
    "image_names",
    "image_paths",
    "index_of",
    "named_notes",
    "notes_path",
    "parse_notes",
    "parse_prose",
    "printable_lines",
    "render_notes",
    "render_pieces",
    "resolve",
]
