"""The language server: what an editor asks, answered from the list as it is in the editor.

It writes no file and opens no connection. An editor sends whole texts, which are small: pygls would put parts together
by the lines that Python knows, which are not those of the protocol.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from papertrail import __version__
from papertrail.core.errors import PapertrailError
from papertrail.lsp import changes, navigation
from papertrail.lsp.completion import Completion, proposals
from papertrail.lsp.cursor import cursor_in
from papertrail.lsp.fields import fields_of
from papertrail.lsp.hover import code_at, hover, rule_help
from papertrail.lsp.places import Meaning, Place, place_at, target_of
from papertrail.lsp.positions import Edit, TextMap
from papertrail.lsp.session import OpenedList, Session, area, point, shown
from papertrail.text.strings import printable

_FIX_ALL = "source.fixAll.papertrail"
_RENAMED = ("topic", "venue", "institution", "keyword")


class _Asked(NamedTuple):
    """What a request is about."""

    opened: OpenedList
    path: str
    text: TextMap
    line: int
    column: int
    place: Place | None = None
    target: Meaning | None = None


class _Requests:
    """The requests of one editor, each with its answer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def completion(self, params: Any) -> Any:
        """Propose fields and names."""
        opened, path = self._session.located(params.text_document.uri)
        fields = fields_of(path, opened.list.settings.papers) if opened else ()
        if opened is None or not fields:
            return None
        text = self._session.texts(opened)(path)
        offset = text.offset_of(point(params.position))
        before, after = text.text[:offset].removeprefix("\ufeff"), text.text[offset:]
        cursor = cursor_in(before.replace("\r\n", "\n"), after.replace("\r\n", "\n"))
        if cursor is None:
            return None
        end = offset + (cursor.typed[:1] in ("'", '"') and after[:1] == cursor.typed[:1])
        replaced = area(text.point(offset - len(cursor.typed)), text.point(end))
        found = proposals(fields, opened.list.names, cursor)
        items = [_completion_item(proposal, number, replaced) for number, proposal in enumerate(found)]
        return types.CompletionList(is_incomplete=False, items=items)

    async def _asked(self, params: Any) -> _Asked | None:
        """What is at the position of a request, in the list as it is now. None for a file of no list."""
        opened, path = self._session.located(params.text_document.uri)
        documents = await self._session.update(opened) if opened else None
        if opened is None or documents is None or path not in documents:
            return None
        text, papers = self._session.texts(opened, documents)(path), opened.list.settings.papers
        asked = _Asked(opened, path, text, *text.position(point(params.position)))
        if not fields_of(path, papers):
            return asked
        root = navigation.root_of(path, text.text.encode(errors="replace"), papers)
        place = place_at(root, asked.line, asked.column)
        return asked._replace(place=place, target=target_of(path, papers, place) if place else None)

    async def hover(self, params: Any) -> Any:
        """Show the help of a field, the entry of a name, and what the codes of problems mean."""
        asked = await self._asked(params)
        if asked is None:
            return None
        of = asked.opened.list
        on_line = (d for d in of.checked.diagnostics if d.path == asked.path and d.span.line == asked.line)
        waived = code_at(asked.text.text.split("\n")[asked.line - 1], asked.column - 1)
        rules = map(rule_help, dict.fromkeys([*(d.code for d in on_line), waived or ""]))
        parts = [hover(of, asked.path, asked.place) if asked.place else "", *rules]
        content = types.MarkupContent(types.MarkupKind.PlainText, "\n\n".join(filter(None, parts)))
        return types.Hover(contents=content) if content.value else None

    async def definition(self, params: Any) -> Any:
        """Go to the entry of a registry, or to the file of a paper."""
        asked = await self._asked(params)
        if asked is None or asked.target is None:
            return None
        return self._locations(asked.opened, navigation.definitions(asked.opened.list, asked.target))

    async def references(self, params: Any) -> Any:
        """Find where something is named."""
        asked = await self._asked(params)
        if asked is None or asked.target is None:
            return None
        of, target = asked.opened.list, asked.target
        return self._locations(asked.opened, await asyncio.to_thread(lambda: [*navigation.references(of, target)]))

    def _locations(self, opened: OpenedList, found: Iterable[navigation.Found]) -> list[Any]:
        text_of, uri_of = self._session.texts(opened), self._session.uris(opened)
        return [types.Location(uri_of(path), area(*text_of(path).points(span))) for path, span in found]

    async def code_actions(self, params: Any) -> Any:
        """Offer the fixes of problems, one by one, and all of a file."""
        opened, path = self._session.located(params.text_document.uri)
        documents = await self._session.update(opened) if opened else None
        if opened is None or documents is None:
            return None
        text_of = self._session.texts(opened, documents)
        actions = []
        for problem in changes.fixable(opened.list.checked, path):
            diagnostic = shown(problem, text_of(path))
            if (
                problem.fix
                and diagnostic.range.start <= params.range.end
                and params.range.start <= diagnostic.range.end
            ):
                action = types.CodeAction(f"{problem.fix.label} ({problem.code})", kind=types.CodeActionKind.QuickFix)
                action.diagnostics, action.is_preferred = [diagnostic], True
                action.edit = self._workspace_edit(opened, changes.fix_change(problem.fix, text_of))
                actions += [action] if action.edit.changes or action.edit.document_changes else []
        title, uri = "Fix all safe problems in this file", params.text_document.uri
        actions.append(types.CodeAction(title, kind=_FIX_ALL, data={"uri": uri}))
        only = params.context.only
        return [a for a in actions if only is None or any(f"{a.kind}.".startswith(f"{kind}.") for kind in only)]

    async def resolve_action(self, action: Any) -> Any:
        """Make the edit that fixes all of a file, which takes a few checks."""
        opened, path = self._session.located(str((action.data or {}).get("uri", "")))
        documents = await self._session.update(opened) if opened else None
        if opened is not None and documents is not None:
            text_of = self._session.texts(opened, documents)
            async with opened.lock:
                change = await asyncio.to_thread(changes.all_fixes, opened.list, path, text_of)
            action.edit = self._workspace_edit(opened, change)
        return action

    async def prepare_rename(self, params: Any) -> Any:
        """The part of a text that is a name which can be changed everywhere."""
        asked = await self._asked(params)
        if asked is None or asked.place is None or asked.target is None or asked.target.kind not in _RENAMED:
            return None
        start, end = map(asked.text.offset_of, asked.text.points(asked.place.node.span))
        name = asked.target.name.rpartition(" > ")[2] if asked.target.kind == "topic" else asked.target.name
        at = asked.text.text.rfind(name, start, end)
        places = area(asked.text.point(at), asked.text.point(at + len(name)))
        return types.PrepareRenamePlaceholder(places, name) if at >= 0 else None

    async def rename(self, params: Any) -> Any:
        """Rename a topic, a venue, an institution or a keyword in all files, as `papertrail rename` does."""
        asked = await self._asked(params)
        if asked is None or asked.target is None or asked.target.kind not in _RENAMED:
            raise JsonRpcInvalidParams("only topics, venues, institutions and keywords can be renamed")
        of, text_of = asked.opened.list, self._session.texts(asked.opened)
        try:
            change = await asyncio.to_thread(changes.renaming, of, asked.target, params.new_name, text_of)
        except PapertrailError as error:
            raise JsonRpcInvalidParams(printable(str(error))) from None
        return self._workspace_edit(asked.opened, change)

    def _workspace_edit(self, opened: OpenedList, change: changes.EditorChange) -> Any:
        """A change for the editor. One that cannot rename files keeps their names, which are then reported."""
        uri = self._session.uris(opened)
        edits = {uri(path): [_text_edit(edit) for edit in found] for path, found in change.edits.items()}
        support = getattr(self._session.server.client_capabilities.workspace, "workspace_edit", None)
        if types.ResourceOperationKind.Rename not in (getattr(support, "resource_operations", None) or ()):
            return types.WorkspaceEdit(changes=edits)
        documents = map(partial(types.OptionalVersionedTextDocumentIdentifier, version=None), edits)
        edited = [types.TextDocumentEdit(*pair) for pair in zip(documents, edits.values(), strict=True)]
        renamed = [types.RenameFile(uri(old), uri(new)) for old, new in change.renames]
        return types.WorkspaceEdit(document_changes=[*edited, *renamed])


