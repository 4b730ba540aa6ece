"""Values that are one of a few words, and dates."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.fields import Field, Kind
from papertrail.rules.support.dates import is_date, suggested_date
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.values.texts import check_line
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.nodes import Node, Scalar

SYNONYMS = {
    "paper": "article", "preprint": "article", "journal": "article-journal", "conference": "paper-conference",
    "code": "software", "tool": "software", "blog": "post-weblog", "website": "webpage", "course": "webpage",
    "video": "motion_picture", "table": "markdown-table", "html": "html-table", "middle": "center",
    "centre": "center", "list": "bullets",
}  # fmt: skip
"""Other words that people use for some of the choices."""


def check_choice(field: Field, node: Node) -> Iterator[Problem]:
    """One of the field's choices."""
    if not isinstance(node, Scalar):
        yield from check_line(field, node)
    elif node.text not in field.choices:
        yield Problem(node, f"unknown {field.name} {quoted(node.text)}", _suggest(field, node.text))


def _suggest(field: Field, text: str) -> str:
    synonym = SYNONYMS.get(text.casefold())
    if synonym in field.choices:
        return f"use {synonym}"
    shown = ", ".join(as_yaml(choice) for choice in field.choices[:8])
    more = ", ..." if len(field.choices) > 8 else ""
    return did_you_mean(text, field.choices, f"use one of: {shown}{more}")


def check_date(field: Field, node: Node) -> Iterator[Problem]:
    """A date: a year, a month or a day; only a day for `Kind.DAY`."""
    is_day = field.kind is Kind.DAY
    if not isinstance(node, Scalar):
        yield from check_line(field, node)
    elif not is_date(node.text, day=is_day):
        date = suggested_date(node.text, day=is_day)
        message = f"{quoted(node.text)} is not a valid date"
        yield Problem(node, message, _suggest_date(field, date, is_day), value=date)


def _suggest_date(field: Field, suggestion: str | None, is_day: bool) -> str:
    if suggestion:
        return f"write `{field.name}: {suggestion}`"
    form = "YYYY-MM-DD" if is_day else "YYYY, YYYY-MM or YYYY-MM-DD"
    return f"write the date as {form}, such as `{field.name}: {field.example}`"
