"""The compact index of papers, in two files: facets, and texts for searching and rendering rows.

The index stores columns instead of records, and each name once, to keep the download of 10,000 papers small.
`paper-index.js` reads it. Change `packing.FORM` when the format changes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

from papertrail.core import Catalog, Group, Paper, Row, TopicPath
from papertrail.core.authors import authors_of, names_of
from papertrail.core.pdf import links_with_pdf
from papertrail.pages.browse_options import HAS
from papertrail.pages.columns import LONGEST
from papertrail.pages.index.packing import FORM, column, numbered_names, packed, packed_lists, packed_texts
from papertrail.pages.index.words import has_words
from papertrail.pages.page import ROOT, PageOptions
from papertrail.pages.row_texts import has_abstract, heading_of, remarks_html, year_apart
from papertrail.text.markdown import html_text
from papertrail.text.math import Formula, math_html, split_math
from papertrail.text.strings import sort_key

TEXT_COLUMNS = ("name", "title", "remarks")
"""The texts of papers, in the order in which they are packed."""

PLACEHOLDER = "~"
"""Placeholder that the browser replaces: in an id with what follows from the name, in a URL with the id or slug."""

MOST_VALUES, PAPERS_PER_VALUE, MOST_FIELDS = 30, 2, 12
"""A custom field is a facet if it has at most so many values, and so many papers for each of them on average; and so
many fields are."""

NOT_IN_SLUG = "[^a-z0-9]+"
"""Characters that become a hyphen in ids and slugs that follow from a name."""

_CODE = re.compile(r"(?i)\b(?:code|sources?|github|gitlab|bitbucket|codeberg|repo|repository|implementation)\b")


def has_code(paper: Paper) -> bool:
    """Whether the label of a link names the code of the work: `Code`, `GitHub`, `PyTorch implementation`."""
    return any(_CODE.search(link.label) for link in paper.links)


def facet_index(rows: Sequence[Row], catalog: Catalog, options: PageOptions) -> str:
    """Return the facets of `rows` as JSON, in this order; URLs are relative to the root of the site."""
    papers = [row.paper for row in rows]
    return _json(
        {
            "form": FORM,
            "count": len(rows),
            "to": _urls(options),
            "topic": _topics(papers, catalog),
            **_venues(papers, catalog),
            **_institutions(papers, catalog),
            "author": column(names_of(paper.authors) for paper in papers),
            "keyword": column(paper.keywords for paper in papers),
            "type": column([paper.type] for paper in papers),
            "status": column([paper.status] if paper.status else [] for paper in papers),
            "award": column(paper.awards for paper in papers),
            "custom": {name: _custom_column(name, papers) for name in filter_fields(papers)},
            "year": column([str(paper.year)] if paper.year is not None else [] for paper in papers),
            "has": packed(map(_has, papers)),
            "words": any(map(has_words, papers)),
        }
    )


def _has(paper: Paper) -> int:
    """Return the values of the facet `has`, one bit each."""
    values = {"code": has_code(paper), "notes": bool(paper.notes), "abstract": bool(paper.abstract)}
    return sum(values[name] << bit for bit, name in enumerate(HAS))


def _urls(options: PageOptions) -> dict[str, str]:
    """Return the URLs of Browse, and of papers, papers with notes and groups, with a placeholder for the id or slug."""
    browse, page = options.url_of("browse.md"), options.url_of(f"papers/{PLACEHOLDER}.md")
    groups = {axis: options.url_of(f"{axis}s/{PLACEHOLDER}.md") for axis in ("venue", "institution")}
    paper = page if options.paper_pages else f"{browse}#{PLACEHOLDER}"
    return {"browse": browse, "paper": paper, "noted": page, **groups}


def text_index(rows: Sequence[Row], options: PageOptions) -> str:
    """Return the texts of `rows` for searching and rendering as JSON, in this order."""
    papers = [row.paper for row in rows]
    links = [links_with_pdf(paper) for paper in papers]
    texts = {
        "name": [html_text(paper.name) for paper in papers],
        "title": [_title(paper) for paper in papers],
        "remarks": [remark for paper in papers for remark in remarks_html(paper)],
    }
    return _json(
        {
            "form": FORM,
            "count": len(rows),
            "id": "\n".join(_short_id(paper) for paper in papers),
            **_details(papers, options.words.language),
            **packed_texts(texts[column] for column in TEXT_COLUMNS),
            "math": _formulas(papers),
            "remarks": packed(len(paper.remarks) for paper in papers),
            "added": column([paper.added] if paper.added else [] for paper in papers),
            "link": column([link.label for link in shown] for shown in links),
            "url": "\n".join(
                _address(options.link_url(row, link)) for row, shown in zip(rows, links, strict=True) for link in shown
            ),
            "row": packed(map(_row_bits, papers)),
            "record": column([_record(row)] for row in rows),
        }
    )


def _row_bits(paper: Paper) -> int:
    """Return what a row shows, one bit each: an abstract, the year next to its venues, further authors."""
    values = (has_abstract(paper), year_apart(paper) is not None, authors_of(paper.authors).others)
    return sum(value << bit for bit, value in enumerate(values))


def _details(papers: Sequence[Paper], language: str) -> dict[str, object]:
    """Return what few papers have, and the list's own fields; `language` is that of the site."""
    return {
        "was": _sparse(" ".join(paper.aliases) for paper in papers),
        "language": _sparse(paper.language if paper.language != language else None for paper in papers),
        "identifier": column([f"{scheme}:{value}" for scheme, value in paper.ids] for paper in papers),
        "custom": _custom(papers),
    }


