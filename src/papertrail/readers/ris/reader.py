"""RIS, the format of EndNote, Mendeley and of most publishers: a tag and a value in each line.

https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.readers.ris.record import Tags, work_fields

_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|$)")
_AROUND = re.compile(r"(?i)(?:provider|database|content|text)\b.*|[0-9]+[.:]?")
"""Lines that publishers write before the records."""


@dataclass
class _RisLines:
    """The lines from `TY` to `ER`, or lines between records."""

    start: int
    lines: list[str] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)

    @property
    def raw(self) -> str:
        return "\n".join(self.lines).rstrip()


def read(text: str) -> tuple[list[Entry], list[NotUnderstood]]:
    """The entries of a file, and the text that was not understood.

    Raises `NotAList` if no record has a title.
    """
    blocks = list(_blocks(as_lines(text).split("\n")))
    refuse_too_many(block for block in blocks if block.tags)
    # People have a comma in their names, unless no name of the file has one.
    is_inverted = any("," in value for block in blocks for tag, value in block.tags if tag in ("AU", "A1"))
    entries: list[Entry] = []
    problems: list[NotUnderstood] = []
    for block in blocks:
        end = block.start + block.raw.count("\n") + 1
        work = work_fields(Tags(block.tags), is_inverted=is_inverted) if block.tags else None
        entry = entry_of(work, start=block.start, end=end, raw=block.raw) if work else None
        if entry:
            key = next((value for tag, value in block.tags if tag == "ID"), "")
            entries.append(replace(entry, key=key))
        elif block.tags or not _AROUND.fullmatch(block.raw):
            problems.append(not_understood(block.start, block.raw))
    if not entries:
        raise NotAList(_nothing_in(problems))
    return entries, problems


def _nothing_in(problems: list[NotUnderstood]) -> str:
    if not problems:
        return "no RIS record found; each starts with the tag TY and ends with ER"
    return f"line {problems[0].line}: not a RIS record with a title; it starts with the tag TY, and has a tag TI"


def _blocks(lines: list[str]) -> Iterator[_RisLines]:
    """The records, and each line that is between them."""
    block: _RisLines | None = None
    for number, line in enumerate(lines):
        match = _LINE.match(line)
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag == "TY":
            if block:
                yield block
            block = _RisLines(number)
        if block is None:
            if value or tag:
                yield _RisLines(number, [line])
            continue
        block.lines.append(line)
        if tag and tag != "ER":
            block.tags.append((tag, value))
        elif value and block.tags:
            last, before = block.tags[-1]
            block.tags[-1] = (last, f"{before}\n{value}")
        if tag == "ER":
            yield block
            block = None
    if block:
        yield block
