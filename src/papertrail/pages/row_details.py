"""What rows show when they are asked for it: abstracts and citations, in files of some papers each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from markupsafe import Markup, escape

from papertrail.core import Catalog, Paper, Row
from papertrail.pages.columns import is_summary
from papertrail.pages.page import PageOptions, SiteFile
from papertrail.text.markdown import html_math, html_text

FOLDER = "assets/rows/"
PAPERS_PER_FILE = 24
"""Papers per file: with abstracts, some tens of kB."""
PRIME = 65_521


def detail_files(catalog: Catalog, bibtex: Callable[[Paper], str]) -> Iterator[SiteFile]:
    """Yield the files, which map the id of each paper to its BibTeX entry and the HTML of its abstract."""
    by_file: dict[int, list[Row]] = defaultdict(list)
    for row in catalog.rows:
        by_file[file_number(row.paper.id, _count(catalog))].append(row)
    for number, rows in sorted(by_file.items()):
        make = partial(_details, rows, bibtex)
        yield SiteFile(address=f"{FOLDER}{number}.json", make=make, weight=len(rows), fetched=True)


def file_number(id: str, count: int) -> int:
    """Return the number of the file with a paper, of `count` files; the same as in `row-details.js`."""
    number = 0
    for letter in id.encode():
        number = (number * 31 + letter) % PRIME
    return number % count


def rows_data(catalog: Catalog, options: PageOptions) -> Markup:
    """Return the attributes of an element with rows: the number of files, and the form to which an id is added."""
    form = options.edit_form
    edit = f' data-edit="{escape(form)}"' if form else ""
    return Markup(f' data-files="{_count(catalog)}"{edit}')  # noqa: S704 - a number and an escaped URL


def _count(catalog: Catalog) -> int:
    return -(-len(catalog.rows) // PAPERS_PER_FILE) or 1


def _details(rows: Sequence[Row], bibtex: Callable[[Paper], str]) -> str:
    details = {row.paper.id: [bibtex(row.paper), abstract_html(row.paper)] for row in rows}
    return json.dumps(details, ensure_ascii=False, separators=(",", ":")) + "\n"


def abstract_html(paper: Paper) -> str:
    """Return the abstract as paragraphs, after custom fields that summarize the paper."""
    summaries = [
        f"<strong>{html_text(name)}</strong> {html_math(text)}" for name, text in paper.custom if is_summary(name)
    ]
    paragraphs = [html_math(paragraph) for paragraph in (paper.abstract or "").split("\n\n") if paragraph.strip()]
    return "".join(f"<p>{text}</p>" for text in (*summaries, *paragraphs))
