"""The documents of all lists that have one, and which of their files are out of date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2

from papertrail.core import Section
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import STYLES
from papertrail.documents import is_earlier_version
from papertrail.pipeline.check import Checked
from papertrail.pipeline.lists import list_document
from papertrail.runtime.atomic_file import refuse_linked_folders


@dataclass(frozen=True, kw_only=True)
class ListDocument:
    """A document of a list, and its file."""

    section: Section
    path: str
    """Relative to the project."""
    text: str
    current: bytes | None
    """The contents of the file; None if it does not exist."""

    @property
    def is_current(self) -> bool:
        """Whether the file has this text. Line endings may differ, as git converts them."""
        return self.current is not None and self.current.replace(b"\r\n", b"\n") == self.text.encode()


def with_line_endings(text: str, current: bytes | None) -> str:
    """Return the text of a document with the line endings that its file has."""
    return text.replace("\n", "\r\n") if current and b"\r\n" in current else text


def list_documents(checked: Checked, templates: jinja2.Environment, root: Path) -> Iterator[ListDocument]:
    """The documents of the lists with a `document`. Raises `PapertrailError` if the path of one is a link."""
    for section in checked.catalog.lists:
        if path := section.topic.document:
            text = list_document(checked, section, templates)
            yield ListDocument(section=section, path=path, text=text, current=_contents(root, path))


def may_replace(document: ListDocument, checked: Checked, templates: jinja2.Environment) -> bool:
    """Whether the file of a document is missing, or an earlier version of the document in any style.

    Any other file was written by a person, and is not replaced.
    """
    if document.current is None:
        return True
    existing = document.current.decode(errors="replace")
    if is_earlier_version(existing, document.text):
        return True
    texts = (list_document(checked, document.section, templates, style=style) for style in STYLES)
    return any(is_earlier_version(existing, text) for text in texts)


def _contents(root: Path, path: str) -> bytes | None:
    file = root / path
    refuse_linked_folders(file.parent, root)
    if not os.path.lexists(file):
        return None
    if file.is_symlink() or not file.is_file():
        raise PapertrailError(f"{path} is not a regular file; delete it, or choose another `document` in _topics.yml")
    return file.read_bytes()
