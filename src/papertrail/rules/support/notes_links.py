"""Check the links and images in notes, with the same lookup as the pages of the site."""

from __future__ import annotations

import posixpath
from urllib.parse import quote, unquote

from papertrail.core.images import fault_of_name, is_image_name
from papertrail.notes import ParsedNotes, Reference, ToFile, ToImage, fragment_of, index_of, parse_notes, resolve
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.suggestions import Suggestions, same_look, suggested_url
from papertrail.text.strings import quoted
from papertrail.text.urls import fault_of, is_internal, project_path

MessageAndHelp = tuple[str, str]
"""What is wrong, and how to fix it."""

_LINK_TO = "link to a record (other.yml), its notes (other.md), a file in the docs folder, or a full URL (https://...)"
_OTHER_HOST = (
    "image from another site, which could track readers",
    "save the image next to the notes and write its file name, or delete the ! to turn it into a link",
)


class NotesLinks:
    """Checks the links and images in notes."""

    def __init__(self, library: ParsedLibrary) -> None:
        self._library = library
        self._index = index_of(library)
        self._unread = {diagnostic.path for diagnostic in library.read_errors}
        to_link = {*self._index.records, *self._index.notes, *self._index.pages, *library.images}
        self._near = Suggestions(to_link)
        self._near_images = Suggestions([path for path in library.files if is_image_name(path)])

    def problem(self, path: str, reference: Reference, notes: ParsedNotes) -> MessageAndHelp | None:
        """What is wrong with a link or an image in the notes at `path`, or None."""
        if not reference.url:
            return "missing URL", "write a URL between the parentheses"
        if reference.url.startswith("#"):
            return None if fragment_of(reference.url) in notes.anchors else _unknown_heading(reference.url, notes)
        if fault := fault_of(reference.url, internal=True):
            message, help = fault
            suggestion = suggested_url(unquote(reference.url))
            return message, f"write {suggestion}" if suggestion else help
        if not is_internal(reference.url):
            return _OTHER_HOST if reference.is_image else None
        target = resolve(path, reference.url, self._index)
        if reference.is_image:
            shown = isinstance(target, ToImage) or (isinstance(target, ToFile) and is_image_name(target.path))
            return None if shown else self._check_image(path, reference.url)
        return self._broken_link(path, reference.url) if target is None else None

    def pixels(self, path: str, notes: ParsedNotes) -> int:
        """The pixels of all images that the notes at `path` show."""
        targets = {resolve(path, reference.url, self._index) for reference in notes.references if reference.is_image}
        sizes = (self._index.images[target.path] for target in targets if isinstance(target, ToImage))
        return sum(size.width * size.height for size in sizes)

    def _broken_link(self, path: str, url: str) -> MessageAndHelp | None:
        target = project_path(path, url)
        if target is None:
            return "path leads outside the project", _LINK_TO
        if target in self._unread:
            return None
        if target in self._index.records:
            return "a record has no headings to link to", "link to its notes, or delete the part after #"
        if target in self._index.notes:
            return _unknown_heading(url, parse_notes(self._index.texts[target]))
        if target in self._library.images:
            return self._library.images[target].fault
        if target not in self._library.files and target not in self._library.texts:
            return _missing(path, url, target, self._near, _LINK_TO)
        if target.endswith(".md"):
            return f"{quoted(target)} is not on the site, because no record uses it as notes", _LINK_TO
        return f"{quoted(target)} is not on the site", _LINK_TO

    def _check_image(self, path: str, url: str) -> MessageAndHelp | None:
        target = project_path(path, url)
        if target is None:
            return "path leads outside the project", "save the image next to the notes, and write its file name"
        if target in self._unread:
            return None
        if target in self._library.images:
            return self._library.images[target].fault
        if fault := fault_of_name(target):
            return fault
        if target not in self._library.files:
            return _missing(path, url, target, self._near_images, "save the image next to the notes")
        return f"image {quoted(target)} is not published", "move it next to the notes, or delete unused images"


def _missing(path: str, url: str, target: str, suggestions: Suggestions, help: str) -> MessageAndHelp:
    if full_url := suggested_url(unquote(url)):
        return f"{quoted(unquote(url))} is neither a full URL nor a file", f"write {full_url}"
    near = suggestions.nearest(target)
    if problem := same_look(target, near):
        return problem
    if near:
        shown = quote(posixpath.relpath(near, posixpath.dirname(path)))
        help = f"did you mean {quoted(shown)}? Paths are relative to the notes"
    return f"file {quoted(target)} not found", help


def _unknown_heading(url: str, notes: ParsedNotes) -> MessageAndHelp:
    heading = fragment_of(url)
    if not heading:
        return "missing heading after the #", "write a heading, in lower case and with hyphens for spaces"
    help = Suggestions(notes.anchors).did_you_mean(heading, "write the heading in lower case, with hyphens for spaces")
    return f"unknown heading {quoted(heading)} in the notes", help
