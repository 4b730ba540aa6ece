"""Adding a text to a list of a record or an entry that a person wrote."""

from __future__ import annotations

from papertrail.core import topic_path
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD, TOPIC, VENUE, Field, Kind
from papertrail.yaml.insertions import NewField, insert_field, insert_item
from papertrail.yaml.nodes import Mapping, Scalar, Sequence, texts_of
from papertrail.yaml.source_map import Put, Source, refuse_question_marks
from papertrail.yaml.write import flow_text, scalar

_LISTS = frozenset(field.name for field in (*RECORD, *TOPIC, *VENUE) if field.kind is Kind.NAMES)
"""Fields that take no single text."""


def add_to_list(text: str, root: Mapping, key: str, value: str, fields: tuple[Field, ...] = RECORD) -> str:
    """One more text in the list under `key`; the same text where it is there already.

    A single text becomes the first item of a list. A key that is absent is put in at its place in `fields`.
    """
    source, present = Source(text), root.get(key)
    if any(_same(key, value, known) for known in texts_of(present)):
        return text
    if present is None:
        short = flow_text([value]) if key in _LISTS else scalar(value, flow=True)
        return source.with_all(insert_field(source, root, NewField(key, short, short), fields))
    if isinstance(present, Mapping):
        raise PapertrailError(f"`{key}` holds names with values, not a list")
    if isinstance(present, Sequence):
        return source.with_all([insert_item(source, present, value)])
    return source.with_all(_as_list(source, root, key, present, value))


def _same(key: str, first: str, second: str) -> bool:
    return topic_path(first) == topic_path(second) if key == "topic" else first == second


def _as_list(source: Source, root: Mapping, key: str, first: Scalar, second: str) -> list[Put]:
    """What makes a list of a single text and one more."""
    if source.in_brackets(root):
        return [
            Put(source.start(first), "["),
            source.inside(source.end(first), f", {scalar(second, flow=True)}]"),
        ]
    refuse_question_marks(source, root)
    dash, column = _dash(source, root, root.pairs[key][0], first)
    last = source.last_line(first)
    return [
        dash,
        *source.shifted(first.line + 1, last, column - root.column),
        source.below(last, " " * (column - 1) + "- " + scalar(second)),
    ]


def _dash(source: Source, root: Mapping, key: Scalar, value: Scalar) -> tuple[Put, int]:
    """The dash before a value, on a new line where the value is on its key's line; and the dash's column."""
    start = source.start(value)
    if value.line != key.end_line:
        return Put(start, "- "), value.column
    behind = source.colon(key, in_brackets=False) + 1
    lead = "\n" + " " * (root.column + 1) + "-"
    # After a tab YAML takes no dash, and after a dash no tab.
    only_spaces = set(source.text[behind:start]) == {" "}
    return (Put(behind, lead) if only_spaces else Put(start, lead + " ")), root.column + 2
