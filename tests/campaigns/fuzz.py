"""Whether papertrail reads any text: `python -m tests.campaigns.fuzz --examples 2000 --seed 7`.

Reads generated texts with each reader: lists in Markdown, BibTeX, CSL-JSON, CSV and RIS, records, registries, notes and
remarks. A text may be refused, but only with an error for people; each line must be accounted for in the report of an
import; and no text may run more lines of papertrail than its length allows, or take a minute. Prints how many lines
of each reader were run, and writes each text with a fault to a file. Exits with status 1 if there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from campaigns.fuzz_inputs import mutated
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.notes.parse import parse_notes
from papertrail.pipeline.check import check
from papertrail.records.files import Sources
from papertrail.reporters import text_report
from papertrail.templating.environment import environment
from papertrail.text.markdown import has_stray_marks, html_inline, images_in, links_in, markdown_inline, plain_inline
from support.line_counts import Line, executable_lines, line_counts

SECONDS = 60
MOST_LINES = 1_500
"""Lines of papertrail that may run for each character of a text."""
CONSTANT = 400_000
"""Lines that may run for any text: checks and reports that do not depend on its length."""
DATA = Path(__file__).resolve().parents[1]
TEMPLATES = environment(None)
HERE = Settings(root=Path("/nowhere"))

RECORD = """\
name: Tofu
title: "Supporting Very Large Models"  # papertrail: allow PT302 as imported
authors: [Minjie Wang, 'Jinyang Li']
venue:
  - arXiv 1807.08887
  - {name: EuroSys 2019, url: "https://example.com/e"}
