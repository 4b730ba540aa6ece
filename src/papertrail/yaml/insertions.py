"""Insert fields and items into YAML that a person wrote."""

from __future__ import annotations

from collections.abc import Sequence as Values
from dataclasses import dataclass

from papertrail.core.fields import Field
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence
from papertrail.yaml.source_map import Insertion, Source, refuse_question_marks
from papertrail.yaml.write import Value, flow_text, item, scalar


@dataclass(frozen=True)
class NewField:
    """A field to insert, as it is written on its own lines and in braces."""

    key: str
    value: str
    short: str

    def lines(self, indent: int) -> str:
        """The field on its own lines, indented by `indent` spaces."""
        gap = "" if self.value.startswith("\n") else " "
        return _indented(f"{scalar(self.key)}:{gap}{self.value}", indent)

    @property
    def in_braces(self) -> str:
        """The field on one line, for use in braces."""
        return f"{scalar(self.key, flow=True)}: {self.short}"


def _indented(text: str, indent: int) -> str:
    return "\n".join(" " * indent + line if line else line for line in text.split("\n"))


def insert_field(source: Source, root: Mapping, new: NewField, fields: tuple[Field, ...]) -> list[Insertion]:
    """Insert a field that a mapping has no value for."""
    refuse_question_marks(source, root)
    key = root.key(new.key)
    if key is not None:
        return _filled_braces(source, key, new) if source.in_brackets(root) else _filled(source, root, key, new)
    before = _pair_before(root, new.key, fields)
    if source.in_brackets(root):
        return [_new_pair(source, root, before, new)]
    indent = root.column - 1
    if before is None:
        return [Insertion(source.start(root), new.lines(indent)[indent:] + "\n" + " " * indent)]
    return [source.below(source.last_line_of_pair(*before), new.lines(indent))]


def _pair_before(root: Mapping, key: str, fields: tuple[Field, ...]) -> tuple[Scalar, Node] | None:
    """The last pair whose key comes before `key` in `fields`; the last of all if `key` is not in `fields`."""
    names = [field.name for field in fields]
    earlier = names[: names.index(key)] if key in names else root.pairs
    return next((pair for name, pair in reversed(root.pairs.items()) if name in earlier), None)


def _new_pair(source: Source, root: Mapping, before: tuple[Scalar, Node] | None, new: NewField) -> Insertion:
    if before is not None:
        return source.inside(source.end(before[1]), f", {new.in_braces}")
    if root.pairs:
        first = next(iter(root.pairs.values()))[0]
        return Insertion(source.start(first), f"{new.in_braces}, ")
    return source.inside(source.start(root) + 1, new.in_braces)


def _filled(source: Source, root: Mapping, key: Scalar, new: NewField) -> list[Insertion]:
    """Insert the value of a key without one. A value on several lines goes below a comment after the key."""
    behind = source.colon(key, in_brackets=False) + 1
    first, _, rest = new.value.partition("\n")
    # With a single space before a comment, the comment would look like a part of the value.
    gap = " " if source.text.startswith(" #", behind) else ""
    insertions = [Insertion(behind, f" {first}{gap}")] if first else []
    return [*insertions, source.below(key.end_line, _indented(rest, root.column - 1))] if rest else insertions


def _filled_braces(source: Source, key: Scalar, new: NewField) -> list[Insertion]:
    if not source.has_colon(key):
        return [source.inside(source.end(key), f": {new.short}")]
    return [source.inside(source.colon(key, in_brackets=True) + 1, f" {new.short}")]


def insert_item(source: Source, items: Sequence, value: Value, *, braces: bool = False) -> Insertion:
    """Insert an item at the end of a list. With `braces`, a mapping is written on one line, however long it is."""
    if not source.in_brackets(items):
        indent = items.column - 1
        lines = " " * indent + "- " + flow_text(value) if braces else item(value, indent)
        return source.below(source.last_line(items), lines)
    if items.items:
        return source.inside(source.end(items.items[-1]), f", {flow_text(value)}")
    return source.inside(source.start(items) + 1, flow_text(value))


def insert_items(source: Source, items: Sequence, values: Values[Value]) -> list[Insertion]:
    """Insert items at the end of a list."""
    if values and source.in_brackets(items) and not items.items:
        return [source.inside(source.start(items) + 1, ", ".join(map(flow_text, values)))]
    return [insert_item(source, items, value) for value in values]


def name_with_field(
    source: Source, parent: Sequence, name: Scalar, new: NewField, *, braces: bool = True
) -> list[Insertion]:
    """Turn a plain name into a mapping with one more field, in braces if that is wanted and possible."""
    if source.in_brackets(parent):
        return [Insertion(source.start(name), "{name: "), source.inside(source.end(name), f", {new.in_braces}}}")]
    around = source.quotes_in_brackets(name)
    if braces and around is not None and name.line == name.end_line:
        source.refuse_tabs_below(name.line)
        return [
            Insertion(source.start(name), "{name: " + around),
            Insertion(source.end(name), f"{around}, {new.in_braces}}}"),
        ]
    last = source.last_line(name)
    return [
        Insertion(source.start(name), "name: "),
        *source.shifted(name.line + 1, last, name.column - parent.column),
        source.below(last, new.lines(name.column - 1)),
    ]
