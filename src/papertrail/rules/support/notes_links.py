"""What is wrong with the addresses in notes: where each leads is asked as the pages ask it."""

from __future__ import annotations

import posixpath
from urllib.parse import quote, unquote

from papertrail.core.images import fault_of_image, is_image_name
from papertrail.notes import ParsedNotes, Reference, ToFile, ToImage, fragment_of, index_of, parse_notes, resolve
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.suggestions import Suggestions, suggested_url
from papertrail.text.strings import quoted
from papertrail.text.urls import fault_of, is_internal, project_path

MessageAndHelp = tuple[str, str]
"""What is wrong, and the remedy."""

_LEAD_TO = "link to a record (other.yml), to its notes (other.md), to a file in the folder of pages, or to https://..."
_OTHER_HOST = (
    "the image is on another host, which the browser of every reader would call",
    "save it beside the notes and write its name, or delete the ! so that it becomes a link",
)


class NotesLinks:
    """What is wrong with the addresses in notes."""

    def __init__(self, library: ParsedLibrary) -> None:
        self._library = library
        self._index = index_of(library)
        self._unread = {diagnostic.path for diagnostic in library.read_errors}
        to_link = {*self._index.records, *self._index.notes, *self._index.pages, *library.images}
        self._near = Suggestions(to_link)
        self._near_images = Suggestions([path for path in library.files if is_image_name(path)])

    def fault(self, path: str, found: Reference, notes: ParsedNotes) -> MessageAndHelp | None:
        """What is wrong with a link or an image in the notes at `path`, which are `notes`."""
        if not found.url:
            return "the address is empty", "write one between the parentheses"
        if found.url.startswith("#"):
            return None if fragment_of(found.url) in notes.anchors else _no_part(found.url, notes)
        if fault := fault_of(found.url, internal=True):
            meant = suggested_url(unquote(found.url))
            return fault[0], f"write {meant}" if meant else fault[1]
        if not is_internal(found.url):
            return _OTHER_HOST if found.is_image else None
        target = resolve(path, found.url, self._index)
        if found.is_image:
            shown = isinstance(target, ToImage) or (isinstance(target, ToFile) and is_image_name(target.path))
            return None if shown else self._no_image(path, found.url)
        return self._nothing(path, found.url) if target is None else None

    def _nothing(self, path: str, url: str) -> MessageAndHelp | None:
        target = project_path(path, url)
        if target is None:
            return "the address leads out of the project", _LEAD_TO
        if target in self._unread:
            return None
        if target in self._index.records:
            return "a record has no parts to link to", "link to its notes, or delete what follows the #"
        if target in self._index.notes:
            return _no_part(url, parse_notes(self._index.texts[target]))
        if target in self._library.images:
            return fault_of_image(target, self._library.images[target])
        if target not in self._library.files and target not in self._library.texts:
            return _missing(path, url, target, self._near, _LEAD_TO)
        if target.endswith(".md"):
            return f"no record names {quoted(target)}, so the site does not show it", _LEAD_TO
        return f"the site does not hold {quoted(target)}", _LEAD_TO

    def _no_image(self, path: str, url: str) -> MessageAndHelp | None:
        target = project_path(path, url)
        if target is None:
            return "the address leads out of the project", "save the image beside the notes, and write its name"
        if target in self._unread:
            return None
        if target in self._library.images:
            return fault_of_image(target, self._library.images[target])
        if not is_image_name(target):
            return fault_of_image(target, b"")
        if target not in self._library.files:
            return _missing(path, url, target, self._near_images, "save the image beside the notes")
        return f"the image {quoted(target)} is not published", "move it beside the notes, or delete images without use"


def _missing(path: str, url: str, target: str, near: Suggestions, otherwise: str) -> MessageAndHelp:
    if meant := suggested_url(unquote(url)):
        return f"{quoted(unquote(url))} is not a full address, and not a file", f"write {meant}"
    if found := near.nearest(target):
        shown = quote(posixpath.relpath(found, posixpath.dirname(path)))
        otherwise = f"did you mean {quoted(shown)}? Addresses are relative to the notes"
    return f"there is no file {quoted(target)}", otherwise


def _no_part(url: str, notes: ParsedNotes) -> MessageAndHelp:
    part = fragment_of(url)
    if not part:
        return "the address names no heading", "write one after the #"
    remedy = Suggestions(notes.anchors).did_you_mean(part, "write the heading in lower case, with hyphens for spaces")
    return f"no heading of the notes is called {quoted(part)}", remedy
