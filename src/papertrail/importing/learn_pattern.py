"""The pattern that a list's entries follow, learned from how they are spelled.

Of each part of an entry the most common place, spelling and surroundings win. What does not follow the pattern is
spelled its own way, so a pattern need not fit all; that it gives an entry back is never taken for granted but tried.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from papertrail.importing.literals import (
    REPEATED,
    Group,
    after_of,
    before_of,
    groups_of,
    literals_of,
    most,
    openers,
    tail_of,
)
from papertrail.readers.markdown.pieces import Piece, Reading, Unit
from papertrail.text.patterns import escaped, outer

Sample = tuple[Reading, Unit]


def learn_lines(readings: Sequence[Reading], *, bulleted: bool) -> str | None:
    """The pattern of entries of lines: list items, or paragraphs; None where there is nothing to learn from."""
    readings = [reading for reading in readings if reading.units]
    if not readings:
        return None
    lines: dict[str, list[Sample]] = {}
    for reading in readings:
        for number, unit in enumerate(reading.units):
            if unit.pieces:
                lines.setdefault("" if number == 0 else _signature(unit), []).append((reading, unit))
    lines = {name: samples for name, samples in lines.items() if name == "" or len(samples) * 12 >= len(readings)}
    lines = _one_place(lines)
    order = _in_order([[name for name, _ in groupby(_names(reading, lines))] for reading in readings], list(lines))
    gap = most(
        reading.text[one.end : two.start]
        for reading in readings
        for one, two in zip(reading.units, reading.units[1:], strict=False)
    )
    texts = [text for name in order if (text := _unit(lines[name], optional=False)) is not None]
    if not texts:
        return None
    texts[0] = _numbered(texts[0], readings)
    after = most(reading.text[reading.units[-1].end :] for reading in readings) or ""
    return (escaped(gap) if gap else "\n").join(texts) + ("\n" * after.count("\n") if bulleted else "")


_NUMBER = re.compile(r"(\s*\[?)(\d{1,4})([.)\]]\s)")


def _numbered(pattern: str, readings: Sequence[Reading]) -> str:
    """A pattern that counts, where the entries are mostly numbered from 1 on."""
    numbers = [found[2] if (found := _NUMBER.match(reading.text)) else "" for reading in readings]
    counted = sum(number == str(place) for place, number in enumerate(numbers, 1))
    if len(readings) < 2 or counted * 2 < len(readings):
        return pattern
    return _NUMBER.sub(r"\1{number}\3", pattern, count=1)


def _names(reading: Reading, lines: dict[str, list[Sample]]) -> list[str]:
    found = ["" if number == 0 else _signature(unit) for number, unit in enumerate(reading.units) if unit.pieces]
    return [name for name in found if name in lines]


def _signature(unit: Unit) -> str:
    """What a line below the first is about: the rarest of its parts names it."""
    kinds = [piece.kind for piece in unit.pieces]
    for kind in ("title", "authors", "institution", "venue", "year", "keyword", "link"):
        if kind in kinds:
            return kind
    return kinds[0]


def learn_row(readings: Sequence[Reading], columns: int) -> str | None:
    """The pattern of a table's rows: one unit a cell; a row with all the columns is more to go by than a short one."""
    counts = Counter(len(reading.units) for reading in readings)
    if not counts:
        return None
    count = columns if counts[columns] else counts.most_common(1)[0][0]
    rows = [reading for reading in readings if len(reading.units) == count]
    if not rows or count == 0:
        return None
    cells = _one_place({str(n): [(row, row.units[n]) for row in rows] for n in range(count)})
    found = outer(most(row.text[: row.units[0].start] for row in rows) or "")
    for n in range(count):
        found += _unit(cells[str(n)], optional=True) or ""
        ends = (row.text[row.units[n].end : row.units[n + 1].start if n + 1 < count else len(row.text)] for row in rows)
        found += outer(most(ends) or "")
    return found


