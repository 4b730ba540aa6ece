"""Renamed topics, venues, institutions and keywords in the blocks for papers of pages, documents and notes."""

from __future__ import annotations

from collections.abc import Callable

from papertrail.core import topic_path, with_topic_part
from papertrail.curating.list_texts import ListTexts
from papertrail.curating.names import KINDS
from papertrail.editing.list_edit import ListEdit
from papertrail.inserts import BlockInsert, inserts_in, read_block
from papertrail.text.strings import composed
from papertrail.yaml.write import scalar

Renamed = Callable[[str], str | None]
"""Gives another value of an option, or None if it stays."""


def with_blocks(texts: ListTexts, edit: ListEdit, noun: str, old: str, new: str) -> ListEdit:
    """Return a change that renames something, also in blocks."""
    before = {**texts.pages, **texts.prose, **texts.notes, **edit.texts}
    renamed = _topic(old, new) if noun == "topic" else _name(noun, old, new)
    files = {path: text for path, text in before.items() if path.endswith(".md") and path not in edit.removed}
    changed = {path: _with_values(text, noun, renamed) for path, text in files.items()}
    return texts.edit({**edit.texts, **changed}, edit.removed)


def _topic(old: str, new: str) -> Renamed:
    before, name = topic_path(old), topic_path(new)[-1]

    def renamed(value: str) -> str | None:
        is_same = topic_path(value)[: len(before)] == before
        return with_topic_part(value, len(before) - 1, name) if is_same else None

    return renamed


def _name(noun: str, old: str, new: str) -> Renamed:
    kind = KINDS[noun]
    return lambda value: kind.with_name(value, composed(new)) if kind.name_in(value) == composed(old) else None


def _with_values(text: str, option: str, renamed: Renamed) -> str:
    """Return a text with other values of an option in its blocks."""
    lines = text.split("\n")
    blocks = (read_block(insert) for insert in inserts_in(text.replace("\r", " ")) if isinstance(insert, BlockInsert))
    values = [(span, value) for block in blocks for (name, value), span in block.spans.items() if name == option]
    for span, value in sorted(values, reverse=True):
        after = renamed(value)
        if after is not None and span.line == span.end_line:
            line = lines[span.line - 1]
            written = scalar(after, flow=True)
            lines[span.line - 1] = line[: span.column - 1] + written + line[span.end_column - 1 :]
    return "\n".join(lines)
