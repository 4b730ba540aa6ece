"""The texts of a row: its heading, its line of authors, its year, its remarks, and its links with distinct names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from papertrail.core import Link, Paper
from papertrail.core.authors import authors_of
from papertrail.core.pdf import links_with_pdf
from papertrail.pages.columns import is_summary
from papertrail.text.markdown import html_inline, html_text
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
    others = [*names, "et\xa0al."] if names and (authors.others or len(authors.people) > most) else names
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


def is_taken(paper: Paper, text: str, *, institution: bool = False) -> bool:
    """Whether a link with the name of a venue or an institution would be called like a link before it in the row."""
    named = (text == paper.title or text.startswith(paper.name)) and text in _names(paper)
    return named or (institution and any(venue.text == text for venue in paper.venues))


def _names(paper: Paper) -> set[str]:
    """Return what the link to a paper may be called."""
    rest, title = heading_of(paper)
    return {paper.name, paper.name + rest, title or paper.name + rest}


def remarks_html(paper: Paper) -> list[str]:
    """Return the remarks as HTML. A link whose text is that of another link of the row is called `here 2` and so on."""
    remarks = [html_inline(remark, math=True) for remark in paper.remarks]
    if not any("<a " in remark for remark in remarks):
        return remarks
    taken = {*_names(paper), *(venue.text for venue in paper.venues), *paper.institutions}
    return ["".join(_with_distinct_links(remark, taken)) for remark in remarks]


def _with_distinct_links(remark: str, taken: set[str]) -> Iterator[str]:
    before, *links = remark.split("<a ")
    yield before
    for link in links:
        attributes, _, rest = link.partition(">")
        text = name = html.unescape(re.sub(r"<[^<>]*>", "", rest.partition("</a>")[0])).strip()
        number = 1
        while name in taken:
            number += 1
            name = f"{text} {number}"
        taken.add(name)
        label = f' aria-label="{html_text(name)}"' if name != text else ""
        yield f"<a {attributes}{label}>{rest}"