def _one_place(samples: dict[str, list[Sample]]) -> dict[str, list[Sample]]:
    """Each kind of part in the one place where it mostly stands: a pattern must not say anything twice."""
    places: dict[str, Counter[str]] = {}
    for name, found in samples.items():
        for _, unit in found:
            for kind in {piece.kind for piece in unit.pieces}:
                places.setdefault(kind, Counter())[name] += 1
    home = {kind: counter.most_common(1)[0][0] for kind, counter in places.items()}
    labelled = _labels(samples) if len(places.get("link", ())) > 1 else {}
    result = {}
    for name, found in samples.items():
        kept: list[Sample] = []
        spoiled: list[Sample] = []
        for reading, unit in found:
            pieces = tuple(
                _labelled(piece, labelled[name]) if piece.kind == "link" and labelled.get(name) else piece
                for piece in unit.pieces
                if home[piece.kind] == name or (piece.kind == "link" and labelled.get(name))
            )
            # What is left out of a line must not become part of the text between its other pieces.
            (kept if len(pieces) == len(unit.pieces) else spoiled).append((reading, replace(unit, pieces=pieces)))
        result[name] = kept if any(unit.pieces for _, unit in kept) else [*kept, *spoiled]
    if labelled and home.get("link") is not None:
        generic = [name for name in places["link"] if not labelled.get(name)]
        if generic and home["link"] not in generic:  # the place whose links bear many labels takes all that are left
            result = _with_links(samples, result, generic[0])
    return result


def _with_links(
    samples: dict[str, list[Sample]], result: dict[str, list[Sample]], name: str
) -> dict[str, list[Sample]]:
    kept = []
    for (reading, unit), (_, old) in zip(result[name], samples[name], strict=True):
        links = tuple(piece for piece in old.pieces if piece.kind == "link")
        kept.append(
            (reading, replace(unit, pieces=tuple(sorted((*unit.pieces, *links), key=lambda p: (p.start, p.end)))))
        )
    return {**result, name: kept}


def _labels(samples: dict[str, list[Sample]]) -> dict[str, str | None]:
    """By place, the label that nearly all links there bear; None where they differ."""
    found: dict[str, str | None] = {}
    for name, units in samples.items():
        labels = Counter(piece.text for _, unit in units for piece in unit.pieces if piece.kind == "link")
        several = any(sum(p.kind == "link" for p in unit.pieces) > 1 for _, unit in units)
        if labels:
            label, count = labels.most_common(1)[0]
            found[name] = label if not several and count >= 0.7 * labels.total() and "}" not in label else None
    if sum(label is None for label in found.values()) == 0 and len(found) > 1:
        return found
    for name in [n for n, label in found.items() if label is None][1:]:
        found[name] = Counter(
            piece.text for _, unit in samples[name] for piece in unit.pieces if piece.kind == "link"
        ).most_common(1)[0][0]
    return found


def _labelled(piece: Piece, label: str | None) -> Piece:
    if not label or piece.text != label:
        return piece
    form = piece.form.replace("{label}", escaped(label)).replace("{url}", "{url " + label + "}")
    return replace(piece, kind=f"link {label}", form=form)


def _unit(samples: Sequence[Sample], *, optional: bool) -> str | None:
    """The pattern of a line or a cell; `optional` for a cell, which stands there even where it is empty."""
    full = [(reading, unit, groups_of(unit)) for reading, unit in samples if unit.pieces]
    if not full:
        blank = most(reading.text[unit.start : unit.end] for reading, unit in samples)
        return escaped(blank or "") if optional else None
    full = _without_rare(full)
    orders = [[run.kind for run in runs] for _, _, runs in full]
    order = _in_order(orders, list(dict.fromkeys(kind for kinds in orders for kind in kinds)))
    first = _main(orders)
    literals = literals_of(full)
    head = order.index(first)
    befores = {kind: before_of(kind, literals) for kind in order}
    start = (
        most(text for (a, b), texts in literals.items() if a is None and b == order[0] for text in texts.elements())
        or ""
    )
    if order[0] == first:
        opening = openers(start)
        lead = start.removesuffix(opening) if optional else start
        befores[first] = opening if optional else ""
    else:
        opening = befores[first] = openers(befores[first])
        lead = start
    afters = {kind: after_of(kind, literals, befores[kind] if kind != first else opening) for kind in order}
    tail = tail_of(literals, {kind: (befores[kind] if kind != first else opening) for kind in order})
    parts = []
    for kind in order:
        body = _body(kind, full)
        if (
            kind == first
            and not optional
            and all(len(run.pieces) == 1 for _, _, runs in full for run in runs if run.kind == kind)
        ):
            body = _form(kind, full)
        if not body:
            continue
        if kind == first:
            parts.append(escaped(befores[kind]) + body + escaped(afters[kind]))
        elif order.index(kind) < head:
            between = (
                most(t for (a, b), texts in literals.items() if a == kind and b == first for t in texts.elements())
                or " "
            )
            parts.append("{" + body + escaped(between.removesuffix(opening)) + "}")
        else:
            parts.append(_part(kind, befores[kind], body, afters[kind]))
    if not optional:
        return escaped(lead) + "".join(parts) + escaped(tail)
    blank = most(reading.text[unit.start : unit.end] for reading, unit in samples if not unit.pieces)
    return _cell(
        escaped(lead), "".join(parts), escaped(tail), None if blank is None else escaped(blank), alone=len(order) == 1
    )