def _sparse(values: Iterable[str | None]) -> dict[int, str]:
    """Return the values that few papers have, by the number of the paper."""
    return {number: value for number, value in enumerate(values) if value}


def filter_fields(papers: Sequence[Paper]) -> list[str]:
    """Return the custom fields by which the papers of a page are filtered, those that most papers have first.

    Such a field has few short values, each of which several papers have on average, and tells papers apart.
    """
    counts: dict[str, Counter[str]] = {}
    for paper in papers:
        for name, value in paper.custom:
            counts.setdefault(name, Counter())[value] += 1
    totals = {name: values.total() for name, values in counts.items() if _is_filter(values, len(papers))}
    return sorted(totals, key=lambda name: -totals[name])[:MOST_FIELDS]


def _is_filter(values: Counter[str], papers: int) -> bool:
    total = values.total()
    return (
        len(values) <= MOST_VALUES
        and total >= len(values) * PAPERS_PER_VALUE
        and (len(values) > 1 or total < papers)
        and max(map(len, values)) <= LONGEST
    )


def _custom(papers: Sequence[Paper]) -> dict[str, object]:
    """Return a column of the values of each custom field, in order of first use; those of facets have it already."""
    names = dict.fromkeys(name for paper in papers for name, _ in paper.custom)
    facets = set(filter_fields(papers))
    return {name: None if name in facets else _custom_column(name, papers) for name in names}


def _custom_column(name: str, papers: Sequence[Paper]) -> dict[str, object]:
    return column([value for field, value in paper.custom if field == name] for paper in papers)


def _formulas(papers: Iterable[Paper]) -> dict[str, str]:
    """Return the HTML of each formula in names and titles, which the index has as typed."""
    texts = (text for paper in papers for text in (paper.name, paper.title) if text and "$" in text)
    return {part.source: math_html(part) for text in texts for part in split_math(text) if isinstance(part, Formula)}


def _json(members: dict[str, object]) -> str:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n"


def _short_id(paper: Paper) -> str:
    """Return an id, with a placeholder for a prefix that follows from the name, as in most lists."""
    if paper.id == paper.name.lower():
        return PLACEHOLDER
    simple = _simple(paper.name)
    return f"{PLACEHOLDER}{paper.id[len(simple) :]}" if simple and paper.id.startswith(simple) else paper.id


def _simple(name: str) -> str:
    """Return the usual id or slug of a name."""
    return re.sub(NOT_IN_SLUG, "-", name.lower()).strip("-")


def _title(paper: Paper) -> str:
    """Return the title as HTML; empty if the name contains it."""
    return html_text(paper.title) if paper.title and heading_of(paper) != ("", "") else ""


