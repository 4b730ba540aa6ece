"""From text to nodes, by walking the events of libyaml.

Loading YAML the usual way loses places, turns `NO` into False, and lets a record of a few hundred bytes hang or
crash the process (aliases, merge keys, nesting). Walking events gives each value its place and text as typed,
and stops at the first thing that a record has no use for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from papertrail.core.diagnostics import FILE_START, Diagnostic, Span
from papertrail.core.limits import Limits
from papertrail.text.strings import UNPRINTABLE, quoted
from papertrail.yaml.decode import unprintable
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence
from papertrail.yaml.syntax_errors import syntax_error

# libyaml's parser where PyYAML was built with it (it is in the wheels), else the slower one in Python.
_Events: Callable[[str], Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Refused(Exception):  # noqa: N818 - it is a way out of the walk, not an error of ours
    """Ends the walk over a file."""

    def __init__(self, event: Any, code: str, message: str, help: str) -> None:
        self.event, self.code, self.message, self.help = event, code, message, help


def parse(path: str, text: str, limits: Limits) -> tuple[Node | None, list[Diagnostic]]:
    """The one document that the text holds, or None, and what is wrong with it.

    `path` is for the diagnostics only. An empty file gives None and a diagnostic.
    """
    walk = _Walk(path, text, limits)
    try:
        root = walk.document()
    except _Refused as refused:
        walk.faults.append(
            Diagnostic(
                path=path,
                span=_span(refused.event),
                code=refused.code,
                message=refused.message,
                help=refused.help,
            )
        )
        return None, walk.faults
    except yaml.YAMLError as error:
        return None, [*walk.faults, syntax_error(path, text, error)]
    if root is None and not walk.faults:
        walk.faults.append(_empty(path))
    return root, walk.faults


class _Walk:
    """The state of one walk: the events still to come and the faults found so far."""

    def __init__(self, path: str, text: str, limits: Limits) -> None:
        self.path = path
        self.events = _Events(text)
        self.limits = limits
        self.values = 0
        self.faults: list[Diagnostic] = []

    def document(self) -> Node | None:
        """The file's one document."""
        next_event = self.events.get_event
        next_event()  # the start of the stream
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if event.version or event.tags:
            raise _Refused(event, "PT004", "a line that begins with % is not allowed", "delete the line")
        root = self.node(next_event(), 1)
        next_event()  # the end of the document
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Refused(
                event,
                "PT004",
                "a second record begins here; a file holds one",
                "move what follows into a file of its own, or delete the line ---",
            )
        return None if isinstance(root, Scalar) and root.absent else root

    def node(self, event: Any, depth: int) -> Node:
        """The node that begins with `event`, with everything inside it."""
        self.values += 1
        if self.values > self.limits.values:
            raise _Refused(
                event,
                "PT004",
                f"the file holds more than {self.limits.values:,} values",
                "shorten it, or share it out over several files",
            )
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.AliasEvent:
            raise _Refused(
                event,
                "PT004",
                f"the value begins with *, which YAML reads as a reference to {quoted(event.anchor)}",
                'put the whole value in quotes: "*' + event.anchor + ' ..."',
            )
        self.refuse_tricks(event)
        if depth > self.limits.depth:
            raise _Refused(
                event,
                "PT004",
                f"values are nested more than {self.limits.depth} deep",
                "a record needs no more than a list of links; quote text that begins with [ or {",
            )
        return self.mapping(event, depth) if kind is yaml.MappingStartEvent else self.sequence(event, depth)

    def scalar(self, event: Any) -> Scalar:
        if event.anchor or event.tag:
            self.refuse_tricks(event)
        text = event.value
        start, end = event.start_mark, event.end_mark
        if event.style in ("|", ">"):
            text = text.rstrip("\n")
        found = Scalar(text, event.implicit[0], start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        # The file's own characters were looked at when it was decoded; "\u202e" in quotes comes to light here.
        if event.style == '"' and (bad := UNPRINTABLE.search(text)):
            self.faults.append(unprintable(self.path, found.span, bad[0], escaped=True))
        return found

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
            if key.text in pairs:
                self.faults.append(self.duplicate(key, pairs[key.text][0], value))
            else:
                pairs[key.text] = (key, value)
        return Mapping(pairs, *_ends(start, event))

    def key(self, event: Any) -> Scalar:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(
                event,
                "PT004",
                "the name of a field must be plain text",
                "put it in quotes if it begins with [, {, * or &",
            )
        key = self.scalar(event)
        if key.plain and key.text == "<<":
            raise _Refused(event, "PT004", "the merge key << is not allowed", "write the fields out")
        return key

    def duplicate(self, key: Scalar, first: Scalar, value: Node) -> Diagnostic:
        is_link = isinstance(value, Scalar) and "://" in value.text
        return Diagnostic(
            path=self.path,
            span=key.span,
            code="PT005",
            message=f"{quoted(key.text)} is there twice; it was first given on line {first.line}",
            help="keep one of the two"
            + ("; or write the links as a list, a line `- {label: ..., url: ...}` for each" if is_link else ""),
        )

    def refuse_tricks(self, event: Any) -> None:
        """Stop at anchors and tags."""
        if event.anchor is not None:
            raise _Refused(
                event,
                "PT004",
                f"the value begins with &, which YAML reads as the anchor {quoted(event.anchor)}",
                "put the whole value in quotes",
            )
        if event.tag is not None:
            raise _Refused(
                event,
                "PT004",
                f"the value begins with !, which YAML reads as the tag {quoted(event.tag)}",
                "put the whole value in quotes, or delete the tag",
            )


def _ends(start: Any, end: Any) -> tuple[int, int, int, int]:
    first, last = start.start_mark, end.end_mark
    return first.line + 1, first.column + 1, last.line + 1, last.column + 1


def _span(event: Any) -> Span:
    return Span(*_ends(event, event))


def _empty(path: str) -> Diagnostic:
    return Diagnostic(
        path=path,
        span=FILE_START,
        code="PT003",
        message="the file is empty",
        help="write at least a line `name: ...` and a line `topic: ...`, or delete the file",
    )
