"""Finds lists of papers and citations in Markdown, wherever a Markdown processor would not show them as code.

A list is a fenced block whose language is `papers`; `bibliography` is the block with the works that a text cites. A
citation has the form of pandoc: `[@tofu, p. 3; @gpipe]`. Blocks can be indented, as in list items and admonitions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from papertrail.core.diagnostics import FILE_START, Span

PAPERS, BIBLIOGRAPHY = "papers", "bibliography"
"""The languages of blocks."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_ANY = re.compile(r"\[-?@|(?:```|~~~)[ \t]*(?:papers|bibliography)\b")
_FENCE = re.compile(r"(?P<prefix>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)")
_OPENER = re.compile(r"[ \t]*(?:[-*+:]|\d{1,9}[.)]|!!!|\?\?\?\+?|===[+!]?|///|\[\^[^\]\n]{1,99}\]:)(?:[ \t]|$)")
"""The start of a block whose text is indented: a list item, an admonition, a tab, a footnote, a definition."""
_MARK = re.compile(r"\\.|`+|<!--|\[", re.DOTALL)
_LABEL = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]{0,300}\]){1,500}+\][(\[]")
"""The text of a link or an image, in which a citation would be a link in a link."""
_TICKS = re.compile(r"`+")
_CITATION = re.compile(r"\[(-?@[^\[\]\\`]{1,1000})\](?![\[(:])")
_WORK = re.compile(r"(?P<minus>-?)@(?P<id>\w[\w.:+/-]*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedWork:
    """A work in a citation."""

    id: str
    locator: str = ""
    """What follows the id, such as `p. 3`."""
    bare: bool = False
    """Whether the author is not shown: `[-@tofu]`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockInsert:
    """A fenced block for papers."""

    kind: str
    text: str
    """What is between the fences, without their indentation."""
    prefix: str = ""
    """The indentation of the fence, with the marks of quotes."""
    span: Span = FILE_START
    """The position of the line with the opening fence."""
    start: int = 0
    end: int = 0
    is_closed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class CitationInsert:
    """A citation in prose."""

    text: str
    """As it is written."""
    works: tuple[CitedWork, ...]
    span: Span = FILE_START
    start: int = 0
    end: int = 0


Insert = BlockInsert | CitationInsert
"""What is replaced with papers. `start` and `end` are offsets in the text."""


def has_inserts(text: str) -> bool:
    """Whether a text may have inserts, at first sight."""
    return _ANY.search(text) is not None


def kind_of(info: str) -> str | None:
    """Return the kind of a fenced block by the text after its fence; None for any other block."""
    word = (info.split() or [""])[0]
    return word if word in (PAPERS, BIBLIOGRAPHY) else None


def cited_works(text: str) -> tuple[CitedWork, ...]:
    """Return the works of a citation without its brackets; nothing if it is none.

    >>> [work.id for work in cited_works("@tofu, p. 3; -@gpipe")], cited_works("@someone said so")
    (['tofu', 'gpipe'], ())
    """
    works = []
    for part in text.split(";"):
        head, _, locator = part.partition(",")
        match = _WORK.fullmatch(head.strip())
        if match is None:
            return ()
        works.append(CitedWork(id=match["id"], locator=" ".join(locator.split()), bare=bool(match["minus"])))
    return tuple(works)


def citation_at(text: str, start: int, end: int) -> CitationInsert | None:
    """Return the citation that starts at a position."""
    match = _CITATION.match(text, start, end)
    works = cited_works(match[1]) if match else ()
    return CitationInsert(text=match[0], works=works, start=start, end=match.end()) if match and works else None


def inserts_in(text: str) -> list[Insert]:
    """Return the inserts of a Markdown text with line feeds only, in order. Code and comments have none."""
    return list(_Scanner(text).inserts()) if has_inserts(text) else []


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]
        front = _FRONT_MATTER.match(text)
        self._from = front.end() if front else 0
        """Where the text starts that is not read yet."""

    def inserts(self) -> Iterator[Insert]:
        indentation = _Indentation()
        number, paragraph = bisect_right(self._starts, self._from) - 1, None
        while number < len(self._lines):
            line = self._lines[number]
            is_code = indentation.is_code(line)
            fence = None if is_code else _FENCE.match(line)
            is_text = not is_code and fence is None and line.strip(" \t>") != ""
            if paragraph is not None and not is_text:
                yield from self._citations(self._starts[paragraph], self._starts[number])
                paragraph = None
            elif is_text and paragraph is None:
                paragraph = number
            if fence:
                after, is_closed = self._after_fence(number, fence["fence"])
                if (kind := kind_of(fence["info"])) and self._starts[number] >= self._from:
                    yield self._block(kind, fence["prefix"], number, after, is_closed)
                number = after
            else:
                number += 1
        if paragraph is not None:
            yield from self._citations(self._starts[paragraph], len(self._text))

    def _after_fence(self, number: int, fence: str) -> tuple[int, bool]:
        """Return the number of the line after a fenced block, and whether it is closed."""
        for at in range(number + 1, len(self._lines)):
            line = self._lines[at].strip(" \t>")
            if line.startswith(fence) and not line.strip(fence[0]):
                return at + 1, True
        return len(self._lines), False

    def _block(self, kind: str, prefix: str, number: int, after: int, is_closed: bool) -> BlockInsert:
        inner = self._lines[number + 1 : after - is_closed]
        return BlockInsert(
            kind=kind,
            text="\n".join(line[len(prefix) :] if line.startswith(prefix) else line.lstrip(" \t>") for line in inner),
            prefix=prefix,
            span=Span(number + 1, len(prefix) + 1, number + 1, len(self._lines[number]) + 1),
            start=self._starts[number],
            end=self._starts[after] - 1,
            is_closed=is_closed,
        )

    def _citations(self, start: int, end: int) -> Iterator[CitationInsert]:
        """Yield the citations of a paragraph."""
        position, ticks = max(start, self._from), self._ticks(start, end)
        while position < end and (mark := _MARK.search(self._text, position, end)):
            position = mark.end()
            if mark[0].startswith("`"):
                closing = ticks.get(len(mark[0]), [])
                while closing and closing[-1] <= mark.start():
                    closing.pop()
                position = closing.pop() + len(mark[0]) if closing else position
            elif mark[0] == "<!--":
                comment_end = self._text.find("-->", position)
                self._from = position = comment_end + 3 if comment_end >= 0 else len(self._text)
            elif mark[0] == "[" and (found := citation_at(self._text, mark.start(), end)):
                position = found.end
                yield replace(found, span=Span(*self._position(found.start), *self._position(position)))
            elif mark[0] == "[" and (label := _LABEL.match(self._text, mark.start(), end)):
                position = label.end()

    def _ticks(self, start: int, end: int) -> dict[int, list[int]]:
        """Return where the runs of backticks of a paragraph are, by their length, the last one first."""
        ticks: dict[int, list[int]] = {}
        for run in reversed([*_TICKS.finditer(self._text, start, end)]):
            ticks.setdefault(len(run[0]), []).append(run.start())
        return ticks

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line] + 1


class _Indentation:
    """Tells indented code from the text of list items, admonitions and other blocks that are indented."""

    def __init__(self) -> None:
        self._open = [0]
        """How far the text of the open blocks is indented."""
        self._after_blank, self._is_code = True, False

    def is_code(self, line: str) -> bool:
        """Whether the next line is indented code."""
        text = line.lstrip(" \t")
        if not text:
            self._after_blank = True
            return self._is_code
        indent = len(line[: len(line) - len(text)].expandtabs(4))
        while self._open[-1] > indent:
            self._open.pop()
        if self._after_blank or self._is_code:
            self._is_code = indent - self._open[-1] >= 4
        self._after_blank = False
        if not self._is_code and _OPENER.match(line):
            self._open.append(indent + 4)
        return self._is_code
