"""The compact index of papers, in two files: what filters count, and the texts that a search looks through and from
which rows are drawn.

Columns rather than records, each name once, so that 10,000 papers are a small download. `paper-index.js` reads it; a
change of form here is one there, and gets a new `FORM`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

from papertrail.core import Catalog, Group, Link, Paper, Row, TopicPath
from papertrail.core.authors import names_of
from papertrail.pages.browse_options import HAS
from papertrail.pages.index.packing import column, named, packed, packed_lists, packed_texts
from papertrail.pages.page import ROOT, PageOptions
from papertrail.text.markdown import html_inline, html_text

FORM = 2
"""The browser passes over an index of another form: a page that was open during an update."""

TEXT_COLUMNS = ("name", "title", "remarks")
"""The texts of papers, in the order in which they are packed."""

PLACEHOLDER = "~"
"""Stands for what the browser adds: in an id what follows from the name, in a URL the id or the slug."""

NOT_IN_SLUG = "[^a-z0-9]+"
"""What a hyphen replaces where an id or a slug follows from a name."""

_CODE = re.compile(r"(?i)\b(?:code|sources?|github|gitlab|bitbucket|codeberg|repo|repository|implementation)\b")


def has_code(paper: Paper) -> bool:
    """Whether a link's label says that it leads to the code of the work: `Code`, `GitHub`, `PyTorch implementation`."""
    return any(_CODE.search(link.label) for link in paper.links)


def facet_index(rows: Sequence[Row], catalog: Catalog, options: PageOptions) -> str:
    """What filters know of `rows`, in their order, as JSON; addresses are relative to the site's top."""
    papers = [row.paper for row in rows]
    return _json(
        {
            "form": FORM,
            "count": len(rows),
            "to": _ways(options),
            "topic": _topics(papers, catalog),
            **_venues(papers, catalog),
            **_institutions(papers, catalog),
            "author": column(names_of(paper.authors) for paper in papers),
            "keyword": column(paper.keywords for paper in papers),
            "type": column([paper.type] for paper in papers),
            "year": column([str(paper.year)] if paper.year is not None else [] for paper in papers),
            "has": packed(map(_has, papers)),
        }
    )


def _has(paper: Paper) -> int:
    """The values of the facet `has`, a bit for each."""
    values = {"code": has_code(paper), "notes": bool(paper.notes)}
    return sum(values[name] << bit for bit, name in enumerate(HAS))


def _ways(options: PageOptions) -> dict[str, str]:
    """Where papers, those with notes, and groups are, with a placeholder for the id or the slug."""
    page, row = options.url_of(f"papers/{PLACEHOLDER}.md"), f"{options.url_of('browse.md')}#{PLACEHOLDER}"
    groups = {axis: options.url_of(f"{axis}s/{PLACEHOLDER}.md") for axis in ("venue", "institution")}
    return {"paper": page if options.paper_pages else row, "noted": page, **groups}


def text_index(rows: Sequence[Row], link_url: Callable[[Row, Link], str | None]) -> str:
    """What else is needed to search and draw `rows`, in their order, as JSON."""
    papers = [row.paper for row in rows]
    texts = {
        "name": [html_text(paper.name) for paper in papers],
        "title": [_title(paper) for paper in papers],
        "remarks": [html_inline(remark) for paper in papers for remark in paper.remarks],
    }
    return _json(
        {
            "form": FORM,
            "count": len(rows),
            "id": "\n".join(_short_id(paper) for paper in papers),
            "was": {number: " ".join(paper.aliases) for number, paper in enumerate(papers) if paper.aliases},
            **packed_texts(texts[column] for column in TEXT_COLUMNS),
            "remarks": packed(len(paper.remarks) for paper in papers),
            "added": column([paper.added] if paper.added else [] for paper in papers),
            "link": column([link.label for link in paper.links] for paper in papers),
            "url": "\n".join(_address(link_url(row, link)) for row in rows for link in row.paper.links),
            "record": column([_record(row)] for row in rows),
        }
    )


def _json(members: dict[str, object]) -> str:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n"


def _short_id(paper: Paper) -> str:
    """The id with a placeholder for what follows from the name, as it does in most lists."""
    if paper.id == paper.name.lower():
        return PLACEHOLDER
    simple = _simple(paper.name)
    return f"{PLACEHOLDER}{paper.id[len(simple) :]}" if simple and paper.id.startswith(simple) else paper.id


