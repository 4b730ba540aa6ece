"""What the papers of lists are like, beside those of the generated one: `python -m benchmarks.shape PROJECT ...`.

Each project is a folder with a `mkdocs.yml`. A sign that real texts have and the generated ones lack can hide that it
makes a build slow, so the shares of the generated list should be at least those of real ones.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.corpus import write_list
from papertrail.core import Paper
from papertrail.pipeline.check import library_of
from papertrail.records import files
from papertrail.records.config_file import load_settings

GENERATED = 2_000
SIGNS = ("<", "&", '"', "'", "$", "`", "*", "_", "](", ":", "-")
PARTS = (0.25, 0.5, 0.75, 0.95)
_FIELDS = ("title", "authors", "venues", "year", "institutions", "links", "remarks", "keywords", "custom")
_COUNTED = ("authors", "venues", "institutions", "links", "remarks", "topics")

Measure = Callable[[Sequence[Paper]], str]


def papers_of(root: Path) -> list[Paper]:
    """The papers of a project."""
    records = library_of(files.read(load_settings(root / "mkdocs.yml"))).record_files
    return [record.paper for record in records if record.paper]


def share(values: Iterable[object]) -> str:
    """The percentage of values that hold."""
    held = [bool(value) for value in values]
    return f"{100 * sum(held) / len(held):.1f} %" if held else "-"


def spread(numbers: Iterable[int]) -> str:
    """The quartiles, and what is exceeded by one in twenty."""
    ordered = sorted(numbers)
    return " ".join(str(ordered[int(part * (len(ordered) - 1))]) for part in PARTS) if ordered else "-"


def _with(field: str) -> Measure:
    return lambda papers: share(getattr(paper, field) for paper in papers)


def _number_of(field: str) -> Measure:
    return lambda papers: spread(len(getattr(paper, field)) for paper in papers)


def _containing(texts: Callable[[Sequence[Paper]], list[str]], sign: str) -> Measure:
    return lambda papers: share(sign in text for text in texts(papers))


def _about(texts: Callable[[Sequence[Paper]], list[str]], of: str) -> dict[str, Measure]:
    return {
        f"characters of {of}": lambda papers: spread(map(len, texts(papers))),
        **{f"{of} with {sign}": _containing(texts, sign) for sign in SIGNS},
        f"{of} with accents": lambda papers: share(not text.isascii() for text in texts(papers)),
    }


MEASURES: dict[str, Measure] = {
    "papers": lambda papers: str(len(papers)),
    **{f"with {field}": _with(field) for field in _FIELDS},
    **{f"number of {field}": _number_of(field) for field in _COUNTED},
    **_about(lambda papers: [paper.full_title for paper in papers], "titles"),
    **_about(lambda papers: [remark for paper in papers for remark in paper.remarks], "remarks"),
}


def main(roots: Sequence[str]) -> None:
    """Print the measures of the generated list and of each project side by side."""
    with tempfile.TemporaryDirectory() as temporary:
        write_list(Path(temporary), GENERATED)
        lists = {"generated": papers_of(Path(temporary)), **{Path(root).name: papers_of(Path(root)) for root in roots}}
    print(f"{'':24}" + "".join(f"{name[:18]:>20}" for name in lists))
    for name, measure in MEASURES.items():
        print(f"{name:24}" + "".join(f"{measure(papers):>20}" for papers in lists.values()))


if __name__ == "__main__":
    main(sys.argv[1:])
