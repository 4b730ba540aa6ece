"""The texts of a row: its heading, its line of authors, its year, and its links with distinct names."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from papertrail.core import Link, Paper
from papertrail.core.authors import authors_of
from papertrail.core.pdf import links_with_pdf
from papertrail.pages.columns import is_summary
from papertrail.text.strings import normal_title

FIRST_AUTHORS = 3
"""Authors in a row of a table."""


def heading_of(paper: Paper) -> tuple[str, str]:
    """Return what follows the name in the heading of a row, and the title if it is on a line of its own.

    >>> heading_of(Paper(id="x", name="GPipe", title="GPipe: Easy Scaling"))
    (': Easy Scaling', '')
    >>> heading_of(Paper(id="x", name="Tofu", title="Very Large Models"))
    ('', 'Very Large Models')
    """
    name, title = paper.name, paper.title or ""
    if name.startswith(title) or normal_title(name) == paper.plain_title:
        return "", ""
    rest = title[len(name) :]
    if "$" not in name and title.startswith(name) and unicodedata.category(rest[0])[0] not in "LMN":
        return rest, ""
    return "", title


def line_of_authors(paper: Paper, most: int = FIRST_AUTHORS) -> str:
    """Return the first authors of a paper: `Ann Lee, Bo Chen, Cy Young, et al.`"""
    authors = authors_of(paper.authors)
    names = [person.name for person in authors.people[:most]]
    others = [*names, "et al."] if names and (authors.others or len(authors.people) > most) else names
    return ", ".join(others)


def year_apart(paper: Paper) -> int | None:
    """Return the year of a paper unless its venues contain one."""
    if not paper.year or any(
        (venue.year and not venue.arxiv) or str(paper.year) in venue.text for venue in paper.venues
    ):
        return None
    return paper.year


def has_abstract(paper: Paper) -> bool:
    """Whether a row can show an abstract or a summary."""
    return bool(paper.abstract) or any(is_summary(name) for name, _ in paper.custom)


def named_links(paper: Paper) -> Iterator[tuple[Link, str]]:
    """Yield the links of a row, each with a name that no other one of them has: `Code`, `Code 2`."""
    links = links_with_pdf(paper)
    labels = {link.label for link in links}
    counts: Counter[str] = Counter()
    for link in links:
        counts[link.label] += 1
        name = link.label
        while counts[link.label] > 1 and (name := f"{link.label} {counts[link.label]}") in labels:
            counts[link.label] += 1
        yield link, name