def _without_rare(full: list[tuple[Reading, Unit, list[Group]]]) -> list[tuple[Reading, Unit, list[Group]]]:
    """The samples without those that have a part which hardly any other has."""
    counts = Counter(kind for _, _, runs in full for kind in {run.kind for run in runs})
    rare = {kind for kind, count in counts.items() if count * 10 < len(full)}
    return [sample for sample in full if not rare & {run.kind for run in sample[2]}] or full


def _cell(lead: str, body: str, tail: str, blank: str | None, *, alone: bool) -> str:
    """A cell, with what stands in it where it says nothing."""
    if blank is None or blank == lead + tail:
        simple = alone and body.startswith("{") and body.endswith("}") and body.count("{") == 1
        return f"{lead}{body if simple else '{' + body + '}'}{tail}"
    if blank.startswith(lead) and blank.endswith(tail) and len(blank) > len(lead) + len(tail):
        return f"{lead}{{{body}||{blank[len(lead) : len(blank) - len(tail)]}}}{tail}"
    if blank == lead:
        return f"{lead}{{{body}{tail}}}"
    return f"{{{lead}{body}{tail}||{blank}}}"


def _main(orders: Sequence[Sequence[str]]) -> str:
    """The part that a line is built around: a title, or else what it mostly has."""
    counts = Counter(kind for kinds in orders for kind in kinds)
    for kind in ("title", "name"):
        if kind in counts:
            return kind
    return max(counts, key=lambda kind: (counts[kind], -min(kinds.index(kind) for kinds in orders if kind in kinds)))


def _body(kind: str, full: Sequence[tuple[Reading, Unit, list[Group]]]) -> str:
    """A part as it is mostly spelled, repeated where there may be several."""
    runs = [(reading, run) for reading, _, runs in full for run in runs if run.kind == kind]
    form = _form(kind, full)
    if kind not in REPEATED or not form:
        return form
    between = most(
        reading.text[one.end : two.start]
        for reading, run in runs
        for one, two in zip(run.pieces, run.pieces[1:], strict=False)
    )
    return "{" + form + "|" + escaped(REPEATED[kind] if between is None else between) + "}"


def _form(kind: str, full: Sequence[tuple[Reading, Unit, list[Group]]]) -> str:
    pieces = (piece for _, _, runs in full for run in runs if run.kind == kind for piece in run.pieces)
    return most(piece.form for piece in pieces if piece.form) or ""


def _part(kind: str, before: str, body: str, after: str) -> str:
    if kind in REPEATED:
        form, _, between = body[1:-1].rpartition("|")
        if not after and between == escaped(before):
            return "{" + between + form + "}"
        if not before and not after:
            return body
    return "{" + escaped(before) + body + escaped(after) + "}"


def _in_order(orders: Iterable[Sequence[str]], names: Sequence[str]) -> list[str]:
    """The names in the order in which they mostly stand."""
    before = Counter(
        (one, two) for order in orders for n, one in enumerate(order) for two in order[n + 1 :] if one != two
    )
    first = {name: n for n, name in enumerate(names)}
    return sorted(
        names, key=lambda name: (sum(before[other, name] > before[name, other] for other in names), first[name])
    )
