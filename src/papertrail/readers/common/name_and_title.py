"""The short name in a title."""

from __future__ import annotations

import re

_LONGEST = 30
_NAMED = re.compile(r"(?P<name>[^\s:]+(?: [^\s:]+)?):\s+\S")
# Words before a colon that are a kind of publication, not the name of the work.
_KINDS = frozenset(
    {"abstract", "extended abstract", "brief announcement", "corrigendum", "demo", "erratum", "invited paper"}
    | {"invited talk", "keynote", "panel", "poster", "retraction", "tutorial", "work in progress"}
)


def name_and_title(title: str) -> tuple[str, str | None]:
    """The name of a work and, if it is longer, its title.

    The text before a colon is the name if it is one or two words with a capital letter.

    >>> name_and_title("GPipe: Efficient Training"), name_and_title("Training Deep Nets")
    (('GPipe', 'GPipe: Efficient Training'), ('Training Deep Nets', None))
    """
    match = _NAMED.match(title)
    name = match["name"] if match else ""
    if not name or len(name) > _LONGEST or name == name.lower() or name.casefold() in _KINDS:
        return title, None
    return name, title
