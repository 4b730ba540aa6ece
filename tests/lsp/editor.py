"""An editor for tests: a real client that runs the server as editors do, in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls: pip install -e '.[dev]'")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

_WAIT = 30
"""Seconds after which an answer is missing."""


class Editor:
    """An editor with open files, whose texts need not be those on the disk."""

    def __init__(self, root: Path, client: Any) -> None:
        self.root, self.client = root, client
        self.texts: dict[str, str] = {}
        self.messages: list[str] = []
        self._versions: dict[str, int] = {}
        self._published: dict[str, Any] = {}
        self._news = asyncio.Event()

    def receive(self, params: Any) -> None:
        """Take a message of the server, or the problems of a file."""
        if isinstance(params, types.ShowMessageParams):
            self.messages.append(params.message)
            return
        self._published[params.uri] = params
        self._news.set()

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def open(self, path: str, text: str | None = None) -> None:
        """Open a file, with its text on the disk or another one."""
        self.texts[path] = (self.root / path).read_bytes().decode() if text is None else text
        self._versions[path] = 1
        document = types.TextDocumentItem(self.uri(path), "yaml", 1, self.texts[path])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, path: str, text: str) -> None:
        """Replace the text of an open file."""
        self.texts[path] = text
        self._versions[path] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version=self._versions[path], uri=self.uri(path)),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def save(self, path: str) -> None:
        """Write the text of an open file to the disk."""
        (self.root / path).write_bytes(self.texts[path].encode())
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self._document(path)))

    def close(self, path: str) -> None:
        del self.texts[path]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self._document(path)))

    def _document(self, path: str) -> Any:
        return types.TextDocumentIdentifier(self.uri(path))

    async def problems(self, path: str) -> list[Any]:
        """The problems of the text that a file has now."""
        async with asyncio.timeout(_WAIT):
            while True:
                found = self._published.get(self.uri(path))
                if found is not None and (path not in self.texts or found.version == self._versions[path]):
                    return list(found.diagnostics)
                self._news.clear()
                await self._news.wait()

    async def reported(self, path: str) -> list[str]:
        """The problems of a file, each as `LINE:CHARACTER-CHARACTER CODE`, counted from 0."""
        return [
            f"{d.range.start.line}:{d.range.start.character}-{d.range.end.character} {d.code}"
            for d in await self.problems(path)
        ]

    async def ask(self, method: str, path: str, at: str, **more: Any) -> Any:
        """Send a request about the position of `|` in a part of a text, such as `topic: |Training`."""
        position = self.position(path, at)
        types_of = {"references": types.ReferenceParams, "rename": types.RenameParams}
        params: Any = {
            "completion": types.CompletionParams, "hover": types.HoverParams, "definition": types.DefinitionParams,
            "prepare_rename": types.PrepareRenameParams, **types_of,
        }[method]  # fmt: skip
        if method == "references":
            more["context"] = types.ReferenceContext(include_declaration=True)
        send: Callable[[Any], Awaitable[Any]] = getattr(self.client, f"text_document_{method}_async")
        return await asyncio.wait_for(
            send(params(text_document=self._document(path), position=position, **more)), _WAIT
        )

    def position(self, path: str, at: str) -> Any:
        before = at.partition("|")[0]
        assert self.texts[path].count(at.replace("|", "")) == 1 or at == "|", at
        text = self.texts[path][: self.texts[path].index(at.replace("|", "")) + len(before)].replace("\r\n", "\n")
        line = text.rpartition("\n")[2]
        return types.Position(text.count("\n"), len(line.encode("utf-16-le")) // 2)

    async def completions(self, path: str, at: str) -> list[str]:
        found = await self.ask("completion", path, at)
        return [item.label for item in found.items] if found else []

    async def complete(self, path: str, at: str, label: str) -> str:
        """The text of a file after one of the proposals was chosen."""
        found = await self.ask("completion", path, at)
        (item,) = (item for item in found.items if item.label == label)
        return edited(self.texts[path], [item.text_edit])

    async def locations(self, method: str, path: str, at: str) -> list[str]:
        """Where an answer leads, each as `PATH:LINE:CHARACTER`, counted from 0."""
        found = await self.ask(method, path, at)
        root = self.root.as_uri() + "/"
        return [f"{x.uri.removeprefix(root)}:{x.range.start.line}:{x.range.start.character}" for x in found or ()]

    async def actions(self, path: str) -> dict[str, Any]:
        """The actions for a whole file by their titles."""
        end = types.Position(self.texts[path].count("\n") + 1, 0)
        params = types.CodeActionParams(
            self._document(path), types.Range(types.Position(0, 0), end), types.CodeActionContext([])
        )
        found = await asyncio.wait_for(self.client.text_document_code_action_async(params), _WAIT)
        return {action.title: action for action in found}

    async def resolve(self, action: Any) -> Any:
        return await asyncio.wait_for(self.client.code_action_resolve_async(action), _WAIT)

    def after(self, edit: Any) -> dict[str, str]:
        """The texts of files after an edit of the workspace, and new paths as `old -> new`."""
        root, texts = self.root.as_uri() + "/", dict[str, str]()
        changes = dict(edit.changes or {})
        for change in edit.document_changes or ():
            if isinstance(change, types.RenameFile):
                texts["rename"] = f"{change.old_uri.removeprefix(root)} -> {change.new_uri.removeprefix(root)}"
            else:
                changes[change.text_document.uri] = change.edits
        for uri, edits in changes.items():
            path = uri.removeprefix(root)
            texts[path] = edited(self.texts.get(path) or (self.root / path).read_bytes().decode(), edits)
        return texts


def edited(text: str, edits: list[Any]) -> str:
    """A text after edits, whose positions are those of the text before."""
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        start, end = _offset(text, edit.range.start), _offset(text, edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


def _offset(text: str, position: Any) -> int:
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: position.line])
    if position.line >= len(lines):
        return len(text)
    units = lines[position.line].encode("utf-16-le")[: position.character * 2]
    return before + len(units.decode("utf-16-le"))


class Connection:
    """A server in a process of its own, which takes a second to start, for the editors of several tests."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._client: Any = LanguageClient("editor", "1")
        self._editor: Editor | None = None
        self._client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._to_editor(params))
        self._client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self._to_editor(params))
        self._loop.run_until_complete(self._start())

    def _to_editor(self, params: Any) -> None:
        if self._editor is not None:
            self._editor.receive(params)

    async def _start(self) -> None:
        await self._client.start_io(sys.executable, "-m", "papertrail", "lsp")
        edits = types.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[types.ResourceOperationKind.Rename]
        )
        capabilities = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(workspace_edit=edits))
        await asyncio.wait_for(self._client.initialize_async(types.InitializeParams(capabilities)), _WAIT)
        self._client.initialized(types.InitializedParams())

    def edit(self, root: Path, work: Callable[[Editor], Awaitable[None]]) -> None:
        """Let an editor do something in a project."""
        self._editor = editor = Editor(root, self._client)

        async def run() -> None:
            async with asyncio.timeout(3 * _WAIT):
                await work(editor)

        try:
            self._loop.run_until_complete(run())
        finally:
            for path in [*editor.texts]:
                editor.close(path)

    def end(self) -> None:
        """End the server as editors do."""

        async def end() -> None:
            await asyncio.wait_for(self._client.shutdown_async(None), _WAIT)
            self._client.exit(None)
            await asyncio.wait_for(self._client.stop(), _WAIT)

        self._loop.run_until_complete(end())
        self._loop.close()
