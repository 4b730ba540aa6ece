"""Authors: split a text into names, and names into family and given names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from papertrail.core.limits import AUTHORS_WITH_PAGES
from papertrail.text.strings import composed, one_line

_LONGEST = 100
"""Characters of a name that is split into parts. A longer name is not that of a person."""

_OTHERS = re.compile(
    r"(?i)(?:^|[\s,;])(?:(?:(?:and|&) )?et\.? al\.?|(?:and|&) others)$|(?:^|[,;] ?)others$|(?:\.\.\.|…)$"
)
_AND = re.compile(r"(?i),? (?:and|&) ")
_SIGNS = (",", ";", "，", "、")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
# Characters that do not occur in names of people. A name with one of them is not split.
_ODD = re.compile(r"[!-&(-+/-@\[-`{-~]|\d")
_BODY = re.compile(
    r"(?i)^the |\b(?:team|group|labs?|inc|ltd|llc|gmbh|corp|corporation|company|university|institute|school|college"
    r"|organi[sz]ation|association|society|agency|ministry|commission|council|academy|department|bureau"
    r"|consortium|foundation|project|collaboration|research|contributors|community|committee|authors)\b"
)
# Also capitalized, as in Christopher De Sa.
_PARTICLES = frozenset("al bin da de del della den der di dos du el ibn la st st. ten ter van von".split())  # noqa: SIM905
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True, slots=True)
class Author:
    """An author, or one text with all authors, as the record writes it."""

    text: str
    several: bool = False
    """Whether the text may contain several names."""
    organization: bool = False
    orcid: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Compose the name, so that it is that of the same person in all records."""
        if not self.text.isascii():
            object.__setattr__(self, "text", composed(self.text))

    @staticmethod
    @lru_cache(maxsize=1 << 16)
    def named(text: str, *, several: bool = False) -> Author:
        """The author with a name, cached: many papers share their authors."""
        return Author(text, several=several)

    def __str__(self) -> str:
        """The name in documents: given name first, but a text with several names as it is."""
        return self.text if self.several else _person(self).name or self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """An author. The family name is empty if the parts are unknown, or if it is not a person."""

    name: str
    """The name to show: `Jan van der Berg`."""
    family: str = ""
    given: str = ""
    suffix: str = ""
    organization: bool = False
    orcid: str | None = None
    url: str | None = None

    @property
    def is_body(self) -> bool:
        """Whether the name is that of a group or an institution."""
        return self.organization or _BODY.search(self.name) is not None

    @property
    def family_first(self) -> str:
        """`van der Berg, Jan`, or the name as it is if its parts are unknown."""
        return ", ".join(part for part in (self.family, self.suffix, self.given) if part) or self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Authors:
    """The authors of a work, in order."""

    people: tuple[Person, ...] = ()
    others: bool = False
    """Whether there are more authors: `et al.`"""


def author_of_parts(family: str, given: str = "", suffix: str = "") -> Author:
    """An author whose parts are known, in the usual order if its parts can be identified from that.

    >>> author_of_parts("van der Berg", "Jan").text, author_of_parts("García Márquez", "Gabriel").text
    ('Jan van der Berg', 'García Márquez, Gabriel')
    """
    if not family or not given:
        return Author(family or given)
    is_han = _HAN.fullmatch(given) and _HAN.fullmatch(family)
    usual = " ".join(part for part in ((family, given) if is_han else (given, family, suffix)) if part)
    person = person_of(usual)
    if (person.family, person.given, person.suffix) == (family, given, suffix):
        return Author(usual)
    return Author(", ".join(part for part in (family, suffix, given) if part))


def named_authors(*names: str) -> tuple[Author, ...]:
    """Authors from a list of names."""
    return tuple(Author(name) for name in names)


@lru_cache(maxsize=1024)  # each citation format of a paper needs them
def authors_of(authors: tuple[Author, ...]) -> Authors:
    """Parse the authors of a record."""
    others = any(_OTHERS.search(one_line(author.text)) for author in authors if not author.organization)
    people = (person for author in authors for person in _people(author))
    return Authors(people=tuple(person for person in people if person.name), others=others)


def names_of(authors: tuple[Author, ...]) -> tuple[str, ...]:
    """The names of the authors of a record, without `et al.`

    >>> names_of((Author("Minjie Wang, Jinyang Li, et al.", several=True),))
    ('Minjie Wang', 'Jinyang Li')
    """
    return tuple(person.name for person in authors_of(authors).people)


def joined(names: Sequence[str], joint: str = ",") -> str:
    """Join names. `joint` is what is before the last one, or the sign between all of them.

    >>> joined(["Ann", "Bob", "Cem"], ", and"), joined(["Ann", "Bob"], ", and"), joined(["Ann", "Bob", "Cem"], ";")
    ('Ann, Bob, and Cem', 'Ann and Bob', 'Ann; Bob; Cem')
    """
    if joint in _SIGNS:
        return (joint if joint in "，、" else f"{joint} ").join(names)
    *most, last = names
    before = joint.removeprefix(",").strip() if len(most) == 1 else joint
    return f"{', '.join(most)}{'' if before.startswith(',') else ' '}{before} {last}" if most else last


