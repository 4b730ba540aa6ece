"""BibLaTeX: one entry per paper, for biber. It is laid out and escaped like BibTeX, with the fields of BibLaTeX.

https://ctan.org/pkg/biblatex
"""

from __future__ import annotations

from papertrail.exporters.bibtex import OTHER_IDS, entry_type_of, tex, tex_names, tex_pages, tex_title
from papertrail.exporters.citation_data import CitationData
from papertrail.text.strings import one_line

_TYPES = {
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}
_MISC = {
    "software": "software",
    "dataset": "dataset",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
    "patent": "patent",
    "entry-encyclopedia": "inreference",
    "entry-dictionary": "inreference",
}
_KINDS = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
_PUBSTATES = {"in press": "inpress", "forthcoming": "forthcoming"}


def biblatex_entry(work: CitationData, name: str = "") -> str:
    """Return the entry of a work; capitals of `name`, its name in the list, are kept in the title."""
    entry_type = entry_type_of(work)
    values = _values(entry_type, work)
    lines = [f"  {key} = {{{tex(value)}}},\n" for key, value in values.items() if value]
    names = {
        "author": tex_names(work.authors),
        "editor": tex_names(work.editors),
        "title": tex_title(work.title, one_line(name), work.capitals),
        "pages": tex_pages(work),
        "keywords": ", ".join(f"{{{tex(word)}}}" if "," in word else tex(word) for word in work.keywords),
        # These are used verbatim; they contain no brace, backslash or space.
        "doi": work.doi or "",
        "eprint": work.arxiv or "",
        "eprinttype": "arxiv" if work.arxiv else "",
        "url": work.url or "",
    }
    lines = [f"  {key} = {{{value}}},\n" for key, value in names.items() if value] + lines
    return f"@{_type(entry_type, work)}{{{work.key},\n{''.join(lines)}}}\n"


def _type(entry_type: str, work: CitationData) -> str:
    if entry_type != "misc":
        return _TYPES.get(entry_type, entry_type)
    is_online = work.type == "article" and (work.arxiv or not work.venue) and work.url
    return "online" if is_online else _MISC.get(work.type, "misc")


def _values(entry_type: str, work: CitationData) -> dict[str, str | None]:
    """Return the fields whose text is escaped."""
    details = work.details
    has_journal, is_thesis = entry_type == "article", entry_type in ("phdthesis", "mastersthesis")
    is_institutional = is_thesis or entry_type == "techreport"
    place = None if work.arxiv and work.series == "arXiv" else work.venue
    state = _PUBSTATES.get(work.status or "")
    notes = ((work.status or "").capitalize() if not state else "", *work.awards)
    return {
        "journaltitle": work.container if has_journal else None,
        "booktitle": work.container_named if entry_type in ("inproceedings", "incollection") else None,
        "howpublished": place if entry_type == "misc" else None,
        "type": work.kind or _KINDS.get(entry_type),
        "institution": work.publisher if is_institutional else None,
        "publisher": None if is_institutional else work.publisher,
        "location": details.address,
        "series": details.series,
        "volume": details.volume,
        "number": details.number,
        "edition": details.edition,
        "date": "-".join(f"{part:02}" for part in (work.year, work.month, work.day) if part) if work.year else None,
        "pubstate": state,
        "note": ". ".join(note for note in notes if note),
        **{scheme: work.ids.get(scheme) for scheme in OTHER_IDS},
        "issn": work.issn,
        "language": work.language,
        "abstract": one_line(work.abstract or ""),
    }
