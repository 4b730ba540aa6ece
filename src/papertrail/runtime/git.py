"""Reading a git repository: which commit a name stands for, the files of a commit, and the names of branches.

Only commands that read the object database, names and settings are run. They read neither the index nor the files on
the disk, so they run no hook, filter or file system monitor that the configuration of a stranger's repository could
name, and they may not fetch anything. The variables `GIT_*`, which lead git to other repositories and programs, are not
passed on.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from papertrail.core.errors import PapertrailError

_OPTIONS = (
    "--no-pager", "--no-replace-objects", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "log.showSignature=false",
)  # fmt: skip
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks, with a program of its configuration
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(PapertrailError):
    """What git cannot find or read, and what to do."""


class CommittedFile(NamedTuple):
    """A file of a commit."""

    path: str
    """Relative to the folder that the repository was asked for, with `/` between its parts."""
    id: str
    size: int
    is_link: bool
    """Whether it is a symbolic link."""


@dataclass(frozen=True)
class Repository:
    """The git repository that contains a folder."""

    folder: Path
    prefix: str
    """The path of the folder in the repository, empty or with a slash at its end."""

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision stands for, such as `main` or `HEAD~2`."""
        args = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        try:
            return _git(self.folder, *args).decode().strip()
        except GitError as error:
            unknown = f'git knows no revision "{revision}"'
            raise self._missing(unknown, "use the name of a branch, a tag or a commit") from error

    def merge_base(self, revision: str) -> str:
        """The id of the last commit that a revision and the current commit have in common."""
        commit = self.commit(revision)
        try:
            return _git(self.folder, "merge-base", commit, self.commit("HEAD")).decode().split()[0]
        except GitError as error:
            unrelated = f'the current commit and "{revision}" have no common commit'
            raise self._missing(unrelated, "use a revision that the current branch comes from") from error

    def _missing(self, message: str, help: str) -> GitError:
        """The error for a commit that is not there, perhaps because the clone has only the last commits."""
        if _git(self.folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
            help = "this clone is shallow; run `git fetch --unshallow`, or set `fetch-depth: 0` of actions/checkout"
        return GitError(f"{message}; {help}")

    def files(self, commit: str, folder: str = "", *, recursive: bool = True) -> list[CommittedFile]:
        """The files of a commit in a folder, in the order of their paths. Empty if the folder does not exist."""
        inside = f"{self.prefix}{folder.rstrip('/')}/" if folder else self.prefix
        args = ("-r", "-z", "--long") if recursive else ("-z", "--long")
        listed = _git(self.folder, "ls-tree", *args, "--full-tree", commit, "--", *([inside] if inside else []))
        files = (_committed_file(line) for line in listed.split(b"\0") if line)
        return [f._replace(path=f.path.removeprefix(self.prefix)) for f in files if f is not None]

    def contents(self, files: Iterable[CommittedFile]) -> Iterator[bytes]:
        """The contents of files, in their order."""
        ids = [file.id for file in files]
        answer = _git(self.folder, "cat-file", "--batch", stdin="".join(f"{id}\n" for id in ids).encode())
        at = 0
        for id in ids:
            end = answer.index(b"\n", at)
            header = answer[at:end].split()
            if len(header) != 3:
                raise GitError(f"this clone lacks the object {id}; run `git fetch --refetch`, or clone it fully")
            at = end + 1 + int(header[2]) + 1
            yield answer[end + 1 : at - 1]

    def days_added(self, folder: str) -> dict[str, str]:
        """The day of the first commit that has each file of a folder, such as `2026-11-20`, by path."""
        args = ("--diff-filter=A", "--no-renames", "--no-ext-diff", "--name-only", "-z", "--format=%x01%as")
        try:
            answer = _git(self.folder, "log", *args, "--end-of-options", "HEAD", "--", f"{self.prefix}{folder}")
        except GitError:  # a repository without commits
            return {}
        days: dict[str, str] = {}
        day = ""
        for part in answer.split(b"\0"):
            if (text := part.lstrip(b"\n")).startswith(b"\x01"):
                day = text[1:].decode()
            elif text:
                days[os.fsdecode(text).removeprefix(self.prefix)] = day
        return days


def default_branch(folder: Path) -> str | None:
    """The branch that a repository publishes, or that a new one would have; None if git does not know.

    That of the repository it was cloned from, or else `init.defaultBranch`, `main` or `master`, or the current one.
    """
    if remote := _answer(folder, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"):
        return remote.removeprefix("origin/")
    configured = _answer(folder, "config", "--get", "init.defaultBranch")
    branches = (_answer(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads") or "").splitlines()
    if known := next((name for name in (configured, "main", "master") if name in branches), None):
        return known
    return _answer(folder, "symbolic-ref", "--quiet", "--short", "HEAD") or configured


def repository_root(folder: Path) -> str | None:
    """The root of the repository around a folder; None if the folder is the root, or in no repository."""
    root = _answer(folder, "rev-parse", "--show-toplevel")
    return root if root and Path(root).resolve() != folder.resolve() else None


def origin_url(folder: Path) -> str | None:
    """The URL of the repository that a folder was cloned from or is pushed to; None if there is none."""
    return _answer(folder, "config", "--get", "remote.origin.url")


def _answer(folder: Path, *args: str) -> str | None:
    """What a git command prints; None if it fails."""
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())
    try:
        return _git(existing, *args).decode(errors="replace").strip() or None
    except GitError:
        return None


def repository_of(folder: Path) -> Repository:
    """The git repository that contains a folder. Raises `GitError` if there is none, or no git."""
    try:
        prefix = _git(folder, "rev-parse", "--show-prefix")
    except GitError as error:
        if "not a git repository" in str(error):
            raise GitError(f"{folder} is not in a git repository; run `git init` first") from error
        if "dubious ownership" in str(error):
            trust = f"git config --global --add safe.directory {folder}"
            raise GitError(f"{folder} belongs to another user; if you trust it, run `{trust}`") from error
        raise
    return Repository(folder, os.fsdecode(prefix.removesuffix(b"\n")))


def _git(folder: Path, *args: str, stdin: bytes = b"") -> bytes:
    """What a git command prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", *_OPTIONS, *args]
    try:
        done = subprocess.run(  # noqa: S603 - git, with the arguments of this module
            command, cwd=folder, env={**environment, **_ENVIRONMENT}, input=stdin, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise GitError("git not found; install it from https://git-scm.com") from error
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or [f"failed with status {done.returncode}"]
        raise GitError(f"git {args[0]}: {lines[0].removeprefix('fatal: ')}")
    return done.stdout


def _committed_file(line: bytes) -> CommittedFile | None:
    """A file from a line of `git ls-tree --long`; None for a folder or another repository."""
    entry, _, path = line.partition(b"\t")
    mode, kind, id, size = entry.decode().split()
    return CommittedFile(os.fsdecode(path), id, int(size), mode == "120000") if kind == "blob" else None
