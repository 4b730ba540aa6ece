"""How well lists are read: `python -m benchmarks.import_quality [--seeds FIRST-LAST] [--worst COUNT]` in `tests`.

Each seed is a generated document whose right reading is known (`benchmarks.layouts`). The figures are shares of entries
whose field is right, and the share of documents that are rendered byte for byte as they were.

Seeds from 100000 on are held out: no one looks at their documents, only at their figures (without `--worst`).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.layouts import Sample, Work, sample
from papertrail.core import Paper
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.readers.markdown.document import DocumentEntry, Run
from papertrail.readers.markdown.reader import read_document
from papertrail.records.files import Sources
from papertrail.templating.environment import environment

HELD_OUT = 100_000
FIELDS = ("name", "title", "authors", "venue", "year", "links", "topic", "all")
_TEMPLATES = environment(None)


@dataclass(frozen=True, kw_only=True)
class Result:
    """How well a document was read."""

    sample: Sample
    right: Counter[str]
    """The number of entries that are right, by field."""
    wrong: tuple[Work, Paper | None] | None
    """The first entry with a fault, and how it was read."""
    fault: str = ""
    """Why the document was not read at all."""

    @property
    def share(self) -> float:
        """The share of entries that are right."""
        return self.right["all"] / len(self.sample.works)


def read(sample: Sample) -> Result:
    """Read a document and compare each entry with what it means."""
    entries: Mapping[int, tuple[Run, DocumentEntry]] = {}
    fault = ""
    try:
        runs = read_document(sample.text, "list.md").runs
        entries = {entry.start: (run, entry) for run in runs for entry in run.entries}
    except PapertrailError as error:
        fault = str(error)
    right = Counter[str]()
    wrong = None
    for work in sample.works:
        run, entry = entries.get(work.line, (None, None))
        fields = right_fields(work, run, entry.paper) if run and entry else []
        right.update(fields)
        if "all" not in fields and wrong is None:
            wrong = (work, entry.paper if entry else None)
    return Result(sample=sample, right=right, wrong=wrong, fault=fault)


def right_fields(work: Work, run: Run, paper: Paper) -> list[str]:
    """The fields of a paper that are right."""
    series = [venue.series.strip(" ,.()-'’") for venue in paper.venues]
    dates = [int(paper.date[:4])] if paper.date else []
    years = dates or [venue.year for venue in paper.venues if venue.year]
    answers = {
        "name": paper.name == work.name,
        "title": paper.full_title == work.title,
        "authors": tuple(map(str, paper.authors)) == work.authors,
        "venue": series == [work.venue] * bool(work.venue),
        "year": years[:1] == [work.year] * bool(work.year),
        "links": {(link.label, link.url) for link in paper.links} == set(work.links),
        "topic": run.topic == (work.topic,),
    }
    return [field for field, is_right in (answers | {"all": all(answers.values())}).items() if is_right]


def is_identical(text: str) -> bool:
    """Whether an import reproduces a document."""
    file = InputFile(name="list.md", data=text.encode())
    options = ImportOptions(accept_prose=True)
    try:
        result = import_lists(Sources(), Settings(root=Path("/nowhere")), [file], options, _TEMPLATES)
    except PapertrailError:
        return False
    return bool(result.reports[0].identical)


def _report(results: list[Result], identical: int | None, worst: int) -> Iterator[str]:
    works = sum(len(result.sample.works) for result in results)
    right = sum((result.right for result in results), Counter[str]())
    yield f"{len(results)} documents, {works} entries"
    yield from (f"  {field:10}{right[field] / works:7.1%}" for field in FIELDS)
    if identical is not None:
        yield f"  identical {identical / len(results):7.1%}"
    for result in sorted(results, key=lambda result: result.share)[:worst]:
        yield f"\n{result.share:4.0%}  {result.sample.layout}"
        if result.fault:
            yield f"      {result.fault}"
        if result.wrong:
            work, paper = result.wrong
            yield from (f"      {line}" for line in result.sample.text.split("\n")[work.line : work.line + 3] if line)
            yield f"      {_differences(work, paper)}"


def _differences(work: Work, paper: Paper | None) -> str:
    if paper is None:
        return "no record"
    return (
        f"name={paper.name!r} title={paper.title!r} authors={[*map(str, paper.authors)]} "
        f"venues={[venue.text for venue in paper.venues]} date={paper.date} "
        f"links={[link.label for link in paper.links]} remarks={list(paper.remarks)}"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-499", metavar="FIRST-LAST")
    parser.add_argument("--worst", type=int, default=10, metavar="COUNT", help="layouts to show (default: 10)")
    parser.add_argument("--fields", action="store_true", help="read only, without rendering the documents")
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    samples = [sample(seed) for seed in range(int(first), int(last or first) + 1)]
    identical = None if arguments.fields else sum(is_identical(part.text) for part in samples)
    worst = 0 if int(last or first) >= HELD_OUT else arguments.worst
    print("\n".join(_report([read(part) for part in samples], identical, worst)))


if __name__ == "__main__":
    main()