def _completion_item(proposal: Completion, number: int, replaced: Any) -> Any:
    is_field = proposal.kind == "field"
    return types.CompletionItem(
        label=proposal.label,
        kind=types.CompletionItemKind.Field if is_field else types.CompletionItemKind.Value,
        detail=proposal.detail or None,
        documentation=proposal.help or None,
        filter_text=proposal.filter,
        sort_text=f"{number:05}",
        text_edit=types.TextEdit(replaced, proposal.text),
    )


def _text_edit(edit: Edit) -> Any:
    return types.TextEdit(area(edit.start, edit.end), edit.text)


async def _watch_files(server: Any, _: Any) -> None:
    """Ask the editor to report changes of files by other programs."""
    support = getattr(server.client_capabilities.workspace, "did_change_watched_files", None)
    if support and support.dynamic_registration:
        watchers = [types.FileSystemWatcher(f"**/*.{end}") for end in ("yml", "yaml", "md")]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("papertrail-files", method, options)
        await server.client_register_capability_async(types.RegistrationParams([registration]))


def run() -> None:
    """Serve an editor on standard input and output, until it ends."""
    server: Any = LanguageServer("papertrail", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    session = Session(server)
    requests = _Requests(session)
    fixes: list[Any] = [types.CodeActionKind.QuickFix, _FIX_ALL]

    def changed(params: Any, *, reread: bool) -> None:
        session.changed(params.text_document.uri, reread=reread)

    for name in (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_SAVE, types.TEXT_DOCUMENT_DID_CLOSE):
        server.feature(name)(partial(changed, reread=True))
    features: list[tuple[str, Any, Any]] = [
        (types.INITIALIZED, partial(_watch_files, server), None),
        (types.TEXT_DOCUMENT_DID_CHANGE, partial(changed, reread=False), None),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, lambda params: session.files_changed(_uris(params)), None),
        (types.TEXT_DOCUMENT_COMPLETION, requests.completion, types.CompletionOptions(trigger_characters=[*" [,>"])),
        (types.TEXT_DOCUMENT_HOVER, requests.hover, None),
        (types.TEXT_DOCUMENT_DEFINITION, requests.definition, None),
        (types.TEXT_DOCUMENT_REFERENCES, requests.references, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, requests.code_actions, types.CodeActionOptions(fixes, resolve_provider=True)),
        (types.CODE_ACTION_RESOLVE, requests.resolve_action, None),
        (types.TEXT_DOCUMENT_PREPARE_RENAME, requests.prepare_rename, None),
        (types.TEXT_DOCUMENT_RENAME, requests.rename, types.RenameOptions(prepare_provider=True)),
    ]
    for name, method, options in features:
        server.feature(name, options)(partial(method))  # pygls marks what it registers, and methods cannot be marked
    server.start_io()


def _uris(params: Any) -> list[str]:
    return [change.uri for change in params.changes]
