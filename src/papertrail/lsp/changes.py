"""Changes of files as an editor makes them: fixes of problems, and names given to something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.fixes import Fix
from papertrail.curating import curated, renamed
from papertrail.editing.fix import LocatedFix, fix_list
from papertrail.lsp.open_list import OpenList
from papertrail.lsp.places import Meaning
from papertrail.lsp.positions import Edit, TextMap
from papertrail.pipeline.check import Checked
from papertrail.records.files import Sources

TextOf = Callable[[str], TextMap]
"""The text of a file in the editor, or on the disk, by its path."""


@dataclass(frozen=True)
class EditorChange:
    """Edits of files by path, and then new paths for some of them."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    renames: tuple[tuple[str, str], ...] = ()


def fix_change(fix: Fix, text_of: TextOf) -> EditorChange:
    """The change that a fix makes."""
    edits: dict[str, list[Edit]] = {}
    for path, span, text in fix.edits:
        edits.setdefault(path, []).append(text_of(path).edit(span, text))
    return EditorChange(edits, (fix.rename,) if fix.rename else ())


def fixable(checked: Checked, path: str) -> Iterator[Diagnostic]:
    """The problems of a file that have a fix. Only in a list without errors it is sure that something has no use."""
    is_sound = not has_error(checked.diagnostics)
    return (d for d in checked.diagnostics if d.path == path and d.fix and (is_sound or not d.fix.deletes))


def all_fixes(of: OpenList, path: str, text_of: TextOf) -> EditorChange:
    """The change that fixes all that is safe in a file, as `check --fix` does, without a new name for it."""

    def changes_for(checked: Checked, _: Sources) -> Iterator[LocatedFix]:
        for d in fixable(checked, path):
            if d.fix and d.fix.rename is None and {edit.path for edit in d.fix.edits} == {path}:
                yield LocatedFix(path, d.span.line, d.fix)

    text = fix_list(of.sources, of.check_change, changes_for).edit.texts.get(path)
    return EditorChange({} if text is None else {path: [_edit(text_of(path), text)]})


def renaming(of: OpenList, target: Meaning, new: str, text_of: TextOf) -> EditorChange:
    """The change that renames something in all files. Raises `PapertrailError` if that is not possible."""
    name = target.name
    result = curated(of.sources, lambda texts: renamed(texts, target.kind, name, new))
    if not result.ok:
        error = next(d for d in result.new if d.severity == "error")
        raise PapertrailError(f"{error.path}:{error.span.line}: {error.message}")
    texts, removed = result.edit.texts, sorted(result.edit.removed)
    added = sorted(path for path in texts if of.data_of(path) is None)  # the files of renamed entries
    before = dict(zip(added, removed, strict=True))
    edits = {before.get(path, path): text for path, text in texts.items()}
    return EditorChange(
        {path: [_edit(text_of(path), text)] for path, text in edits.items()},
        tuple((old, new) for new, old in before.items()),
    )


def _edit(before: TextMap, text: str) -> Edit:
    """The edit to a text, whose byte-order mark the editor may not show."""
    return before.edit_to(text if before.text.startswith("\ufeff") else text.removeprefix("\ufeff"))
