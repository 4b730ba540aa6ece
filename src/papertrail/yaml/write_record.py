"""Write records as YAML, in the style of a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import PUBLICATION, RECORD
from papertrail.text.strings import one_line
from papertrail.yaml.insertions import NewField
from papertrail.yaml.write import LONGEST_KEY, WIDTH, Value, block, flow_text, key_text, scalar

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_WAIVER = re.compile(r"papertrail(?=: allow)")


def record(
    paper: Paper,
    *,
    source: Sequence[tuple[str | None, str]] = (),
    schema: str | None = None,
    notes: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Write a record. Missing values and the default type are omitted.

    `source` holds the verbatim text of its entry, with the entry's topic where there are several; it replaces the
    paper's own `sources`. `schema` is the URL of the schema for editors. `notes` are comments above a field.

    Raises:
        PapertrailError: `custom` has a name twice, which no record can hold.
    """
    lines = [f"# yaml-language-server: $schema={one_line(schema)}"] if schema else []
    for key, text in (_texts_of_fields(paper) | {"source": _source(source or _sources_of(paper))}).items():
        if text is not None:
            lines += [f"# {_comment(note)}" for note in notes.get(key, ()) if one_line(note)]
            lines += _field(key, text)
    return "\n".join(lines) + "\n"


def new_field(paper: Paper, key: str) -> NewField | None:
    """A field as a record of the paper would have it, to insert into another record. None if the paper has no value."""
    text = _texts_of_fields(paper).get(key)
    if text is None:
        return None
    first, *rest = _field(key, text)
    value = "\n".join([first.partition(": ")[2], *rest]) if first != f"{key}:" else "\n" + "\n".join(rest)
    return NewField(key, value, flow_text(field_values(paper)[key]))


def field_values(paper: Paper) -> dict[str, Value]:
    """The values of the fields that an import may change, as YAML. A single text means a list of one text."""
    details = {field.name: getattr(paper.publication, field.name) for field in PUBLICATION}
    details["editors"] = _author_values(paper.publication.editors)
    values: dict[str, Value | None] = {
        "name": paper.name,
        "title": paper.title,
        "capitals": paper.capitals,
        "type": paper.type if paper.type != "article" else None,
        "authors": _author_values(paper.authors),
        "venue": _or_only([venue_value(venue) for venue in paper.venues]),
        "date": paper.date,
        "status": paper.status,
        "publication": {name: value for name, value in details.items() if value},
        "ids": dict(paper.ids),
        "language": paper.language,
        "awards": paper.awards,
        "institutions": paper.institutions,
        "links": [{"label": link.label, "url": link.url} for link in paper.links],
        "abstract": paper.abstract,
        "remarks": _or_only(paper.remarks),
        "keywords": paper.keywords,
        "topic": _or_only([" > ".join(path) for path in paper.topics]),
        "custom": dict(paper.custom),
    }
    return {key: value for key, value in values.items() if value}


def _or_only(values: Sequence[Value]) -> Value:
    return values[0] if len(values) == 1 else values


def _author_values(authors: Sequence[Author]) -> Value:
    if len(authors) == 1 and authors[0].several:
        return authors[0].text
    return [author_value(author) for author in authors]


class _FieldText(NamedTuple):
    """The value of a field, on one line if possible, and item by item."""

    short: str | None
    items: Sequence[str] = ()


def _field(key: str, text: _FieldText) -> list[str]:
    short = f"{key}: {text.short}"
    if text.short is not None and (not text.items or len(short) <= WIDTH):
        return [short]
    return [f"{key}:", *(f"  {item}" for item in text.items)]


def _comment(text: str) -> str:
    """A comment from an imported document, changed so that it cannot be a waiver."""
    return _WAIVER.sub("papertrail ", one_line(text))


def _texts_of_fields(paper: Paper) -> dict[str, _FieldText | None]:
    """The fields of a paper, in the order of the table of fields."""
    texts = {
        "name": _FieldText(scalar(paper.name)),
        "title": _line(paper.title),
        "capitals": _names(paper.capitals),
        "type": _line(paper.type if paper.type != "article" else None),
        "authors": _authors(paper.authors),
        "venue": _venue(paper.venues),
        "date": _date(paper.date),
        "status": _line(paper.status),
        "publication": _publication(paper.publication),
        "ids": _mapping(dict(paper.ids)),
        "language": _line(paper.language),
        "awards": _names(paper.awards),
        "institutions": _names(paper.institutions),
        "links": _links(paper.links),
        "abstract": _text(paper.abstract),
        "remarks": _texts(paper.remarks),
        "keywords": _names(paper.keywords),
        "topic": _texts([" > ".join(path) for path in paper.topics]),
        "notes": _line(paper.notes),
        "added": _date(paper.added),
        "aliases": _names(paper.aliases),
        "custom": _custom(paper.custom),
    }
    return {field.name: texts.get(field.name) for field in RECORD}


