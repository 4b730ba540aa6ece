"""An author who is listed twice, or split at a comma.

## Why

`authors` is a list of names. A name with the family name first, such as `Wang, Minjie`, contains a comma, so that in
brackets it needs quotes: without them, the family and the given name become two authors. An author who is listed twice
would be cited twice.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
authors: [Wang, Minjie, Li, Jinyang]
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
authors: ["Wang, Minjie", Jinyang Li]
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from papertrail.core import Author
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of

CODE = "PT306"
NAME = "authors"
WAIVABLE = True
SCOPE = EACH_RECORD

_LONGEST = 2_000
"""Characters of a text with all names that is searched for names that occur twice."""
_WAIVE = "add `# papertrail: allow PT306 REASON` at the end of this line"
FAMILY = re.compile(r"(?:[a-z]{1,4} ){0,3}[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’]+)?")
GIVEN = re.compile(
    r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’]+)?(?:[ -][A-Z]\.?){0,3}|[A-Z]\.?(?:[ -]?[A-Z]\.?){0,3}"
)


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Authors who are listed twice, and names that were split into family and given names."""
    for record in library.record_files:
        paper = record.paper
        if paper is None or not (authors := paper.authors):
            continue
        if _has_repeated(authors):
            yield from _repeated(record)
        listed = record.node("authors") if _is_split(authors) else None
        if isinstance(listed, Sequence) and all(isinstance(item, Scalar) for item in listed.items):
            yield _split(record, listed, authors)


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> frozenset[str]:
    """The words of a name, in any order: `Wang, Minjie` and `Minjie Wang` are the same."""
    return frozenset(name.casefold().replace(",", " ").split())


def _names(author: Author) -> list[str]:
    """The names in a text, roughly."""
    if not author.several:
        return [author.text]
    names = re.split(r"(?i)[;,]| and | & ", author.text[:_LONGEST])
    return [name.strip() for name in names if " " in name.strip()]


def _has_repeated(authors: tuple[Author, ...]) -> bool:
    texts = {author.text for author in authors}
    if len(texts) < len(authors):
        return True
    if not authors[0].several and "," not in "".join(texts):
        return False  # as in most records; only with a comma can two forms of a name have the same words
    keys = [_key(name) for author in authors for name in _names(author)]
    return len(set(keys)) < len(keys)


def _repeated(record: RecordFile) -> Iterator[Diagnostic]:
    listed = record.node("authors")
    seen: set[frozenset[str]] = set()
    for item in items_of(listed):
        node = _name_node(item)
        if node is None:
            continue
        for name in _names(Author(node.text, several=not isinstance(listed, Sequence))):
            if _key(name) in seen:
                help = f"delete one of the two; if they are two people of this name, {_WAIVE}"
                yield at(record.path, node, CODE, f"author {quoted(name)} is listed twice", help, "warning")
            seen.add(_key(name))


def _name_node(item: Node) -> Scalar | None:
    node = (item.get("name") or item.get("organization")) if isinstance(item, Mapping) else item
    return node if isinstance(node, Scalar) else None


def _is_split(authors: tuple[Author, ...]) -> bool:
    """Whether the authors look like family and given names in turn."""
    if len(authors) % 2 or authors[0].several:
        return False
    families, given = authors[::2], authors[1::2]
    return all(FAMILY.fullmatch(author.text) for author in families) and all(
        GIVEN.fullmatch(author.text) for author in given
    )


def _split(record: RecordFile, listed: Sequence, authors: tuple[Author, ...]) -> Diagnostic:
    names = [f"{given.text} {family.text}" for family, given in zip(authors[::2], authors[1::2], strict=True)]
    shown = ", ".join(names[:6]) + (", ..." if len(names) > 6 else "")
    help = f"write `authors: [{shown}]`; if they are {len(authors)} authors, {_WAIVE}"
    message = f"the {len(authors)} items of authors look like family and given names of {len(names)}"
    return at(record.path, listed, CODE, message, help, "warning")
