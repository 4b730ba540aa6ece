"""Git repositories for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None or os.name != "posix", reason="no git")
_IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false")


def git(folder: Path, *arguments: str, date: str = "2026-01-02T03:04:05Z") -> str:
    """Run git in a folder, and return what it prints."""
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", *_IDENTITY, *arguments]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **dates}, check=True, capture_output=True, text=True
    ).stdout


def commit_all(folder: Path, message: str = "Change", date: str = "2026-01-02T03:04:05Z") -> str:
    """Commit everything in a folder, which becomes a repository if it is none. Return the id of the commit."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, date=date)
    return git(folder, "rev-parse", "HEAD").strip()
