"""Parse text to nodes, from the events of libyaml.

A YAML loader discards positions and turns `NO` into False. Aliases, merge keys and nesting also let a record of a few
hundred bytes hang or crash it. Events give each value its position and its text as typed, and parsing stops at the
first feature that records do not support.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import yaml

from papertrail.core.diagnostics import Diagnostic, Span
from papertrail.core.limits import Limits
from papertrail.text.invisible import is_mark
from papertrail.text.strings import quoted
from papertrail.yaml.decode import hidden_in, lone_mark
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence
from papertrail.yaml.syntax_errors import diagnostic_of, explanation_of, fix_of
from papertrail.yaml.syntax_errors.failure import Explanation, quote_over_fields

# libyaml's parser where PyYAML was built with it (it is in the wheels), else the slower one in Python.
_Events: Callable[[str], Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Unsupported(Exception):  # noqa: N818 - always caught in `_parse`
    """Stops parsing a file."""

    def __init__(self, event: Any, code: str, message: str, help: str) -> None:
        self.event, self.code, self.message, self.help = event, code, message, help


class _UnclosedQuote(Exception):  # noqa: N818 - always caught in `_parse`
    """Stops parsing a file: a quote is closed where another text starts."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation


_Parsed = tuple[Node | None, list[Diagnostic]]


def parse(path: str, text: str, limits: Limits) -> _Parsed:
    """Parse a text that holds one document. The root is None if the text is empty or cannot be parsed.

    `path` is only used in the diagnostics.
    """
    root, diagnostics, _ = _parse(path, text, limits)
    return root, diagnostics


_MOST_ERRORS = 20
"""Syntax errors of a file that are reported."""


def parse_despite_errors(path: str, text: str, limits: Limits) -> _Parsed:
    """Parse a text as if the lines with syntax errors were written as their help says.

    So one syntax error hides no other mistakes of the file. The root is None if the fix of an error is unknown.
    """
    lines: list[str] = []
    errors: list[Diagnostic] = []
    fixed_rows: set[int] = set()
    while True:
        root, diagnostics, explanation = _parse(path, "\n".join(lines) if lines else text, limits)
        if explanation is None:
            return root, errors + diagnostics
        if explanation.row in fixed_rows:  # the fix was not enough
            return None, [replace(error, fix=None) for error in errors]
        lines = lines or text.split("\n")
        errors.append(replace(diagnostic_of(path, explanation), fix=fix_of(path, lines[explanation.row], explanation)))
        if explanation.fixed is None or len(errors) == _MOST_ERRORS:
            return None, errors
        lines[explanation.row] = explanation.fixed
        fixed_rows.add(explanation.row)


def _parse(path: str, text: str, limits: Limits) -> tuple[Node | None, list[Diagnostic], Explanation | None]:
    """The root of a text and its problems, or what is wrong with its syntax."""
    parser = _Parser(path, text, limits)
    explanation = None
    try:
        return parser.document(), parser.diagnostics, None
    except _Unsupported as error:
        parser.diagnostics.append(
            Diagnostic(
                path=path,
                span=_span(error.event),
                code=error.code,
                message=error.message,
                help=error.help,
            )
        )
    except _UnclosedQuote as error:
        explanation = error.explanation
    except yaml.YAMLError as error:
        explanation = explanation_of(text, error)
    if explanation is not None:
        parser.diagnostics.append(diagnostic_of(path, explanation))
    return None, parser.diagnostics, explanation


