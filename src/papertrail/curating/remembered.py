"""What imports remember of records, after a change that is not an edit of their contents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from papertrail.curating.list_texts import ListTexts
from papertrail.editing.list_edit import ListEdit
from papertrail.importing.memory import FILE, Memory, Past, SourceMemory, memory_text, parse_memory
from papertrail.importing.values import digest


def with_memory(texts: ListTexts, edit: ListEdit, ids: Mapping[str, str]) -> ListEdit:
    """A change that renames something, also in the file in which imports remember their sources.

    A record that nobody edited since its import counts as unedited. `ids` has new ids by the old ones.
    """
    memory = parse_memory(texts.sources.imports)
    if not memory.sources:
        return edit
    by_id = {path.rpartition("/")[2].rpartition(".")[0]: text for path, text in edit.texts.items()}
    records = {record.id: record.data for record in texts.library.record_files}
    digests = {
        (id, _digest(records[id].decode("utf-8-sig"))): _digest(by_id[new].removeprefix("\ufeff"))
        for id in records
        if (new := ids.get(id, id)) in by_id
    }
    sources = {}
    for name, source in memory.sources.items():
        renamed = {id: _renamed(id, past, digests) for id, past in source.papers.items()}
        taken = renamed.keys()
        sources[name] = SourceMemory(
            {id if ids.get(id, id) in taken else ids[id]: past for id, past in renamed.items()}
        )
    text = memory_text(Memory(sources))
    return replace(edit, texts={**edit.texts, **texts.edit({texts.imports: text}).texts})


def _digest(text: str) -> str:
    return digest(text.replace("\r\n", "\n"))


def _renamed(id: str, past: Past, digests: Mapping[tuple[str, str], str]) -> Past:
    file = past.digests.get(FILE, ())
    new = digests.get((id, file[0])) if file else None
    return Past({**past.digests, FILE: (new,)}) if new else past
