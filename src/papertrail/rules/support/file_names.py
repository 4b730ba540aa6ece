"""Names of files and folders that hide a record, or that not every system can store."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from papertrail.core.fields import REGISTRIES, REGISTRY_FOLDERS
from papertrail.core.prose_marker import FOLDER as PROSE
from papertrail.records.library import ParsedLibrary
from papertrail.records.registry_files import nearest_folder
from papertrail.text.strings import DEVICES, UNPRINTABLE, quoted
from papertrail.text.urls import is_internal, project_path

_MessageAndHelp = tuple[str, str]

_ALMOST_YAML = re.compile(r"(?i)\.\s*(?:ya?ml(?![^\W\d_])|y\w{1,5}$)")
"""The ending of records, also misspelled, or where something follows."""
_TEMPORARY = re.compile(r"(?i)~$|\.sw[a-p]$|^#.*#$|___jb_(?:tmp|old)___$|:Zone\.Identifier$|^Icon\r$")
"""Files that editors and systems leave."""
_BACKUP = re.compile(r"(?i)\.(?:bak|backup|orig|rej|old|save|tmp)$")
_DOCUMENT = re.compile(r"(?i)\.(?:md|markdown|mkdn?|mdown|txt)$")
_DATA = re.compile(r"(?i)\.(?:bib|bibtex|ris|enw|nbib|csv|tsv|json|jsonl|toml)$")
"""Files with data of papers, of which people may think that they are read."""
_IMPORTED = (".bib", ".json", ".csv")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[ .]$')


def unread(path: str, records_dir: str) -> _MessageAndHelp:
    """The problem of a YAML file that is not read: it is not in the records folder, it or its folder is hidden, or it
    is in a wrong place of the folder of a registry.
    """
    name = path.rpartition("/")[2]
    if not path.startswith(f"{records_dir}/"):
        return f"record {quoted(name)} is not in the records folder", f"move the file to {records_dir}"
    otherwise = "if it is not a record, move it out of the records folder"
    if name.startswith("."):
        help = f"rename the file without the dot at its start; {otherwise}"
        return f"hidden file {quoted(name)} is not read as a record", help
    folder = next((part for part in path.split("/") if part.startswith(".")), None)
    if folder is None:
        return _misplaced_entry(path, records_dir)
    help = f"rename the folder without the dot at its start; {otherwise}"
    return f"files in the hidden folder {quoted(folder)} are not read as records", help


def _misplaced_entry(path: str, records_dir: str) -> _MessageAndHelp:
    top = path.removeprefix(f"{records_dir}/").partition("/")[0]
    name = quoted(path.rpartition("/")[2])
    if top in REGISTRY_FOLDERS:
        return f"file {name} is not read, as it is in a subfolder of {top}", f"move it to {records_dir}/{top}"
    return f"file {name} is not read, as its folder is {quoted(top)}", f"rename the folder to {nearest_folder(top)}"


def problems_of_files(library: ParsedLibrary) -> Iterator[tuple[str, _MessageAndHelp]]:
    """The problems of files other than records, by path."""
    records = {record.path for record in library.records}
    first: dict[str, str] = {}
    for path in sorted(library.files):
        problem = None
        if path.startswith(f"{library.records_dir}/"):
            same = first.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
            problem = _problem_of_name(path, library.records_dir, records)
            if problem is None and same != path:
                problem = _collision(same)
        elif not _is_utf8(path) and path.startswith(f"{library.docs_dir}/"):
            problem = _NOT_UTF8
        if problem:
            yield path, problem


@lru_cache(maxsize=1024)  # many records are in the same folder
def problem_of_folders(folder: str) -> _MessageAndHelp | None:
    """The problem of the path of a folder."""
    for name in folder.split("/"):
        if fault := fault_of_name(name):
            return f"folder name {quoted(name)} {fault}", "rename the folder with letters, digits and hyphens"
    return None


def _problem_of_name(path: str, papers: str, records: set[str]) -> _MessageAndHelp | None:
    folder, _, name = path.rpartition("/")
    if _TEMPORARY.search(name):
        return None
    plain = UNPRINTABLE.sub("", unicodedata.normalize("NFKC", name))
    if (almost := _ALMOST_YAML.search(plain)) and not _is_backup(folder, plain, almost, records):
        help = f"rename the file to {plain[: almost.start()]}.yml (some editors add an ending and hide it)"
        return f"file name {quoted(name)} does not end in .yml, so the file is not read as a record", help
    if folder == papers and (registry := plain.partition(".")[0].casefold() + ".yml") in REGISTRIES:
        return f"registry {quoted(name)} is not read", f"rename the file to {registry}"
    if path.startswith(f"{papers}/{PROSE}/") and _DOCUMENT.search(plain):
        help = f"save it in {papers}/{PROSE}, named after its list and ending in .md, such as training.md"
        return f"{quoted(name)} is not read as the document of a list", help
    if problem := problem_of_folders(folder):
        return problem
    if not _is_utf8(name):
        return _NOT_UTF8
    if fault := fault_of_name(name):
        return f"file name {quoted(name)} {fault}", "rename the file with letters, digits and hyphens"
    return None


def _is_backup(folder: str, name: str, ending: re.Match[str], records: set[str]) -> bool:
    """Whether a file is the backup of a record that exists."""
    return _BACKUP.search(name) is not None and f"{folder}/{name[: ending.end()]}" in records


_NOT_UTF8: _MessageAndHelp = ("the file name is not valid UTF-8", "rename the file with letters, digits and hyphens")


def _is_utf8(name: str) -> bool:
    """Whether a name from the disk is text; other bytes are surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def fault_of_name(name: str) -> str | None:
    """Why not every system can store a file of this name."""
    if not _is_utf8(name):
        return "is not valid UTF-8"
    if "\n" in name or "\t" in name or UNPRINTABLE.search(name):
        return "contains an invisible character"
    if _NOT_ON_WINDOWS.search(name) or name.partition(".")[0].strip().casefold() in DEVICES:
        return "is not possible on Windows"
    return None


def _collision(other: str) -> _MessageAndHelp:
    message = f"the path differs from {other} only by case or Unicode form, so not every system can store both"
    return message, "rename one of the two files"


def data_files(library: ParsedLibrary) -> Iterator[tuple[str, _MessageAndHelp]]:
    """Data files in the records folder that no record links to, by path."""
    paths = [path for path in library.files if path.startswith(f"{library.records_dir}/") and _DATA.search(path)]
    if not paths:
        return
    links = ((record.path, link.url) for record in library.records if record.paper for link in record.paper.links)
    linked = {project_path(path, url) for path, url in links if is_internal(url)}
    for path in sorted({*paths} - linked):
        name = path.rpartition("/")[2]
        move = "move it out of the records folder"
        help = f"run `papertrail import {path}`, and then {move}" if path.casefold().endswith(_IMPORTED) else move
        yield path, (f"file {quoted(name)} is not read, so its papers are not on the site", help)
