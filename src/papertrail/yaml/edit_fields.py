"""Change and remove values in YAML that a person wrote.

Only the parts that differ are written: items that stay in a list keep their text, and comments keep their lines. The
file must have been parsed without diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Values
from difflib import SequenceMatcher

from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD, Field
from papertrail.text.strings import quoted
from papertrail.yaml.insertions import NewField, insert_field, insert_items
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence
from papertrail.yaml.source_map import Insertion, Source, refuse_question_marks
from papertrail.yaml.write import Value, block, flow_text, item, scalar

_TEXT_OF_SEVERAL = ("authors", "editors")
"""Fields whose text is not the same as a list of this text."""


def set_field(text: str, root: Mapping, new: NewField, value: Value, fields: tuple[Field, ...] = RECORD) -> str:
    """Give a field a value; `new` is how it is written if the field has none. A mapping is replaced as a whole.

    Raises:
        PapertrailError: the file is written in a way that cannot be edited.
    """
    source, present = Source(text), root.get(new.key)
    if present is None:
        return source.with_insertions(insert_field(source, root, new, fields))
    is_one_text = new.key in _TEXT_OF_SEVERAL and isinstance(value, str)
    is_same_form = new.key not in _TEXT_OF_SEVERAL or isinstance(present, Scalar) == is_one_text
    if is_same_form and _items(plain(present)) == _items(value):
        return text
    if isinstance(present, Sequence) and not is_one_text:
        return source.with_insertions(_changed_items(source, present, _items(value)))
    if isinstance(present, Scalar) and isinstance(value, str):
        return source.with_insertions([_changed_text(source, present, value, root, new.value)])
    changes = _in_list(source, present, _items(value)) if isinstance(present, Scalar) else None
    if changes:
        return source.with_insertions(changes)
    is_below = not isinstance(present, Scalar) and not source.in_brackets(present)
    indent = " " * (root.column + 2 - present.column) if is_below else ""
    return source.with_insertions([replaced(source, present, indent + flow_text(value))])


def remove_field(text: str, root: Mapping, key: str) -> str:
    """Remove a field with its comments on the same lines.

    Raises:
        PapertrailError: the file is written in a way that cannot be edited.
    """
    source = Source(text)
    if key not in root.pairs:
        return text
    refuse_question_marks(source, root)
    if source.in_brackets(root):
        kept = [source.text[source.start(k) : source.end(v)] for name, (k, v) in root.pairs.items() if name != key]
        return source.with_insertions([_rebuilt(source, root, kept)])
    first, value = root.pairs[key]
    if source.line(first.line)[: first.column - 1].strip():
        raise PapertrailError(f"write the field {quoted(key)} on a line of its own first")
    return source.with_insertions([_removed_lines(source, first.line, source.last_line_of_pair(first, value))])


def remove_item(text: str, items: Sequence, number: int) -> str:
    """Remove an item of a list that has others.

    Raises:
        PapertrailError: the file is written in a way that cannot be edited.
    """
    source = Source(text)
    if source.in_brackets(items):
        kept = [source.raw(node) for other, node in enumerate(items.items) if other != number]
        return source.with_insertions([_rebuilt(source, items, kept)])
    return source.with_insertions([_removed_item(source, items.items[number])])


def set_text(text: str, parent: Mapping, node: Scalar, value: str) -> str:
    """Replace a text in a mapping."""
    source = Source(text)
    return source.with_insertions([_changed_text(source, node, value, parent)])


def plain(node: Node | None) -> Value:
    """The value of a node, without its form."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.pairs.items()}
    return node.text if node else ""


def _items(value: Value) -> list[Value]:
    if isinstance(value, str | int) or not isinstance(value, Values):
        return [value]
    return list(value)


