"""An unknown venue.

## Why

If `papers/_venues.yml` exists, it defines all venues and their aliases. `ICML 17`, `ICML'17` and `ICML 2017` are the
same venue, but a misspelled name would become a separate one.

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

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.nodes import venues_with_nodes
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import Suggestions, as_yaml, unseen_difference
from papertrail.text.strings import quoted

CODE = "PT202"
NAME = "unknown-venue"
WAIVABLE = True
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Venues whose series is not in the registry."""
    venues = library.registries.venues
    registry = library.registry_paths.get("_venues.yml")
    if venues is None or registry is None:
        return
    suggestions = Suggestions(venues.by_name)
    for record in library.record_files:
        for node, venue in venues_with_nodes(record):
            if not venue.series or venues.find(venue.series):
                continue
            series = suggestions.nearest(venue.series)
            with_year = f"{series} {venue.year}" if series and venue.year and series != "arXiv" else series
            add = f"add the line `- name: {as_yaml(venue.series[:60])}` to {registry}"
            help = f"did you mean {quoted(with_year)}? Otherwise, {add}" if with_year else add
            if series and (unseen := unseen_difference(venue.series, series)):
                help = unseen
            yield at(record.path, node, CODE, f"unknown venue {quoted(venue.series)}", help)
