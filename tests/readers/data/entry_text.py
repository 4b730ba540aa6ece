"""Parsed entries as text, for golden files."""

from __future__ import annotations

from dataclasses import fields

from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.readers.entry import Entry, NotUnderstood

_PAPER = Paper(id="", name="")


def entries_text(entries: list[Entry], problems: list[NotUnderstood]) -> str:
    """Each entry with its values, then the text that was not understood."""
    return "\n".join([*map(_entry, entries), *(f"? line {p.line}: {p.text}" for p in problems)]) + "\n"


def _entry(entry: Entry) -> str:
    values = [(field.name, getattr(entry.paper, field.name)) for field in fields(Paper) if field.init]
    present = [(name, value) for name, value in values if value != getattr(_PAPER, name)]
    lines = [f"{name}: {_shown(value)}" for name, value in present]
    lines += [f"- not kept: {text}" for text in entry.not_kept] + [f"- doubt: {text}" for text in entry.doubts]
    return "\n".join([f"=== lines {entry.start + 1} to {entry.end}", *lines, ""])


def _shown(value: object) -> str:
    match value:
        case tuple():
            return " | ".join(map(_shown, value))
        case Link():
            return f"{value.label} {value.url}"
        case Venue():
            return value.text
        case PublicationDetails():
            values = {field.name: getattr(value, field.name) for field in fields(value)}
            return ", ".join(f"{name} {_shown(text)}" for name, text in values.items() if text)
        case Author():
            return f"{{{value.text}}}" if value.organization else value.text
        case _:
            return str(value)
