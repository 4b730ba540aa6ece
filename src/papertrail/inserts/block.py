"""The options of a list of papers in a page: YAML in a fenced block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from papertrail.core.diagnostics import Span
from papertrail.core.fields import SORTS
from papertrail.core.limits import INSERTED_PAPERS, Limits
from papertrail.inserts.query import LONGEST_QUERY, MOST_TERMS, is_too_long, parse_years
from papertrail.inserts.scan import BIBLIOGRAPHY, PAPERS, BlockInsert
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.nodes import Mapping as YamlMapping
from papertrail.yaml.nodes import Node, Scalar, items_of
from papertrail.yaml.parse import parse_despite_errors

SELECTORS = ("paper", "topic", "venue", "institution", "keyword", "author", "year", "query")
"""Options that select papers: a paper must match each of them, by one of its values."""
STYLES = {PAPERS: ("table", "bullets", "paragraphs"), BIBLIOGRAPHY: ("plain", "apa", "ieee")}
"""The styles of each kind of block; the first is the default."""
OPTIONS = {PAPERS: (*SELECTORS, "style", "sort", "limit"), BIBLIOGRAPHY: ("style",)}
_LIMITS = Limits(bytes=64 * 1024, depth=3, values=500)
_QUERY = re.compile(r"(?m)^(query:[ \t]+)(?!')(\S.*)$")
"""A query is read as it is typed, although YAML would take its quotes as those of the value."""

_ON_LINE = re.compile(r"on line ([0-9]{1,9})")


class OptionProblem(NamedTuple):
    """What is wrong with an option, and what to do."""

    span: Span
    message: str
    help: str


@dataclass(frozen=True, kw_only=True)
class PapersBlock:
    """A list of papers, or a bibliography."""

    kind: str
    span: Span
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The values of the options that select papers."""
    spans: Mapping[tuple[str, str], Span] = field(default_factory=dict)
    """The position of each of these values."""
    style: str
    sort: str | None = None
    limit: int = INSERTED_PAPERS
    problems: tuple[OptionProblem, ...] = ()


@lru_cache(maxsize=256)
def read_block(block: BlockInsert) -> PapersBlock:
    """Read the options of a block, without those that have problems."""
    return _Reader(block).read()


class _Reader:
    def __init__(self, block: BlockInsert) -> None:
        self._block = block
        self._problems: list[OptionProblem] = []

    def read(self) -> PapersBlock:
        block = self._block
        text = _QUERY.sub(lambda query: query[1] + "'" + query[2].replace("'", "''") + "'", block.text)
        root, diagnostics = parse_despite_errors("", text, _LIMITS)
        self._problems += [OptionProblem(self._at(d.span), self._moved(d.message), d.help) for d in diagnostics]
        if not block.is_closed:
            self._problems.append(OptionProblem(block.span, "unclosed block", "add a line with the closing fence"))
        options: dict[str, list[Scalar]] = {}
        if isinstance(root, YamlMapping):
            options = {key.text: list(self._scalars(value)) for key, value in root.present() if self._is_known(key)}
        elif root is not None:
            self._report(root, "a block has options", "write a line such as `topic: Training`")
        values = {name: options[name] for name in SELECTORS if name in options}
        if block.kind == PAPERS and not values and not self._problems:
            help = f"add one of: {', '.join(SELECTORS)}"
            self._problems.append(OptionProblem(block.span, "the block does not select any papers", help))
        return PapersBlock(
            kind=block.kind,
            span=block.span,
            values={name: tuple(scalar.text for scalar in scalars) for name, scalars in values.items()},
            spans={(name, scalar.text): self._at(scalar.span) for name, found in values.items() for scalar in found},
            style=self._choice(options, "style", STYLES[block.kind]) or STYLES[block.kind][0],
            sort=self._choice(options, "sort", SORTS),
            limit=self._limit(options),
            problems=(*self._problems, *self._wrong_values(values)),
        )

    def _at(self, span: Span) -> Span:
        """Return the position in the file of a position in the block."""
        line, column = self._block.span.line, len(self._block.prefix)
        return Span(span.line + line, span.column + column, span.end_line + line, span.end_column + column)

    def _moved(self, message: str) -> str:
        """Return a message about a line of the block with the number of the line in the file."""
        return _ON_LINE.sub(lambda line: f"on line {int(line[1]) + self._block.span.line}", message)

    def _report(self, node: Node, message: str, help: str) -> None:
        self._problems.append(OptionProblem(self._at(node.span), message, help))

    def _is_known(self, key: Scalar) -> bool:
        known = OPTIONS[self._block.kind]
        if key.text not in known:
            help = did_you_mean(key.text, known, f"use one of: {', '.join(known)}")
            self._report(key, f"unknown option {quoted(key.text)}", help)
        return key.text in known

    def _scalars(self, value: Node) -> Iterator[Scalar]:
        for item in items_of(value):
            if isinstance(item, Scalar):
                yield item
            else:
                self._report(item, "the value must be a text or a list of texts", "write the text only")

    def _choice(self, options: Mapping[str, list[Scalar]], name: str, known: tuple[str, ...]) -> str | None:
        for value in options.get(name, ()):
            if value.text in known:
                return value.text
            help = did_you_mean(value.text, known, f"use one of: {', '.join(known)}")
            self._report(value, f"unknown {name} {quoted(value.text)}", help)
        return None

    def _limit(self, options: Mapping[str, list[Scalar]]) -> int:
        for value in options.get("limit", ()):
            if re.fullmatch(r"[0-9]{1,9}", value.text) and 0 < int(value.text) <= INSERTED_PAPERS:
                return int(value.text)
            self._report(value, f"invalid limit {quoted(value.text)}", f"use a number from 1 to {INSERTED_PAPERS:,}")
        return INSERTED_PAPERS

    def _wrong_values(self, values: Mapping[str, list[Scalar]]) -> Iterator[OptionProblem]:
        for value in values.get("query", ()):
            if is_too_long(value.text):
                help = f"use at most {LONGEST_QUERY} characters and {MOST_TERMS} words"
                yield OptionProblem(self._at(value.span), "the query is too long", help)
        for value in values.get("year", ()):
            if parse_years(value.text) is None:
                help = "write a year or a range, such as 2019, 2019-2021 or 2019-"
                yield OptionProblem(self._at(value.span), f"invalid year {quoted(value.text)}", help)
