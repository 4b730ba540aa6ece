"""Changes to a whole list in one step: renames names and ids, moves and removes papers.

Each change is a `ListEdit`, without disk access. May import from all layers below, and from `editing`, `importing` and
`pipeline`.
"""

from collections.abc import Sequence

from papertrail.curating.blocks import with_blocks
from papertrail.curating.list_texts import ListTexts
from papertrail.curating.names import KINDS, removed_names, renamed_name
from papertrail.curating.papers import moved_papers, removed_papers, renamed_paper
from papertrail.curating.remembered import with_memory
from papertrail.curating.topics import removed_topics, renamed_topic
from papertrail.curating.verified import Curated, curated
from papertrail.editing.list_edit import ListEdit


def renamed(texts: ListTexts, noun: str, old: str, new: str) -> ListEdit:
    """Rename a paper, a topic, a venue, an institution or a keyword, everywhere that names it.

    Raises `PapertrailError` if there is none with the old name, or if the new one is taken or not possible.
    """
    if noun == "paper":
        return with_memory(texts, renamed_paper(texts, old, new), {old: new})
    edit = renamed_topic(texts, old, new) if noun == "topic" else renamed_name(texts, KINDS[noun], old, new)
    return with_memory(texts, with_blocks(texts, edit, noun, old, new), {})


def removed(texts: ListTexts, noun: str, names: Sequence[str]) -> ListEdit:
    """Remove papers, or unused topics, venues and institutions.

    Raises `PapertrailError` if there is none with a name, or if papers still have it.
    """
    if noun == "paper":
        return removed_papers(texts, names)
    return removed_topics(texts, names) if noun == "topic" else removed_names(texts, KINDS[noun], names)


__all__ = ["Curated", "ListTexts", "curated", "moved_papers", "removed", "renamed"]
