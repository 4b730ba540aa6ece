"""From bytes to values: decoding, YAML without its traps, records and registries.

Any bytes give a value or diagnostics, never an exception. The codes it reports are those of the rules of the
family PT0 (`papertrail.rules`), which document them.
"""

from papertrail.nodes import Node
from papertrail.parser.characters import decode
from papertrail.parser.events import parse
from papertrail.parser.record import paper_of
from papertrail.parser.registries import registries_of

Root = Node | None
"""What a file says, or None where it could not be made out."""

__all__ = ["Root", "decode", "paper_of", "parse", "registries_of"]
