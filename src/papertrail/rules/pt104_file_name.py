"""A file name that cannot be an id.

## Why

A record's file name is its id: it is in addresses, in anchors and in citations, on every system. So it is made of
lower-case ASCII letters, digits and single hyphens, ends in `.yml`, and is not a name that Windows keeps for
itself.

## Fails

```yaml title="papers/Tofu (EuroSys).yml"
name: Tofu
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fields import REGISTRIES
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.nodes import records_with_aliases
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import RESERVED, UNPRINTABLE, nearest, quoted, slug
from papertrail.yaml.nodes import items_of, text_of

CODE = "PT104"
NAME = "file-name"
WAIVABLE = False
SCOPE = whole_list("aliases")

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOUBLE_ENDING = re.compile(r"(?i)\.ya?ml\.[a-z]{1,5}$")
LONGEST = 80
"""Characters of an id; file systems and archives begin to refuse names at about three times that."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Record files whose name is not an id and `.yml`, and earlier ids that could not have been one."""
    ids = {record.id for record in library.record_files}
    for path in sorted(path for path in library.files if _DOUBLE_ENDING.search(path)):
        name = path.rpartition("/")[2]
        yield at(
            path, None, CODE, f"the file name {quoted(name)} does not end in .yml, so the record is not read",
            f"rename the file to {_DOUBLE_ENDING.sub('', name)}.yml (some editors add an ending and hide it)",
        )  # fmt: skip
    for record in library.record_files:
        folder, _, name = record.path.rpartition("/")
        if UNPRINTABLE.search(folder) or "\n" in folder:
            yield at(
                record.path, None, CODE, f"the folder {quoted(folder)} has an unreadable sign in its name",
                "rename the folder, with letters, digits and hyphens",
            )  # fmt: skip
        elif name.startswith("_"):
            yield at(record.path, None, CODE, *_not_a_registry(name))
        elif not is_id(record.id) or not name.endswith(".yml"):
            yield at(record.path, None, CODE, *_not_an_id(record.id, name, ids))
    for record in records_with_aliases(library):
        for node in items_of(record.node("aliases")):
            alias = text_of(node)
            if alias and alias.strip() and not is_id(alias):
                remedy = f"write it as {suggested(alias)}" if suggested(alias) else "delete it"
                yield at(
                    record.path, node, CODE, f"{quoted(alias)} is not an id",
                    f"{remedy}; an id is made of lower-case letters, digits and hyphens",
                )  # fmt: skip


def _not_an_id(stem: str, name: str, ids: set[str]) -> tuple[str, str]:
    meant = suggested(stem)
    if not meant:
        remedy = "rename the file after the paper's short name, in lower-case letters, digits and hyphens: tofu.yml"
    else:
        others = ids if is_id(stem) and (stem, name) != (meant, name) else ids - {stem}
        free = next(new for n in count(1) if (new := meant if n == 1 else f"{meant}-{n}") not in others)
        remedy = f"rename the file to {free}.yml; a file name is made of lower-case letters, digits and hyphens"
    if is_id(stem):
        return f"the file name {quoted(name)} does not end in .yml", remedy
    why = ": it is too long" if len(stem) > LONGEST else ""
    return f"the file name {quoted(name)} is not an id{why}", remedy


def _not_a_registry(name: str) -> tuple[str, str]:
    if name in REGISTRIES:
        return f"{quoted(name)} is not in its place", "move the file right under the folder of records"
    near = nearest(name, REGISTRIES)
    meant = f"did you mean {near}? Otherwise rename" if near else "rename"
    return (
        f"{quoted(name)} begins with an underscore, but is not one of the registries",
        f"{meant} the file: a paper's file name begins with a letter or a digit, and the registries are "
        f"{', '.join(REGISTRIES)}",
    )  # fmt: skip


def is_id(text: str) -> bool:
    """Whether a text can be a record's id."""
    return (
        len(text) <= LONGEST
        and ID.fullmatch(text) is not None
        and text not in RESERVED
        and text != "papers"  # with the next line: what the site's pages call their own parts
        and not text.startswith(("s-", "pt-"))
    )


def suggested(text: str) -> str:
    """An id made from a text; empty where the text has no ASCII letter or digit."""
    ascii_only = re.sub(r"[^a-z0-9-]+", "-", slug(text[:200]))
    found = re.sub(r"-+", "-", ascii_only).strip("-")
    return f"paper-{found}" if len(found) <= LONGEST - 6 and found and not is_id(found) else found
