"""How the built site feels to a reader, in the system's Chromium: `python -m benchmarks.browser` in the folder `tests`.

    python -m benchmarks.browser [--runs N] [--json] [--keep FOLDER] [COUNT ...]

COUNT is a number of papers: 300, which are the longest list page that there is, 500 and 10000 where it is left out.
Each list is generated, built for a loopback address and served there compressed and over connections that stay open.
With `--keep` the built lists stay in FOLDER and are taken from there the next time.

- Every visit is by a browser with an empty cache. Times are medians of N visits (5), at the computer's own speed and
  with the main thread slowed down four times, in a window of 1280x900 and in one of 390x844.
- *Usable*: from the beginning of the navigation until the first row has been painted and the field to search in is
  there and handles what is typed. *Search works*: until a query that is typed at that moment shows the paper it names
  among the first rows.
- *Key to rows*: from a key stroke to the second frame after the rows became those that stand in the end, as far as a
  window shows them, over about 30 keys that type and delete three words; *to all rows* counts those further down too.
  Keys that change no row do not count.
- *Layout shift* is the sum of all shifts but those within half a second of a key, over loading, half a second of rest
  and the typing; the worst visit counts.
- *Bytes* are all that the server sends for a first visit, heads included, until nothing more is asked for.
- *Whole rows* stand wholly in the window before anything is scrolled. *Tab stops* are presses of Tab until the focus
  is in a row; with the skip link, presses after it was followed.
- *Heap* is what scripts hold after a collection, once loaded and once filtered.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.corpus import write_list
from benchmarks.figures import Figure, figures
from benchmarks.serving import built_and_served
from browser.sites import chromium, launch

COUNTS = (300, 500, 10_000)


def _text(value: float | None, unit: str) -> str:
    if value is None:
        return "none"
    digits = 0 if unit in ("ms", "kB") or value == int(value) else 1 if unit else 4
    return f"{value:,.{digits}f} {unit}".rstrip()


def line(figure: Figure) -> str:
    """A figure as a line of the table."""
    target = "" if figure.target is None else f"{'≥' if figure.least else '≤'} {_text(figure.target, figure.unit)}"
    told = "missed" if figure.missed else ""
    return (
        f"{figure.measure:22}{figure.page:14}{figure.setting:12}{target:>12}{_text(figure.reached, figure.unit):>13}"
        f"  {told:8}{figure.detail}"
    ).rstrip()


def main(arguments: Sequence[str]) -> None:
    """Print a table for each count of papers."""
    reader = argparse.ArgumentParser(prog="benchmarks.browser", description="Measures the built site in Chromium.")
    reader.add_argument("counts", nargs="*", type=int, metavar="COUNT", default=COUNTS)
    reader.add_argument("--runs", type=int, default=5, help="visits of which the median is taken")
    reader.add_argument("--json", action="store_true", help="print all figures as JSON")
    reader.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the built lists there, and take them from there"
    )
    given = reader.parse_args(arguments)
    executable = chromium()
    if executable is None:
        sys.exit("benchmarks.browser: needs Chromium")
    found = []
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = launch(stack.enter_context(sync_playwright()), executable)
        stack.callback(browser.close)
        for count in given.counts:
            project = folder / f"list-{count}"
            if not (project / "mkdocs.yml").is_file():
                write_list(project, count)
            with built_and_served(project) as served:
                if not given.json:
                    print(f"\n{count:,} papers\n{'measure':22}{'page':14}{'setting':12}{'target':>12}{'reached':>13}")
                for figure in figures(browser, served, given.runs):
                    found.append({"papers": count, **asdict(figure), "missed": figure.missed})
                    if not given.json:
                        print(line(figure), flush=True)
    if given.json:
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
