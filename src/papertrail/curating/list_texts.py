"""The texts of a list's files with all their bytes, and changes of them by the nodes that were parsed from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from papertrail.core.errors import PapertrailError
from papertrail.core.limits import RECORD_LIMITS, REGISTRY_LIMITS
from papertrail.editing.list_edit import ListEdit
from papertrail.records.files import IMPORTS, Sources
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.records.registry_files import is_entry
from papertrail.rules.support.suggestions import Suggestions
from papertrail.rules.support.unknown_names import some_paths
from papertrail.text.strings import one_line, quoted
from papertrail.yaml.edit_fields import remove_item
from papertrail.yaml.edit_texts import with_texts
from papertrail.yaml.nodes import Mapping as MappingNode
from papertrail.yaml.nodes import Node, Scalar, items_of
from papertrail.yaml.nodes import Sequence as SequenceNode
from papertrail.yaml.parse import parse


@dataclass(frozen=True, kw_only=True)
class ListTexts:
    """The files of a list, and what they say."""

    sources: Sources
    library: ParsedLibrary

    def __post_init__(self) -> None:
        """Raise `PapertrailError` for a list with a file that cannot be read, as it could contain any name."""
        errors = [error for error in self.library.read_errors if error not in self.sources.site_errors]
        if errors:
            raise PapertrailError(f"cannot read {errors[0].path}: {errors[0].message}; fix it first")

    @cached_property
    def registries(self) -> Mapping[str, str]:
        """The texts of registries that are one file, by its name."""
        return {
            path.removeprefix(self.path("")): data.decode()
            for path, data in self.sources.registries
            if not is_entry(path, self.sources.records_dir)
        }

    def registry_files(self, registry: str) -> Iterator[tuple[str, str, SequenceNode | MappingNode]]:
        """The files of a registry: path, text and the list of entries, or the fields of one in a folder."""
        texts = dict(self.sources.registries)
        for file in self.library.registry_files:
            if file.name == registry:
                text = texts[file.path].decode()
                yield file.path, text, file_root(text)

    @cached_property
    def prose(self) -> Mapping[str, str]:
        """The texts of the documents around lists by path."""
        return {path: data.decode() for _, path, data in self.sources.prose}

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The texts of the pages that show or cite papers, by path."""
        return _texts(self.sources.pages)

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """The texts of all Markdown files that can be notes, by path."""
        return _texts(self.sources.notes)

    @property
    def imports(self) -> str:
        """The path of the file in which imports remember their sources."""
        return self.path(IMPORTS)

    def path(self, name: str) -> str:
        """The path of a file in the records folder."""
        return f"{self.sources.records_dir}/{name}"

    def edit(self, texts: Mapping[str, str], removed: frozenset[str] = frozenset()) -> ListEdit:
        """A change, without the texts that stay as they are."""
        before = {**dict(self.sources.records), **dict(self.sources.registries), **dict(self.sources.notes)}
        before |= {path: data for _, path, data in self.sources.prose} | dict(self.sources.pages)
        before |= {self.imports: self.sources.imports or b""}
        encoded = {path: text.encode() for path, text in texts.items()}
        changed = {path: texts[path] for path, data in encoded.items() if before.get(path) != data or path in removed}
        return ListEdit(texts=changed, removed=removed - changed.keys())


def _texts(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The texts of files that are UTF-8, by path."""
    texts = ((path, data.decode(errors="replace"), data) for path, data in files)
    return {path: text for path, text, data in texts if text.encode() == data}


def record_text(record: RecordFile) -> str:
    """The text of a record with its byte-order mark and line endings."""
    return record.data.decode()


def record_root(text: str) -> MappingNode:
    """The fields of a record."""
    root, _ = parse("", _normal(text), RECORD_LIMITS)
    if not isinstance(root, MappingNode):
        raise PapertrailError("the record cannot be parsed")
    return root


def file_root(text: str) -> SequenceNode | MappingNode:
    """The entries in a file of a registry: a list, or the fields of a single one."""
    root, _ = parse("", _normal(text), REGISTRY_LIMITS)
    return root if isinstance(root, MappingNode) else registry_root(text)


def registry_root(text: str) -> SequenceNode:
    """The entries of a registry. Raises `PapertrailError` if it is not a list."""
    root, _ = parse("", _normal(text), REGISTRY_LIMITS)
    if root is None:
        return SequenceNode([], 1, 1, 1, 1)
    if not isinstance(root, SequenceNode):
        raise PapertrailError("the registry is not a list; start each entry with `- `")
    return root


@contextmanager
def in_file(path: str) -> Iterator[None]:
    """Add the path to the message of an error."""
    try:
        yield
    except PapertrailError as error:
        raise PapertrailError(f"{path}: {error}") from error


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def with_names(record: RecordFile, field: str, renamed: Callable[[Scalar], str | None]) -> str:
    """The text of a record with other names in a field. A name that it then has twice is removed once.

    `renamed` gives the new text of the node of a name, or None if it stays.
    """
    with in_file(record.path):
        return _with_names(record_text(record), field, renamed)


def _with_names(text: str, field: str, renamed: Callable[[Scalar], str | None]) -> str:
    root = record_root(text)
    listed = root.get(field)
    nodes = filter(None, map(_name_node, items_of(listed)))
    new = {node: name for node in nodes if (name := renamed(node)) is not None}
    text = with_texts(text, root, new)
    items = listed.items if isinstance(listed, SequenceNode) else []
    texts = [new.get(item, item.text) if isinstance(item, Scalar) else None for item in items]
    for number in reversed(range(len(items))):
        if items[number] in new and texts[number] in (*texts[:number], *texts[number + 1 :]):
            after = record_root(text).get(field)
            text = remove_item(text, after, number) if isinstance(after, SequenceNode) else text
            del texts[number]
    return text


def _name_node(item: Node) -> Scalar | None:
    node = item.get("name") if isinstance(item, MappingNode) else item
    return node if isinstance(node, Scalar) else None


def without_entry(text: str, items: Node | None, number: int) -> str:
    """The text of a registry without an item of one of its lists. Raises `PapertrailError` if it is the only one."""
    if not isinstance(items, SequenceNode) or len(items.items) == 1:
        raise PapertrailError("the last entry of a list cannot be removed; delete the list")
    return remove_item(text, items, number)


def still_used(noun: str, name: str, paths: Sequence[str]) -> PapertrailError:
    """The error for a name that records still have."""
    return PapertrailError(f"{noun} {quoted(name, 120)} is still in {some_paths(paths)}; change these records first")


def valid_name(name: str) -> str:
    """A name that a person typed. Raises `PapertrailError` if it cannot be one."""
    if not name or one_line(name) != name:
        raise PapertrailError(f"{quoted(name)} is not a name; write one line of text without spaces around it")
    return name


def unknown(noun: str, name: str, known: Mapping[str, object] | set[str], otherwise: str) -> PapertrailError:
    """The error for an unknown name, with the nearest known one."""
    return PapertrailError(f"unknown {noun} {quoted(name)}; {Suggestions(set(known)).did_you_mean(name, otherwise)}")
