"""Checks of the value of a field, by the kind of the field, for `pt101_form`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from papertrail.core.fields import Field, Kind
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.values.authors import check_authors
from papertrail.rules.support.values.choices import check_choice, check_date
from papertrail.rules.support.values.identifiers import check_identifier, check_language
from papertrail.rules.support.values.links import check_links, check_venues
from papertrail.rules.support.values.mappings import check_by_style, check_fields, check_pairs, check_source
from papertrail.rules.support.values.registries import check_columns, check_topics
from papertrail.rules.support.values.texts import MOST_ITEMS, check_line, check_lines, check_names, check_paragraphs
from papertrail.yaml.nodes import Mapping, Node, Sequence

_CHECKS: dict[Kind, Callable[[Field, Node], Iterator[Problem]]] = {
    Kind.LINE: check_line,
    Kind.ID: check_identifier,
    Kind.LANGUAGE: check_language,
    Kind.LINES: check_lines,
    Kind.TEXT: check_paragraphs,
    Kind.AUTHORS: check_authors,
    Kind.FIELDS: check_fields,
    Kind.NAMES: check_names,
    Kind.CHOICE: check_choice,
    Kind.DATE: check_date,
    Kind.DAY: check_date,
    Kind.VENUES: check_venues,
    Kind.LINKS: check_links,
    Kind.PAIRS: check_pairs,
    Kind.SOURCE: check_source,
    Kind.BY_STYLE: check_by_style,
    Kind.COLUMNS: check_columns,
    Kind.TOPICS: check_topics,
}


def check_value(field: Field, node: Node) -> Iterator[Problem]:
    """The problems of a value. For a list that is too long, only its length is reported."""
    most = MOST_ITEMS.get(field.name)
    if most is not None and _length(node) > most:
        yield Problem(node, f'"{field.name}" has more than {most} items', "shorten the list")
    else:
        yield from _CHECKS[field.kind](field, node)


def _length(node: Node) -> int:
    if isinstance(node, Sequence):
        return len(node.items)
    return len(node.pairs) if isinstance(node, Mapping) else 0