class _Parser:
    """Builds the nodes of one file from its events."""

    def __init__(self, path: str, text: str, limits: Limits) -> None:
        self.path, self.text = path, text
        self.events = _Events(text)
        self.limits = limits
        self.values = 0
        self.diagnostics: list[Diagnostic] = []

    def document(self) -> Node | None:
        """The root of the file's only document."""
        next_event = self.events.get_event
        next_event()  # the start of the stream
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if event.version or event.tags:
            raise _Unsupported(
                event, "PT004", "YAML directives (lines that start with %) are not supported", "delete the line"
            )
        root = self.node(next_event(), 1)
        next_event()  # the end of the document
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Unsupported(
                event,
                "PT004",
                "second document in the file",
                "move it to a file of its own, or delete the line ---",
            )
        return None if isinstance(root, Scalar) and root.absent else root

    def node(self, event: Any, depth: int) -> Node:
        """The node that starts with `event`, with its children."""
        self.values += 1
        if self.values > self.limits.values:
            raise _Unsupported(
                event,
                "PT004",
                f"the file has more than {self.limits.values:,} values",
                "shorten the file, or split it into several files",
            )
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.AliasEvent:
            raise _Unsupported(
                event,
                "PT004",
                "a value that starts with * is a YAML alias",
                'put the whole value in quotes: "*' + event.anchor + ' ..."',
            )
        self.refuse_anchors_and_tags(event)
        if depth > self.limits.depth:
            raise _Unsupported(
                event,
                "PT004",
                f"values are nested more than {self.limits.depth} levels deep",
                "put text that starts with [ or { in quotes; a record needs no deeper nesting than a list of links",
            )
        return self.mapping(event, depth) if kind is yaml.MappingStartEvent else self.sequence(event, depth)

    def scalar(self, event: Any) -> Scalar:
        if event.anchor or event.tag:
            self.refuse_anchors_and_tags(event)
        text, style, start, end = event.value, event.style, event.start_mark, event.end_mark
        if style:  # not plain
            if style in "|>":
                text = text.rstrip("\n")
            elif start.line < end.line:
                self.refuse_quote_over_fields(start, end)
        scalar = Scalar(text, event.implicit[0], start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        # The characters of the file were checked when it was decoded. An escape such as "\u202e" appears only here.
        if not text.isascii() or (style == '"' and not text.isprintable()):
            self.check_characters(scalar, style)
        return scalar

    def check_characters(self, scalar: Scalar, style: str | None) -> None:
        """Report hidden text."""
        if style == '"' and (diagnostic := hidden_in(self.path, scalar.span, scalar.text)):
            self.diagnostics.append(diagnostic)
        elif not scalar.text.isascii() and is_mark(scalar.text.lstrip()[:1]):
            self.diagnostics.append(lone_mark(self.path, scalar.span))

    def refuse_quote_over_fields(self, start: Any, end: Any) -> None:
        """Stop at a quoted text that contains fields."""
        if explanation := quote_over_fields(self.text.split("\n"), start.line, start.column, end.line):
            raise _UnclosedQuote(explanation)

    def sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        next_event = self.events.get_event
        while type(event := next_event()) is not yaml.SequenceEndEvent:
            items.append(self.node(event, depth + 1))
        return Sequence(items, *_ends(start, event))

    def mapping(self, start: Any, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        next_event = self.events.get_event
        while type(event := next_event()) is not yaml.MappingEndEvent:
            key = self.key(event)
            value = self.node(next_event(), depth + 1)
            if key.text in pairs and key.text.startswith("-"):
                pass  # an item without a space after its dash, which PT101 reports once
            elif key.text in pairs:
                self.diagnostics.append(self.duplicate(key, pairs[key.text][0], value))
            else:
                pairs[key.text] = (key, value)
        return Mapping(pairs, *_ends(start, event))

    def key(self, event: Any) -> Scalar:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Unsupported(
                event,
                "PT004",
                "field name is not text",
                "put it in quotes if it starts with [, {, * or &",
            )
        key = self.scalar(event)
        if key.plain and key.text == "<<":
            raise _Unsupported(event, "PT004", "YAML merge keys (<<) are not supported", "write out the fields")
        return key

    def duplicate(self, key: Scalar, first: Scalar, value: Node) -> Diagnostic:
        is_link = isinstance(value, Scalar) and "://" in value.text and key.text != "url"
        what = "label" if is_link else "field"
        return Diagnostic(
            path=self.path,
            span=key.span,
            code="PT005",
            message=f"duplicate {what} {quoted(key.text)} (first defined on line {first.line})",
            help="delete one of them"
            + (", or write the links as a list with a line `- {label: ..., url: ...}` for each" if is_link else ""),
        )

    def refuse_anchors_and_tags(self, event: Any) -> None:
        """Stop at an anchor or a tag."""
        if event.anchor is not None:
            raise _Unsupported(
                event,
                "PT004",
                "a value that starts with & is a YAML anchor",
                "put the whole value in quotes",
            )
        if event.tag is not None:
            raise _Unsupported(
                event,
                "PT004",
                "a value that starts with ! is a YAML tag",
                "put the whole value in quotes, or delete the tag",
            )


def _ends(start: Any, end: Any) -> tuple[int, int, int, int]:
    first, last = start.start_mark, end.end_mark
    return first.line + 1, first.column + 1, last.line + 1, last.column + 1


def _span(event: Any) -> Span:
    return Span(*_ends(event, event))
