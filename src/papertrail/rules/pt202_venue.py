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

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library, Venue
from papertrail.nodes import Mapping, items_of, text_of
from papertrail.text import nearest, quoted

CODE = "PT202"
NAME = "unknown-venue"
WAIVABLE = True


def check(library: Library) -> Iterator[Diagnostic]:
    """Venues whose series is not registered under any of its names."""
    venues = library.registries.venues
    if venues is None:
        return
    for record in library.records:
        for node in items_of(record.node("venue")):
            text = text_of(node.get("name") if isinstance(node, Mapping) else node)
            venue = Venue(text=text) if text else None
            if venue is None or not venue.series or venues.find(venue.series):
                continue
            near = nearest(venue.series, venues.by_name)
            meant = f" {venue.year}" if venue.year else ""
            yield at(
                record.path, node, CODE, f"there is no venue {quoted(venue.series)}",
                (f"did you mean {quoted(near + meant)}? Otherwise " if near else "") + "add it to _venues.yml",
            )  # fmt: skip
