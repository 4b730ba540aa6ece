"""Whether editing loses nothing: `python -m tests.campaigns.edits --seeds 0-99 --lists FOLDER --worst 10`.

Imports generated lists and real ones, changes each field of some records in turn, and renders the list. Only the entry
of the record may differ, and reading the document again must give the changed record. Prints the shares of changes for
which that holds, by field, and the first changes for which it does not.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.layouts import sample
from papertrail.core import Link, Paper, Venue
from papertrail.core.authors import named_authors
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.documents import render_document
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.pipeline.check import Checked
from papertrail.pipeline.verbatim import own_entry
from papertrail.readers.markdown.reader import read_document
from papertrail.records.files import Sources
from papertrail.templating.environment import environment

TEMPLATES = environment(None)
HERE = Settings(root=Path("/nowhere"))

Change = Callable[[Paper], Paper]


def changes_of(paper: Paper) -> Iterator[tuple[str, Change]]:
    """The changes of a paper, each with its name: of each field that it has, and of some that it has not."""
    yield "title", _retitled
    venue = Venue(text=f"ZCONF {paper.year or 2031}")
    if paper.venues:
        yield "venue", lambda paper: replace(paper, venues=(replace(venue, url=paper.venues[0].url), *paper.venues[1:]))
        yield "venue removed", lambda paper: replace(paper, venues=())
    else:
        yield "venue added", lambda paper: replace(paper, venues=(venue,))
    if paper.date:
        yield "date", lambda paper: replace(paper, date="2031")
        yield "date removed", lambda paper: replace(paper, date=None)
    if len(paper.authors) > 1:
        yield "authors", lambda paper: replace(paper, authors=(*paper.authors, *named_authors("Ada Quill")))
        yield "authors removed", lambda paper: replace(paper, authors=())
    elif not paper.authors:
        yield "authors added", lambda paper: replace(paper, authors=named_authors("Ada Quill", "Bo Reed", "Cy Marsh"))
    for number, link in enumerate(paper.links):
        changed = partial(_with_item, "links", number)
        yield "link", partial(changed, (Link(label=link.label, url="https://z.example/new"),))
        yield "link label", partial(_relabelled, number)
        yield "link removed", partial(changed, ())
    yield (
        "link added",
        partial(_with_item, "links", len(paper.links), (Link(label="Video", url="https://z.example/v"),)),
    )
    for number in range(len(paper.remarks)):
        yield "remark", partial(_with_item, "remarks", number, ("Quite a different remark about zebras.",))
        yield "remark removed", partial(_with_item, "remarks", number, ())
    yield "remark added", partial(_with_item, "remarks", len(paper.remarks), ("It is also about zebras.",))
    for field in ("institutions", "keywords"):
        for number in range(len(getattr(paper, field))):
            yield field, partial(_with_item, field, number, ("Zebra University",))
            yield f"{field} removed", partial(_with_item, field, number, ())
    for number, (key, _) in enumerate(paper.custom):
        yield "custom", partial(_with_item, "custom", number, ((key, "zebra"),))
        yield "custom removed", partial(_with_item, "custom", number, ())


def _retitled(paper: Paper) -> Paper:
    title = f"{paper.full_title.rstrip('.')} and Zebras"
    return replace(paper, title=title) if paper.title else replace(paper, name=title)


def _relabelled(number: int, paper: Paper) -> Paper:
    return _with_item("links", number, (replace(paper.links[number], label="Slides"),), paper)


def _with_item(field: str, number: int, items: tuple[object, ...], paper: Paper) -> Paper:
    values = getattr(paper, field)
    changes: dict[str, tuple[object, ...]] = {field: (*values[:number], *items, *values[number + 1 :])}
    return replace(paper, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a change did."""

    document: str
    field: str
    is_verbatim: bool
    is_only_entry: bool
    is_read: bool
    before: str
    after: str


