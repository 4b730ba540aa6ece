"""The entries of a file with data, or of a text on standard input."""

from __future__ import annotations

from papertrail.core import Registries
from papertrail.importing.inputs import InputFile, decode
from papertrail.lookup.names import KnownNames
from papertrail.readers import Entry, NotAList
from papertrail.readers.by_suffix import data_reader, reader_of


def read_entries(file: InputFile, registries: Registries) -> list[Entry]:
    """The entries, with names of the registries. Raises `NotAList` if it has none, or text that is not understood."""
    text = decode(file).text
    try:
        reader = data_reader(file.name) or reader_of(text)
        if reader is None:
            raise NotAList("it is not BibTeX, RIS or CSL-JSON; import lists in Markdown with `papertrail import`")
        entries, problems = reader(text)
    except NotAList as error:
        raise NotAList(f"cannot add {file.name}: {error}") from None
    if problems:
        raise NotAList(f"cannot add {file.name}: line {problems[0].line} is not understood: {problems[0].text}")
    names = KnownNames(registries)
    return [names.in_entry(entry) for entry in entries]
