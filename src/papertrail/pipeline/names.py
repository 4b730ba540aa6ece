"""The names that a list has, for completion in editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from papertrail.core import Institution, Series
from papertrail.core import Names as Registry
from papertrail.core.fields import Field, Kind
from papertrail.records.library import Library

Names = Mapping[str, tuple[str, ...]]
"""By a field of records or registries, the values that the list has or defines, sorted or in the order of topics."""

_LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "pt-BR", "ru", "tr", "zh", "zh-Hant")
MOST = 5_000
"""Names of a field; nobody chooses from more."""


def names_of(library: Library) -> Names:
    """The names of a list by the fields that can contain them."""
    papers, registries = library.papers, library.registries
    series = _registered(registries.venues)
    institutions = _registered(registries.institutions)
    ids = _sorted(paper.id for paper in papers)
    return {
        "topic": _topics(library),
        "venue": _sorted((*series, *_used_venues(library))),
        "institutions": _sorted(institutions or (name for paper in papers for name in paper.institutions)),
        "keywords": _sorted(keyword for paper in papers for keyword in paper.keywords),
        "label": _sorted(("Paper", *(link.label for paper in papers for link in paper.links))),
        "language": _sorted((*_LANGUAGES, *(paper.language for paper in papers if paper.language))),
        "order": ids,
        "start": ids,
        "renamed_to": _sorted(series),
        "parent": _sorted(institutions),
    }


def _registered(registry: Registry[Series] | Registry[Institution] | None) -> list[str]:
    return [entry.name for entry in registry.entries] if registry else []


def _topics(library: Library) -> tuple[str, ...]:
    """The topics in the order of their registry."""
    registered = [path for root in library.registries.topics or () for path, _ in root.walk()]
    used = sorted({path for paper in library.papers for path in paper.topics})
    return tuple(" > ".join(path) for path in (registered or used)[:MOST])


def _used_venues(library: Library) -> Iterator[str]:
    """The venues of papers with their years, without unknown ones, which may be half of a name."""
    registry = library.registries.venues
    for venue in {venue for paper in library.papers for venue in paper.venues}:
        if not venue.arxiv and (registry is None or registry.find(venue.series)):
            yield venue.text


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: (name.casefold(), name))[:MOST])


def names_for(field: Field, names: Names) -> tuple[str, ...]:
    """The values to propose for a field: its choices, or the names that the list has for it."""
    return field.choices if field.kind is Kind.CHOICE else names.get(field.name, ())
