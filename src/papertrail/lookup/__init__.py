"""Papers by their identifiers and addresses: asks public services, and reads pages, as entries. May import from all
layers below the command line."""

from papertrail.lookup.files import read_entries
from papertrail.lookup.issue_form import issue_answers, look_up_answers
from papertrail.lookup.lookup import look_up
from papertrail.lookup.result import NotFound

__all__ = ["NotFound", "issue_answers", "look_up", "look_up_answers", "read_entries"]
