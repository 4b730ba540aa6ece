"""The files of an import: reads them, and writes all changes or none."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.core.limits import IMPORT_BYTES
from papertrail.core.settings import CONFIG_NAMES, Settings
from papertrail.editing.list_edit import ListEdit, write_edit
from papertrail.importing.inputs import STANDARD_INPUT, InputFile
from papertrail.importing.parsed_list import folder_topic
from papertrail.readers.by_suffix import FORMATS, ONE_WORK
from papertrail.records.config_file import config_in, load_settings
from papertrail.records.files import Sources
from papertrail.records.schema_folder import has_schemas
from papertrail.runtime.atomic_file import prepared_file, refuse_linked_folders, write_file
from papertrail.text.urls import fault_of

_NOT_CREATED = ("papers/", "README.md")
"""Files of `papertrail init` that an import does not create."""


def find_project(into: Path | None, config_file: Path | None) -> tuple[Settings, str]:
    """The project to import into, and the folder for new records below its folder of records.

    `config_file` is the configuration of the current project, if any. Without an `mkdocs.yml` in the target folder it
    is a new project, whose settings are those that `papertrail init` would give.
    """
    if into is None:
        return (load_settings(config_file) if config_file else _new_project(Path())), ""
    if config := config_in(into):
        return load_settings(config), ""
    if config_file:
        refuse_linked_folders(into, config_file.parent)
    if config_file and into.resolve().is_relative_to(config_file.resolve().parent):
        settings = load_settings(config_file)
        papers = (settings.root / settings.papers).resolve()
        if into.resolve().is_relative_to(papers):
            folder = into.resolve().relative_to(papers).as_posix()
            return settings, "" if folder == "." else folder
    if into.exists() and not into.is_dir():
        raise PapertrailError(f"{into} is not a folder")
    return _new_project(into), ""


def _new_project(folder: Path) -> Settings:
    return Settings(root=folder.resolve(), config_file=folder / CONFIG_NAMES[0])


def is_new(settings: Settings) -> bool:
    """Whether the project does not exist yet."""
    return not settings.config_file.is_file()


def has_schema(settings: Settings) -> bool:
    """Whether the project has the JSON Schemas for editors, or gets them."""
    return is_new(settings) or has_schemas(settings.root)


def read_inputs(files: Iterable[Path], root: Path) -> list[InputFile]:
    """Read the files to import; `-` is standard input, and a folder stands for its files with one work each.

    Raises `PapertrailError` if a file is not readable text.
    """
    paths = [path for file in dict.fromkeys(files) for path in (_works_in(file) if file.is_dir() else [file])]
    parents = [path.resolve().parent for path in paths if path != _STANDARD_INPUT]
    is_one_drive = len({parent.anchor for parent in parents}) == 1
    common = Path(os.path.commonpath(parents)) if is_one_drive else None
    return [_read_among(path, common, root, is_alone=len(paths) == 1) for path in paths]


def _read_among(path: Path, common: Path | None, root: Path, *, is_alone: bool) -> InputFile:
    """Read one of several files, which are in the folder `common` or below it."""
    if path == _STANDARD_INPUT:
        return checked_input(STANDARD_INPUT, sys.stdin.buffer.read(IMPORT_BYTES + 1))
    parent = path.resolve().parent
    folders = parent.relative_to(common).parts if common else ()
    return replace(
        read_input(path, root),
        folders=tuple(map(folder_topic, folders)),
        parent="" if is_alone else folder_topic(parent.name),
    )


_STANDARD_INPUT = Path("-")
_MOST_FILES = 20_000


def _works_in(folder: Path) -> list[Path]:
    """The files of a folder, and of those in it, that may have one work each."""
    found = (Path(path, name) for path, _, names in os.walk(folder) for name in names)
    files = [path for path in found if path.suffix.lower() in ONE_WORK and not path.name.startswith((".", "_"))]
    if not files:
        raise PapertrailError(f"{folder} is a folder without YAML, JSON or TOML files; name the files to import")
    if len(files) > _MOST_FILES:
        raise PapertrailError(f"{folder} has more than {_MOST_FILES:,} files; import some of its folders at a time")
    return sorted(path for path in files if not path.is_symlink())


def read_input(file: Path, root: Path) -> InputFile:
    """Read a file to import. Raises `PapertrailError` if it is not readable text."""
    if file.parts[:1] in (("https:",), ("http:",)):
        raise PapertrailError(f"cannot import a URL: {file}; save the Markdown source of the page as a file")
    if not file.is_file():
        raise PapertrailError(f"{file} is not a file" if file.exists() else f"{file} not found")
    if file.is_symlink() and file.parent.resolve().is_relative_to(root.resolve()):
        raise PapertrailError(f"{file} is a symbolic link in the project; import the file that it points to")
    with file.open("rb") as opened:
        data = opened.read(IMPORT_BYTES + 1)
    parent = file.resolve().parent
    inside = parent.is_relative_to(root.resolve())
    folder = parent.relative_to(root.resolve()).as_posix() if inside else ""
    return replace(checked_input(file.as_posix(), data), folder="" if folder == "." else folder, is_inside=inside)


def checked_input(name: str, data: bytes) -> InputFile:
    """A file with its content. Raises `PapertrailError` if that is not text, or too large."""
    if not data.strip():
        raise PapertrailError(f"{name} is empty")
    if b"\0" in data[:8000] or data.startswith(b"%PDF"):
        raise PapertrailError(f"{name} is not a text file; supported formats: {FORMATS}")
    if len(data) > IMPORT_BYTES:
        raise PapertrailError(f"{name} is larger than {IMPORT_BYTES // 2**20} MiB; split it into several files")
    return InputFile(name=name, data=data)


def base_url(url: str | None) -> str | None:
    """The base URL with a slash at its end. Raises `PapertrailError` if it is not a valid URL."""
    if url is None:
        return None
    if not url.startswith(("http://", "https://")) or fault_of(url, internal=False):
        raise PapertrailError(
            "--base-url must be the absolute URL of a folder, such as https://github.com/me/list/blob/main/"
        )
    last = url.rpartition("/")[2]
    return url if not last or ("." in last and url.count("/") > 2) else url + "/"


def check_report_path(report: Path, files: Iterable[Path]) -> None:
    """Raise `PapertrailError` if the report would overwrite any file other than an earlier report."""
    if report.resolve() in {file.resolve() for file in files}:
        raise PapertrailError(f"{report} is a file to import; use another name for the report")
    if report.exists() and (not report.is_file() or report.read_bytes()[:200].split()[:3] not in _REPORT_STARTS):
        raise PapertrailError(f"{report} exists and is not an import report; use another name")


_REPORT_STARTS: tuple[list[bytes], ...] = ([b"[", b"{", b'"file":'], [b"[]"], [])


@contextmanager
def staged_report(report: Path | None, text: str, inside: Path) -> Iterator[None]:
    """Write the report to a temporary file, and move it into place at the end.

    If it cannot be written, the import stops before it changes anything.
    """
    if report is None:
        yield
        return
    with prepared_file(report, text.encode(), inside=inside):
        yield


def new_project_files(settings: Settings, new_list: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a new project apart from its records, without existing ones.

    `new_list` contains the files of `papertrail init`.
    """
    files = {path: data for path, data in new_list.items() if not path.startswith(_NOT_CREATED)}
    return {path: data for path, data in files.items() if not os.path.lexists(settings.root / path)}


