"""What each source contained at its last import, so that the next import can tell changes at the source from edits.

The file contains hashes of values, not the values. It may come from anyone: an invalid file is ignored with a message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from papertrail.core import Paper
from papertrail.core.limits import IMPORTS_BYTES
from papertrail.importing.values import digest, values_of
from papertrail.text.strings import normal_title

_DIGEST = re.compile(r"[0-9a-f]{10}")
KEY, NAME, TITLE, FILE = "key", "name", "title", "file"
"""Digests apart from those of other fields: of the entry's key at the source, its name with its title, the words of its
title, and the file of a record that only this source has contributed to, as the last import wrote it."""

Digests = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Past:
    """What a source contained about a paper at its last import."""

    digests: Digests = field(default_factory=lambda: MappingProxyType({}))

    def said(self, field: str, value: Any) -> bool:
        """Whether the source had this value."""
        return digest(value) in self.digests.get(field, ())

    def knows(self, field: str) -> bool:
        """Whether the source had a value."""
        return field in self.digests


NO_PAST = Past()


@dataclass(frozen=True)
class SourceMemory:
    """What a source contained at its last import."""

    papers: Mapping[str, Past] = field(default_factory=lambda: MappingProxyType({}))
    """By the id of the record."""

    @cached_property
    def by_title(self) -> Mapping[str, list[str]]:
        """The ids by the digest of the title."""
        return self._ids(TITLE)

    @cached_property
    def by_key(self) -> Mapping[str, list[str]]:
        """The ids by the digest of the key."""
        return self._ids(KEY)

    def _ids(self, name: str) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = {}
        for id, past in self.papers.items():
            for value in past.digests.get(name, ()):
                ids.setdefault(value, []).append(id)
        return ids


@dataclass(frozen=True)
class Memory:
    """What all sources contained at their last imports, by the names of the sources."""

    sources: Mapping[str, SourceMemory] = field(default_factory=lambda: MappingProxyType({}))
    problem: str | None = None
    """Why the file was ignored."""

    def of(self, source: str) -> SourceMemory:
        """What a source contained. Empty if it was never imported."""
        return self.sources.get(source, SourceMemory())

    def others_with(self, id: str, source: str) -> list[Past]:
        """What other sources contained about a paper."""
        return [other.papers[id] for name, other in self.sources.items() if name != source and id in other.papers]


def title_digest(paper: Paper) -> str:
    """The digest of a title, without case and punctuation."""
    return digest(normal_title(paper.full_title) or paper.full_title)


def digests_of(paper: Paper, key: str = "") -> dict[str, tuple[str, ...]]:
    """The digests of what a source contains about a paper."""
    fields = {name: tuple(dict.fromkeys(map(digest, values))) for name, values in values_of(paper).items()}
    key_digests = {KEY: (digest(key),)} if key else {}
    return {**key_digests, TITLE: (title_digest(paper),), NAME: (digest((paper.name, paper.title)),), **fields}


def parse_memory(data: bytes | None) -> Memory:
    """Parse the file. None if there is none."""
    if data is None:
        return Memory()
    if len(data) > IMPORTS_BYTES:
        return Memory(problem=f"the file is larger than {IMPORTS_BYTES >> 20} MiB")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        return Memory(problem=f"{line}the file is not valid JSON")
    if not isinstance(content, dict):
        return Memory(problem="the file is not a JSON object")
    for source, papers in content.items():
        if not isinstance(papers, dict):
            return Memory(problem=f"{json.dumps(source)[:80]} is not a JSON object")
        for id, digests in papers.items():
            if not _are_digests(digests):
                return Memory(problem=f"the line of {json.dumps(id)[:80]} is not valid")
    return Memory(
        {
            source: SourceMemory({id: Past(_as_tuples(digests)) for id, digests in papers.items()})
            for source, papers in content.items()
        }
    )


def _are_digests(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    digests = (part for parts in value.values() for part in (parts if isinstance(parts, list) else [parts]))
    return all(isinstance(text, str) and _DIGEST.fullmatch(text) for text in digests)


def _as_tuples(digests: Mapping[str, Any]) -> Digests:
    return {name: tuple(value) if isinstance(value, list) else (value,) for name, value in digests.items()}


def memory_text(memory: Memory) -> str:
    """The text of the file, with one line per paper, so that changes are easy to review and to merge."""
    sources = sorted((name, source) for name, source in memory.sources.items() if source.papers)
    parts = [f"{_json(name)}: {{\n" + ",\n".join(_lines(source)) + "\n}" for name, source in sources]
    return "{\n" + ",\n".join(parts) + "\n}\n" if parts else ""


def _lines(source: SourceMemory) -> Iterable[str]:
    for id, past in sorted(source.papers.items()):
        digests = {name: values[0] if len(values) == 1 else list(values) for name, values in past.digests.items()}
        yield f"{_json(id)}: {_json(digests)}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
