"""Candidate fields of a segment, with weights from what it looks like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from papertrail.readers.markdown.classify import (
    NameList,
    date_of,
    ends_with_year,
    is_about_paper,
    is_authors,
    is_label,
    is_name,
    is_person,
    is_venue,
    key_of,
)
from papertrail.readers.markdown.induction.segments import Segment
from papertrail.readers.markdown.institutions import institutions_among, is_acronym, is_known_institution
from papertrail.readers.markdown.known_words import LINK_WORDS
from papertrail.readers.markdown.token_context import is_image

Weights = Mapping[str, float]
"""Weights of fields: natural logarithms of odds."""

_UNLIKELY = -4.0
_HOPELESS = -4.5
_NEVER = -9.0
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DAY = re.compile(r"(?i)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*+\.? \d{1,2}(?:st|nd|rd|th)?|[\W\d]*")
_HOSTS = re.compile(r"(?i)arxiv|biorxiv|doi|acm(?: dl)?|ieee(?: xplore)?|openreview|hal|ssrn|pubmed")
"""Link labels that name where a paper is."""
_VENUE_LIKE = re.compile(
    r"(?:[A-Z][\w&-]++ ){0,5}(?:(?<=\w )(?:of|on)|Letters|Conf\w*+|Journal|Trans\w*+)\b[^\n]{0,60}"
)
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d [A-Z][a-z]*+[A-Z][A-Za-z]*+")
_SHORT_VENUE = re.compile(r"[A-Z][\w&+/-]*+(?:[ ,'’(-]*+(?:(?:19|20)?\d\d)\)?)?+")
_BRACKETS = re.compile(r"\([^()]{1,40}\)")
_BRACKET = re.compile(r"[()\[\]]")
_PART = re.compile(r"[,.] ")
_YEAR_APART = re.compile(r"[,.] (?:19|20)\d\d$")
_TWO_CAPITALS = re.compile(r"[^A-Z]*+[A-Z][^A-Z]*+[A-Z]")
_NAMES = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*(?:[,;]? and |[,;]? & |[,;] | )){2,}[^\W\d_a-z][\w.'’-]*")
_JOINT = re.compile(r"[,;&·、，]|\band\b|\bet al")
_SURNAME = re.compile(r"(?![\u3000-\ua000])[^\W\d_a-z][^\W\d_]*+(?:-[^\W\d_]++)?+")
_NO_NAMES = re.compile(r": |`|[a-z](?:['’]s|s['’])(?: |$)|\bet\.? al\b[^\w]*+(?:(?:19|20)\d\d[a-z]?)?[^\w]*+[^\W\d_]")
"""What is in no list of names: a colon, code, a possessive, or words after "et al.", other than a year."""
_YEAR_NEXT = re.compile(r"[ ,.]{0,3}\(?(?:19|20)\d\d[a-z]?\b")
_WORD_NEXT = re.compile(r" [*\"]{0,2}[^\W\d_][\w ]")
_QUOTATION_NEXT = re.compile(r": [*_]{0,3}[\"“]")
_NAMED = re.compile(r"[^\s:]+(?: [^\s:]+)?: ")
_INVERTED = re.compile(r"[^\W\d_a-z][\w'’-]+, [^\W\d_a-z][\w.'’-]*")
_YEAR = re.compile(r"\(?\b(?:19|20)\d\d\)?$|['’]\d\d$")
_YEAR_AT_END = re.compile(r"(?<![ ,.('’-])[ ,.('’-]*+(?:(?:19|20)\d\d|\d\d)[).]*+$")
_BULLET = re.compile(r"\n[ \t]*+(?:[-*+]|1[.)])\s")
_HEADING = re.compile(r" {0,3}#")
_BULLET_BELOW = re.compile(r"\n[ \t]++(?:[-*+]|\d{1,9}[.)])\s")
_SENTENCES = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Proc|Conf|Symp|Univ))(?<!\bTrans)\. [A-Z]")
_LONGEST_RECURRING = 60
"""Of a text that several entries may have."""
_QUOTES = ('"', "“", "**", "*", "《", "「", "`")


@dataclass(frozen=True, slots=True)
class Texts:
    """What is known of the texts of a run: how many entries have each, and which are venues or names."""

    counts: Mapping[str, int] = field(default_factory=Counter)
    is_venue: Callable[[str], bool] = field(default_factory=lambda: cache(is_venue))
    is_name: Callable[[str], bool] = field(default_factory=lambda: cache(is_name))

    @classmethod
    def of(cls, entries: Iterable[Iterable[str]]) -> Texts:
        """Count the entries that have each of their texts; venues recur, and titles and authors do not."""
        return cls(
            Counter(_without_year(text) for texts in entries for text in texts if len(text) <= _LONGEST_RECURRING)
        )

    def count(self, text: str) -> int:
        """The number of entries with a text, or with the same venue in another year."""
        return self.counts.get(_without_year(text), 0) if len(text) <= _LONGEST_RECURRING else 0


def _without_year(text: str) -> str:
    """Return a text without the numbers that tell two years of a venue apart."""
    return _YEAR_AT_END.sub("", text).casefold()


@dataclass(frozen=True, slots=True)
class _Looks:
    """A segment, and what its text looks like."""

    segment: Segment
    count: int
    """The number of entries with its text."""
    words: int
    several: int
    """The number of separators in it, unless something encloses all of it."""
    authors: float
    venue: float

    @property
    def is_text(self) -> bool:
        """Whether nothing is around it."""
        return self.segment.wrapper == "text"

    @property
    def wrapper(self) -> str:
        """What is directly around it."""
        return self.segment.wrapper.rstrip("/")

    @property
    def is_nested(self) -> bool:
        """Whether it is in a bullet within the entry."""
        return _BULLET.search(self.segment.gap) is not None

    @property
    def is_after_colon(self) -> bool:
        """Whether what is before it may be a name, and it the rest of a title."""
        return self.segment.gap.startswith((":", "："))


def weights_of(segment: Segment, texts: Texts) -> Weights:
    """Return the candidate fields of a segment."""
    if segment.pieces:
        is_sentence = segment.text.endswith((".", "。")) and _words(segment.text) > 3
        kind = segment.pieces[0].kind
        return {"title" if kind == "title" else "line": (0.5 if is_sentence else -1.0) if kind == "remark" else 4.0}
    if segment.token and is_image(segment.token):
        return {"image": 4.0}
    if segment.wrapper == "stars":
        return {"custom Rating": 1.0}
    if segment.token and segment.token.is_bare:
        return {"link": 4.0}
    if date_of(segment.text):
        has_link = segment.token is not None and not segment.is_part
        return {"year": 5.0, "venue": -2.0, "link": 0.0} if has_link else {"year": 5.0, "remark": -3.0}
    fields = _weights_of_text(_looks_of(segment, texts))
    return {field: weight for field, weight in fields.items() if weight > _HOPELESS}


def _weights_of_text(looks: _Looks) -> Weights:
    segment = looks.segment
    fields = {"title": _title(looks), "venue": _venue(looks), "authors": _authors(looks), "remark": _remark(looks)}
    if looks.wrapper == "`" and looks.words < 4 and looks.venue < 1:
        fields["keyword"] = 0.0
    if _is_before_title(looks):
        fields["name"] = (1.0 if segment.token else 0.0) - 3.0 * (looks.count > 1)
        fields["keyword"] = min(looks.count, 5) - 3.0  # a tag recurs
    if segment.wrapper == "(" and segment.text.startswith("@"):
        fields["institution"] = 5.0
    elif segment.wrapper == "(" or (segment.wrapper == "[" and segment.first):
        fields["institution"] = _institutions(looks)
    if segment.token and not segment.is_part:
        fields |= {"link": _link(looks), "authors": _UNLIKELY}
    if segment.text.endswith(")") and not segment.is_part:
        fields |= _without_brackets(fields, segment.text)
    return fields


def _without_brackets(fields: Weights, text: str) -> Weights:
    """The weights of a text with brackets at its end, which are rarely a part of it."""
    last = text.rpartition("(")[2][:-1]
    is_other = date_of(last) or is_venue(last) or is_authors(last) or _YEAR_FIRST.fullmatch(last) or last[:1] == "@"
    return {
        "title": fields["title"] - (6.0 if is_other else 0.5),
        "venue": fields["venue"] + 1 if is_venue(text) and not _SURNAME.match(text.rpartition(" (")[0]) else _UNLIKELY,
        "authors": _UNLIKELY,
    }


def _is_before_title(looks: _Looks) -> bool:
    """Whether it may be the name before a title: `[Tofu] Very large models`, `**Tofu**: "Very large models"`.

    A citation with the title may also be in a bullet below it.
    """
    segment = looks.segment
    text, (start, end) = segment.cursor.text, segment.cursor.offsets
    is_in_label = segment.is_part and text[start - 1 : start] + text[end : end + 1] == "[]"
    is_bracketed = is_in_label or (looks.wrapper.startswith("[") and not segment.is_part and not segment.token)
    is_short = looks.words < 6 and looks.venue < 2 and not looks.is_nested
    is_before_word = is_bracketed and _WORD_NEXT.match(text, end + 1 if is_in_label else segment.outer[1]) is not None
    is_before_quotation = not looks.is_text and _QUOTATION_NEXT.match(text, segment.outer[1]) is not None
    is_before_citation = segment.first == 0 and _BULLET_BELOW.search(text, segment.outer[1]) is not None
    return is_short and (is_before_word or is_before_quotation or is_before_citation)


def _looks_of(segment: Segment, texts: Texts) -> _Looks:
    text = segment.text
    words = _words(text)
    count = texts.count(text)
    is_wrapped = segment.wrapper != "text" and not segment.is_part
    several = 0 if is_wrapped else segment.after - segment.first - 1 - bool(_NAMED.match(text))
    if not _LETTERS.search(text):
        return _Looks(segment, count, words, several, _NEVER, _NEVER)
    known = texts.is_venue(text)
    authors = _UNLIKELY if known else _like_authors(segment, texts)
    return _Looks(segment, count, words, several, authors, _like_venue(text, words, count, texts, is_known=known))


def _words(text: str) -> int:
    """The number of words; two Chinese characters count as one."""
    return len(text.split()) + (0 if text.isascii() else sum("\u3000" < sign < "\ua000" for sign in text) // 2)


def _title(looks: _Looks) -> float:
    segment, words = looks.segment, looks.words
    if _HEADING.match(segment.cursor.text) and "\n" in segment.cursor.text[: segment.cursor.start]:
        return _NEVER  # the heading is the title
    weight = min(words, 7) * 0.7 - 1.5 - max(looks.authors, 0) * 0.8 - max(looks.venue - 1, 0)
    weight -= 0.6 * looks.several + (looks.count > 2) * 2 + 0.3 * min(segment.first, 6) + 1.0 * segment.is_part
    weight -= 2.0 * (words > 4 and segment.text.endswith(".") and looks.is_text)
    weight -= 1.0 * (segment.first > 0 and segment.sign == "." and looks.is_text) + 4.0 * looks.is_nested
    weight -= 4.0 * (looks.is_after_colon and not looks.wrapper.startswith(_QUOTES)) + 1.5 * ("\n" in segment.text)
    weight -= 4.0 * (_BRACKET.search(segment.text) is not None and _has_open_brackets(segment.text))
    weight -= 6.0 * (looks.is_text and segment.text.startswith("["))
    weight -= 2.0 * (looks.several > 0 and is_person(_PART.split(segment.text, maxsplit=1)[0]))
    weight -= 2.0 * (looks.is_text and _SENTENCES.search(segment.text) is not None)
    weight -= 4.0 * (segment.first == 0 and key_of(segment.text.partition(":")[0]) in ("venue", "authors", "year"))
    weight += 1.5 * (segment.first == 0) - 1.5 * segment.text[:1].islower()
    if segment.token:
        weight -= 3.0 * _is_label(segment)
        weight += -1.0 if looks.wrapper[:1] in "([\\" else 2.0
    elif looks.wrapper.startswith(_QUOTES):
        weight += 1.5
    weight -= 4.0 * (looks.wrapper[:1] in "([" and not segment.token) + 6.0 * (_DAY.fullmatch(segment.text) is not None)
    if segment.first == 0 and segment.cursor.text.startswith(":", segment.outer[1]) and not looks.is_text:
        weight += 2.0  # a name
    return weight


def _has_open_brackets(text: str) -> bool:
    return any(text.count(one) != text.count(two) for one, two in ("()", "[]"))


def _venue(looks: _Looks) -> float:
    segment, weight = looks.segment, looks.venue
    weight -= looks.several * (1.0 if weight < 3 else -0.3) + 2.5 * (_SENTENCES.search(segment.text) is not None)
    weight -= 2.0 * looks.is_after_colon + 3.0 * ("\n" in segment.text) + 1.0 * (segment.token is not None)
    weight -= 2.0 * (segment.token is not None and is_label(segment.text))
    weight -= 4.0 * (segment.token is not None and not segment.is_part and _HOSTS.fullmatch(segment.text) is not None)
    return weight + 2.0 * segment.gap.lower().endswith(("in ", "in: "))


def _authors(looks: _Looks) -> float:
    segment = looks.segment
    weight = looks.authors - 1.0 * (segment.first == 0 and looks.authors < 3)
    weight -= 2.0 * looks.is_after_colon + 3.0 * ("\n" in segment.text)
    return weight + 3.0 * segment.gap.lower().endswith("by ")


def _remark(looks: _Looks) -> float:
    segment = looks.segment
    is_between = segment.gap in (", ", ". ") and segment.cursor.text.startswith(segment.gap, segment.outer[1])
    return -2.0 - 0.1 * looks.several - 1.5 * is_between


def _institutions(looks: _Looks) -> float:
    """Institutions in brackets; venues may look like unknown ones, and remarks such as `Best Paper`, too."""
    text = looks.segment.text
    names = [text[slice(*offsets)].strip(" .") for offsets in institutions_among(text)]
    if not names or is_about_paper(text) or any(map(str.isdigit, text)):
        return _NEVER
    weight = 4.0 if any(map(is_known_institution, names)) else -2.5 + 2.5 * all(map(is_acronym, names))
    return weight + _recurrence(looks.count) - 4.0 * is_venue(text)


def _recurrence(count: int) -> float:
    """How much it counts that several entries have a text."""
    return min(count - 1, 3) * 0.8 * (count > 1)


def _link(looks: _Looks) -> float:
    text = looks.segment.text
    is_known = _is_label(looks.segment) or _HOSTS.fullmatch(text)
    if not is_known and not looks.segment.first and looks.wrapper == "link":
        return -3.0  # the title
    return (2.0 if is_known else 1.5 - 0.8 * looks.words) + min(looks.count, 4) * 0.5


def _is_label(segment: Segment) -> bool:
    """Whether the text of a link is a label; at the start of an entry, only a known word is."""
    text = segment.text
    return text.casefold() in LINK_WORDS if not segment.first and segment.wrapper == "link" else is_label(text)


def _like_authors(segment: Segment, texts: Texts) -> float:
    text = segment.text
    if _NO_NAMES.search(text) or is_label(text) or not (_JOINT.search(text) or text.count(" ") < 5):
        return _UNLIKELY
    names = NameList.of(text)
    if names.are_people(texts.is_name):
        joints = text.count(",") + text.count(";") + text.count(" and ")
        weight = 5.0 + 0.6 * joints - 2.0 * (text.count(" and ") == joints == 1)
        return weight if names.end_with_name(texts.is_name) else weight - 4.0
    if is_person(text) or _INVERTED.fullmatch(text):
        return 1.5
    if _SURNAME.fullmatch(text):
        return 2.0 if _YEAR_NEXT.match(segment.cursor.text, segment.outer[1]) else -1.0
    return 0.0 if _NAMES.fullmatch(text) and re.search(r", | and ", text) else _UNLIKELY


def _like_venue(text: str, words: int, count: int, texts: Texts, *, is_known: bool) -> float:
    if not is_known and "(" in text:
        is_known = texts.is_venue(_BRACKETS.sub("", text))
    if is_known or ends_with_year(text):
        weight = 3.0
    elif _is_venue_like(text):
        weight = 1.5
    else:
        weight = -2.5
    weight -= 2.5 * (_NAMED.match(text) is not None and not _YEAR.search(text))
    first, *rest = _PART.split(text, maxsplit=1)
    last = "".join(rest)
    weight += 4.5 * (weight > 0 and _YEAR_APART.search(text) is not None)
    weight -= 6.0 * (texts.is_venue(last) and not texts.is_venue(first) and not _is_venue_like(first))
    weight += bool(_YEAR.search(text)) * 1.5 + _recurrence(count)
    return weight - max(words - 7, 0) * (0.7 if weight < 3 else 0.2)


def _is_venue_like(text: str) -> bool:
    if _VENUE_LIKE.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return True
    return _SHORT_VENUE.fullmatch(text) is not None and _TWO_CAPITALS.match(text) is not None
