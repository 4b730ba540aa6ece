"""The page Statistics: papers by year, venue, institution and topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlencode

from papertrail.core import Catalog, Group, Section
from papertrail.pages.charts import Chart, Count, columns, rows
from papertrail.pages.group_pages import Axis, author_count, axes_of
from papertrail.pages.index.filters import has_code
from papertrail.pages.page import Heading, Page, PlannedPage, SearchEntry
from papertrail.pages.renderer import PageRenderer
from papertrail.templating.words import ENGLISH, Words

MOST_BARS = 15
"""Maximum number of horizontal bars in a chart."""
MOST_COLUMNS = 40
MOST_LINES = 500
"""Maximum number of rows in a table. The index of the axis has all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row of a table: a count with a link to its group or section."""

    count: Count
    group: Group | None = None
    section: Section | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistic:
    """A part of the page: a chart and a table."""

    title: str
    singular: str
    folder: str
    """Folder of the axis; empty for topics."""
    chart: Chart
    lines: tuple[Line, ...]
    of: int
    """Number of rows of the complete table."""
    omitted: int = 0
    """Number of counts without a bar."""
    note: str = ""
    by: str = ""
    """The name of the chart."""
    all: str = ""
    """The text of a link to the complete table."""

    @property
    def anchor(self) -> str:
        """The `id` of the heading."""
        return f"s-{self.folder or 'topics'}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """A number about the whole list."""

    count: int
    label: str
    query: str | None
    """The query with which Browse shows the papers; None if the number does not count papers."""


def statistics(renderer: PageRenderer) -> PlannedPage:
    """Plan the page of statistics."""
    return PlannedPage(
        address="statistics.md",
        kind="statistics",
        title=renderer.words.gettext("Statistics"),
        make=partial(_statistics, renderer),
        search=partial(_entries, renderer.words),
        in_navigation=True,
    )


def _entries(words: Words) -> tuple[SearchEntry, ...]:
    text = words.gettext("Papers by year, venue, institution and topic")
    return (SearchEntry(title=words.gettext("Statistics"), text=text),)


def _statistics(renderer: PageRenderer) -> Page:
    catalog, words = renderer.catalog, renderer.words
    title = words.gettext("Statistics")
    parts, totals = statistics_of(catalog, words), totals_of(catalog, words)
    return Page(
        address="statistics.md",
        title=title,
        html=renderer.html("statistics.md", "statistics", title, parts=parts, totals=totals),
        headings=tuple(Heading(level=2, anchor=part.anchor, text=part.title) for part in parts),
        description=words.ngettext(
            "Statistics of %(num)s paper by year, venue, institution and topic.",
            "Statistics of %(num)s papers by year, venue, institution and topic.",
            len(catalog.rows),
        ),
    )


def statistics_of(catalog: Catalog, words: Words = ENGLISH) -> tuple[Statistic, ...]:
    """Return the parts of the page that are not empty."""
    by_folder = {axis.folder: axis for axis in axes_of(catalog, words)}
    _ = words.gettext
    parts = (
        _years(by_folder["years"], len(catalog.rows), words),
        _axis(by_folder["venues"], words, _("Papers by venue"), _("A paper counts once for each of its venues.")),
        _axis(
            by_folder["institutions"],
            words,
            _("Papers by institution"),
            _("A paper counts once for each of its institutions and their parent institutions."),
        ),
        _topics(catalog.lists, words),
    )
    return tuple(part for part in parts if part.lines)


def totals_of(catalog: Catalog, words: Words = ENGLISH) -> tuple[Total, ...]:
    """Return the numbers at the top of the page, without zeros."""
    total, coded = len(catalog.rows), sum(has_code(paper) for paper in catalog.papers)
    noted = sum(bool(paper.notes) for paper in catalog.papers)
    authors = author_count(catalog)
    totals = (
        Total(count=total, label=words.ngettext("paper", "papers", total), query=""),
        Total(count=coded, label=words.gettext("with code"), query="has=code"),
        Total(count=noted, label=words.gettext("with reading notes"), query="has=notes"),
        Total(count=authors, label=words.ngettext("author", "authors", authors), query=None),
    )
    return tuple(total for total in totals if total.count)


def _years(axis: Axis, total: int, words: Words) -> Statistic:
    groups = {int(group.name): group for group in axis.groups}
    undated = total - sum(len(group.rows) for group in axis.groups)
    return Statistic(
        title=axis.title,
        singular=axis.singular,
        folder=axis.folder,
        chart=columns(by_year({year: len(group.rows) for year, group in groups.items()}, words), words),
        lines=_lines(axis, axis.groups),
        of=len(axis.groups),
        note=words.ngettext("%(num)s paper without a year.", "%(num)s papers without a year.", undated)
        if undated
        else "",
        by=words.gettext("Papers by year"),
        all=axis.all,
    )


def by_year(counts: dict[int, int], words: Words = ENGLISH) -> list[Count]:
    """Return a count for each year, including years without papers; the oldest years of a long period are combined."""
    if not counts:
        return []
    first, last = min(counts), max(counts)
    shown_from = first if last - first < MOST_COLUMNS else _next_round(last - MOST_COLUMNS + 2)
    counted = [
        Count(label=str(year), count=counts.get(year, 0), query=_years_query(year, year))
        for year in range(shown_from, last + 1)
    ]
    if shown_from == first:
        return counted
    older = Count(
        label=words.gettext("before %(year)s", year=shown_from),
        count=sum(count for year, count in counts.items() if year < shown_from),
        query=_years_query(first, shown_from - 1),
        short=f"≤ {shown_from - 1}",
    )
    return [older, *counted]


def _next_round(year: int) -> int:
    return -(-year // 5) * 5


def _years_query(first: int, last: int) -> str:
    return f"year={first}-{last}"


def _axis(axis: Axis, words: Words, by: str, note: str) -> Statistic:
    groups = sorted(axis.groups, key=lambda group: -len(group.rows))  # a stable sort keeps the order of names
    return Statistic(
        title=axis.title,
        singular=axis.singular,
        folder=axis.folder,
        chart=rows([_count(axis, group) for group in groups[:MOST_BARS]], words),
        lines=_lines(axis, groups),
        of=len(groups),
        omitted=max(len(groups) - MOST_BARS, 0),
        note=note if _counted_twice(axis.groups) else "",
        by=by,
        all=axis.all,
    )


def _counted_twice(groups: Iterable[Group]) -> bool:
    ids = [row.paper.id for group in groups for row in group.rows]
    return len(ids) > len(set(ids))


def _count(axis: Axis, group: Group) -> Count:
    return Count(label=group.name, count=len(group.rows), query=axis.browse_query(group) or "")


def _lines(axis: Axis, groups: Sequence[Group]) -> tuple[Line, ...]:
    return tuple(Line(count=_count(axis, group), group=group) for group in groups[:MOST_LINES])


def _topics(lists: Sequence[Section], words: Words) -> Statistic:
    """Count the lists and their direct sections, without empty ones."""
    tree = [section for root in lists for section in (root, *root.sections) if section.papers]
    drawn = _drawn(tree)
    top = min((len(section.path) for section in drawn), default=1)
    several = any(len(paper.topics) > 1 for root in lists for paper in root.papers)
    return Statistic(
        title=words.gettext("Topics"),
        singular=words.gettext("Topic"),
        folder="",
        chart=rows([_topic(section, len(section.path) - top) for section in drawn], words),
        lines=tuple(Line(count=_topic(section), section=section) for section in tree[:MOST_LINES]),
        of=len(tree),
        omitted=len(tree) - len(drawn),
        note=words.gettext("A paper counts once for each of its topics.") if several else "",
        by=words.gettext("Papers by topic"),
        all=words.gettext("All topics"),
    )


def _drawn(tree: Sequence[Section]) -> list[Section]:
    """Return the whole tree if it fits into a chart, else the largest lists, or the largest sections of a single
    list.
    """
    if len(tree) <= MOST_BARS:
        return list(tree)
    lists = [section for section in tree if len(section.path) == 1]
    level = lists if len(lists) > 1 else [section for section in tree if len(section.path) > 1]
    return sorted(level, key=lambda section: -len(section.papers))[:MOST_BARS]


def _topic(section: Section, depth: int = 0) -> Count:
    path = " > ".join(section.path)
    query = urlencode({"topic": path}, quote_via=quote)
    return Count(label=path, short=section.topic.name, count=len(section.papers), query=query, depth=depth)
