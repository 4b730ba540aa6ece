"""Reading notes, their images, and the owner's texts of lists, with links resolved to pages of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, partial
from html import unescape
from urllib.parse import quote

from papertrail.core import Row, Section
from papertrail.core.limits import NOTES_PAPERS
from papertrail.notes import (
    Image,
    NotesIndex,
    RenderedNotes,
    ToFile,
    ToImage,
    ToPaper,
    image_names,
    index_of,
    notes_path,
    parse_notes,
    parse_prose,
    printable_lines,
    render_notes,
    resolve,
)
from papertrail.pages.inserts import SiteInserts
from papertrail.pages.list_prose import PlacedProse, place_prose
from papertrail.pages.page import ROOT, PageOptions, SiteFile
from papertrail.pages.paper_urls import PaperUrls
from papertrail.records.library import Library

_FORMULA = re.compile(
    r"<math[^<>]*+>[^<]*+(?:<(?!math|annotation)[^<>]*+>[^<]*+)*+"
    r"<annotation [^<>]*+>([^<]*+)</annotation></semantics></math>"
)
_LINKED = re.compile(r"(?<=]\()[^\s()<>]++(?=[)\s])")
"""The URL of a link or an image in Markdown."""


class SiteNotes:
    """The reading notes of all papers, with links resolved to pages of the site."""

    def __init__(self, library: Library, options: PageOptions, paper_urls: PaperUrls, inserts: SiteInserts) -> None:
        self.inserts = inserts
        self._library = library
        self._options = options
        self._paper_urls = paper_urls

    def notes_of(self, row: Row) -> RenderedNotes | None:
        """Return the notes of a paper as HTML; None if it has none, or if they are empty."""
        path = self._path(row)
        if path is None:
            return None

        text = self._library.notes[path]
        inserts = self.inserts.on_page(parse_notes(text).inserts, NOTES_PAPERS)
        notes = render_notes(text, link=partial(self.link, path), image=partial(self.image, path), insert=inserts.html)
        return notes._replace(html=notes.html + inserts.closing()) if notes.html else None

    def markdown_of(self, row: Row) -> str:
        """Return the notes of a paper as they are written, with relative links that lead to the site."""
        path = self._path(row)
        if path is None:
            return ""

        def on_site(url: str) -> str:
            image = self.image(path, url)
            return (image.src if image else self.link(path, url)) or url

        text = printable_lines(self._library.notes[path])
        return _LINKED.sub(lambda found: on_site(found[0]), text).strip()

    def prose_of(self, root: Section) -> PlacedProse | None:
        """Return the owner's text of a list; None if it has none."""
        _, text = self._library.prose.get(root.slug, ("", ""))
        return place_prose(parse_prose(text), root, root.topic.document or "README.md") if text.strip() else None

    def image(self, path: str, url: str) -> Image | None:
        """Return the image to which a relative URL in the file at `path` leads; None if it is not on the site."""
        target = resolve(path, url, self._index)
        if isinstance(target, ToFile):  # in the folder of pages, which is published anyway
            src = self._options.file_url(target.path, target.tail)
            return Image(src) if src else None
        if not isinstance(target, ToImage):
            return None
        size = self._index.images[target.path]
        return Image(ROOT + quote(self._images[target.path]), size.width, size.height)

    def files(self) -> Iterator[SiteFile]:
        """Yield each image of the notes once."""
        for path, address in self._images.items():
            yield SiteFile(address=address, make=partial(bytes, self._library.images[path].data))

    @cached_property
    def _index(self) -> NotesIndex:
        return index_of(self._library)

    def _path(self, row: Row) -> str | None:
        path = notes_path(row.path, row.paper.notes)
        return path if path in self._library.notes else None

    @cached_property
    def _images(self) -> dict[str, str]:
        """The address of each image, by its path."""
        if not self._library.images:  # do not build the index of records without need
            return {}
        return {image: f"assets/notes/{name}" for image, name in image_names(sorted(self._index.images)).items()}

    def link(self, path: str, url: str) -> str | None:
        """Return the target of a relative URL in the file at `path`; None if it is not on the site."""
        match resolve(path, url, self._index):
            case ToPaper(id, anchor):
                address, row = self._paper_urls.page_and_anchor(id)
                return ROOT + self._options.url_of(address) + ("#" + (row or anchor) if row or anchor else "")
            case ToImage(image):
                return ROOT + quote(self._images[image])
            case ToFile(file, tail):
                return self._options.file_url(file, tail)
            case _:
                return None


def plain_text(html: str) -> str:
    """Return the HTML of notes as plain text, with formulas as TeX."""
    html = _FORMULA.sub(r"$\1$", html)
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", html)).split())