def _in_list(source: Source, first: Scalar, values: list[Value]) -> list[Insertion] | None:
    """Turn a text into a list in brackets that starts with it. None if it cannot be written in brackets."""
    around = source.quotes_in_brackets(first)
    if around is None or first.line != first.end_line or values[:1] != [first.text]:
        return None
    more = "".join(f", {flow_text(value)}" for value in values[1:])
    end = source.end(first)
    return [Insertion(source.start(first), "[" + around), source.inside(end, f"{around}{more}]")]


def _changed_text(source: Source, node: Scalar, value: str, parent: Mapping, written: str | None = None) -> Insertion:
    """Replace a text; `written` is how it is written on one line."""
    if source.in_brackets(parent):
        return replaced(source, node, scalar(value, flow=True))
    line = written if written and "\n" not in written else scalar(value)
    return replaced(source, node, block(value, parent.column + 1) if "\n" in value else line)


def replaced(source: Source, node: Node, text: str) -> Insertion:
    """Replace a node. What follows it on its last line stays."""
    start = source.start(node)
    return Insertion(start, text, _end(source, node) - start)


def _end(source: Source, node: Node) -> int:
    """The offset after the last character of any node."""
    if isinstance(node, Scalar) and not source.is_block(node):
        return source.end(node)
    if not isinstance(node, Scalar) and source.in_brackets(node):
        return source.end(node)
    last = source.last_line(node)
    return source.starts[last - 1] + len(source.line(last))


def _rebuilt(source: Source, node: Sequence | Mapping, parts: list[str]) -> Insertion:
    """Write a list or mapping in brackets again, with some parts."""
    raw = source.raw(node)
    if "\n" in raw and "#" in raw:
        raise PapertrailError(f"line {node.line}: move the comments out of the brackets first")
    return Insertion(source.start(node), raw[0] + ", ".join(parts) + raw[-1], len(raw))


def _removed_lines(source: Source, first: int, last: int) -> Insertion:
    start = source.starts[first - 1]
    end = source.starts[last] if last < len(source.starts) else len(source.text)
    return Insertion(start, "", end - start)


def _removed_item(source: Source, node: Node) -> Insertion:
    _refuse_lone_dash(source, node)
    return _removed_lines(source, node.line, source.last_line(node))


def _refuse_lone_dash(source: Source, node: Node) -> None:
    if source.line(node.line)[: node.column - 1].strip() != "-":
        raise PapertrailError(f"line {node.line}: write the item on the line of its dash first")


# Items of a list


def _changed_items(source: Source, items: Sequence, new: list[Value]) -> list[Insertion]:
    """Change a list into another one. Items that stay keep their text and their comments."""
    old = [plain(node) for node in items.items]
    if new[: len(old)] == old:
        return insert_items(source, items, new[len(old) :])
    keys = [flow_text(value) for value in old], [flow_text(value) for value in new]
    steps = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    if source.in_brackets(items):
        kept = {
            to + number: source.raw(items.items[at + number])
            for step, at, end, to, _ in steps
            if step == "equal"
            for number in range(end - at)
        }
        return [_rebuilt(source, items, [kept.get(number, flow_text(value)) for number, value in enumerate(new)])]
    return [change for step in steps if step[0] != "equal" for change in _changed_lines(source, items, step, new)]


def _changed_lines(
    source: Source, items: Sequence, step: tuple[str, int, int, int, int], new: list[Value]
) -> Iterator[Insertion]:
    """Replace items on lines of their own. Texts are replaced one by one, so that their comments stay."""
    _, start, end, new_start, new_end = step
    nodes, values = items.items[start:end], new[new_start:new_end]
    for node, value in zip(nodes, values, strict=False):
        yield replaced(source, node, flow_text(value) if not isinstance(value, str) else scalar(value))
    for node in nodes[len(values) :]:
        yield _removed_item(source, node)
    if added := values[len(nodes) :]:
        lines = "\n".join(item(value, items.column - 1) for value in added)
        if end == 0:
            first = items.items[0]
            _refuse_lone_dash(source, first)
            yield Insertion(source.starts[first.line - 1], lines + "\n")
        else:
            yield source.below(source.last_line(items.items[end - 1]), lines)