def split_names(text: str) -> tuple[list[str], str] | None:
    """The names in a text and their joint, if `joined` restores the text from them.

    >>> split_names("Ann Ash, Bob Birch, and Cem Cedar"), split_names("Lee Lime, et al.")
    ((['Ann Ash', 'Bob Birch', 'Cem Cedar'], ', and'), None)
    """
    joints = _AND.findall(text)
    joint = next((sign for sign in ";，、" if sign in text), joints[-1].rstrip() if joints else ",")
    joint = joint if joint.startswith(",") else joint.strip()
    names = [name.strip() for name in re.split("[;，、]", text)] if joint in ";，、" else _names_in(text)
    is_same = len(names) > 1 and text == joined(names, joint)
    return (names, joint) if is_same and not _OTHERS.search(text) else None


def _people(author: Author) -> Iterator[Person]:
    if author.several:
        line = _OTHERS.sub("", one_line(author.text)).rstrip(" ,;")
        yield from (person_of(name) for name in _names_in(line) if name)
    else:
        yield _person(author)


def _person(author: Author) -> Person:
    line = one_line(author.text)
    if author.organization:
        return Person(name=line, organization=True, url=author.url)
    person = person_of(_OTHERS.sub("", line).rstrip(" ,;"))
    return replace(person, orcid=author.orcid, url=author.url) if author.orcid or author.url else person


def names_with_pages(authors: tuple[Author, ...]) -> tuple[str, ...]:
    """The names of the authors who may have pages: none of a record with hundreds of authors."""
    names = names_of(authors)
    return names if len(names) <= AUTHORS_WITH_PAGES else ()


def _names_in(text: str) -> list[str]:
    """Split a text into names: at semicolons, or else at `and` and commas, except commas inside a name.

    >>> _names_in("Minjie Wang, Chien-chin Huang and Jinyang Li"), _names_in("Wang, Minjie and Li, Jinyang")
    (['Minjie Wang', 'Chien-chin Huang', 'Jinyang Li'], ['Wang, Minjie', 'Li, Jinyang'])
    """
    if re.search("[;；、]", text):
        return [name.strip() for name in re.findall(r"[^;；、]+", text)]
    pieces = _AND.split(text.replace("，", ","))
    if not all(_is_inverted(piece) for piece in pieces):
        pieces = [name for piece in pieces for name in _between_commas(piece)]
    return [piece.strip() for piece in pieces]


def _is_inverted(piece: str) -> bool:
    """Whether a text is one name with the family name first: `Wang, Minjie`, `van der Berg, Jan`."""
    parts = piece.split(",")
    return len(parts) == 2 and any(len(part.split()) == 1 for part in parts)


def _between_commas(piece: str) -> list[str]:
    """Split names at commas. `Wang, M., Huang, C.` are two names, and `King, Jr.` is one."""
    parts = [part.strip() for part in piece.split(",")]
    if len(parts) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    names: list[str] = []
    for part in parts:
        if names and part.casefold() in _SUFFIXES:
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


@lru_cache(maxsize=1 << 16)  # more than the authors of a large list, which each part of the site needs
def person_of(name: str) -> Person:
    """Split a name into its parts, if they can be identified.

    >>> person_of("Jan van der Berg").family_first, person_of("Martin King, Jr.").family_first
    ('van der Berg, Jan', 'King, Jr., Martin')
    """
    person = _person_in_parts(name) if _may_be_a_person(name) else None
    return person or Person(name=name)


def _may_be_a_person(name: str) -> bool:
    words = re.findall(r"[^\s,]+", name)
    return len(name) <= _LONGEST and not (_ODD.search(name) or _BODY.search(name) or "and" in map(str.casefold, words))


def _person_in_parts(name: str) -> Person | None:
    """A name with its parts, or None if they cannot be identified."""
    parts = [part.strip() for part in name.split(",")]
    suffixes = [part for part in parts[1:] if part.casefold() in _SUFFIXES]
    parts = [part for part in parts if part not in suffixes]
    if len(suffixes) > 1 or not 0 < len(parts) <= 2 or not all(parts):
        return None
    family, given, suffix = (*parts, "") if len(parts) == 2 else _from_order(parts[0].split())
    if not family or not given:
        return None
    suffix = suffix or "".join(suffixes)
    shown = name if len(parts) == 1 else " ".join(part for part in (given, family, suffix) if part)
    return Person(name=shown, family=family, given=given, suffix=suffix)


def _from_order(words: list[str]) -> tuple[str, str, str]:
    """Family name, given names and suffix of a name without commas, empty if they cannot be identified.

    The family name is the last word, with particles such as `van der`. In Han, Kana and Hangul it is the first word.
    """
    suffix = words.pop() if len(words) > 2 and words[-1].casefold() in _SUFFIXES else ""
    if len(words) == 2 and all(_HAN.fullmatch(word) for word in words):
        return words[0], words[1], suffix
    inside = range(1, len(words) - 1)
    start = next((i for i in inside if words[i][0].islower() or words[i].casefold() in _PARTICLES), len(words) - 1)
    return " ".join(words[start:]), " ".join(words[:start]), suffix
