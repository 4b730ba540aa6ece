"""How fast a list becomes a site, beside other builders: `python -m benchmarks.publish` in the folder `tests`.

    python -m benchmarks.publish [--papers COUNT ...] [--with-pages | --without-pages] [--runs N] [--hugo PATH]
                                 [--only WHAT,...] [--peers NAME,...] [--json FILE] [--keep FOLDER]

Each list is made into a site with a page for each paper, and into one without. Both sites are first shown to hold the
same: the same pages, rows and links. Then whole commands are timed, each a process of its own, ours and the peer's by
turns, as machines differ from hour to hour. Times are medians of N runs (3).

- *cold*: there is no site yet, and no cache. *warm*: it is there, and nothing has changed. *edit*: the remarks of one
  record have changed.
- *served*: from the moment at which a record is written until the page of its list, asked for every 5 ms, has the new
  remarks; the median of 5 edits, with the builder's own server running. Hugo's then makes only pages that were looked
  at lately, which is how it serves unless told otherwise.
- *memory*: the most that the processes of a cold build hold at one time, asked for every 50 ms in a run of its own:
  the sum of their proportional set sizes, in which memory that several share counts once. Where the system does not
  tell them, it is the largest resident set of one process.

The peers are `hugo` (as `--hugo` says, or on the path), `plain` (papertrail with plain MkDocs) and `zensical`; the last
two are tried once, and with 10,000 papers at most. What is not there is named and skipped. With `--keep` the lists stay
in FOLDER, and are taken from there the next time.

Only our sites hold exports (BibTeX, CSL-JSON, RIS, JSON, CSV), the indexes of the filters, the papers that are related
to one, statistics, and in the head of a paper's page what search engines read. Hugo is not asked for them.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus import write_list
from benchmarks.peers import Builder, hugo, plain, with_options, zensical
from benchmarks.peers.compare import OURS_ALONE, DifferentError, compare
from support.sites import differences

OURS = "papertrail"
WHAT = ("cold", "warm", "edit", "served", "memory")
PEERS = ("hugo", "plain", "zensical")
SIZES = (1_000, 10_000, 100_000)
CACHES = (".cache", ".papertrail-cache")
"""Folders of a project that a build may leave behind to make the next one faster."""
EDITS = 5
_POLL = 0.005
_SAMPLE = 0.05
_LONGEST_WAIT = 900.0
_ENVIRONMENT = {**os.environ, "SITE_URL": "https://example.org/", "REPO_URL": "", "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table."""

    papers: int
    shape: str
    """`pages` with a page for each paper, `rows` without."""
    builder: str
    what: str
    seconds: float | None = None
    """Median; None where it is not a time."""
    to_hugo: float | None = None
    """Our seconds divided by Hugo's; only for ours."""
    peak_mb: float | None = None
    files: int | None = None
    """Files of the built site, and their size in MB."""
    site_mb: float | None = None
    note: str = ""


# Lists


def project_of(folder: Path, papers: int, *, paper_pages: bool) -> Path:
    """The project of a list, written unless it is there."""
    root = folder / f"{papers}-{shape_of(paper_pages)}"
    settings = root / "mkdocs.yml"
    if not settings.is_file():
        shutil.rmtree(root, ignore_errors=True)
        write_list(root, papers, plain=True)
        text = settings.read_text(encoding="utf-8")
        settings.write_text(with_options(text, paper_pages=paper_pages), encoding="utf-8")
    return root


def shape_of(paper_pages: bool) -> str:
    """What a shape of a site is called."""
    return "pages" if paper_pages else "rows"


def ours(root: Path) -> Builder:
    """papertrail itself."""
    command = (sys.executable, "-m", "papertrail")
    return Builder(
        name=OURS,
        folder=root,
        build=(*command, "build"),
        output=root / "site",
        caches=tuple(root / name for name in CACHES),
        serve=lambda port: (*command, "serve", "-a", f"127.0.0.1:{port}"),
    )


