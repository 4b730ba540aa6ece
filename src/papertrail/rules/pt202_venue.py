"""An unknown venue.

## Why

If `papers/_venues.yml` exists, it defines all venues and their aliases. `ICML 17`, `ICML'17` and `ICML 2017` are the
same venue, but a misspelled name would become a separate one, and so would a year with a wrong digit or a sign after
it.

## Fix

`papertrail check --fix` writes a venue as the registry has it if only case, spaces, or signs around it differ, such as
`Eurosys 2019.` for `EuroSys 2019`, and if no other venue may be meant.

## Fails

```yaml title="papers/_venues.yml"
- name: EuroSys
```

```yaml title="papers/tofu.yml"
name: Tofu
venue: EuroSis 2019
topic: Training
```

## Passes

```yaml title="papers/_venues.yml"
- {name: EuroSys, aliases: [ACM EuroSys]}
```

```yaml title="papers/tofu.yml"
name: Tofu
venue: ACM EuroSys 2019
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core import Venue
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.fixes import rewritten
from papertrail.rules.support.markup import markup_in, without_markup
from papertrail.rules.support.nodes import venues_with_nodes
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import KnownForms, Suggestions, unseen_difference
from papertrail.rules.support.unknown_entries import add_entry, report_at_registry
from papertrail.rules.support.unknown_names import unknown_names
from papertrail.text.strings import quoted

CODE = "PT202"
NAME = "unknown-venue"
WAIVABLE = True
SCOPE = whole_list("venues")

AROUND = " \t*_`.,;:!?\"'“”‘’"
"""Signs around a venue that do not belong to it."""
_OPENING = {")": "(", "]": "[", "}": "{"}
LONG_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{3,4}$")
NONE = frozenset({"none", "n/a", "na", "nil", "tba", "tbd", "unknown", "unpublished", "-", "--", "?", "–", "—"})
"""What people write where there is no venue."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Venues whose series is not in the registry, and years that cannot be read."""
    venues = library.registries.venues
    registry = library.registry_paths.get("_venues.yml")
    if venues is None or registry is None:
        yield from _unreadable_years(library)
        return
    suggestions = _VenueSuggestions(library, registry)
    for unknown in unknown_names(library, "_venues.yml"):
        if unknown.grouped and suggestions.may_be_added(unknown.name):
            near = suggestions.nearest(unknown.name)
            yield report_at_registry(library, "_venues.yml", unknown, near, CODE, suggestions.written)
            grouped = unknown.paths
        else:
            grouped = ()
        for record, node in unknown.uses:
            if record.path not in grouped:
                help = suggestions.help_for(Venue.named(node.text))
                fix = rewritten(record.path, record.text, node, suggestions.written(node.text))
                yield at(record.path, node, CODE, f"unknown venue {quoted(unknown.name)}", help, fix=fix)


def _unreadable_years(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Venues with a year that cannot be read, in a list without a registry of venues."""
    texts = {venue.text for paper in library.papers for venue in paper.venues if venue.year is None}
    texts = {text for text in texts if markup_in(text) is None}  # PT406 reports others
    unreadable = {text for text in texts if _plain(text).year or LONG_YEAR.search(_plain(text).text)}
    if not unreadable:
        return
    for record in library.record_files:
        if record.paper is None or unreadable.isdisjoint(venue.text for venue in record.paper.venues):
            continue
        for node, venue in venues_with_nodes(record):
            if venue.text in unreadable:
                message = f"the year of the venue {quoted(venue.text)} cannot be read"
                plain = _plain(venue.text)
                value = None if LONG_YEAR.search(plain.text) else plain.text
                fix = rewritten(record.path, record.text, node, value)
                yield at(record.path, node, CODE, message, _write(plain), "warning", fix=fix)


def _plain(text: str) -> Venue:
    """A venue without markup and the signs around it."""
    plain = without_markup(text)[0].strip(AROUND)
    is_stray = plain[-1:] in _OPENING and plain.count(plain[-1]) > plain.count(_OPENING[plain[-1]])
    return Venue.named(plain[:-1].rstrip(AROUND) if is_stray else plain)


def _write(venue: Venue) -> str:
    """The help for a venue whose series is right."""
    if year := LONG_YEAR.search(venue.text):
        return f"write {quoted(venue.text[: year.start()].rstrip(), 120)} and a year of four digits"
    return f"write {quoted(venue.text, 120)}"


class _VenueSuggestions(Suggestions):
    """Suggests venues of the registry, with the year that a record has."""

    def __init__(self, library: ParsedLibrary, registry: str) -> None:
        self._venues, self._registry = library.registries.venues, registry
        names = self._venues.by_name if self._venues else {}
        super().__init__(names)
        self._forms = KnownForms(names)

    def may_be_added(self, name: str) -> bool:
        """Whether a name may be that of a venue, so that it makes sense to add it to the registry."""
        return name.casefold() not in NONE and _plain(name).text == name and not LONG_YEAR.search(name)

    def written(self, text: str) -> str | None:
        """A venue with the name that the registry has, if only case, spaces and the signs around it are wrong."""
        plain = _plain(text)
        name = self._forms.find(plain.series)
        is_clear = plain.text.startswith(plain.series) and not LONG_YEAR.search(plain.text)
        return f"{name}{plain.text[len(plain.series) :]}" if name and is_clear else None

    def help_for(self, venue: Venue) -> str:
        """The help for a venue that is not in the registry."""
        if venue.series.casefold() in NONE:
            return "delete the line"
        plain = _plain(venue.text)
        name = LONG_YEAR.sub("", plain.series).rstrip()
        if self._venues and self._venues.find(name):
            return _write(plain)
        series = self.nearest(name)
        if series and (unseen := unseen_difference(name, series)):
            return unseen
        with_year = f"{series} {plain.year}" if series and plain.year and series != "arXiv" else series
        add = add_entry(name, self._registry) if name else "write the name of the venue, such as `venue: EuroSys 2019`"
        if name and name != venue.series and not series:
            return f"{_write(plain)}, and {add}"
        return f"did you mean {quoted(with_year)}? Otherwise, {add}" if with_year else add
