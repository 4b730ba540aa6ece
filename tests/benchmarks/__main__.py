"""How fast, and with how much memory: `python -m benchmarks` in the folder `tests`.

    python -m benchmarks [COUNT ...]     counts of papers; 1000 and 10000 where they are left out

Each figure is the median of three runs, each in a process of its own. The last column is the ratio to plain reading
of the same files in the same run: machines differ, and the same machine differs from hour to hour.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import write_list

RUNS = 3
STAGES = ("read", "parse", "check", "render", "import", "pages", "build")

_ONE_RUN = """
import json, os, resource, sys, time
from dataclasses import replace
from pathlib import Path
os.environ["NO_MKDOCS_2_WARNING"] = "1"
from papertrail.templating.environment import environment
from papertrail.core.fields import STYLES
from papertrail.records.config_file import load_settings
from papertrail.documents import render_document
from papertrail.pages import PageOptions
from papertrail.pipeline.check import check, library_of
from papertrail.pipeline.plan import plan_site
from papertrail.records import files
from papertrail.rules.checker import RuleChecker, check_records
stage, root = sys.argv[1], Path(sys.argv[2])
settings = load_settings(root / "mkdocs.yml")
if stage != "read":
    found = files.read(settings)
if stage in ("check", "render", "import", "pages"):
    library = library_of(found)
if stage in ("render", "import", "pages"):
    checked = check(found)
    templates = environment(settings.templates_folder)
if stage == "import":
    from papertrail.importing import ImportOptions, InputFile, import_lists
    from papertrail.records.files import Sources
    texts = [
        render_document(checked.catalog, section, templates, style=style)
        for section, style in zip(checked.catalog.lists, STYLES * 100)
    ]
    documents = [InputFile(name=f"{number}.md", data=text.encode()) for number, text in enumerate(texts)]
if stage == "build":
    from papertrail.publishing.commands import publish
start = time.perf_counter()
if stage == "read":
    files.read(settings)
elif stage == "parse":
    library_of(found)
elif stage == "check":
    RuleChecker().check(library, [check_records(replace(library, registry_files=()))])
elif stage == "render":
    for section in checked.catalog.lists:
        render_document(checked.catalog, section, templates, style="html-table")
elif stage == "import":
    import_lists(Sources(), settings, documents, ImportOptions(), templates)
elif stage == "pages":
    for page in plan_site(checked, templates, PageOptions(site_name="Benchmark")).pages:
        page.make()
else:
    publish(settings, check(files.read(settings)), strict=True)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([seconds, peak * 1024 if sys.platform != "darwin" else peak]))
"""


def measure(stage: str, root: Path) -> tuple[float, float]:
    """Median seconds of the stage alone, and median peak memory in MB of the process that ran it."""
    runs = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", _ONE_RUN, stage, str(root)],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        runs.append(json.loads(done.stdout))
    seconds, peaks = zip(*runs, strict=True)
    return statistics.median(seconds), statistics.median(peaks) / 1e6


def main(counts: list[int]) -> None:
    """Print a table for each count of papers."""
    print(f"{'papers':>8}  {'stage':8}{'seconds':>9}{'us/paper':>10}{'peak MB':>9}{'x reading':>11}")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write_list(root, count)
            reading = 0.0
            for stage in STAGES:
                seconds, peak = measure(stage, root)
                reading = reading or seconds
                print(
                    f"{count:>8,}  {stage:8}{seconds:>9.3f}{seconds / count * 1e6:>10.1f}{peak:>9.0f}"
                    f"{seconds / reading:>11.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1_000, 10_000])