_LAST_FILE = "mkdocs.yml"
"""The file that makes a folder a project. It is written last, so that an interrupted import can be repeated."""


def write_files(settings: Settings, imported_into: Sources, edit: ListEdit, new_files: Mapping[str, bytes]) -> None:
    """Write the changes and the files of a new project, or do nothing if there is an error.

    `imported_into` is what the import has read of the project. Raises `PapertrailError` if that has changed since.
    """
    papers = settings.root / settings.papers
    before = papers.exists()
    with ExitStack() as kept:
        for name, data in new_files.items():
            if name != _LAST_FILE:
                kept.enter_context(_created_file(settings.root / name, data, settings.root))
        if edit:
            kept.enter_context(_created_parents(papers))
            if new_files and not before:
                kept.push(lambda failed, *_: shutil.rmtree(papers, ignore_errors=True) if failed else None)
            write_edit(edit, settings, imported_into)
        if _LAST_FILE in new_files:
            kept.enter_context(_created_file(settings.root / _LAST_FILE, new_files[_LAST_FILE], settings.root))


@contextmanager
def _created_parents(target: Path) -> Iterator[None]:
    """Create the parent folders of a file. If the block raises an exception, the new ones are removed again."""
    missing = [folder for folder in reversed(target.parents) if not folder.exists()]
    try:
        for folder in missing:
            folder.mkdir()
        yield
    except BaseException:
        for folder in reversed(missing):
            with suppress(OSError):  # it is not there yet, or another program has written into it
                folder.rmdir()
        raise


@contextmanager
def _created_file(target: Path, data: bytes, inside: Path) -> Iterator[None]:
    """Write a new file atomically. If the block raises an exception, it and its new folders are removed again."""
    refuse_linked_folders(target.parent, inside)
    with _created_parents(target):
        try:
            write_file(target, data, inside=inside)  # an interrupt can come after the file has got its name
            yield
        except BaseException:
            if target.is_file() and target.read_bytes() == data:
                target.unlink()
            raise
