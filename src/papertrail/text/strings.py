"""Slugs, widths, similar names, and text that is safe to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from papertrail.text.invisible import INVISIBLE, INVISIBLE_ANYWHERE

UNPRINTABLE = INVISIBLE
"""A character that terminals, browsers and editors interpret instead of showing it."""
DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
"""Device names that Windows reserves (https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""
RESERVED = DEVICES | {"index"}
"""Names that no page of the site has: those of devices, and of index files."""
_COMPARED = 200
"""Characters of a name that are compared with others."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The English abbreviations of months, as BibTeX has them."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at "}


def printable(text: str, *, newline: str = "\\n") -> str:
    """Return `text` on one line, with unsafe characters as escapes such as `\\x1b`."""
    spelled = UNPRINTABLE.sub(lambda m: m[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)
    # GitHub Actions executes `##[command]` anywhere in a line of a log.
    return spelled.replace("\n", newline).replace("##[", "##\\x5b")


def composed(text: str) -> str:
    """Return a text in NFC, in which two names that look the same are equal."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Collapse white space to single spaces, and remove unprintable characters.

    >>> one_line(" a\\tb\\x00 c\\u2028")
    'a b c'
    """
    if text.isascii() and text.isprintable():  # its only white space is spaces
        if "  " not in text and not text.startswith(" ") and not text.endswith(" "):
            return text
    elif UNPRINTABLE.search(text):
        text = UNPRINTABLE.sub(lambda match: match[0] if match[0].isspace() else "", text)
    return " ".join(text.split())


def quoted(text: str, limit: int = 60) -> str:
    """Return `text` in double quotes for a message: printable, on one line, truncated to `limit` characters."""
    shown = printable(text)
    return f'"{shown}"' if len(shown) <= limit else f'"{shown[: limit - 1]}…"'


def slug(text: str) -> str:
    """Return a lower-case name for URLs and anchors: letters and digits of any script, joined by hyphens.

    >>> slug("Tensor Swapping / Recomputation"), slug("C++"), slug("CON")
    ('tensor-swapping-recomputation', 'c-plus-plus', 'con-page')
    """
    spoken = re.sub(r"[+#&@]", lambda m: SPOKEN[m[0]], text)
    bare = "".join(c for c in unicodedata.normalize("NFKD", spoken) if unicodedata.category(c) != "Mn")
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare).casefold())
    name = "-".join(words)[:60].strip("-") or "section"
    return f"{name}-page" if name in RESERVED else name


def unique_slug(text: str, taken: dict[str, int]) -> str:
    """Return the slug of `text`, with a suffix such as `-2` if taken, and add it to `taken`.

    `taken` has, for each slug in use, the last number that was used as its suffix.
    """
    first = candidate = slug(text)
    while candidate in taken:
        taken[first] += 1
        candidate = f"{first}-{taken[first]}"
    taken[candidate] = 1
    return candidate


def unique_slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a unique slug for each of the distinct `names`, in their order."""
    taken: dict[str, int] = {}
    return {name: unique_slug(name, taken) for name in names}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar to `word`, or None."""
    choices = sorted(set(known))
    folded = [choice.casefold()[:_COMPARED] for choice in choices]
    best = process.extractOne(word.casefold()[:_COMPARED], folded, scorer=fuzz.ratio, score_cutoff=60)
    return choices[best[2]] if best else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a suggestion with the most similar known name and `otherwise`, or only `otherwise`."""
    near = nearest(word, known)
    return f"did you mean {quoted(near)}? Otherwise, {otherwise}" if near else otherwise


def width(text: str) -> int:
    """Return the columns of `text` in a fixed-width font: wide East Asian characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    unusual = _NOT_ASCII.findall(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in unusual)
    marks = sum(unicodedata.category(c) in ("Mn", "Me") for c in unusual)
    return len(text) + wide - marks


def normal_title(title: str) -> str:
    """Return the words of a title, without case, accents and punctuation.

    >>> normal_title("Gandiva: Introspective Cluster Scheduling for Deep Learning.")
    'gandiva introspective cluster scheduling for deep learning'
    """
    if not title.isascii():
        decomposed = unicodedata.normalize("NFKD", title)
        title = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", title.casefold()))


_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
"""Letters that Unicode does not decompose."""


def sort_key(name: str) -> tuple[str, str]:
    """Return a key that sorts names as people do: without case and accents, as `fold` in `tokens.js` does.

    >>> sorted(["arXiv", "\\u00c9cole", "ASPLOS", "EuroSys"], key=sort_key)
    ['arXiv', 'ASPLOS', '\u00c9cole', 'EuroSys']
    """
    plain = name
    if not name.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn")
        plain = plain.casefold().translate(_LETTERS)
    return " ".join(plain.casefold().split()), name


def same_name(text: str) -> str:
    """Return a form that names have in common if they differ only by case, spaces or in ways that cannot be seen.

    >>> same_name("Deep\\u00a0 LEARNING"), same_name("Cafe\\u0301") == same_name("Caf\\u00e9")
    ('deep learning', True)
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _visible(text)).casefold())
    return " ".join(text.casefold().split())


def difference(one: str, other: str) -> str | None:
    """Return in what respect two names differ if `same_name` returns the same for both; None if it does not.

    >>> difference("SOSP", "sosp"), difference("Deep  Learning", "Deep Learning"), difference("SOSP", "OSDI")
    ('case', 'spaces', None)
    """
    if same_name(one) != same_name(other):
        return None
    if one.casefold() == other.casefold():
        return "case"
    if " ".join(one.casefold().split()) == " ".join(other.casefold().split()):
        return "spaces"
    return "the encoding of letters" if _visible(one) == one and _visible(other) == other else "invisible characters"


def _visible(text: str) -> str:
    return INVISIBLE_ANYWHERE.sub("", text)
