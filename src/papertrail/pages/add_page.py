"""The page Add a paper: a form for a new record, or for changes of one. Scripts build the form; see `add.js`.

Only this page needs the files here: the names that records can use, and the text of each record, in slices.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial

from papertrail.core import Paper, Row
from papertrail.core.fields import RECORD, Kind
from papertrail.core.identifiers import ID_LABELS, address_of
from papertrail.pages.list_pages import index_address
from papertrail.pages.page import ADD_ADDRESS, Page, PageOptions, PlannedPage, SearchEntry, SiteFile
from papertrail.pages.renderer import PageRenderer
from papertrail.records.library import Library
from papertrail.yaml.write_record import field_values

NAMES_ADDRESS = "assets/add/names.json"
RECORDS_FOLDER = "assets/add/records/"
SLICE = 100
"""Records in one file, on average: a reader who changes a record fetches one file."""
KEPT = ("notes", "aliases", "source")
"""Fields that the form does not have, as they are about other files. It keeps them."""
_OF_ONE_OR_MORE = frozenset(field.name for field in RECORD if field.kind in (Kind.LINES, Kind.VENUES))
_FIELD = re.compile(r"(?m)^([a-z]+):(?=\s|$)")


def add_page(renderer: PageRenderer) -> PlannedPage:
    """Plan the page of the form."""
    return PlannedPage(
        address=ADD_ADDRESS,
        kind="add",
        title=renderer.words.gettext("Add a paper"),
        make=partial(_page, renderer),
        search=lambda: (SearchEntry(title=renderer.words.gettext("Add a paper")),),
        in_navigation=True,
    )


def _page(renderer: PageRenderer) -> Page:
    options, words = renderer.options, renderer.words
    title = words.gettext("Add a paper")
    return Page(
        address=ADD_ADDRESS,
        title=title,
        html=renderer.html(
            ADD_ADDRESS, "add", title, edit_base=options.edit_base or "", index=index_address("browse.md")
        ),
        description=words.gettext("Suggest a paper for %(site)s.", site=options.site_name),
    )


def add_files(library: Library, rows: tuple[Row, ...], options: PageOptions) -> Iterator[SiteFile]:
    """Yield the files that the form reads. Records are only published where the code host has them, too."""
    count = max(1, len(rows) // SLICE)
    yield SiteFile(
        address=NAMES_ADDRESS, make=partial(names_file, library, count if options.edit_base else 0), fetched=True
    )
    if options.edit_base is None:
        return
    slices: list[list[Row]] = [[] for _ in range(count)]
    for row in rows:
        slices[slice_of(row.paper.id, count)].append(row)
    for number, inside in enumerate(slices):
        make = partial(records_file, inside, library.texts)
        yield SiteFile(address=f"{RECORDS_FOLDER}{number}.json", make=make, weight=len(inside), fetched=True)


def slice_of(id: str, count: int) -> int:
    """Return the number of the file that has a record. Scripts compute it, too."""
    number = 0
    for letter in id:
        number = (number * 31 + ord(letter)) % 1_000_003
    return number % count


def names_file(library: Library, slices: int) -> str:
    """Return the names of the registries as JSON: null for names that need no registration."""
    registries, paths = library.registries, library.registry_paths
    topics = [" > ".join(path) for topic in registries.topics or () for path, _ in topic.walk()]
    return _json(
        {
            "folder": library.records_dir,
            "slices": slices,
            "topics": topics if "_topics.yml" in paths else None,
            "venues": [*registries.venues.by_name] if registries.venues and "_venues.yml" in paths else None,
            "institutions": [*registries.institutions.by_name]
            if registries.institutions and "_institutions.yml" in paths
            else None,
            "paths": dict(paths),
            "custom": sorted({name for paper in library.papers for name, _ in paper.custom}),
        }
    )


def records_file(rows: list[Row], texts: Mapping[str, str]) -> str:
    """Return records by id as JSON: the path, the text of the file, and the values that the form can change.

    A record whose fields do not each start a line has no values; it can only be changed as text.
    """
    with_texts = [(row, texts.get(row.path)) for row in rows]
    return _json({row.paper.id: _record(row, text) for row, text in with_texts if text is not None})


def _record(row: Row, text: str) -> dict[str, object]:
    values = form_values(row.paper)
    fields = [name for name in _FIELD.findall(text) if name not in KEPT]
    is_editable = len(set(fields)) == len(fields) and values.keys() <= {*fields}
    return {"path": row.path, "text": text, "values": values if is_editable else None}


def form_values(paper: Paper) -> dict[str, object]:
    """Return the values of a paper as the form has them: lists also for a single text, and pairs instead of mappings
    whose names are free.
    """
    values: dict[str, object] = {**field_values(paper), **({"added": paper.added} if paper.added else {})}
    of_ids = [
        {"label": ID_LABELS[scheme], "url": address_of(scheme, id)} for scheme, id in paper.ids if scheme in ID_LABELS
    ]
    for name, value in list(values.items()):
        if name in _OF_ONE_OR_MORE and not isinstance(value, list | tuple):
            values[name] = [value]
    values["links"] = [link for link in _list(values.get("links")) if link not in of_ids]
    values["custom"] = [list(pair) for pair in paper.custom]
    return {name: value for name, value in values.items() if value}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _json(members: Mapping[str, object]) -> str:
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n"