def _line(text: str | None) -> _FieldText | None:
    return _FieldText(scalar(text)) if text else None


def _text(text: str | None) -> _FieldText | None:
    """A text that may have several paragraphs."""
    return _FieldText(block(text, 2)) if text and "\n" in text else _line(text)


def _authors(authors: Sequence[Author]) -> _FieldText | None:
    if len(authors) == 1 and authors[0].several:
        return _line(authors[0].text)
    values = [author_value(author) for author in authors]
    short = flow_text(values) if all(isinstance(value, str) for value in values) else None
    items = [f"- {scalar(value) if isinstance(value, str) else flow_text(value)}" for value in values]
    return _FieldText(short, items) if values else None


def author_value(author: Author) -> Value:
    """An author as YAML."""
    if not (author.organization or author.orcid or author.url):
        return author.text
    texts = {"organization" if author.organization else "name": author.text, "orcid": author.orcid, "url": author.url}
    return {key: text for key, text in texts.items() if text}


def _publication(publication: PublicationDetails) -> _FieldText | None:
    texts = {field.name: getattr(publication, field.name) for field in PUBLICATION}
    editors = _authors(texts.pop("editors"))
    text = _mapping({name: text for name, text in texts.items() if text})
    if editors is None:
        return text
    items = [line.removeprefix("  ") for line in _field("editors", editors)]
    return _FieldText(None, [*(text.items if text else ()), *items])


def _mapping(texts: Mapping[str, str]) -> _FieldText | None:
    items = [f"{name}: {scalar(text)}" for name, text in texts.items()]
    return _FieldText(flow_text(dict(texts)), items) if texts else None


def _date(text: str | None) -> _FieldText | None:
    return _FieldText(text) if text and _DATE.fullmatch(text) else _line(text)


def _texts(texts: Sequence[str]) -> _FieldText | None:
    """One text as it is, several texts as a list."""
    if len(texts) == 1:
        return _line(texts[0])
    return _FieldText(None, [f"- {scalar(text)}" for text in texts]) if texts else None


def _names(names: Sequence[str]) -> _FieldText | None:
    return _FieldText(flow_text(names), [f"- {scalar(name)}" for name in names]) if names else None


def venue_value(venue: Venue) -> Value:
    """A venue as YAML."""
    return {"name": venue.text, "url": venue.url} if venue.url else venue.text


def _venue(venues: Sequence[Venue]) -> _FieldText | None:
    values = [venue_value(venue) for venue in venues]
    if len(values) == 1:
        (only,) = values
        return _FieldText(scalar(only) if isinstance(only, str) else flow_text(only))
    short = flow_text(values) if all(isinstance(value, str) for value in values) else None
    items = [f"- {scalar(value) if isinstance(value, str) else flow_text(value)}" for value in values]
    return _FieldText(short, items) if values else None


def _links(links: Sequence[Link]) -> _FieldText | None:
    """One label and URL per line, or a list if a label occurs twice, is empty, or is too long for a key."""
    labels = {link.label for link in links if 0 < len(scalar(link.label)) <= LONGEST_KEY and link.label}
    if not links:
        return None
    if len(labels) == len(links):
        return _FieldText(None, [f"{scalar(link.label)}: {scalar(link.url)}" for link in links])
    return _FieldText(None, [f"- {flow_text({'label': link.label, 'url': link.url})}" for link in links])


def _custom(pairs: Sequence[tuple[str, str]]) -> _FieldText | None:
    if len(dict(pairs)) < len(pairs):
        raise PapertrailError('"custom" of a record cannot contain a name twice')
    return _FieldText(None, [f"{key_text(name, 2)}: {scalar(text)}" for name, text in pairs]) if pairs else None


def _sources_of(paper: Paper) -> list[tuple[str | None, str]]:
    return [(" > ".join(topic) if topic else None, raw) for topic, raw in paper.sources]


def _source(sources: Sequence[tuple[str | None, str]]) -> _FieldText | None:
    if not sources:
        return None
    if len(sources) == 1 and sources[0][0] is None:
        return _FieldText(None, [f"raw: {block(sources[0][1], 4)}"])
    return _FieldText(None, [_source_item(topic, raw) for topic, raw in sources])


def _source_item(topic: str | None, raw: str) -> str:
    raw_pair = f"raw: {block(raw, 6)}"
    return f"- {raw_pair}" if topic is None else f"- topic: {scalar(topic)}\n    {raw_pair}"
