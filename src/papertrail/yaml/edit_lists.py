"""Add a text to a list in YAML that a person wrote.

Only new text is inserted, and nothing is removed: comments, quotes, line endings and a missing final line break stay as
they are. This is true of all modules `edit_*`. The file must have been parsed without diagnostics.
"""

from __future__ import annotations

from papertrail.core import topic_path
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD, TOPIC, VENUE, Field, Kind
from papertrail.yaml.insertions import NewField, insert_field, insert_item
from papertrail.yaml.nodes import Mapping, Scalar, Sequence, texts_of
from papertrail.yaml.source_map import Insertion, Source, refuse_question_marks
from papertrail.yaml.write import flow_text, scalar

_LISTS = frozenset(field.name for field in (*RECORD, *TOPIC, *VENUE) if field.kind is Kind.NAMES)
"""Fields that must be a list."""


def add_to_list(text: str, root: Mapping, key: str, value: str, fields: tuple[Field, ...] = RECORD) -> str:
    """Add a text to the list of a key, unless it is already there.

    A single text becomes the first item of a list. A missing key is inserted at its position in `fields`.

    Raises:
        PapertrailError: the value is a mapping, or the file is written in a way that cannot be edited.
    """
    source, present = Source(text), root.get(key)
    if any(_same(key, value, known) for known in texts_of(present)):
        return text
    if present is None:
        short = flow_text([value]) if key in _LISTS else scalar(value, flow=True)
        return source.with_insertions(insert_field(source, root, NewField(key, short, short), fields))
    if isinstance(present, Mapping):
        raise PapertrailError(f'"{key}" is a mapping, not a list')
    if isinstance(present, Sequence):
        return source.with_insertions([insert_item(source, present, value)])
    return source.with_insertions(_as_list(source, root, key, present, value))


def _same(key: str, first: str, second: str) -> bool:
    return topic_path(first) == topic_path(second) if key == "topic" else first == second


def _as_list(source: Source, root: Mapping, key: str, first: Scalar, second: str) -> list[Insertion]:
    """Turn a single text into a list, and add another text."""
    if source.in_brackets(root):
        return [
            Insertion(source.start(first), "["),
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


def _dash(source: Source, root: Mapping, key: Scalar, value: Scalar) -> tuple[Insertion, int]:
    """The dash before a value, on a new line if the value is on the line of its key, and the column of the dash."""
    start = source.start(value)
    if value.line != key.end_line:
        return Insertion(start, "- "), value.column
    behind = source.colon(key, in_brackets=False) + 1
    lead = "\n" + " " * (root.column + 1) + "-"
    # YAML allows neither a dash after a tab nor a tab after a dash.
    only_spaces = set(source.text[behind:start]) == {" "}
    return (Insertion(behind, lead) if only_spaces else Insertion(start, lead + " ")), root.column + 2
