"""The owner's text of a list: which part of it belongs to which section, and where links to its headings lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from papertrail.core import Section, TopicPath
from papertrail.notes import ParsedProse, ProseBlock


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedBlock:
    """A block of the text, and the sections that it belongs to."""

    block: ProseBlock
    owner: TopicPath
    """The section whose text it is."""
    heads: TopicPath | None
    """The section whose heading it has."""
    is_title: bool
    """Whether its heading is the title of the list."""
    entries: TopicPath | None
    """The section whose entries follow."""


@dataclass(frozen=True, kw_only=True)
class PlacedProse:
    """The text of a list with its sections."""

    path: str
    """The file to which its relative links refer."""
    blocks: tuple[PlacedBlock, ...]
    anchors: Mapping[str, str]
    """The anchors of headings by the fragments of links, in lower case."""
    _sections: Mapping[str, TopicPath] = field(default_factory=dict)
    """The sections whose heading has an anchor."""
    _owners: Mapping[str, TopicPath] = field(default_factory=dict)
    """The sections to which the other headings belong."""

    def target(self, fragment: str) -> tuple[TopicPath, str] | None:
        """Return the section to which a fragment leads, and the anchor of a heading in its text or an empty text."""
        anchor = self.anchors.get(fragment.lower())
        if anchor is None:
            return None
        return (self._sections[anchor], "") if anchor in self._sections else (self._owners[anchor], anchor)

    def summary(self, path: TopicPath) -> str:
        """Return the paragraph that describes a section; empty if there is none."""
        return next((b.block.summary for b in self.blocks if b.owner == path and b.block.summary), "")


def place_prose(prose: ParsedProse, root: Section, path: str) -> PlacedProse:
    """Find the sections of all blocks."""
    heads = _headed(prose.blocks, root)
    title = _title(prose.blocks, heads)
    placed = tuple(_placed(prose.blocks, root, heads, title))
    headed = [(block, block.block.heading) for block in placed]
    return PlacedProse(
        path=path,
        blocks=placed,
        anchors=prose.anchors,
        _sections={
            heading.anchor: block.heads or root.path
            for block, heading in headed
            if heading and (block.heads or block.is_title)
        },
        _owners={heading.anchor: block.owner for block, heading in headed if heading},
    )


def _headed(blocks: tuple[ProseBlock, ...], root: Section) -> dict[int, TopicPath]:
    """Return the section whose heading a block has, by the number of the block.

    The heading of a section is the last one with its name before its entries, or else the last one after the entries of
    the section before. That of a section without entries is the first one with its name.
    """
    sections = [section for section in root.walk() if section is not root]
    by_name = {" > ".join(section.path[1:]): section for section in sections}
    heads: dict[int, TopicPath] = {}
    start = 0
    for number, block in enumerate(blocks):
        if block.marker is None:
            continue
        if (section := by_name.get(block.marker)) and block.first is None:
            own = [at for at in range(start, number + 1) if blocks[at].heading]
            named = [at for at in own if _text(blocks[at]) == section.topic.name]
            if at := (named or own[-1:]):
                heads[at[-1]] = section.path
        start = number + 1
    free: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        if number not in heads:
            free.setdefault(_text(block), []).append(number)
    headed = set(heads.values())
    for section in sections:
        if section.path not in headed and (numbers := free.get(section.topic.name)):
            heads[numbers.pop(0)] = section.path
    return heads


def _text(block: ProseBlock) -> str:
    return block.heading.text if block.heading else ""


def _title(blocks: tuple[ProseBlock, ...], heads: Mapping[int, TopicPath]) -> int | None:
    """Return the number of the block with the title: the first heading, if it is of the highest level."""
    first = next((number for number, block in enumerate(blocks) if block.heading or block.marker is not None), None)
    heading = blocks[first].heading if first is not None else None
    return first if heading and heading.level == 1 and first not in heads else None


def _placed(
    blocks: Iterable[ProseBlock], root: Section, heads: Mapping[int, TopicPath], title: int | None
) -> Iterator[PlacedBlock]:
    by_name = {" > ".join(section.path[1:]): section.path for section in root.walk()}
    open_sections: list[tuple[int, TopicPath]] = [(0, root.path)]
    for number, block in enumerate(blocks):
        level = block.heading.level if block.heading and number != title else None
        if level is not None:
            while open_sections[-1][0] >= level:
                open_sections.pop()
        if number in heads:
            open_sections.append((level or 1, heads[number]))
        entries = by_name.get(block.marker) if block.marker is not None else None
        yield PlacedBlock(
            block=block,
            owner=open_sections[-1][1],
            heads=heads.get(number),
            is_title=number == title,
            entries=entries,
        )
