"""An import on the disk: what it reads, what it would change, and writing that as a whole or not at all."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.core.limits import IMPORT_BYTES
from papertrail.core.settings import CONFIG_NAMES, Settings, config_in, load_settings
from papertrail.importing.inputs import InputFile
from papertrail.records import files as sources
from papertrail.records.files import Sources
from papertrail.runtime.atomic_folder import recover_updated, updated_folder
from papertrail.text.urls import fault_of
from papertrail.yaml.write import scalar

_NOT_FOR_IMPORT = ("papers/", "README.md")
"""What a new list of `papertrail init` has, and one that is imported has not."""


def project(into: Path | None, config_file: Path | None) -> tuple[Settings, str]:
    """The project to import into, and the folder for new records below its folder of records.

    `config_file` is the configuration of the current project, if any. Without an `mkdocs.yml` in the target folder it
    is a new project, whose settings are those that `papertrail init` would give.
    """
    if into is None:
        return (load_settings(config_file) if config_file else _new_project(Path())), ""
    if config := config_in(into):
        return load_settings(config), ""
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
    """Whether the project is not there yet."""
    return not settings.config_file.is_file()


def has_schema(settings: Settings) -> bool:
    """Whether the project has, or is given, the schemas that editors check with."""
    return is_new(settings) or (settings.root / "schema/paper.schema.json").is_file()


def present(settings: Settings) -> Sources:
    """The files that the project has; none where it is new."""
    folder = settings.root / settings.papers
    recover_updated(folder)
    if not folder.is_dir() and not folder.is_symlink():
        return Sources(docs_dir=settings.docs_dir, files=frozenset(_beside(settings.root)))
    return sources.read(settings)


def _beside(root: Path) -> Iterator[str]:
    if root.is_dir():
        yield from (e.name for e in os.scandir(root) if e.is_file(follow_symlinks=False) and not e.name.startswith("."))


def read(file: Path, root: Path) -> InputFile:
    """A file to import. Raises `PapertrailError` for one that cannot be read."""
    if file.parts[:1] in (("https:",), ("http:",)):
        raise PapertrailError("import reads files: save the page's Markdown in one first")
    if not file.is_file():
        raise PapertrailError(f"{file} is a folder; name the file" if file.is_dir() else f"there is no file {file}")
    with file.open("rb") as opened:
        data = opened.read(IMPORT_BYTES + 1)
    if not data.strip():
        raise PapertrailError(f"{file} is empty")
    if b"\0" in data[:8000] or data.startswith(b"%PDF"):
        raise PapertrailError(f"{file} is no text file; import reads Markdown, BibTeX, CSL-JSON and CSV")
    if len(data) > IMPORT_BYTES:
        raise PapertrailError(f"{file} is larger than {IMPORT_BYTES // 2**20} MiB; import it in parts")
    parent = file.resolve().parent
    inside = parent.is_relative_to(root.resolve())
    folder = parent.relative_to(root.resolve()).as_posix() if inside else ""
    return InputFile(name=file.as_posix(), data=data, folder="" if folder == "." else folder)


def base_of(url: str | None) -> str | None:
    """What relative addresses start from: the address of a folder ends in `/`. Raises `PapertrailError` for none."""
    if url is None:
        return None
    if not url.startswith(("http://", "https://")) or fault_of(url, internal=False):
        raise PapertrailError("--base-url must be the full address of a folder: https://github.com/.../blob/main/")
    last = url.rpartition("/")[2]
    return url if not last or ("." in last and url.count("/") > 2) else url + "/"


def refuse_report(report: Path, files: Iterable[Path]) -> None:
    """Raise `PapertrailError` where the report would take the place of anything but an earlier one."""
    if report.resolve() in {file.resolve() for file in files}:
        raise PapertrailError(f"{report} is a file to import; choose another name for the report")
    if report.exists() and (not report.is_file() or report.read_bytes()[:200].split()[:3] not in _REPORT):
        raise PapertrailError(f"{report} is there and is no report; choose another name")


_REPORT: tuple[list[bytes], ...] = ([b"[", b"{", b'"file":'], [b"[]"], [])


@contextmanager
def prepared(report: Path | None, text: str) -> Iterator[None]:
    """A report that is written before all else, and put in place after it, so that it stops nothing half way."""
    if report is None:
        yield
        return
    aside = report.with_name(f".{report.name}.papertrail-new")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        yield
        aside.replace(report)
    finally:
        aside.unlink(missing_ok=True)


def frame(settings: Settings, name: str, new_list: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a new project called `name` beside its records, those that are there already left out.

    `new_list` has the files of `papertrail init`.
    """
    if not is_new(settings):
        return {}
    files = {path: data for path, data in new_list.items() if not path.startswith(_NOT_FOR_IMPORT)}
    first, _, rest = files["mkdocs.yml"].decode().partition("\n")
    assert first.startswith("site_name:")
    files["mkdocs.yml"] = f"site_name: {scalar(name)}\n{rest}".encode()
    return {path: data for path, data in files.items() if not os.path.lexists(settings.root / path)}


def diff(settings: Settings, files: Mapping[str, str], around: Mapping[str, bytes]) -> str:
    """What would change, as a unified diff."""
    found = [f"new file: {path}\n" for path in around]
    for path, text in sorted(files.items()):
        there = settings.root / path
        before = there.read_bytes().decode() if there.is_file() else ""
        found += difflib.unified_diff(
            before.splitlines(keepends=True), text.splitlines(keepends=True), path if before else "/dev/null", path
        )
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in found)


_LAST = "mkdocs.yml"
"""What makes a folder a project; it comes last, so that after a kill the next import goes on."""


def write(settings: Settings, files: Mapping[str, str], around: Mapping[str, bytes]) -> None:
    """Write all files, or, where anything fails, none."""
    papers = settings.root / settings.papers
    made: list[Path] = []
    before = papers.exists()
    try:
        for path, data in around.items():
            if path != _LAST:
                made += _written(settings.root / path, data)
        if files:
            made += _folders(papers)
            with updated_folder(papers) as folder:
                for path, text in files.items():
                    target = folder / Path(path).relative_to(settings.papers)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.unlink(missing_ok=True)
                    target.write_text(text, encoding="utf-8", newline="")
        if _LAST in around:
            made += _written(settings.root / _LAST, around[_LAST])
    except BaseException:
        if around and not before:
            shutil.rmtree(papers, ignore_errors=True)
        for there in reversed(made):
            if there.is_dir():
                there.rmdir()
            else:
                there.unlink(missing_ok=True)
        raise


def _folders(target: Path) -> list[Path]:
    """Make the folders above a file; returns those that were not there, outermost first."""
    missing = [folder for folder in reversed(target.parents) if not folder.exists()]
    try:
        for folder in missing:
            folder.mkdir()
    except BaseException:
        for folder in reversed(missing):
            if folder.is_dir():
                folder.rmdir()
        raise
    return missing


def _written(target: Path, data: bytes) -> list[Path]:
    """Write a new file as a whole; returns it with the folders that were made for it, outermost first."""
    missing = _folders(target)
    aside = target.with_name(f".{target.name}.papertrail-new")
    try:
        aside.write_bytes(data)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        for folder in reversed(missing):
            folder.rmdir()
        raise
    return [*missing, target]
