"""Details that data files write in several ways: notes, serial numbers, and paths of the user's own files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import arxiv_in, doi_in, id_in
from papertrail.readers.common.values import status_in
from papertrail.text.strings import one_line

_AWARD = re.compile(
    r"(?i)(?!.*\b(?:support|fund|grant))(?:.{0,100}\b(?:awards?|prize|medal|hono[u]?rable mention|runner-up)"
    r"|(?:best|distinguished|outstanding)(?: \w{1,20})? paper)(?: \(?(?:19|20)[0-9]{2}\)?)?"
)
_SENTENCES = re.compile(r"[.;] ")
_ISSN = re.compile(r"(?i)(?:issn:?\s?)?([0-9]{4}-[0-9]{3}[0-9X])")
_PATH = re.compile(
    r"(?i)(?:file:|[a-z]:[\\/](?!/)|\\\\|~[/\\]|/(?:home|users|root|mnt|media|volumes|tmp|var|private)/)"
)
_STATED = re.compile(r"(?i)(arxiv|pmid|doi)(?: id)?:\s?(\S+)(?: \[[\w.-]{1,30}\])?")
_PRIVATE = frozenset(
    {"file", "files", "file attachments", "link attachments", "attachments", "localfile", "localurl", "pdf path"}
)
"""Names of fields with paths."""


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What the notes of a work say."""

    status: str | None = None
    awards: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)
    """Identifiers by lower-case names."""

    @property
    def ids(self) -> list[Identifier]:
        """The PubMed id, if it is valid."""
        pmid = id_in("pmid", self.stated.get("pmid", ""))
        return [("pmid", pmid)] if pmid else []

    @property
    def arxiv(self) -> str | None:
        """The arXiv id, if it is valid."""
        return arxiv_in(self.stated.get("arxiv", ""))

    @property
    def doi(self) -> str | None:
        """The DOI, if it is valid."""
        return doi_in(self.stated.get("doi", ""))


def notes_of(texts: Iterable[str]) -> Notes:
    """The status, the awards and the identifiers that notes state, and the other notes.

    >>> notes_of(["In press. Best Paper Award", "A remark"])
    Notes(status='in press', awards=('Best Paper Award',), remarks=('A remark',), stated={})
    """
    status: str | None = None
    awards, remarks, stated = list[str](), list[str](), dict[str, str]()
    for ids, text in map(ids_stated_in, texts):
        stated = ids | stated
        sentences = _SENTENCES.split(one_line(text).rstrip(".;")) if len(text) <= 1_000 else [""]
        known = [status_in(sentence) or (sentence if is_award(sentence) else None) for sentence in sentences]
        if not all(known):
            remarks += [text] if text.strip() else []
            continue
        status = status or next(filter(None, map(status_in, sentences)), None)
        awards += (sentence for sentence in sentences if not status_in(sentence))
    return Notes(status=status, awards=tuple(awards), remarks=tuple(remarks), stated=stated)


def is_award(text: str) -> bool:
    """Whether a text is the name of an award."""
    return len(text) <= 120 and _AWARD.fullmatch(text.strip()) is not None


def ids_stated_in(text: str) -> tuple[dict[str, str], str]:
    """Identifiers that programs write into notes, one in each line, by lower-case names, and the other lines.

    >>> ids_stated_in("arXiv: 1901.00001 [cs]\\nA remark")
    ({'arxiv': '1901.00001'}, 'A remark')
    """
    lines = [(line, _STATED.fullmatch(line.strip()) if len(line) < 200 else None) for line in text.split("\n")]
    ids = {match[1].lower(): match[2] for _, match in reversed(lines) if match}
    return ids, "\n".join(line for line, match in lines if not match)


@dataclass(frozen=True, kw_only=True)
class SerialNumbers:
    """An ISBN as an identifier, and other numbers by their names."""

    ids: tuple[Identifier, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


def serial_numbers(name: str, *texts: str) -> SerialNumbers:
    """The ISBN and the ISSN in texts. Others than the first valid ISBN keep the name of their field.

    >>> serial_numbers("SN", "978-0-306-40615-7, 2049-3630")
    SerialNumbers(ids=(('isbn', '9780306406157'),), others=(('ISSN', '2049-3630'),))
    """
    ids, others = list[Identifier](), list[tuple[str, str]]()
    for number in (number for text in texts for number in _numbers_in(one_line(text[:1_000]))):
        issn = _ISSN.fullmatch(number)
        isbn = None if issn else id_in("isbn", number)
        if isbn and not ids:
            ids.append(("isbn", isbn))
        elif ("isbn", isbn) not in ids:
            others.append(("ISSN", issn[1].upper()) if issn else (name, number))
    return SerialNumbers(ids=tuple(ids), others=tuple(dict.fromkeys(others)))


def _numbers_in(line: str) -> list[str]:
    if not line or id_in("isbn", line):
        return [line] if line else []
    parts = [part.strip() for part in re.split(r"[,;]|\band\b", line)]
    return [part for part in parts if part] if len(parts) > 1 else re.sub(r"\([^()]*\)", " ", line).split() or [line]


def is_private(name: str) -> bool:
    """Whether a field has paths of files on the user's computer, by its name.

    >>> [name for name in ("file", "File Attachments", "bdsk-file-1", "local-url", "url", "pdf") if is_private(name)]
    ['file', 'File Attachments', 'bdsk-file-1', 'local-url']
    """
    return _plain(name) in _PRIVATE or _plain(name).startswith(("bdsk file", "local "))


def is_path(text: str) -> bool:
    """Whether a text is the path of a file on the user's computer."""
    return _PATH.match(text.strip()) is not None


def _plain(name: str) -> str:
    return one_line(name[:60].replace("_", " ").replace("-", " ")).casefold()
