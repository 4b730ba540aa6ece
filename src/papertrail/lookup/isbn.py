"""Books by their ISBN, from Open Library (https://openlibrary.org/dev/docs/api/books)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from papertrail.lookup.doi import json_object
from papertrail.lookup.result import NotFound
from papertrail.readers.common.fields import WorkFields
from papertrail.readers.csl.item import work_fields
from papertrail.web import Client, FetchFailure

_API = "https://openlibrary.org/api/books?format=json&jscmd=data&bibkeys=ISBN:"
_ACCEPT = "application/json"


def fields_of_isbn(isbn: str, client: Client) -> WorkFields | NotFound:
    """The book with an ISBN."""
    answer = client.fetch(f"{_API}{isbn}", accept=_ACCEPT)
    if isinstance(answer, FetchFailure):
        return NotFound.after(answer)
    books = json_object(answer.text)
    if books is None:
        return NotFound(message="Open Library sent something that is not a JSON object", help="try again later")
    book = books.get(f"ISBN:{isbn}")
    if not isinstance(book, dict) or not isinstance(book.get("title"), str):
        help = "check the ISBN, or save the book's BibTeX as a file and add the file"
        return NotFound(message=f"Open Library has no book {isbn}", help=help)
    fields = work_fields(
        {
            "type": "book",
            "title": book["title"],
            "subtitle": book.get("subtitle"),
            "author": list(_names(book.get("authors"))),
            "publisher": next(_names(book.get("publishers")), None),
            "publisher-place": next(_names(book.get("publish_places")), None),
            "issued": {"raw": book.get("publish_date")},
            "ISBN": isbn,
        }
    )
    url = book.get("url")
    return replace(fields, links=[("Open Library", url)] if isinstance(url, str) else [])


def _names(values: Any) -> Iterator[str]:
    for value in values[:100] if isinstance(values, list) else ():
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            yield value["name"]
