"""The words of abstracts, and the identifiers in links, by which the search also finds papers.

They are a file of their own, which the browser fetches when someone searches: the texts of 10,000 abstracts are larger
than everything else. The file has words instead of texts, each with the papers that contain it. `abstract-words.js` is
the counterpart.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from papertrail.core import Paper, Row
from papertrail.core.identifier_sites import Identifier
from papertrail.pages.index.packing import FORM, packed
from papertrail.text.markdown import plain_inline
from papertrail.text.words import WORD

WORD_FIELDS = ("abstract", "id")
"""The fields of the words, in the order in which they are packed."""


def has_words(paper: Paper) -> bool:
    """Whether a paper has words of its own in the file."""
    return bool(paper.abstract or _linked(paper))


def _linked(paper: Paper) -> list[Identifier]:
    """Return the identifiers that only venues and links contain."""
    return [identifier for identifier in paper.identifiers if identifier not in paper.ids]


def word_index(rows: Sequence[Row]) -> str:
    """Return the words of the papers of `rows` as JSON, in this order."""
    papers = [row.paper for row in rows]
    texts = {
        "abstract": [plain_inline(paper.abstract) if paper.abstract else "" for paper in papers],
        "id": [" ".join(value for _, value in _linked(paper)) for paper in papers],
    }
    columns = {field: _packed_words(texts[field]) for field in WORD_FIELDS}
    members = {"form": FORM, "count": len(papers), **columns}
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n"


def _packed_words(texts: Iterable[str]) -> dict[str, object]:
    """Pack which texts contain each word: for a word the number of its texts, and the steps from one to the next."""
    papers_of = defaultdict[str, list[int]](list)
    for number, text in enumerate(texts):
        for word in set(_words()(text.lower())):
            papers_of[word].append(number)
    words = sorted(papers_of)
    return {
        "word": "\n".join(words),
        "size": packed(len(papers_of[word]) for word in words),
        "step": packed(step for word in words for step in _steps(papers_of[word])),
    }


def _steps(numbers: Sequence[int]) -> Iterator[int]:
    yield numbers[0]
    yield from (after - before for before, after in pairwise(numbers))


@cache
def _words() -> Callable[[str], list[str]]:
    """Return the function that finds the words of a text."""
    return re.compile(f"{WORD}+").findall
