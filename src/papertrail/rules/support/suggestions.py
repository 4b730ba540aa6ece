"""Suggestions in the help of diagnostics: nearest names, YAML, and URLs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from papertrail.core import TopicPath, topic_path
from papertrail.core.identifiers import address_of, arxiv_in, doi_in
from papertrail.text.strings import difference, nearest, quoted, same_name

SAFE = re.compile(r"[^\W_][\w .&/()+'’-]*")
"""Text that needs no quotes in YAML, not even in brackets."""
_MOST = 100
_MOST_KNOWN = 20_000


class Suggestions:
    """Finds the nearest of some known names.

    Each new word is compared with every known name, and a hostile file can contain thousands of unknown words. So only
    the first hundred are looked up, and only if there are not more names than a person would register.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._all = known
        self._nearest: dict[str, str | None] = {}

    @cached_property
    def _known(self) -> list[str]:  # usually no word is looked up
        names = set(self._all)
        return sorted(names) if len(names) <= _MOST_KNOWN else []

    def nearest(self, word: str) -> str | None:
        """The nearest known name, or None if none is near."""
        if word not in self._nearest and len(self._nearest) < _MOST:
            self._nearest[word] = nearest(word, self._known)
        return self._nearest.get(word)

    def may_be_misspelled(self, word: str) -> bool:
        """Whether a word differs from a known name by at most two letters, or whether that is unknown."""
        near = self.nearest(word)
        if word not in self._nearest or (self._all and not self._known):
            return True
        return near is not None and Levenshtein.distance(word, near, score_cutoff=2) <= 2

    def did_you_mean(self, word: str, otherwise: str) -> str:
        """`did you mean "X"? Otherwise, …` with the nearest known name, or only `otherwise` if there is none."""
        near = self.nearest(word)
        if near and (unseen := unseen_difference(word, near)):
            return unseen
        return f"did you mean {quoted(near)}? Otherwise, {otherwise}" if near else otherwise


class KnownForms:
    """Finds the known name that a word differs from only by case, spaces or the encoding of letters."""

    def __init__(self, owners: Mapping[str, object]) -> None:
        """`owners` has what each known name belongs to. A word that fits two of them is ambiguous."""
        self._owners = owners

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for name in self._owners:
            names.setdefault(_form(name), []).append(name)
        return names

    def find(self, word: str) -> str | None:
        """The known name, or None if there is none, or more than one."""
        if word in self._owners:
            return word
        names = self._names.get(_form(word), ())
        return names[0] if names and all(self._owners[name] is self._owners[names[0]] for name in names) else None


def _form(name: str) -> str:
    return same_name(name).replace(" ", "")


class TopicSuggestions:
    """Suggests known topics, also by their last part, which is all that many people write."""

    def __init__(self, paths: Collection[TopicPath]) -> None:
        self._paths = paths

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        topics: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            topics.setdefault(path[-1].casefold(), []).append(" > ".join(path))
        return topics

    @cached_property
    def _whole(self) -> Suggestions:
        return Suggestions([" > ".join(path) for path in self._paths])

    @cached_property
    def _last(self) -> Suggestions:
        return Suggestions(self._by_last)

    def help_for(self, text: str, otherwise: str) -> str:
        """`did you mean "X"? Otherwise, …` with the nearest known topic, or only `otherwise` if there is none."""
        same = self._by_last.get(text.strip().rpartition(" > ")[2].casefold(), [])
        near = self._whole.nearest(text)
        if near and (unseen := unseen_difference(" > ".join(topic_path(text)), near)):
            return unseen
        if near is None and not same:
            same = self._by_last.get(self._last.nearest(text.casefold()) or "", [])
        if same:
            near = " or ".join(quoted(path, 120) for path in same[:3])
        elif near is not None:
            near = quoted(near, 120)
        return f"did you mean {near}? Otherwise, {otherwise}" if near else otherwise


def unseen_difference(word: str, near: str) -> str | None:
    """The help for a name that looks like a known one; None if it does not."""
    reason = difference(word, near)
    return f"write {quoted(near, 120)}, which differs only by {reason}" if reason not in (None, "case") else None


def same_look(path: str, near: str | None) -> tuple[str, str] | None:
    """The problem of a path that looks like that of a file, but is not the same text; None if it does not."""
    if near is None or difference(path, near) in (None, "case"):
        return None
    return f"the name of file {quoted(near)} only looks the same", "rename the file with ASCII letters, here too"


def as_yaml(text: str) -> str:
    """A text as YAML, also for use in brackets.

    >>> as_yaml("UC Berkeley"), as_yaml("AT&T, Labs"), as_yaml("it's: so")
    ('UC Berkeley', "'AT&T, Labs'", "'it''s: so'")
    """
    if SAFE.fullmatch(text) and not text.endswith(" "):
        return text
    return "'" + text.replace("'", "''") + "'"


HOST = re.compile(
    r"(?:[a-zA-Z0-9-]{1,63}\.){1,5}(?:com|org|net|edu|gov|io|ai|dev|cn|uk|de|fr|ch|jp|eu)(?:/[^\s\"<>\\^`{|}]*)?"
)
MARKDOWN = re.compile(r"\[[^\[\]]*\]\((https?://[^\s()]+)\)")


def suggested_url(text: str) -> str | None:
    """The URL that is meant by an arXiv id, a DOI, a host or a Markdown link."""
    text = text.strip()
    if len(text) > 300:
        return None
    if arxiv := arxiv_in(text):
        return address_of("arxiv", arxiv)
    if doi := doi_in(text):
        return address_of("doi", doi)
    if HOST.fullmatch(text):
        return f"https://{text}"
    if match := MARKDOWN.fullmatch(text):
        return match[1]
    if text.startswith(("<http://", "<https://")) and text.endswith(">"):
        return text[1:-1]
    return None