class Record:
    """A record whose remarks are changed, and put back in the end."""

    def __init__(self, root: Path) -> None:
        self.file = min(file for file in (root / "papers").glob("*/*.yml"))
        self._before = self.file.read_text(encoding="utf-8")
        self._number = 0

    def edit(self) -> str:
        """Change the remarks, and give a text that they hold now and never held before."""
        self._number += 1
        marker = f"Marker {os.getpid()}x{self._number}x."
        self.file.write_text(re.sub(r'(?m)^remarks: "', f'remarks: "{marker} ', self._before), encoding="utf-8")
        return marker

    def restore(self) -> None:
        """As it was."""
        self.file.write_text(self._before, encoding="utf-8")

    def address(self, site: Path) -> str:
        """The address of the page of its list, as seen from the top of the site."""
        shown = f'data-paper="{self.file.stem}"'
        pages = (page for page in sorted((site / "lists").rglob("index.html")) if shown in page.read_text("utf-8"))
        return f"{next(pages).parent.relative_to(site).as_posix()}/"


# Runs


def run(builder: Builder) -> float:
    """Build once; seconds of the whole command."""
    start = time.perf_counter()
    done = subprocess.run(
        builder.build, cwd=builder.folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{builder.name} failed:\n{done.stderr.decode(errors='replace')}")
    return seconds


def clear(builder: Builder) -> None:
    """Take away what a build has left."""
    for left in (builder.output, *builder.caches):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)


def by_turns(builders: Sequence[Builder], runs: int, before: Callable[[Builder], object]) -> dict[str, float]:
    """Median seconds of each builder; `before` is called before each run and not timed."""
    found: dict[str, list[float]] = {builder.name: [] for builder in builders}
    for number in range(runs):
        for builder in builders:
            if builder.runs is None or number < builder.runs:
                before(builder)
                found[builder.name].append(run(builder))
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def times(builders: Sequence[Builder], what: str, runs: int, record: Record) -> dict[str, float]:
    """Median seconds of cold builds, of warm ones, or of builds after an edit."""
    if what == "cold":
        return by_turns(builders, runs, clear)
    if what == "warm":
        return by_turns(builders, runs, lambda builder: None)
    try:
        return by_turns([b for b in builders if b.name != "zensical"], runs, lambda builder: record.edit())
    finally:
        record.restore()


# Serving


def free_port() -> int:
    """A port of this machine that nothing listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fetched(port: int, path: str) -> bytes:
    """What a server answers; nothing where it is not there or does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST_WAIT)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read() if answer.status == 200 else b""
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


def wait_for(port: int, path: str, text: bytes) -> float:
    """Ask for a page until it holds `text`; seconds that it took. Raises `TimeoutError`."""
    start = time.perf_counter()
    while text not in fetched(port, path):
        if time.perf_counter() - start > _LONGEST_WAIT:
            raise TimeoutError(f"{path} never had {text!r}")
        time.sleep(_POLL)
    return time.perf_counter() - start


