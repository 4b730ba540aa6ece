"""What an editor shows about the text under the pointer. It is plain text: strangers write registries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from papertrail.core.fields import Field
from papertrail.core.registries import Institution, Series, Topic
from papertrail.lsp.fields import field_at, fields_of
from papertrail.lsp.navigation import papers_of
from papertrail.lsp.open_list import OpenList
from papertrail.lsp.places import Meaning, Place, target_of
from papertrail.rules import RULES
from papertrail.text.strings import printable

_CODE = re.compile(r"\bPT[0-9]{3}\b")
_SHOWN = ("full", "kind", "url", "aliases", "renamed_to", "parent", "ror", "document", "intro", "style", "sort")
"""The fields of an entry in a registry that are shown."""


def hover(of: OpenList, path: str, place: Place) -> str:
    """What is known about a text: what it names, and the help of its field."""
    target = target_of(path, of.settings.papers, place)
    field = field_at(fields_of(path, of.settings.papers), place.keys)
    parts = [described(of, target) if target else "", field_help(field) if field else ""]
    return "\n\n".join(filter(None, parts))


def field_help(field: Field) -> str:
    """The help of a field, with an example."""
    choices = f"\nOne of: {', '.join(field.choices)}" if field.choices else ""
    return f"{field.name}: {field.help}{choices}\nExample: {field.name}: {field.example}"


def described(of: OpenList, target: Meaning) -> str:
    """The entry of a registry, or a paper, that a text names."""
    if target.kind == "file":
        return ""
    if target.kind == "paper":
        found = (p for p in of.checked.library.papers if target.name in (p.id, *p.aliases))
        return "".join(printable(paper.full_title) for paper in [*found][:1])
    count = papers_of(of, target)
    lines = [f"{target.kind} {printable(target.name)} ({count:,} {'paper' if count == 1 else 'papers'})"]
    return "\n".join([*lines, *_entry_lines(_entry(of, target))])


def _entry(of: OpenList, target: Meaning) -> Topic | Series | Institution | None:
    registries = of.checked.library.registries
    if target.kind == "topic":
        topics = (found for root in registries.topics or () for found in root.walk())
        return next((topic for path, topic in topics if " > ".join(path) == target.name), None)
    registry = {"venue": registries.venues, "institution": registries.institutions}.get(target.kind)
    return registry.find(target.name) if registry else None


def _entry_lines(entry: Topic | Series | Institution | None) -> Iterator[str]:
    for name in (field.name for field in fields(entry)) if entry else ():
        value = getattr(entry, name)
        if value and name in _SHOWN:
            yield f"{name}: {printable(', '.join(value) if isinstance(value, tuple) else value)}"


def rule_help(code: str) -> str:
    """What the code of a rule means."""
    rule = next((rule for rule in RULES if code == rule.CODE), None)
    if rule is None:
        return ""
    before, _, rest = (rule.__doc__ or "").strip().partition("## Why")
    return f"{code} {rule.NAME}: {before.strip()}\n{rest.partition('## ')[0].strip()}"


def code_at(line: str, index: int) -> str | None:
    """The code of a rule at an index of a line, as waivers have it."""
    return next((match[0] for match in _CODE.finditer(line) if match.start() <= index <= match.end()), None)
