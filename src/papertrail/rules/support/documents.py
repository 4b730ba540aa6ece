"""The field `document` of lists: which paths a document can have."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator

from papertrail.rules.support.file_names import fault_of_name
from papertrail.rules.support.problem import Problem
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, items_of, text_of

SUFFIXES = (".md", ".html")


def check_documents(lists: Iterable[Node], own_folders: Iterable[str]) -> Iterator[Problem]:
    """Documents with a path that cannot be written, or of two lists, or of topics that are not lists."""
    first: dict[str, str] = {}
    for item in lists:
        if not isinstance(item, Mapping):
            continue
        yield from _nested(item)
        node, name = item.get("document"), text_of(item.get("name")) or ""
        path = text_of(node)
        if not path or not path.strip():
            continue
        if fault := document_fault(path, own_folders):
            yield Problem(node, *fault)
        elif (other := first.setdefault(document_key(path), name)) != name:
            message = f"document {quoted(path)} already belongs to the list {quoted(other)}"
            yield Problem(node, message, "choose another file: each list has its own")


def document_key(path: str) -> str:
    """A key that is equal for paths of one file on some systems."""
    return unicodedata.normalize("NFC", path).casefold()


def document_fault(path: str, own_folders: Iterable[str]) -> tuple[str, str] | None:
    """What is wrong with the path of a document, and what to do."""
    parts = path.split("/")
    if posixpath.normpath(path) != path or ".." in parts or re.match(r"/|[A-Za-z]:", path) or "\\" in path:
        return (
            f"{quoted(path)} is not the path of a file in the project",
            "write a path such as README.md or lists/ml.md",
        )
    if not path.endswith(SUFFIXES):
        return (
            f"document {quoted(path)} is not a Markdown or HTML file",
            f"use a name that ends in {' or '.join(SUFFIXES)}",
        )
    for folder in parts[:-1]:
        if folder.endswith(SUFFIXES):
            return f"folder {quoted(folder)} of the document has the name of a file", "rename the folder"
    for name in parts:
        if fault := fault_of_name(name):
            return f"file name {quoted(name)} {fault}", "use letters, digits and hyphens"
    folders = [folder for folder in own_folders if not folder.startswith(("/", ".."))]
    for folder in (*folders, ".git"):
        if document_key(path).startswith(f"{document_key(folder)}/"):
            others = ", ".join(folders)
            return f"document {quoted(path)} is in the folder {quoted(folder)}", f"choose a path outside of {others}"
    return None


def _nested(item: Mapping) -> Iterator[Problem]:
    for topic in items_of(item.get("topics")):
        if isinstance(topic, Mapping):
            if (node := topic.get("document")) is not None:
                help = "delete it; only lists, the topics at the top level, have a document"
                yield Problem(node, "a nested topic has no document of its own", help)
            yield from _nested(topic)
