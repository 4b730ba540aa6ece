"""BibTeX: one entry per paper, in UTF-8, with all TeX special characters escaped except in formulas.

Scripts split the text into entries: an entry starts with `@` at the start of a line, has no blank line and no other
line that starts with `@`, and entries are separated by one blank line.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import accumulate, chain, zip_longest

from papertrail.core.authors import Authors, Person
from papertrail.exporters.citation_data import CitationData
from papertrail.text.math import Formula, mathml, split_math
from papertrail.text.strings import MONTHS, one_line
from papertrail.text.title_case import words_with_fixed_case

_OPENED, _CLOSED, _MATH = "\x01", "\x02", "\x03"
"""Placeholders for unmatched braces and for formulas. Text on one line never contains them."""

_TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "${}&#%_"}
    | {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        # BibTeX counts braces even after a backslash, other parsers only those without one. With an invisible
        # counterpart, both counts are balanced.
        _OPENED: r"\{\vphantom{\}}",
        _CLOSED: r"\vphantom{\{}\}",
    }
)
# Characters that TeX ligatures would join: two hyphens into a dash, two quotes into one.
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=[?!])(?=`)")
# Most texts have none of these.
_ACTIVE = re.compile(r"[${}&#%_\\^~\x01\x02]|--|``|''|,,|[?!]`")
_WORDS = re.compile(r"([^\W_]+)")

_ENTRY_TYPES = {
    "paper-conference": "inproceedings",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "book": "book",
    "chapter": "incollection",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
}
OTHER_IDS = ("isbn", "pmid", "acl", "dblp", "openreview", "openalex", "s2")
_BOOKTITLED = ("inproceedings", "incollection")
_BY_ENTRY_TYPE = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution", "book": "publisher"}


def bibtex_entry(work: CitationData, name: str = "") -> str:
    """Return the entry of a work; capitals of `name`, its name in the list, are kept in the title."""
    entry_type = entry_type_of(work)
    fields = {
        "author": tex_names(work.authors),
        "title": tex_title(work.title, one_line(name), work.capitals),
        "editor": tex_names(work.editors),
        **{
            key: tex(value)
            for key, value in (_venue_fields(entry_type, work) | _details(entry_type, work)).items()
            if value
        },
        "pages": tex_pages(work),
        "year": str(work.year) if work.year is not None else "",
        "month": MONTHS[work.month - 1] if work.month else "",
        "day": str(work.day or ""),
        "note": tex(_note(work)),
        # These are used verbatim; they contain no brace, backslash or space.
        "doi": work.doi or "",
        "eprint": work.arxiv or "",
        "archiveprefix": "arXiv" if work.arxiv else "",
        **{scheme: tex(work.ids.get(scheme, "")) for scheme in OTHER_IDS},
        "issn": tex(work.issn or ""),
        "url": work.url or "",
        "language": tex(work.language or ""),
        "keywords": ", ".join(f"{{{tex(k)}}}" if "," in k else tex(k) for k in work.keywords),
        "abstract": tex(one_line(work.abstract or "")),
    }
    # A month is a macro that each BibTeX style defines; it must not be in braces.
    lines = [f"  {key} = {value if key == 'month' else f'{{{value}}}'},\n" for key, value in fields.items() if value]
    return f"@{entry_type}{{{work.key},\n{''.join(lines)}}}\n"


def tex(text: str) -> str:
    """Escape text for TeX, except for its formulas, with balanced braces.

    >>> tex("50% of R&D -- \\\\input{x}")
    '50\\\\% of R\\\\&D -{}- \\\\textbackslash{}input\\\\{x\\\\}'
    """
    if not _ACTIVE.search(text):
        return text
    plain, formulas = _without_formulas(text)
    return _with_formulas(_escaped(_mark_unmatched_braces(plain)), formulas)


def _without_formulas(text: str) -> tuple[str, list[str]]:
    """Return a text with placeholders for its formulas, and the formulas.

    A formula with other commands than those of mathematics is text: a contributor must not be able to
    add commands such as `\\input` to the documents of others.
    """
    if "$" not in text:
        return text, []
    plain, formulas = [], []
    for part in split_math(text):
        if isinstance(part, Formula) and _is_balanced(part.tex) and mathml(part):
            formulas.append(part._replace(coded=False).source)
            plain.append(_MATH)
        else:
            plain.append(part.source if isinstance(part, Formula) else part)
    return "".join(plain), formulas


def _with_formulas(escaped: str, formulas: list[str]) -> str:
    if not formulas:
        return escaped
    return "".join(chain.from_iterable(zip_longest(escaped.split(_MATH), formulas, fillvalue="")))


def _is_balanced(tex: str) -> bool:
    """Whether each brace has its counterpart, also for programs that ignore backslashes."""
    depths = list(accumulate(1 if sign == "{" else -1 for sign in re.findall("[{}]", tex)))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def _escaped(text: str) -> str:
    if not _ACTIVE.search(text):
        return text
    return _JOINED.sub("{}", text.translate(_TEX))


def _mark_unmatched_braces(text: str) -> str:
    if "{" not in text and "}" not in text:
        return text
    signs = list(text)
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign == "{":
            opened.append(place)
        elif sign == "}":
            if opened:
                opened.pop()
            else:
                signs[place] = _CLOSED
    for place in opened:
        signs[place] = _OPENED
    return "".join(signs)


def entry_type_of(work: CitationData) -> str:
    """Return the BibTeX entry type of a work."""
    if work.type == "thesis" and re.search(r"(?i)\bmaster|\bm\.? ?sc\b", work.series or ""):
        return "mastersthesis"
    entry_type = _ENTRY_TYPES.get(work.type, "misc")
    return "misc" if entry_type in ("article", *_BOOKTITLED) and not work.container else entry_type


def _details(entry_type: str, work: CitationData) -> dict[str, str | None]:
    """Return volume, pages and so on. Fields of the venue, such as the publisher of a book, stay as they are."""
    details = work.details
    fields = {
        "volume": details.volume,
        "number": details.number,
        "series": details.series,
        "edition": details.edition,
        "address": details.address,
    }
    if entry_type not in ("phdthesis", "mastersthesis", "techreport"):
        fields["publisher"] = details.publisher or (work.publisher if entry_type == "book" else None)
    return {name: text for name, text in fields.items() if text}


def _note(work: CitationData) -> str:
    """Return the status and the awards: BibTeX has no fields for them."""
    status = work.status.capitalize() if work.status else ""
    return ". ".join(text for text in (status, *work.awards) if text)


def _venue_fields(entry_type: str, work: CitationData) -> dict[str, str | None]:
    """Return where the work appeared, in the fields of its entry type."""
    if entry_type in _BOOKTITLED:
        return {"booktitle": work.container_named}
    if entry_type == "article":
        return {"journal": work.container}
    if entry_type not in _BY_ENTRY_TYPE:
        # Styles print the arXiv id from `eprint`.
        place = None if work.arxiv and work.series == "arXiv" else work.venue
        return {"howpublished": place, "publisher": work.publisher if work.publisher != work.series else None}
    return {_BY_ENTRY_TYPE[entry_type]: work.publisher, "type": work.kind if entry_type != "book" else None}


def tex_pages(work: CitationData) -> str:
    """Return `1--17`, or a single page or article number."""
    return "--".join(tex(page) for page in work.pages if page)


def tex_names(authors: Authors) -> str:
    """Return names as BibTeX separates them, ending with `others` if there are more."""
    names = [_tex_name(person) for person in authors.people]
    return " and ".join([*names, "others"] if authors.others else names)


def _tex_name(person: Person) -> str:
    """Return `Family, Given` if known; other names in braces, so that BibTeX does not split them."""
    return tex(person.family_first) if person.family else f"{{{tex(person.name)}}}"


def tex_title(text: str, name: str, capitals: Collection[str]) -> str:
    """Return the title with braces around words whose case no style may change."""
    plain, formulas = _without_formulas(text)
    kept = words_with_fixed_case(plain, name).union(capitals)
    parts = _WORDS.split(_mark_unmatched_braces(plain))
    title = "".join([f"{{{part}}}" if part in kept else part if part.isalnum() else _escaped(part) for part in parts])
    # Styles would change the case of letters in formulas, even of those in commands.
    return _with_formulas(title, [f"{{{formula}}}" for formula in formulas])