links:
  - {label: Paper, url: https://example.com/p}
remarks: "*Partition* of a `graph`, [here](https://example.com/h)."
topic:
  - Training > Parallelism
custom: {Objective: latency}
source: |
  - [Tofu](https://example.com/p)
added: 2026-01-02
"""
TOPICS = """\
- name: Training
  style: bullets
  columns: [name, {field: venue, header: Where, width: 90}]
  entry: {bullets: "- **{title}**{ ({year})}{ [[{label}]]({url})| }"}
  topics: [Data, {name: Parallelism, sort: name, order: [tofu]}]
"""
VENUES = "- name: EuroSys\n  full: European Conference\n  aliases: [ACM EuroSys]\n  url: https://example.com\n- SOSP\n"
NOTES = """\
# Notes

A *list*, a [link](https://example.com "x"), `code` and ![an image](tofu.png).

- one
  1. two

| a | b |
|---|:-:|
| 1 | 2 |

```python
x = 1
```
> quoted <b>html</b> [r]

[r]: https://example.com/r
"""
REMARKS = ["*Data* and **models**, `a|b`, [here](https://example.com/a_(b)), a_b, 5 * 3 &amp; <b> \\* ![x](y)"]


@dataclass(frozen=True)
class Reader:
    """A reader, texts for it, and parts of its format."""

    seeds: Sequence[str]
    read: Callable[[str], object]
    bits: Sequence[str]
    folders: Sequence[str]
    """The modules that it consists of."""


@dataclass
class Findings:
    """What a campaign found."""

    examples: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    """The share of the lines of each reader that were run."""
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """The reader, the text and the fault."""


def _imported(name: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        data = text.encode("utf-8", "surrogatepass")
        (report,) = import_lists(Sources(), HERE, [InputFile(name=name, data=data)], ImportOptions(), TEMPLATES).reports
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        total = len(lines) - (not lines[-1])
        assert sum(report.lines.values()) + len({line for line, _ in report.not_understood}) == total, (
            "lines are missing"
        )
        assert min(report.lines.values()) >= 0, "lines are counted twice"
        assert report.text(), "the report is empty"
        return report.data()

    return read


def _checked(record: str, registries: tuple[tuple[str, bytes], ...] = ()) -> object:
    records = (("papers/tofu.yml", record.encode("utf-8", "surrogatepass")),)
    result = check(Sources(records=records, registries=registries))
    return text_report(result.diagnostics, result.library.texts)


def _checked_registry(name: str) -> Callable[[str], object]:
    return lambda text: _checked(RECORD, ((f"papers/{name}", text.encode("utf-8", "surrogatepass")),))


def _remark(text: str) -> object:
    functions = (html_inline, plain_inline, markdown_inline, links_in, images_in, has_stray_marks)
    return [function(text[:4000]) for function in functions]


def _texts(*paths: str) -> list[str]:
    return [(DATA / path).read_text(encoding="utf-8") for path in paths]


LINES = ["- ", "# ", "  - ", "|", "](", "[", "**", "*", "<br>", "<li>", "</a>", "OSDI 2020", "Ann Lee, Bob Ray", "2019"]
FIELDS = [
    "name: ",
    "topic: ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "# ",
]
SMALL = [
    f"importing/data/small/{name}.md" for name in ("bullets", "html-table", "markdown-table", "numbered", "paragraphs")
]

READERS: Mapping[str, Reader] = {
    "markdown": Reader(_texts(*SMALL), _imported("README.md"), LINES, ["readers/markdown/"]),
    "bibtex": Reader(
        _texts("readers/data/papers.bib"), _imported("a.bib"),
        ["@article{", "@string{", "@comment{", "}", '"', "#", "crossref = {", " and ", "\\", "$", "{\\'e}"],
        ["readers/bibtex/", "readers/common/"],
    ),
    "csl-json": Reader(
        _texts("readers/data/papers.csl.json"), _imported("a.json"),
        ["{", "}", "[", "]", '"', ":", ",", "\\u", "1e999", "null", '"title": "A"'],
        ["readers/csl/", "readers/common/"],
    ),
    "csv": Reader(
        _texts("readers/data/papers.csv"), _imported("a.csv"),
        ['"', ",", ";", "\t", "\n", "sep=;\n", "title,", "; ", ": "], ["readers/csv/", "readers/common/"],
    ),
    "ris": Reader(
        _texts("readers/data/papers.ris"), _imported("a.ris"),
        ["TY  - JOUR\n", "ER  - \n", "\n", "  - ", "AU  - ", "PY  - 2024//\n", "DO  - ", "\r\n", "T1  - A\n", "KW  - "],
        ["readers/ris/", "readers/common/"],
    ),
    "records": Reader([RECORD], _checked, FIELDS, ["yaml/parse", "yaml/syntax_errors/", "records/paper"]),
    "topics": Reader([TOPICS], _checked_registry("_topics.yml"), FIELDS, ["yaml/parse", "records/registries"]),
    "venues": Reader([VENUES], _checked_registry("_venues.yml"), FIELDS, ["yaml/parse", "records/registries"]),
    "notes": Reader([NOTES], lambda text: parse_notes(text[:65_536]), LINES, ["notes/"]),
    "remarks": Reader(REMARKS, _remark, LINES, ["text/markdown"]),
}  # fmt: skip


@contextmanager
def _limited_time() -> Iterator[None]:
    """Raise `TimeoutError` after some time of the processor, where the system measures it: other programs may run."""
    if not hasattr(signal, "SIGPROF"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TimeoutError(f"more than {SECONDS} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _fault(reader: Reader, text: str, seen: set[Line], refused: list[str]) -> str | None:
    """Read a text. Returns what is wrong, and adds the lines that were run to `seen`."""

    def read() -> None:
        try:
            reader.read(text)
        except PapertrailError as error:
            refused.append(str(error))

    try:
        with _limited_time():
            counts = line_counts(read)
    except Exception:
        return traceback.format_exc(limit=-6)
    seen.update(counts)
    most = CONSTANT + MOST_LINES * len(text)
    return f"{counts.total():,} lines were run, of at most {most:,}" if counts.total() > most else None


def run(examples: int, seed: int, names: Sequence[str] = tuple(READERS), minutes: float | None = None) -> Findings:
    """Read texts with each reader, for some minutes at most."""
    findings = Findings()
    for name in names:
        reader, random = READERS[name], Random(f"{seed} {name}")
        until = time.monotonic() + 60 * minutes / len(names) if minutes else None
        seen: set[Line] = set()
        refused: list[str] = []
        findings.examples[name] = 0
        while findings.examples[name] < examples and not (until and time.monotonic() > until):
            findings.examples[name] += 1
            text = mutated(reader.seeds, reader.bits, random)
            if fault := _fault(reader, text, seen, refused):
                findings.faults.append((name, text, fault))
        lines = executable_lines(reader.folders)
        findings.coverage[name] = len(lines & seen) / len(lines)
        findings.refused[name] = len(refused)
    return findings


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaigns.fuzz", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--examples", type=int, default=1_000, help="how many texts for each reader (default: 1000)")
    parser.add_argument("--minutes", type=float, help="stop after this time")
    parser.add_argument("--seed", type=int, default=1, help="chooses the texts (default: 1)")
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"), help="folder for texts with faults")
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"of: {', '.join(READERS)} (default: all)")
    options = parser.parse_args()
    if unknown := set(options.readers) - set(READERS):
        parser.error(f"unknown reader: {', '.join(sorted(unknown))}")
    findings = run(options.examples, options.seed, options.readers or tuple(READERS), options.minutes)
    for name, count in findings.examples.items():
        refused, coverage = findings.refused[name], findings.coverage[name]
        print(f"{name:10} {count:8,} texts, {refused:8,} refused, {coverage:4.0%} of lines run")
    for name, text, fault in findings.faults:
        data = text.encode("utf-8", "surrogatepass")
        options.failures.mkdir(exist_ok=True)
        file = options.failures / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.txt"
        file.write_bytes(data)
        print(f"{file}: {fault}")
    print(f"{len(findings.faults)} faults")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
