"""A venue that the registry does not have.

## Why

Where `papers/_venues.yml` is there, it decides what is one venue: `ICML 17`, `ICML'17` and `ICML 2017` are, and a
misspelled name would become a venue of its own.

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
from papertrail.rules.support.suggestions import Suggestions, as_yaml
from papertrail.text.strings import quoted

CODE = "PT202"
NAME = "unknown-venue"
WAIVABLE = True
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Venues whose series is not registered under any of its names."""
    venues = library.registries.venues
    if venues is None or "_venues.yml" not in library.registry_paths:
        return
    registry, near = library.registry_paths["_venues.yml"], Suggestions(venues.by_name)
    for record in library.record_files:
        for node, venue in venues_with_nodes(record):
            if not venue.series or venues.find(venue.series):
                continue
            meant = near.nearest(venue.series)
            with_year = f"{meant} {venue.year}" if meant and venue.year and meant != "arXiv" else meant
            add = f"add the line `- name: {as_yaml(venue.series[:60])}` to {registry}"
            yield at(
                record.path, node, CODE, f"there is no venue {quoted(venue.series)}",
                f"did you mean {quoted(with_year)}? Otherwise {add}" if with_year else add,
            )  # fmt: skip
