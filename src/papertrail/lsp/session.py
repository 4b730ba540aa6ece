"""What an editor has open: lists with unsaved texts, which are checked again after each edit, and their problems."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from lsprotocol import types
from pygls import uris

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import CONFIG_NAMES, NOT_ENABLED
from papertrail.lsp.open_list import OpenList
from papertrail.lsp.positions import Point, TextMap
from papertrail.records.config_file import find_config, load_settings
from papertrail.text.strings import printable

_DELAY = 0.15
"""Seconds without another edit after which a list is checked."""
_MOST_CLOSED = 500
"""Files that are not open whose problems are sent."""


class OpenFile(NamedTuple):
    """An open file as it is at one moment."""

    uri: str
    version: int | None
    text: str


class OpenedList:
    """A list in an editor, and when it is checked."""

    def __init__(self, of: OpenList, published: set[str]) -> None:
        self.list = of
        self.lock = asyncio.Lock()
        self.generation = 0
        """How many changes there have been; only the last one is followed by a check."""
        self.reread = True
        self.published = published
        """URIs of files with problems in the editor."""


class Session:
    """One editor with all the lists that it has opened."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self._lists: dict[Path, OpenedList] = {}
        """By configuration file."""
        self._configs: dict[Path, Path | None] = {}
        """The configuration file for each folder."""
        self._published: dict[Path, set[str]] = {}
        """By configuration file, URIs of files with problems in the editor."""
        self._shown: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # Checks

    def changed(self, uri: str, *, reread: bool) -> None:
        """Check the list of a file, at once if it may have changed on the disk, or when nothing more is typed."""
        if reread and _is_config(uri):
            self.files_changed([uri])
        opened, _ = self.located(uri)
        if opened is not None:
            opened.generation += 1
            opened.reread |= reread
            task = asyncio.ensure_future(self._check(opened, opened.generation, 0 if opened.reread else _DELAY))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def files_changed(self, changed: Iterable[str]) -> None:
        """Read all lists with open files again, and the settings if a configuration file changed."""
        if any(_is_config(uri) for uri in changed):
            self._configs.clear()
            self._lists.clear()
            self._shown.clear()
        for uri in [*self.server.workspace.text_documents]:
            if not _is_config(uri):
                self.changed(uri, reread=True)

    async def _check(self, opened: OpenedList, generation: int, delay: float) -> None:
        await asyncio.sleep(delay)
        if generation == opened.generation and opened in self._lists.values():
            reread, opened.reread = opened.reread, False
            documents = await self.update(opened, reread=reread)
            if documents is not None:
                self._publish(opened, documents, with_closed=reread)

    async def update(self, opened: OpenedList, *, reread: bool = False) -> Mapping[str, OpenFile] | None:
        """Check a list with the open files as they are now, and return these. None if the list cannot be read."""
        async with opened.lock:
            documents = self._documents(opened)
            texts = {path: document.text for path, document in documents.items()}
            try:
                await asyncio.to_thread(opened.list.check, texts, reread=reread)
            except (PapertrailError, OSError) as error:
                self._show(str(error))
                return None
        return documents

    def _publish(self, opened: OpenedList, documents: Mapping[str, OpenFile], *, with_closed: bool) -> None:
        """Send the problems of open files, and those of others."""
        by_path = {path: [*found] for path, found in groupby(opened.list.checked.diagnostics, key=lambda d: d.path)}
        text_of, uri_of = self.texts(opened, documents), self.uris(opened)
        sent: dict[str, tuple[list[Any], int | None]] = {
            document.uri: ([], document.version) for document in documents.values()
        }
        if with_closed:
            sent |= {uri: ([], None) for uri in opened.published - sent.keys()}
        closed = [path for path in by_path if path not in documents][: _MOST_CLOSED if with_closed else 0]
        for path in [*documents, *closed]:
            version = documents[path].version if path in documents else None
            sent[uri_of(path)] = [shown(d, text_of(path)) for d in by_path.get(path, ())], version
        for uri, (found, version) in sent.items():
            params = types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=found)
            self.server.text_document_publish_diagnostics(params)
            (opened.published.add if found else opened.published.discard)(uri)

    def _show(self, message: str) -> None:
        """Show a message, such as a wrong setting, once."""
        if message not in self._shown:
            self._shown.add(message)
            params = types.ShowMessageParams(types.MessageType.Error, f"papertrail: {printable(message)}")
            self.server.window_show_message(params)

    # Files

    def located(self, uri: str) -> tuple[OpenedList | None, str]:
        """The list that a file belongs to, and its path there. None for a file that belongs to no list."""
        file = Path(uris.to_fs_path(uri) or "")
        try:
            config = self._config(file.parent) if file.is_absolute() else None
            if config is None:
                return None, ""
            if config not in self._lists:
                published = self._published.setdefault(config, set())
                self._lists[config] = OpenedList(OpenList(load_settings(config)), published)
            path = self._lists[config].list.path_of(file)
            return (self._lists[config], path) if path else (None, "")
        except (PapertrailError, OSError, ValueError) as error:
            if NOT_ENABLED not in str(error):  # any other project with MkDocs
                self._show(str(error))
            return None, ""

    def _config(self, folder: Path) -> Path | None:
        if folder not in self._configs:
            config = find_config(folder)
            self._configs[folder] = (folder / config).resolve() if config else None
        return self._configs[folder]

    def _documents(self, opened: OpenedList) -> dict[str, OpenFile]:
        """The open files of a list by path."""
        documents = self.server.workspace.text_documents.items()
        located = ((*self.located(uri), OpenFile(uri, found.version, found.source)) for uri, found in documents)
        return {path: document for other, path, document in located if other is opened}

    def uris(self, opened: OpenedList) -> Callable[[str], str]:
        """The URIs of files by path, for open ones as the editor writes them."""
        documents, root = self._documents(opened), opened.list.settings.root
        return lambda path: documents[path].uri if path in documents else str(uris.from_fs_path(str(root / path)))

    def texts(self, opened: OpenedList, documents: Mapping[str, OpenFile] | None = None) -> Callable[[str], TextMap]:
        """The texts of files by path, as the editor has them, by default now, or would open them."""
        documents, known = documents or self._documents(opened), dict[str, TextMap]()
        encoding = str(getattr(self.server.workspace.position_encoding, "value", "utf-16"))

        def text_of(path: str) -> TextMap:
            if path not in known:
                data = b"" if path in documents else opened.list.data_of(path) or b""
                text = documents[path].text if path in documents else data.decode(errors="replace").lstrip("\ufeff")
                known[path] = TextMap(text, encoding)
            return known[path]

        return text_of


def _is_config(uri: str) -> bool:
    return Path(uris.to_fs_path(uri) or "").name in CONFIG_NAMES


def point(position: Any) -> Point:
    """A position that an editor sent."""
    return Point(position.line, position.character)


def area(start: Point, end: Point) -> Any:
    """A range for an editor."""
    return types.Range(types.Position(*start), types.Position(*end))


def shown(d: Diagnostic, text: TextMap) -> Any:
    """A problem as an editor shows it."""
    is_error = d.severity == "error"
    return types.Diagnostic(
        range=area(*text.points(d.span)),
        severity=types.DiagnosticSeverity.Error if is_error else types.DiagnosticSeverity.Warning,
        code=d.code,
        source="papertrail",
        message=f"{printable(d.message)}\nhelp: {printable(d.help)}",
    )
