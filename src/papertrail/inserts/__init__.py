"""Papers in Markdown: lists in fenced blocks, and citations in prose.

`inserts_in` finds them in a text, `read_block` reads the options of a list, and `Selector` finds its papers. May import
`core`, `yaml` and `text`.
"""

from papertrail.inserts.block import OptionProblem, PapersBlock, read_block
from papertrail.inserts.listed import InsertedPapers
from papertrail.inserts.scan import (
    BlockInsert,
    CitationInsert,
    CitedWork,
    Insert,
    citation_at,
    has_inserts,
    inserts_in,
    kind_of,
)
from papertrail.inserts.selector import NAMED, Selector

__all__ = [
    "NAMED",
    "BlockInsert",
    "CitationInsert",
    "CitedWork",
    "Insert",
    "InsertedPapers",
    "OptionProblem",
    "PapersBlock",
    "Selector",
    "citation_at",
    "has_inserts",
    "inserts_in",
    "kind_of",
    "read_block",
]
