"""The values of papers by field, so that they can be compared and merged one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.core.fields import PUBLICATION
from papertrail.yaml.write_record import author_value, venue_value

Values = Mapping[str, tuple[Any, ...]]
"""The values of fields that have any. All but those in `LISTS` have one; those in mappings are named `ids doi`."""

LISTS = {
    "venue": "venues",
    "links": "links",
    "remarks": "remarks",
    "keywords": "keywords",
    "awards": "awards",
    "capitals": "capitals",
    "topic": "topics",
}
"""Fields whose items are values of their own, and their names in `Paper`."""
_SINGLE = ("authors", "date", "status", "language", "institutions", "abstract")
_DIGITS = 10


def values_of(paper: Paper) -> dict[str, tuple[Any, ...]]:
    """The values of a paper, apart from its name and title."""
    values = {
        "type": (paper.type,) if paper.type != "article" else (),
        **{name: (value,) if (value := getattr(paper, name)) else () for name in _SINGLE},
        **{field: getattr(paper, name) for field, name in LISTS.items()},
        **{
            f"publication {field.name}": (value,) if (value := getattr(paper.publication, field.name)) else ()
            for field in PUBLICATION
        },
        **{f"ids {scheme}": (value,) for scheme, value in paper.ids},
        **{f"custom {name}": (text,) for name, text in paper.custom},
    }
    return {field: value for field, value in values.items() if value}


def with_values(paper: Paper, values: Values) -> Paper:
    """The paper with other values, but with its name and title."""
    singles: dict[str, Any] = {
        name: _only(values, name, () if name in ("authors", "institutions") else None) for name in _SINGLE
    }
    lists: dict[str, Any] = {name: tuple(values.get(field, ())) for field, name in LISTS.items()}
    return replace(
        paper,
        type=_only(values, "type", "article"),
        **singles,
        **lists,
        publication=PublicationDetails(**dict(_part("publication", values))),
        ids=tuple(_part("ids", values)),
        custom=tuple(_part("custom", values)),
    )


def _only(values: Values, field: str, default: Any) -> Any:
    return next(iter(values.get(field, ())), default)


def _part(mapping: str, values: Values) -> list[tuple[str, Any]]:
    """The names and values in a field that is a mapping."""
    parts = ((field.partition(" "), value) for field, value in values.items())
    return [(name, value[0]) for (first, _, name), value in parts if first == mapping and value]


def shown(value: Any) -> str:
    """A value in a message."""
    match value:
        case Link():
            return f"{value.label}: {value.url}"
        case Venue():
            return f"{value.text} ({value.url})" if value.url else value.text
        case tuple():
            return (" > " if all(isinstance(part, str) for part in value) else ", ").join(map(str, value))
        case _:
            return str(value)


def digest(value: Any) -> str:
    """A short hash of a value, which does not depend on how a record writes it."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _plain(value: Any) -> Any:
    match value:
        case Author():
            return author_value(value)
        case Venue():
            return venue_value(value)
        case Link():
            return [value.label, value.url]
        case tuple():
            return [*map(_plain, value)]
        case _:
            return value