def _simple(name: str) -> str:
    """What most ids and slugs are."""
    return re.sub(NOT_IN_SLUG, "-", name.lower()).strip("-")


def _title(paper: Paper) -> str:
    """The title as HTML; nothing where it is the name."""
    return html_text(paper.title) if paper.title and paper.title != paper.name else ""


def _topics(papers: Sequence[Paper], catalog: Catalog) -> dict[str, object]:
    """The topics of the papers and those above them in the order of the tree, each with the number of the one above."""
    wanted = {path[:depth] for paper in papers for path in paper.topics for depth in range(1, len(path) + 1)}
    paths = sorted(wanted & catalog.topic_places.keys(), key=catalog.topic_places.__getitem__)
    numbers: dict[TopicPath, int] = {path: number for number, path in enumerate(paths)}
    return {
        "name": [path[-1] for path in paths],
        "above": packed(numbers[path[:-1]] + 1 if len(path) > 1 else 0 for path in paths),
        **packed_lists(sorted({numbers[path] for path in paper.topics if path in numbers}) for paper in papers),
    }


def _venues(papers: Sequence[Paper], catalog: Catalog) -> dict[str, object]:
    """Venues as the papers write them, and the series that they are of."""
    means = {venue.text: catalog.venue(venue) for paper in papers for venue in paper.venues}
    groups = _by_name(group for group in means.values() if group)
    mentions = [[venue.text for venue in paper.venues] for paper in papers]
    return {"series": _groups(groups), "venue": _mentions(mentions, means, groups)}


def _institutions(papers: Sequence[Paper], catalog: Catalog) -> dict[str, object]:
    """Institutions as the papers write them, and the places that they are, with those that these are part of."""
    means = {name: catalog.institution(name) for paper in papers for name in paper.institutions}
    groups = _by_name(above for group in means.values() for above in _and_above(group, catalog))
    numbers = {group.name: number for number, group in enumerate(groups, 1)}
    return {
        "place": {**_groups(groups), "above": packed(numbers.get(group.parent or "", 0) for group in groups)},
        "institution": _mentions([paper.institutions for paper in papers], means, groups),
    }


def _by_name(groups: Iterable[Group]) -> list[Group]:
    """Each group once, in the order of the catalog."""
    by_name = {group.name: group for group in groups}
    return sorted(by_name.values(), key=lambda group: (group.name.casefold(), group.name))


def _and_above(group: Group | None, catalog: Catalog) -> list[Group]:
    """An institution and those that it is part of."""
    chain: list[Group] = []
    while group and group not in chain:
        chain.append(group)
        group = catalog.institution(group.parent) if group.parent else None
    return chain


def _groups(groups: Sequence[Group]) -> dict[str, object]:
    """Names; full names where they differ; slugs where they do not follow from the name."""
    return {
        "name": [group.name for group in groups],
        "full": [group.full if group.full and group.full != group.name else "" for group in groups],
        "slug": ["" if group.slug == _simple(group.name) else group.slug for group in groups],
    }


def _mentions(
    values: Sequence[Sequence[str]], means: Mapping[str, Group | None], groups: Sequence[Group]
) -> dict[str, object]:
    """Names as papers write them, empty where that is the group's, with the number of the group: 0 for none."""
    names, lists = named(values)
    numbers = {group.name: number for number, group in enumerate(groups, 1)}
    groups_of_names = [means[name] for name in names]
    return {
        "name": [
            "" if group and group.name == name else name for name, group in zip(names, groups_of_names, strict=True)
        ],
        "is": packed(numbers[group.name] if group else 0 for group in groups_of_names),
        **packed_lists(lists),
    }


def _address(url: str | None) -> str:
    """An address without the mark of the site's top: what has no scheme is relative to it."""
    return (url or "").removeprefix(ROOT)


def _record(row: Row) -> str:
    """Path and line of a record as an editor's address ends, with a placeholder for the id: those of a folder agree."""
    folder, _, file = row.path.rpartition("/")
    place = f"{folder}/{PLACEHOLDER}{file.removeprefix(row.paper.id)}" if file.startswith(row.paper.id) else row.path
    return f"{_quoted(place)}#L{row.line}"


_quoted = lru_cache(maxsize=1024)(quote)  # those of a folder agree