def results_of(name: str, data: bytes, rng: Random, most: int, *, verbatim: bool = False) -> Iterator[Result]:
    """Change some records of a list, or with `verbatim` those that keep the text of their entry."""
    imported = import_lists(Sources(), HERE, [InputFile(name=name, data=data)], ImportOptions(), TEMPLATES)
    checked, title = imported.checked, imported.reports[0].list
    text = rendered(checked, title)
    entries = _entries(text, name)
    by_title = Counter(paper.full_title for paper, _ in entries)
    papers = {paper.full_title: paper for paper in checked.library.papers if len(paper.topics) == 1}
    known = [
        n
        for n, (read, _) in enumerate(entries)
        if by_title[read.full_title] == 1 and (paper := papers.get(read.full_title)) and (paper.sources or not verbatim)
    ]
    for number in sorted(rng.sample(known, min(most, len(known)))):
        read, _ = entries[number]
        paper = papers[read.full_title]
        for field, change in changes_of(read):
            after = rendered(_changed(checked, change(paper)), title)
            yield _result(name, field, bool(paper.sources), text, after, entries, number, change(read))


def rendered(checked: Checked, title: str | None) -> str:
    """The document of a list."""
    section = next(root for root in checked.catalog.lists if root.topic.name == title)
    _, prose = checked.library.prose[section.slug]
    own = own_entry(checked.catalog, prose)
    return render_document(checked.catalog, section, TEMPLATES, prose=prose, own_entry=own)


def _changed(checked: Checked, paper: Paper) -> Checked:
    records = (
        replace(record, paper=paper) if record.paper and record.paper.id == paper.id else record
        for record in checked.library.records
    )
    return Checked(replace(checked.library, records=tuple(records)), checked.diagnostics)


def _entries(text: str, name: str) -> list[tuple[Paper, tuple[int, int]]]:
    runs = read_document(text, name).runs
    found = [(entry.paper, (entry.start, entry.end)) for run in runs for entry in run.entries]
    return sorted(found, key=lambda entry: entry[1])


def _result(
    name: str,
    field: str,
    is_verbatim: bool,
    before: str,
    after: str,
    entries: Sequence[tuple[Paper, tuple[int, int]]],
    number: int,
    wanted: Paper,
) -> Result:
    old, new = before.split("\n"), after.split("\n")
    start, end = entries[number][1]
    # Lists may be sorted by the changed value.
    gone, come = Counter(old[:start] + old[end:]) - Counter(new), Counter(new) - Counter(old[:start] + old[end:])
    try:
        read = Counter(paper for paper, _ in _entries(after, name))
    except PapertrailError:
        read = Counter()
    others = [paper for paper, _ in entries]
    is_read = read == Counter([*others[:number], wanted, *others[number + 1 :]])
    return Result(
        document=name,
        field=field,
        is_verbatim=is_verbatim,
        is_only_entry=not gone,
        is_read=is_read,
        before="\n".join(old[start:end]),
        after="\n".join(line for line in new if line in come),
    )


def report(results: Sequence[Result], worst: int) -> Iterator[str]:
    """The figures, and the first failures."""
    for is_verbatim in (True, False):
        of_kind = [result for result in results if result.is_verbatim is is_verbatim]
        yield f"{'verbatim' if is_verbatim else 'rendered'} entries: {len(of_kind)} changes"
        for field in sorted({result.field for result in of_kind}):
            found = [result for result in of_kind if result.field == field]
            only = sum(result.is_only_entry for result in found) / len(found)
            read = sum(result.is_read for result in found) / len(found)
            yield f"  {field:22}{len(found):6}  only the entry {only:6.1%}  read again {read:6.1%}"
    bad = [result for result in results if not (result.is_only_entry and result.is_read)]
    for result in bad[:worst]:
        yield f"\n{result.document}: {result.field}{' (verbatim)' if result.is_verbatim else ''}"
        yield f"{result.before}\n->\n{result.after}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-99", metavar="FIRST-LAST")
    parser.add_argument("--lists", type=Path, metavar="FOLDER", help="also change records of the lists in a folder")
    parser.add_argument("--records", type=int, default=3, metavar="COUNT", help="records of each list (default: 3)")
    parser.add_argument("--worst", type=int, default=10, metavar="COUNT", help="failures to show (default: 10)")
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    lists = [(f"{seed}.md", sample(seed).text.encode()) for seed in range(int(first), int(last or first) + 1)]
    lists += (
        [(path.name, path.read_bytes()) for path in sorted(arguments.lists.glob("*.md"))] if arguments.lists else []
    )
    results: list[Result] = []
    for name, data in lists:
        try:
            results += results_of(name, data, Random(7), arguments.records)
        except PapertrailError as error:
            print(f"{name}: {error}", file=sys.stderr)
    print("\n".join(report(results, arguments.worst)))


if __name__ == "__main__":
    main()