@contextmanager
def started(command: Sequence[str], folder: Path) -> Iterator[None]:
    """A server, ended in the end."""
    with subprocess.Popen(
        command, cwd=folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def served(builder: Builder, record: Record, address: str) -> float:
    """Median seconds from an edit to the page that shows it."""
    assert builder.serve
    port, path = free_port(), f"/{address}"
    with started(builder.serve(port), builder.folder):
        wait_for(port, path, b"data-paper")
        found = []
        try:
            for _ in range(EDITS):
                time.sleep(2)  # until the server has settled from what came before
                found.append(wait_for(port, path, record.edit().encode()))
        finally:
            record.restore()
    return statistics.median(found)


# Memory


def family(root: int) -> list[int]:
    """A process and those below it."""
    above: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended meanwhile
            continue
        above.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for process in found:
        found += above.get(process, [])
    return found


def held_by(processes: Iterable[int]) -> int:
    """The sum of their proportional set sizes in kB."""
    total = 0
    for process in processes:
        try:
            told = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
    return total


def peak(builder: Builder) -> tuple[float, str]:
    """The most memory of a build in MB, and how it was found."""
    with subprocess.Popen(
        builder.build, cwd=builder.folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        if not Path("/proc/self/smaps_rollup").exists():
            _, _, used = os.wait4(process.pid, 0)
            process.returncode = 0
            return used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024), "largest resident set"
        found = [0]
        ended = threading.Event()

        def sample() -> None:
            while not ended.wait(_SAMPLE):
                found[0] = max(found[0], held_by(family(process.pid)))

        sampler = threading.Thread(target=sample)
        sampler.start()
        process.wait()
        ended.set()
        sampler.join()
        return found[0] * 1024 / 1e6, "proportional set sizes"


def size_of(folder: Path) -> tuple[int, float]:
    """The files of a folder, and their size in MB."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return len(sizes), sum(sizes) / 1e6


# All together


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for."""

    runs: int
    what: tuple[str, ...]
    peers: tuple[str, ...]
    hugo: str | None


def peers_of(wanted: Wanted, root: Path, papers: int, *, paper_pages: bool) -> Iterator[Builder]:
    """The peers that can be tried, set up; the others are named with the reason."""
    program = hugo.found(wanted.hugo)
    other = zensical.found()
    large = papers > min(plain.MOST, zensical.MOST)
    if "hugo" in wanted.peers and program:
        yield hugo.builder(program, root, root / "site", paper_pages=paper_pages)
    elif "hugo" in wanted.peers:
        print("skipped: hugo, which is not there; name it with --hugo PATH")
    for name, there in (("plain", True), ("zensical", bool(other))):
        if name in wanted.peers and (large or not there):
            print(f"skipped: {name}, which is {'tried with 10,000 papers at most' if large else 'not there'}")
    if "plain" in wanted.peers and not large:
        yield plain.builder(root, paper_pages=paper_pages)
    if "zensical" in wanted.peers and not large and other:
        yield zensical.builder(other, root, _ENVIRONMENT)


def checked(own: Builder, peer: Builder) -> None:
    """Build a peer's site and show that it holds what ours does; ends the command where it does not."""
    clear(peer)
    run(peer)
    try:
        count = compare(
            own.output,
            peer.output,
            {} if peer.name == "plain" else OURS_ALONE,
            search=peer.name != "zensical",
        )
    except DifferentError as error:
        sys.exit(f"{peer.name} made another site than {OURS}:\n{error}")
    if peer.name == "plain" and (unlike := differences(own.output, peer.output)):
        sys.exit(f"with `fast: false` these files are not the same, byte for byte: {', '.join(unlike[:5])}")
    print(f"{OURS} and {peer.name}: {count}", flush=True)


def measured(wanted: Wanted, folder: Path, papers: int, *, paper_pages: bool) -> Iterator[Figure]:
    """The figures of a list in one shape."""
    shape = shape_of(paper_pages)
    root = project_of(folder, papers, paper_pages=paper_pages)
    own, record = ours(root), Record(root)
    clear(own)
    run(own)
    builders = [own]
    for peer in peers_of(wanted, root, papers, paper_pages=paper_pages):
        checked(own, peer)
        builders.append(peer)
    address = record.address(own.output)

    def figures(what: str, found: dict[str, float]) -> Iterator[Figure]:
        for name, seconds in found.items():
            ratio = found[OURS] / found["hugo"] if name == OURS and "hugo" in found else None
            yield Figure(papers=papers, shape=shape, builder=name, what=what, seconds=seconds, to_hugo=ratio)

    for what in wanted.what:
        if what == "served":
            yield from figures(what, {b.name: served(b, record, address) for b in builders if b.serve})
        elif what == "memory":
            for builder in builders:
                clear(builder)
                megabytes, how = peak(builder)
                files, size = size_of(builder.output)
                yield Figure(
                    papers=papers, shape=shape, builder=builder.name, what=what,
                    peak_mb=megabytes, files=files, site_mb=size, note="; ".join(filter(None, (how, builder.note))),
                )  # fmt: skip
        else:
            yield from figures(what, times(builders, what, wanted.runs, record))


HEAD = (
    f"{'papers':>8}  {'shape':7}{'builder':12}{'what':8}{'seconds':>9}{'x hugo':>8}"
    f"{'peak MB':>9}{'files':>9}{'site MB':>9}"
)  # fmt: skip


def line(figure: Figure) -> str:
    """A figure as a line of the table."""

    def told(value: float | None, form: str) -> str:
        return "" if value is None else format(value, form)

    return (
        f"{figure.papers:>8,}  {figure.shape:7}{figure.builder:12}{figure.what:8}{told(figure.seconds, '.2f'):>9}"
        f"{told(figure.to_hugo, '.2f'):>8}{told(figure.peak_mb, ',.0f'):>9}{told(figure.files, ','):>9}"
        f"{told(figure.site_mb, ',.1f'):>9}  {figure.note}"
    ).rstrip()


def growth(figures: Sequence[Figure], small: int = 10_000, large: int = 100_000) -> Iterator[str]:
    """How each time grows from one size to another: the ratio, and the exponent that it comes to."""
    seconds = {(f.papers, f.shape, f.builder, f.what): f.seconds for f in figures if f.seconds}
    for (papers, shape, builder, what), before in seconds.items():
        after = seconds.get((large, shape, builder, what))
        if papers == small and before and after:
            power = math.log(after / before) / math.log(large / small)
            yield f"{shape:7}{builder:12}{what:8}{after / before:>8.1f} times the time: papers to the power {power:.2f}"


def arguments_of(words: Sequence[str]) -> argparse.Namespace:
    """What the command line says."""
    reader = argparse.ArgumentParser(prog="benchmarks.publish", description="Measures builds beside those of others.")
    reader.add_argument("--papers", nargs="+", type=int, default=SIZES, metavar="COUNT", help="sizes of lists")
    shape = reader.add_mutually_exclusive_group()
    shape.add_argument("--with-pages", action="store_true", help="only sites with a page for each paper")
    shape.add_argument("--without-pages", action="store_true", help="only sites without")
    reader.add_argument("--runs", type=int, default=3, help="runs of which the median is taken")
    reader.add_argument("--hugo", metavar="PATH", help="the program Hugo; the one on the path where it is left out")
    reader.add_argument("--only", type=_names(WHAT), default=WHAT, metavar="WHAT,...", help=f"of {', '.join(WHAT)}")
    reader.add_argument("--peers", type=_names(PEERS), default=PEERS, metavar="NAME,...", help=f"of {', '.join(PEERS)}")
    reader.add_argument("--json", type=Path, metavar="FILE", help="write all figures there as JSON too")
    reader.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the lists there, and take them from there")
    return reader.parse_args(words)


def _names(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        found = tuple(name for name in text.split(",") if name)
        if unknown := [name for name in found if name not in known]:
            raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
        return found

    return read


def main(words: Sequence[str]) -> None:
    """Print the table, list by list."""
    given = arguments_of(words)
    wanted = Wanted(
        runs=given.runs, what=tuple(name for name in WHAT if name in given.only), peers=given.peers, hugo=given.hugo
    )
    program = hugo.found(given.hugo)
    print(f"Python {sys.version.split()[0]}, {hugo.version(program) if program else 'no hugo'}, {os.cpu_count()} cores")
    shapes = [paged for paged, without in ((False, given.with_pages), (True, given.without_pages)) if not without]
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.keep or Path(temporary)).resolve()
        for papers in given.papers:
            for paged in shapes:
                print(f"\n{papers:,} papers, {'a page for each' if paged else 'no page for each'}", flush=True)
                for number, figure in enumerate(measured(wanted, folder, papers, paper_pages=paged)):
                    print(line(figure) if number else f"{HEAD}\n{line(figure)}", flush=True)
                    found.append(figure)
    for told in growth(found):
        print(told)
    if given.json:
        given.json.write_text(json.dumps([asdict(figure) for figure in found], indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