def _topics(papers: Sequence[Paper], catalog: Catalog) -> dict[str, object]:
    """Return the topics of the papers and their parents in the order of the tree, each with the number of its
    parent.
    """
    used_paths = {path[:depth] for paper in papers for path in paper.topics for depth in range(1, len(path) + 1)}
    paths = sorted(used_paths & catalog.topic_places.keys(), key=catalog.topic_places.__getitem__)
    numbers: dict[TopicPath, int] = {path: number for number, path in enumerate(paths)}
    return {
        "name": [path[-1] for path in paths],
        "above": packed(numbers[path[:-1]] + 1 if len(path) > 1 else 0 for path in paths),
        **packed_lists(sorted({numbers[path] for path in paper.topics if path in numbers}) for paper in papers),
    }


def _venues(papers: Sequence[Paper], catalog: Catalog) -> dict[str, object]:
    """Return venues as written in records, and their series."""
    group_of = {venue.text: catalog.venue(venue) for paper in papers for venue in paper.venues}
    groups = _by_name(group for group in group_of.values() if group)
    mentions = [list(dict.fromkeys(venue.text for venue in paper.venues)) for paper in papers]
    return {"series": _groups(groups), "venue": _mentions(mentions, group_of, groups)}


def _institutions(papers: Sequence[Paper], catalog: Catalog) -> dict[str, object]:
    """Return institutions as written in records, and the registered institutions with their parents."""
    group_of = {name: catalog.institution(name) for paper in papers for name in paper.institutions}
    groups = _by_name(above for group in group_of.values() for above in _with_parents(group, catalog))
    numbers = {group.name: number for number, group in enumerate(groups, 1)}
    return {
        "place": {**_groups(groups), "above": packed(numbers.get(group.parent or "", 0) for group in groups)},
        "institution": _mentions([list(dict.fromkeys(paper.institutions)) for paper in papers], group_of, groups),
    }


def _by_name(groups: Iterable[Group]) -> list[Group]:
    """Return each group once, in the order of the catalog."""
    by_name = {group.name: group for group in groups}
    return sorted(by_name.values(), key=lambda group: sort_key(group.name))


def _with_parents(group: Group | None, catalog: Catalog) -> list[Group]:
    """Return an institution and its parents."""
    chain: list[Group] = []
    while group and group not in chain:
        chain.append(group)
        group = catalog.institution(group.parent) if group.parent else None
    return chain


def _groups(groups: Sequence[Group]) -> dict[str, object]:
    """Return names, full names if different, and slugs that do not follow from the name."""
    return {
        "name": [group.name for group in groups],
        "full": [group.full if group.full and group.full != group.name else "" for group in groups],
        "slug": ["" if group.slug == _simple(group.name) else group.slug for group in groups],
    }


def _mentions(
    values: Sequence[Sequence[str]], group_of: Mapping[str, Group | None], groups: Sequence[Group]
) -> dict[str, object]:
    """Return names as written in records, empty if the same as the group's, with the number of the group or 0."""
    names, lists = numbered_names(values)
    numbers = {group.name: number for number, group in enumerate(groups, 1)}
    groups_of_names = [group_of[name] for name in names]
    return {
        "name": [
            "" if group and group.name == name else name for name, group in zip(names, groups_of_names, strict=True)
        ],
        "is": packed(numbers[group.name] if group else 0 for group in groups_of_names),
        **packed_lists(lists),
    }


def _address(url: str | None) -> str:
    """Return a URL without the root placeholder; URLs without a scheme are relative to the root."""
    return (url or "").removeprefix(ROOT)


def _record(row: Row) -> str:
    """Return path and line of a record as in editor URLs; with a placeholder for the id, those of a folder are the
    same.
    """
    folder, _, file = row.path.rpartition("/")
    place = f"{folder}/{PLACEHOLDER}{file.removeprefix(row.paper.id)}" if file.startswith(row.paper.id) else row.path
    return f"{_quoted(place)}#L{row.line}"


_quoted = lru_cache(maxsize=1024)(quote)  # the same for all papers of a folder
