"""Steps that change one value in the text of an entry, and nothing else.

A text and its record are compared value by value; each value is a paper that has nothing else. A step replaces, removes
or adds one of them, by the positions of the pieces. There may be several ways to do so, the best one first: only
reading the result shows which of them are right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, pairwise

from papertrail.core import Paper
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.entry_text import EntryText, Slot
from papertrail.readers.markdown.markers import BULLET, content_of
from papertrail.readers.markdown.pieces import Unit
from papertrail.readers.markdown.surroundings import closers, surroundings
from papertrail.text.patterns import LinkedText, Pattern, Placeholder, parse

Fill = Callable[[Pattern, Paper], str]
"""Fills a pattern with the values of a paper, escaped for their places."""

_PLAIN = {"venues": " ({venue})", "links": " [[{label}]]({url})", "authors": ", {authors}", "remarks": ". {remark}"}
_PLAIN_HTML = _PLAIN | {"links": ' <a href="{url}">{label}</a>'}
_OTHER_FORMS = {
    "year": ["{date}"],
    "venue": ["[{venue}]({venue_url})", '<a href="{venue_url}">{venue}</a>'],
    "institution": ["[{institution}]({institution_url})", '<a href="{institution_url}">{institution}</a>'],
}


def steps(
    entry: EntryText, *, paper: Paper, fields: Sequence[str], fill: Fill, models: Callable[[], Sequence[EntryText]]
) -> Iterator[str]:
    """The texts after a step towards a paper in some fields. `models` are entries with all its values."""
    for field in fields:
        slots, wanted = entry.slots(field), entry.wanted(paper, field)
        matcher = SequenceMatcher(None, [slot.value for slot in slots], wanted, autojunk=False)
        for kind, start, end, first, last in matcher.get_opcodes():
            for slot, value in zip(slots[start:end], wanted[first:last], strict=False) if kind == "replace" else ():
                yield from _replaced(entry.text, slot, value, fill)
                yield from _beside(entry, slot, field, value, fill)
            for slot in slots[start:end] if kind in ("delete", "replace") else ():
                yield from _removed(entry, slot, fill)
            for number in range(first, last) if kind in ("insert", "replace") else ():
                for slot in slots[max(0, end - 1) : end + 1]:
                    yield from _added(entry, slot, wanted[number], fill, is_after=slot in slots[:end])
                yield from _added_as(entry, field, wanted[number], models() if entry.is_plain else ())
                yield from _added_plainly(entry, field, wanted[number], fill)


# Replaced


def _replaced(text: str, slot: Slot, value: Paper, fill: Fill) -> Iterator[str]:
    """Replace what differs between two values: some words, a URL, or all of the piece."""
    piece = slot.piece
    if not piece.form:
        return
    for is_whole in (False, True):
        source = _with_value(text[piece.start : piece.end], piece.form, slot.value, value, fill, is_whole=is_whole)
        if source is not None:
            yield text[: piece.start] + source + text[piece.end :]
    forms = [piece.form, *_OTHER_FORMS.get(piece.kind, ())]
    yield from (text[: piece.start] + fill(parse(form), value) + text[piece.end :] for form in forms)


def _beside(entry: EntryText, slot: Slot, field: str, value: Paper, fill: Fill) -> Iterator[str]:
    """Write a value after the badge that shows another one."""
    forms = _PLAIN_HTML if entry.parsed.html else _PLAIN
    if not slot.piece.form and field in forms:
        yield entry.text[: slot.piece.end] + fill(parse(forms[field]), value) + entry.text[slot.piece.end :]


def _with_value(source: str, form: str, old: Paper, new: Paper, fill: Fill, *, is_whole: bool) -> str | None:
    """The source of a piece with the parts of its form that differ; None if it does not have its form."""
    result = source
    values = _values_in(source, [part for part in _parts_of(parse(form)) if part])
    for placeholder, start, end in reversed(values or ()):
        before, after = (fill(Pattern(((placeholder,),)), paper) for paper in (old, new))
        if before and not after:  # a link without a URL is its text
            return next((source[start:end] for other, start, end in values or () if other is not placeholder), None)
        if before != after:
            part = after if is_whole else _with_words(source[start:end], before, after)
            result = result[:start] + part + result[end:]
    return result if values else None


def _parts_of(pattern: Pattern) -> Iterator[str | Placeholder]:
    for item in chain.from_iterable(pattern.lines):
        if isinstance(item, LinkedText):
            opening, middle, closing = item.pieces
            text = (item.marks[0], item.text, item.marks[1])
            yield from (opening, item.url, middle, *text) if item.url_first else (opening, *text, middle, item.url)
            yield closing
        elif isinstance(item, str | Placeholder):
            yield item


def _values_in(source: str, parts: Sequence[str | Placeholder]) -> list[tuple[Placeholder, int, int]] | None:
    """Where a text of a pattern has the values of its placeholders; None if it is no such text."""
    values: list[tuple[Placeholder, int, int]] = []
    position, waiting = 0, None
    for number, part in enumerate(parts, 1):
        if isinstance(part, Placeholder):
            waiting = part
            continue
        is_last = number == len(parts) and source.endswith(part)
        start = len(source) - len(part) if is_last else source.find(part, position)
        if start < position or (start > position and not waiting):
            return None
        if waiting:
            values.append((waiting, position, start))
        position, waiting = start + len(part), None
    if waiting:
        values.append((waiting, position, len(source)))
    return values if waiting or position == len(source) else None


def _with_words(source: str, old: str, new: str) -> str:
    """A source with the words that differ between two texts; the new text if they cannot be found in it."""
    before, after = old.split(" "), new.split(" ")
    longest = min(len(before), len(after)) - 1  # one word remains, to find the position
    start = next((n for n in range(longest) if before[n] != after[n]), longest)
    end = next((n for n in range(longest - start) if before[-1 - n] != after[-1 - n]), longest - start)
    gone, come = (" ".join(words[start : len(words) - end]) for words in (before, after))
    return source.replace(gone, come) if source.count(gone) == 1 else new


# Removed


def _removed(entry: EntryText, slot: Slot, fill: Fill) -> Iterator[str]:
    """Remove a value: with its line, or with the markup and the separator around it. A title is only unlinked."""
    text, unit, piece = entry.text, slot.unit, slot.piece
    if piece.kind in ("title", "name"):
        yield from _replaced(text, slot, Paper(id="", name=""), fill)
        return
    if slot.is_alone and entry.is_table:
        cell = text[unit.start : unit.end]
        yield text[: unit.start + len(cell) - len(cell.lstrip())] + text[unit.start + len(cell.rstrip()) :]
    elif slot.is_alone and unit is not entry.parsed.units[0]:
        yield text[: max(0, text.rfind("\n", 0, unit.start))] + text[unit.end :]
    position = unit.pieces.index(piece)
    start, end = surroundings(text, (piece.start, piece.end))[-1]
    texts = []
    if position:
        before = unit.pieces[position - 1]
        texts.append(text[: before.end + len(closers(text[: before.start], text[before.end : start]))] + text[end:])
    if position + 1 < len(unit.pieces):
        after = unit.pieces[position + 1]
        texts.append(text[:start] + text[surroundings(text, (after.start, after.end))[-1][0] :])
    # What follows without a separator needs the one before.
    yield from reversed(texts) if re.match(r"[\w\[(*_`!<]", text[end : end + 1]) else texts
    yield text[:start] + text[end:]


# Added


def _added(entry: EntryText, slot: Slot, value: Paper, fill: Fill, *, is_after: bool) -> Iterator[str]:
    """Add a value after another one of its field, or before it, in the same form."""
    text, unit, piece = entry.text, slot.unit, slot.piece
    if not piece.form or piece.kind in ("title", "name") or value.custom:
        return
    new = fill(parse(piece.form), value)
    if slot.is_alone and not entry.is_table and unit is not entry.parsed.units[0]:
        line = text.rfind("\n", 0, unit.start)
        copy = text[line : piece.start] + new + text[piece.end : unit.end]
        place = unit.end if is_after else line
        yield text[:place] + copy + text[place:]
    others = [other for other in unit.pieces if other.kind == piece.kind]
    between = [text[one.end : two.start] for one, two in pairwise(others)]
    default = ", " if value.venues or value.institutions or value.keywords else " "
    for separator in dict.fromkeys([*between[-1:], default, "<br>"]):
        for start, end in surroundings(text, (piece.start, piece.end)):
            copy = text[start : piece.start] + new + text[piece.end : end]
            place, added = (end, separator + copy) if is_after else (start, copy + separator)
            yield text[:place] + added + text[place:]


def _added_as(entry: EntryText, field: str, value: Paper, models: Sequence[EntryText]) -> Iterator[str]:
    """Add a value as another entry of the same record has it: in its cell, in its line, or after the same kind."""
    for model in models:
        for slot in model.slots(field):
            if slot.value == value:
                yield from _in_cell(entry, model, slot) if entry.is_table else _in_line(entry, model, slot)


def _added_plainly(entry: EntryText, field: str, value: Paper, fill: Fill) -> Iterator[str]:
    """Add a value at the end of the first line, or within the tags and marks around it."""
    forms, (first, *_) = _PLAIN_HTML if entry.parsed.html else _PLAIN, entry.parsed.units
    if field in forms and not entry.is_table:
        place = len(entry.text[: first.end].rstrip())
        if not entry.is_plain and first.pieces:
            place = surroundings(entry.text, (first.pieces[-1].start, first.pieces[-1].end))[-1][1]
        yield entry.text[:place] + fill(parse(forms[field]), value) + entry.text[place:]


def _in_cell(entry: EntryText, model: EntryText, slot: Slot) -> Iterator[str]:
    number = model.parsed.units.index(slot.unit)
    if number >= len(entry.parsed.units):
        return
    text, cell = entry.text, entry.parsed.units[number]
    start, end = surroundings(model.text, (slot.piece.start, slot.piece.end))[-1]
    new = model.text[start:end]
    if not cell.pieces:
        yield text[: cell.start] + model.text[slot.unit.start : slot.unit.end] + text[cell.end :]
        return
    end = surroundings(text, (cell.pieces[-1].start, cell.pieces[-1].end))[-1][1]
    yield from (text[:end] + separator + new + text[end:] for separator in (" ", ", ", "<br>"))


def _in_line(entry: EntryText, model: EntryText, slot: Slot) -> Iterator[str]:
    text, units = entry.text, entry.parsed.units
    if slot.unit is not model.parsed.units[0]:
        line = "\n" + _line_start(entry, model.text, slot.unit) + _alone(model, slot)
        for unit in (units[-1], units[0]):
            words = len(text[: unit.end].rstrip())
            place = text.find("\n", words, unit.end) if "\n" in text[words : unit.end] else unit.end
            yield text[:place] + line + text[place:]
    position = slot.unit.pieces.index(slot.piece)
    start, end = surroundings(model.text, (slot.piece.start, slot.piece.end))[-1]
    before = slot.unit.pieces[position - 1] if position else None
    separator = " "
    if before:
        separator = model.text[before.end : start]
        separator = separator[len(closers(model.text[: before.start], separator)) :]
    new = separator + model.text[start:end]
    anchors = [piece for piece in units[0].pieces if before and piece.kind == before.kind][-1:]
    places = [surroundings(text, (piece.start, piece.end))[-1][1] for piece in anchors]
    last = text[: units[0].end].rstrip()
    yield from (text[:place] + new + text[place:] for place in (*places, len(last)))


def _line_start(entry: EntryText, model: str, unit: Unit) -> str:
    """How a line of an entry starts: like its other bullets, or like a line of another entry in its own indentation."""
    starts = [entry.text[entry.text.rfind("\n", 0, other.start) + 1 : other.end] for other in entry.parsed.units[1:]]
    if bullets := [bullet[0] for start in starts if (bullet := BULLET.match(start))]:
        return bullets[-1]
    start = model[model.rfind("\n", 0, unit.start) + 1 : unit.end]
    bullet, own = BULLET.match(start), BULLET.match(entry.text)
    indent = " " * own.end() if own else start[: len(start) - len(start.lstrip())]
    return indent + (bullet["marker"] + bullet["space"] if bullet else "")


def _alone(model: EntryText, slot: Slot) -> str:
    """A value with what is before it in its line, such as a key, and with the markup around it."""
    first = slot.unit.pieces[0]
    offsets = surroundings(model.text, (slot.piece.start, slot.piece.end))[-1]
    key = content_of(Cursor.of(model.text).between(slot.unit.start, slot.unit.end)).start
    before = model.text[key : surroundings(model.text, (first.start, first.end))[-1][0]] if first is slot.piece else ""
    return before + model.text[slice(*offsets)]
