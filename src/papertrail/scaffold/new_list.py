"""The files of a new list, as `papertrail init` and `papertrail import` write them."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

from papertrail.core.errors import PapertrailError
from papertrail.pipeline.check import library_of
from papertrail.pipeline.names import Names, names_of
from papertrail.records.changes import with_changes
from papertrail.records.config_file import config_in
from papertrail.records.files import Sources
from papertrail.runtime.atomic_file import make_folders, write_file
from papertrail.runtime.git import default_branch, origin_url, repository_root
from papertrail.scaffold import issue_form
from papertrail.scaffold.origin import Origin, installed_origin, parsed_origin
from papertrail.scaffold.schema_files import schema_files
from papertrail.text.strings import one_line
from papertrail.yaml.write import scalar

_FILES = Path(__file__).parent / "files"
KEPT = (
    "README.md", ".gitignore", ".pre-commit-config.yaml", ".github/dependabot.yml", ".github/pull_request_template.md",
)  # fmt: skip
"""Files that an existing repository keeps if it has them."""


@dataclass(frozen=True, kw_only=True)
class NewList:
    """What distinguishes the files of one new list from those of another."""

    name: str = "Reading List"
    origin: Origin
    host: str = "github"
    branch: str = "main"

    @classmethod
    def of(
        cls, directory: Path, *, name: str | None = None, source: str | None = None, host: str | None = None
    ) -> Self:
        """A list in a folder. What is not chosen is as in its repository, and as papertrail was installed.

        Raise `PapertrailError` if `source` cannot be installed.
        """
        if name is not None and not one_line(name):
            raise PapertrailError("--name is empty; use the title of the list")
        is_gitlab = "gitlab" in (origin_url(directory) or "")
        return cls(
            name=one_line(name) if name else cls.name,
            origin=parsed_origin(source) if source else installed_origin(),
            host=host or ("gitlab" if is_gitlab else "github"),
            branch=default_branch(directory) or "main",
        )

    def files(self, names: Names | None = None) -> dict[str, bytes]:
        """The files of the list by path, in order: those in `files/`, filled in, the issue form and the schemas.

        The schemas contain `names`, by default those of the sample papers.
        """
        files = {path.relative_to(_FILES).as_posix(): path.read_bytes() for path in _FILES.rglob("*") if path.is_file()}
        files[issue_form.PATH] = issue_form.issue_form().encode()
        others = [path for host, paths in _OF_HOST.items() if host != self.host for path in paths]
        files = {path: self._filled(data) for path, data in files.items() if not path.startswith(tuple(others))}
        schemas = schema_files(names or _names_in(files))
        return dict(sorted((files | schemas | self._jobs()).items()))

    def notes(self, directory: Path) -> Iterator[str]:
        """Yield what to know before the first push."""
        if self.origin.note:
            yield self.origin.note
        if root := repository_root(directory):
            jobs = ".github" if self.host == "github" else ".gitlab-ci.yml"
            yield f"code hosts only read workflows at the root of a repository; move {jobs} to {root}, and set `folder`"

    def _filled(self, data: bytes) -> bytes:
        gitlab_jobs, local_jobs = self.origin.gitlab_jobs, f"/{_LOCAL['gitlab'][1]}"
        values = {
            "@NAME@": self.name,
            "@YAML_NAME@": scalar(self.name),
            "@BRANCH@": self.branch,
            "@BRANCH_FILTER@": scalar(re.sub(r"(^!|\+)", r"\\\1", self.branch), flow=True),
            "@PUBLISH@": _PUBLISH[self.host],
            "@EDIT_URI@": f"{'-/' if self.host == 'gitlab' else ''}edit/{quote(self.branch)}/docs/",
            "@PAPERTRAIL@": self.origin.requirement,
            "@YAML_PAPERTRAIL@": scalar(self.origin.requirement, flow=True),
            "@ACTION@": self.origin.action or _LOCAL_ACTION,
            "@GITLAB_JOBS@": f"remote: {gitlab_jobs}" if gitlab_jobs else f"local: {local_jobs}",
        }
        return re.sub(r"@[A-Z_]+@", lambda token: values[token[0]], data.decode()).encode()

    def _jobs(self) -> dict[str, bytes]:
        """The steps of the workflows, unless these refer to the steps in the repository of papertrail."""
        if self.origin.action if self.host == "github" else self.origin.gitlab_jobs:
            return {}
        source, path = _LOCAL[self.host]
        return {path: packaged_file(source).read_bytes()}


def _names_in(files: Mapping[str, bytes]) -> Names:
    """The names of the list in some files."""
    papers = {path: data.decode() for path, data in files.items() if path.startswith("papers/")}
    return names_of(library_of(with_changes(Sources(), papers)))


_OF_HOST = {"github": (".github/",), "gitlab": (".gitlab",)}
"""Where the files of each code host start."""
_LOCAL = {
    "github": ("action.yml", ".github/actions/papertrail/action.yml"),
    "gitlab": ("gitlab-ci.yml", ".gitlab/papertrail.yml"),
}
"""The file of papertrail with the steps of the workflows, and its path in a list that contains a copy."""
_PUBLISH = {
    "github": 'In the settings of the repository, under Pages, set the source to "GitHub Actions". Do this once.',
    "gitlab": "GitLab Pages shows the site.",
}
_LOCAL_ACTION = f"./{posixpath.dirname(_LOCAL['github'][1])} # zizmor: ignore[self-repository]"
"""The new syntax that zizmor prefers, `$/`, is not known to all servers and linters yet."""


def packaged_file(name: str) -> Path:
    """A file that is at the top level of papertrail's repository: in the installed package, or there."""
    installed = Path(__file__).parent / name
    return installed if installed.is_file() else Path(__file__).resolve().parents[3] / name


_LAST = "mkdocs.yml"
"""The file that makes a folder a list. It is written last, so that an interrupted `init` can be repeated."""


def write_list(directory: Path, new_list: NewList) -> list[str]:
    """Write a new list into a folder, creating it if necessary, and return the paths of the files written.

    Raises `PapertrailError`, and writes nothing, if one of the files exists, except for those in `KEPT` and those that
    an interrupted `init` wrote.
    """
    files = new_list.files()
    existing = {path for path in files if os.path.lexists(directory / path)}
    if config := config_in(directory):
        foreign = {*existing, config.name}  # an mkdocs.yml would hide an mkdocs.yaml
    else:
        foreign = {path for path in existing if not _is_written(directory / path, files[path])}
    if conflicts := sorted(foreign - {*KEPT}):
        more = " and others" if len(conflicts) > 5 else ""
        raise PapertrailError(
            f"nothing was written, as these files exist: {', '.join(conflicts[:5])}{more}; "
            "choose an empty folder: papertrail init my-list"
        )
    written = sorted(files.keys() - existing, key=lambda path: (path == _LAST, path))
    for path in written:
        make_folders((directory / path).parent, inside=directory)
        write_file(directory / path, files[path], inside=directory)
    return written


def _is_written(file: Path, content: bytes) -> bool:
    return file.is_file() and not file.is_symlink() and file.read_bytes() == content
