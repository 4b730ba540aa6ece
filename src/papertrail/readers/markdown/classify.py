"""What a piece of text most likely is: a venue, a year, authors, institutions, or the key before a value.

Lists say these things in a hundred ways, and none of the rules here is certain. They decide only which field holds a
text, never what the text says: whatever is taken for the wrong thing is still there, word for word.
"""

from __future__ import annotations

import re
from pathlib import Path

_KNOWN = Path(__file__).parent / "known"


def _lines(name: str) -> list[str]:
    text = (_KNOWN / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


_SERIES = frozenset(word for line in _lines("series") for word in line.split())
_KNOWN_INSTITUTIONS = frozenset(word for line in _lines("institutions") for word in line.split())
LINK_WORDS = frozenset(word for line in _lines("labels") for word in line.split())
"""Words that label a link to something about a work, and are no title."""
KEYS = {key: part for line in _lines("keys") for part, _, keys in [line.partition(": ")] for key in keys.split(", ")}
"""What stands before a colon or at the head of a column, in lower case, and the part of an entry that follows."""

_VENUE_WORD = re.compile(
    r"(?i)\b(?:arxiv|proceedings|proc\.|conference|workshop|symposium|journal|transactions|trans\.|letters|preprint|"
    r"thesis|technical report|tech\.? report|springer|elsevier|press|surveys|magazine|annals|review of|ph\.?d)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ONLY_DATE = re.compile(
    r"(?i)[(\[]?\s*(?:(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,?\s+)?"
    r"(?P<year>(?:19|20)\d\d)(?:\s*[-./]\s*(?P<month>\d{1,2})(?:\s*[-./]\s*(?P<day>\d{1,2}))?)?\s*[)\]]?"
)
_ACRONYM_YEAR = re.compile(r"[A-Z][A-Za-z&+/-]*[A-Z][A-Za-z&+/-]*(?:\s*['’‘]?\s*\d{2}|\s*,?\s*(?:19|20)\d\d)\b")
_VOLUME = re.compile(r"\b\d+(?:[.(]\d+\)?)?\s*\((?:19|20)\d\d\)|\bvol(?:ume|\.)?\s*\d+|\bIEEE\b.*(?:19|20)\d\d")
_AFTER_SERIES = re.compile(
    r"(?i)[('’‘]?\d|(?:workshops?|findings|oral|spotlight|poster|demo|track|main|best|preprint)\b"
)
_WORD_YEAR = re.compile(r"[A-Z][\w&+/ -]{1,60}?[\s,]\(?(?:19|20)\d\d\)?\.?")

_NAME_WORD = re.compile(r"[\"'{\\]*[^\W\d_a-z][^\W\d_]*\}?\.?(?:[-'’.]+[^\W\d_]*\.?)*|[^\W\d_a-zA-Z]+")
_PARTICLES = frozenset([
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "la", "le", "el", "al", "bin", "ibn", "ten",
    "ter", "dos", "du", "af", "zu", "und", "y", "e",
])  # fmt: skip
_SMALL = frozenset([
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "over",
    "the", "to", "under", "using", "via", "with", "without", "towards", "toward",
])  # fmt: skip

_INSTITUTION = re.compile(
    r"(?i)\b(?:univ(?:ersity|ersit[äàé]t?|\.)?|institute?|college|school|lab(?:s|oratory|oratories)?|academy|research|center|centre|"
    r"inc\.?|corp\.?|ltd\.?|tech|polytechnic\w*|national|hospital|department|dept\.?|fellow)\b"
)


def key_of(text: str) -> str | None:
    """The part of an entry that a key or a heading announces."""
    return KEYS.get(re.sub(r"[\s:：.]+$", "", text.strip()).casefold())


def is_label(text: str) -> bool:
    """Whether a link's text says what it leads to, and is not the title of a work.

    >>> is_label("Paper"), is_label("MIT short paper"), is_label("Serving very large models"), is_label("Deep learning")
    (True, True, False, False)
    """
    words = re.findall(r"[\w+:-]+", text.casefold())
    if len(text) >= 40 or len(words) > 3:
        return False
    return not words or (len(words) < 3 and any(word in LINK_WORDS for word in words)) or words[-1] in _SURE_LABELS


_SURE_LABELS = frozenset(word for line in _lines("sure-labels") for word in line.split())


def date_of(text: str) -> str | None:
    """A year, a month or a day, where the text is nothing but that, as a record's `date`.

    >>> date_of("(2015)"), date_of("2018.10"), date_of("Jan 2023"), date_of("ICML 2015")
    ('2015', '2018-10', '2023-01', None)
    """
    found = _ONLY_DATE.fullmatch(text.strip())
    if found is None:
        return None
    if found["name"]:
        return f"{found['year']}-{_MONTHS.index(found['name'][:3].lower()) + 1:02}"
    month, day = found["month"], found["day"]
    if month and 1 <= int(month) <= 12:
        date = f"{found['year']}-{int(month):02}"
        return f"{date}-{int(day):02}" if day and 1 <= int(day) <= 28 else date
    return found["year"]


def is_venue(text: str) -> bool:
    """Whether a text names where something was published.

    >>> is_venue("SOSP2019"), is_venue("arXiv 1604.06174"), is_venue("Microsoft Work"), is_venue("NIPS")
    (True, True, False, True)
    >>> is_venue("In NeurIPS, 2017"), is_venue("Jane Doe, John Roe, EuroSys 2019")
    (True, False)
    """
    text = text.strip(" .,;:*_()[]")
    words = text.split()
    if not words or len(text) > 300 or "://" in text:
        return False
    first = re.sub(r"[\W\d]+$", "", words[0]).upper()
    alone = len(words) == 1 or (len(words) <= 6 and _AFTER_SERIES.match(words[1]))
    if alone and first in _SERIES and (words[0] != words[0].lower() or first == "ARXIV"):
        return True
    if _VOLUME.search(text) and len(words) <= 30:
        return True
    if _ACRONYM_YEAR.match(text) and len(words) <= 12:
        return True
    if _VENUE_WORD.search(text) and (len(words) <= 30):
        return bool(_YEAR.search(text)) or len(words) <= 8 or text.lower().startswith(("in ", "proc"))
    acronym = next((n for n, word in enumerate(words[:8]) if is_series(word)), None)
    if acronym is not None and len(words) <= 8 and not is_authors(" ".join(words[words[0] == "by" : acronym])):
        return bool(_YEAR.search(text) or len(words) <= 3)
    return bool(_WORD_YEAR.fullmatch(text)) and len(words) <= 6


def is_series(word: str) -> bool:
    """Whether a word is an acronym of known conferences or journals: `OSDI`, `NeurIPS`, `EuroSys`."""
    return re.sub(r"\W|\d", "", word).upper() in _SERIES and sum(sign.isupper() for sign in word) > 1


def is_authors(text: str) -> bool:
    """Whether a text is a list of people.

    >>> is_authors("J. Yosinski et al."), is_authors("Jia, Zhihao, and Alex Aiken."), is_authors("Data parallelism")
    (True, True, False)
    """
    text = re.sub(r"[*_`]", "", text)
    initials = bool(re.search(r"\w,\s+(?:[A-Z]\.\s?)+$", text.rstrip()))  # `Lamport, L.`
    text = text.strip(" .,;:()")
    text = re.sub(r",?\s+(?:19|20)\d\d(?:, [A-Z][a-z]+)?$", "", text).strip(" .,")
    if not text or len(text) > 3000 or is_venue(text):
        return False
    more = re.search(r"(?i),?\s*\bet\.? al\b\.?|,?\s*\betc\b\.?|\band others\b|等", text)
    bare = text[: more.start()].strip(" ,.") if more else text
    chunks = [chunk.strip(" .") for chunk in re.split(r"\s*(?:,|;|&|\band\b|·)\s*", bare) if chunk.strip(" .")]
    if not chunks:
        return False
    people = sum(_is_name(chunk) for chunk in chunks)
    initials = initials or bool(re.search(r"\b[A-Z]\.", bare))
    if more or initials:
        return people >= 0.6 * len(chunks)
    return (
        len(chunks) >= 2 and people >= 0.8 * len(chunks) and sum(" " in chunk for chunk in chunks) >= 0.3 * len(chunks)
    )


def is_person(text: str) -> bool:
    """Whether a text is the name of one person, as far as its form tells.

    >>> is_person("Eve Poe"), is_person("Outstanding Paper Award"), is_person("transformers")
    (True, False, False)
    """
    text = re.sub(r"[*_`]", "", text).strip(" .,;:()")
    words = text.split()
    return 2 <= len(words) <= 4 and _is_name(text) and not is_venue(text) and not _COMMON.search(text)


_COMMON = re.compile(
    r"(?i)\b(?:paper|award|best|outstanding|oral|spotlight|code|data|model|learning|survey|system|networks?|neural|graphs?|attention|new|official|open|source)\b"
)


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or _INSTITUTION.search(text) or text.casefold() in _KNOWN_INSTITUTIONS:
        return False
    if any(word.endswith(".") and len(word) > 3 for word in words[:-1]):
        return False
    return all(_NAME_WORD.fullmatch(word) or word in _PARTICLES for word in words) and any(
        w[0].isupper() for w in words
    )


def institutions_in(text: str) -> list[tuple[int, int]] | None:
    """The places of the institutions that a text lists, or None where it lists none.

    >>> text = "UMich SymbioticLab & AWS & PKU"
    >>> [text[slice(*at)] for at in institutions_in(text)]
    ['UMich SymbioticLab', 'AWS', 'PKU']
    """
    joined = r"\s+&\s+|\s*[;/、]\s*" if re.search(r"\s&\s", text) else r"\s*[;/、]\s+|,\s+(?:and\s+)?|\s+and\s+"
    spans = _parts(text, joined)
    names = [text[slice(*span)].strip(" .") for span in spans]
    if not names or len(names) > 40 or not all(_is_institution(name) for name in names):
        return None
    known = sum(_is_known(name) for name in names)
    by_ampersand = len(names) > 1 and "&" in text
    if by_ampersand or known * 2 >= len(names) or (known and len(names) <= 3):
        return spans
    return None


def _parts(text: str, joined: str) -> list[tuple[int, int]]:
    """The places of what separators part, without empty ones; `joined` is the pattern of a separator."""
    spans, place = [], 0
    for separator in [*re.finditer(joined, text), None]:
        end = separator.start() if separator else len(text)
        if text[place:end].strip():
            spans.append((place, end))
        place = separator.end() if separator else end
    return spans


def _is_institution(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 8 or name[-1:] in ";:" or name[0] in "*_`[<":
        return False
    return all(
        word[0].isupper() or word[0] in "(&-" or word in _SMALL or word in ("de", "für", "della") for word in words
    )


def _is_known(name: str) -> bool:
    first = re.split(r"[\s.-]", name.casefold())[0]
    acronym = name.isupper() and name.isalpha() and 2 <= len(name) <= 6 and name not in _SERIES
    return (
        first in _KNOWN_INSTITUTIONS
        or bool(_INSTITUTION.search(name))
        or acronym
        or (name.startswith(("U", "UC ")) and name[1:2].isupper())
    )


_AMP = re.compile(r"(?i)&(?:amp|#38|#x26);")


def split_cell(text: str) -> list[tuple[int, int]]:
    """The places of the institutions in a cell of a table that holds nothing else.

    A comma parts institutions only where none of them could be the department of the next: what is left of
    "Institute of Software, Chinese Academy of Sciences" is not one by itself.
    """
    text = re.sub(
        r"&[#\w]+;",
        lambda found: "&" + " " * (len(found[0]) - 1) if _AMP.match(found[0]) else "x" * len(found[0]),
        text,
    )
    if re.search(r"\s&\s|;|/\s|\s/|、", text):
        joined = r"\s+&\s+|\s*;\s*|\s*/\s*|\s*、\s*"
    elif re.search(
        r"(?i)\b(?:institute|department|dept\.?|school|college|faculty|division|cent(?:er|re)|lab\w*) (?:of|for)\b",
        text,
    ):
        return [(0, len(text))]
    else:
        joined = r"\s*,\s*(?:and\s+)?|\s+and\s+"
    return _parts(text, joined)
