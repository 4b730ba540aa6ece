"""RIS, for EndNote, Mendeley and Zotero: one tag and value per line."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.authors import Person
from papertrail.exporters.citation_data import CitationData
from papertrail.text.strings import one_line

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "legal_case": "CASE",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "personal_communication": "PCOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


def ris_record(work: CitationData) -> str:
    """Return the record of a work, from `TY` to `ER`. Values have no line breaks, so both line endings work."""
    return "".join(f"{tag}  - {value}\n" for tag, value in _fields(work))


def _fields(work: CitationData) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(work.type, "GEN")
    yield from (("AU", _name(person)) for person in work.authors.people)
    if work.authors.others:
        yield "AU", "et al."
    yield from (("ED", _name(person)) for person in work.editors.people)
    first, last = work.pages
    known = {
        "TI": work.title,
        "T2": work.container_named,
        "T3": work.details.series,
        "M3": work.series if work.type == "thesis" and work.series != work.publisher else work.kind,
        "VL": work.details.volume,
        "IS": work.details.number,
        "SP": first,
        "EP": last,
        "ET": work.details.edition,
        "PB": work.publisher,
        "CY": work.details.address,
        "PY": f"{work.year:04}" if work.year is not None else None,
        "DA": _date(work),
        "DO": work.doi,
        "SN": ", ".join(number for number in (work.ids.get("isbn"), work.issn) if number),
        "LA": work.language,
        "AN": f"arXiv:{work.arxiv}" if work.arxiv else None,
        # A semicolon separates URLs.
        "UR": work.url.replace(";", "%3B") if work.url else None,
        "L1": work.pdf.replace(";", "%3B") if work.pdf else None,
    }
    yield from ((tag, value) for tag, value in known.items() if value)
    yield from (("KW", keyword) for keyword in work.keywords)
    yield from (("N1", note) for note in (work.status, *work.awards) if note)
    if work.abstract:
        yield "AB", one_line(work.abstract)
    yield "ID", work.key
    yield "ER", ""


def _name(person: Person) -> str:
    """Return `Family, Given, Suffix`; a comma in any other name would split it."""
    if not person.family:
        return " ".join(person.name.replace(",", " ").split())
    return ", ".join(part for part in (person.family, person.given, person.suffix) if part)


def _date(work: CitationData) -> str | None:
    """Return `2019/03/25/`, without a day if unknown; None if only the year is known."""
    if work.year is None or work.month is None:
        return None
    return f"{work.year:04}/{work.month:02}/{f'{work.day:02}' if work.day else ''}/"
