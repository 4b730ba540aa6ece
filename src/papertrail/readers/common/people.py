"""Names of people and organizations, without what is not part of a name."""

from __future__ import annotations

import re
from dataclasses import replace

from papertrail.core.authors import Author, author_of_parts, authors_of, person_of
from papertrail.readers.common.markup import plain_of
from papertrail.text.strings import one_line

_MARKS = " *∗＊⁎†‡§¶‖#⁰¹²³⁴⁵⁶⁷⁸⁹,;"
"""Marks of equal contribution and of footnotes."""
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])(?:\s?[\[(][0-9*†‡]{1,3}[\])]|[0-9]{1,2})$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){1,5}")
_SUFFIX = re.compile(r"(\S.{0,80}?),? ((?:[JS]r\.?|II|III|IV))")
_OTHERS = frozenset({"others", "et al.", "et al", "and others"})


def person(family: str, given: str = "", suffix: str = "") -> Author:
    """A person whose parts are known, without marks.

    >>> person("Doe*", "Jane").text, person("Coe1", "Cam").text, person("J.", "Doe").text
    ('Jane Doe', 'Cam Coe', 'J. Doe')
    """
    family, given, suffix = (_without_marks(part) for part in (family, given, suffix))
    if not suffix and (match := _SUFFIX.fullmatch(family)):
        family, suffix = match.groups()
    if _INITIALS.fullmatch(family) and given and not _INITIALS.fullmatch(given):
        family, given = given, family  # `Doe J.`, without a comma
    return author_of_parts(family, given, suffix)


def organization(name: str) -> Author:
    """An organization, or further authors if the name is `others`."""
    line = one_line(plain_of(name))
    return Author("et al.") if line.casefold() in _OTHERS else Author(line, organization=True)


def named(name: str) -> Author:
    """An author whose parts are not known.

    >>> named("Jane Doe†").text, named("Doe, Jane").text, named("others").text
    ('Jane Doe', 'Jane Doe', 'et al.')
    """
    line = one_line(plain_of(name))
    if line.casefold() in _OTHERS:
        return Author("et al.")
    if "," not in line and person_of(line).is_body:
        return Author(line, organization=True)
    names = authors_of((Author(", ".join(map(_without_marks, line.split(","))).rstrip(" ,")),)).people
    return person(names[0].family, names[0].given, names[0].suffix) if names and names[0].family else Author(line)


def with_orcid(author: Author, orcid: str | None) -> Author:
    """The author with an ORCID iD, unless it is an organization."""
    return replace(author, orcid=orcid) if orcid and not author.organization else author


def _without_marks(part: str) -> str:
    line = one_line(plain_of(part))
    bare = line.strip(_MARKS)
    return _FOOTNOTE.sub("", bare).strip(_MARKS) or line
