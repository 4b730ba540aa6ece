"""The text of a YAML file with the positions of its nodes, and changes to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from papertrail.core.errors import PapertrailError
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence
from papertrail.yaml.write import FLOW_SIGNS

_COLON = re.compile(r"[ \t]*+(:)")
_FLOW_COLON = re.compile(r"(?:\s|#[^\n]*+)*+(:)")


@dataclass(frozen=True)
class Insertion:
    """Text to insert before the character at `offset`, in place of the next `length` characters."""

    offset: int
    text: str
    length: int = 0


@dataclass(frozen=True)
class Source:
    """The text of a file, with the offsets of its nodes."""

    text: str
    starts: list[int] = field(init=False)
    """The offset of the first character of each line, without a byte-order mark."""

    def __post_init__(self) -> None:
        lengths = [len(line) + 1 for line in self.text.split("\n")]
        starts = list(accumulate(lengths[:-1], initial=0))
        starts[0] = 1 if self.text.startswith("\ufeff") else 0
        object.__setattr__(self, "starts", starts)

    def start(self, node: Node) -> int:
        """The offset of the first character of a node."""
        return self.starts[node.line - 1] + node.column - 1

    def end(self, node: Node) -> int:
        """The offset after the last character of a node. Not for collections without brackets."""
        return min(self.starts[node.end_line - 1] + node.end_column - 1, len(self.text))

    def raw(self, node: Node) -> str:
        """The source text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def in_brackets(self, node: Node) -> bool:
        """Whether a list or mapping is written in brackets."""
        return self.text[self.start(node)] in "[{"

    def line(self, number: int) -> str:
        """A line by its number, without its line ending."""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")

    def last_line(self, node: Node) -> int:
        """The number of the last line of a node, without comments after it."""
        if isinstance(node, Scalar):
            return self._last_line_of_block(node) if self.is_block(node) else node.end_line
        if self.in_brackets(node):
            return node.end_line
        if isinstance(node, Sequence):
            return self.last_line(node.items[-1])
        refuse_question_marks(self, node)
        return self.last_line_of_pair(*list(node.pairs.values())[-1])

    def last_line_of_pair(self, key: Scalar, value: Node) -> int:
        """The number of the last line of a key and its value."""
        return key.end_line if isinstance(value, Scalar) and value.absent else self.last_line(value)

    def is_block(self, node: Scalar) -> bool:
        """Whether a text is written as a block."""
        return not node.plain and self.text[self.start(node)] in "|>"

    def _last_line_of_block(self, node: Scalar) -> int:
        """The parser counts the empty lines after a block, but only `|+` keeps them."""
        last = node.end_line if node.end_column > 1 else node.end_line - 1
        if "+" in self.line(node.line)[node.column : node.column + 3]:
            return last
        while last > node.line and not self.line(last):
            last -= 1
        return last

    def with_insertions(self, insertions: Iterable[Insertion]) -> str:
        """The text with all insertions. Insertions with the same offset keep their order."""
        newline = "\r\n" if "\r\n" in self.text else "\n"
        parts, done = [], 0
        for insertion in sorted(insertions, key=lambda insertion: insertion.offset):
            parts += [self.text[done : insertion.offset], insertion.text.replace("\n", newline)]
            done = insertion.offset + insertion.length
        return "".join([*parts, self.text[done:]])

    def below(self, number: int, lines: str) -> Insertion:
        """Insert lines after a line."""
        self.refuse_tabs_below(number)
        if number < len(self.starts):
            return Insertion(self.starts[number], lines + "\n")
        return Insertion(len(self.text), "\n" + lines)

    def refuse_tabs_below(self, number: int) -> None:
        """Raise an error if empty lines after a value contain tabs, which YAML only allows after unquoted text."""
        for below in range(number + 1, len(self.starts) + 1):
            line = self.line(below)
            if line.strip(" \t"):
                return
            if "\t" in line:
                raise PapertrailError(f"line {below} contains only tabs; delete them first")

    def inside(self, offset: int, text: str) -> Insertion:
        """Insert text inside brackets, with a space before a comment that follows directly."""
        return Insertion(offset, text + " " if self.text[offset : offset + 1] == "#" else text)

    def shifted(self, first: int, last: int, by: int) -> list[Insertion]:
        """Indent lines, except empty ones."""
        return [Insertion(self.starts[n - 1], " " * by) for n in range(first, last + 1) if by and self.line(n)]

    def is_behind_mark(self, key: Scalar) -> bool:
        """Whether a key in braces follows a question mark."""
        at = self.start(key) - 1
        while self.text[at].isspace():
            at -= 1
        return self.text[at] == "?"

    def has_colon(self, key: Scalar) -> bool:
        """Whether a key in braces has a colon, which is optional there."""
        return _FLOW_COLON.match(self.text, self.end(key)) is not None

    def colon(self, key: Scalar, *, in_brackets: bool) -> int:
        """The offset of the colon after a key."""
        match = (_FLOW_COLON if in_brackets else _COLON).match(self.text, self.end(key))
        if match is None:
            raise PapertrailError(f"the key {quoted(key.text)} has no colon")
        return match.start(1)

    def quotes_in_brackets(self, node: Scalar) -> str | None:
        """The quotes that a text needs in brackets; empty if none, and None if it cannot be written in brackets."""
        raw = self.raw(node)
        if not node.plain:
            return None if raw[:1] in ("|", ">") else ""
        if not FLOW_SIGNS.search(raw):
            return ""
        return None if re.search(r'["\\]', raw) else '"'


def refuse_question_marks(source: Source, root: Mapping) -> None:
    """Raise an error for keys after a question mark, whose colon can be on another line."""
    in_brackets = source.in_brackets(root)
    for key, _ in root.pairs.values():
        if source.is_behind_mark(key) if in_brackets else key.column != root.column:
            raise PapertrailError(f"the key {quoted(key.text)} follows a question mark; delete the mark first")
