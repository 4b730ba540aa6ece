"""Where the workflows of a new list install papertrail from: from where it came, pinned to a version or a commit."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from papertrail import __version__
from papertrail.core.errors import PapertrailError
from papertrail.text.strings import quoted

PACKAGE = "mkdocs-papertrail"

_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)+(?:[._-]?(?:a|b|rc|post|dev)[0-9]*)*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_URL = re.compile(r"[A-Za-z0-9:/._~%@+=&?!,-]+(?:#[A-Za-z0-9:/._~%@+=&-]+)?")
_GITHUB = re.compile(r"git\+https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?@([0-9a-f]{40})")
_GITLAB = re.compile(r"git\+(https://[\w.-]*gitlab[\w.-]*/[\w./-]+?)(?:\.git)?@([0-9a-f]{40})")
_FORMS = (
    "use a version such as 0.1.0, git+https://HOST/PATH@COMMIT, or the URL of a wheel with its hash: "
    "https://HOST/FILE.whl#sha256=HASH"
)


@dataclass(frozen=True)
class Origin:
    """What is installed."""

    requirement: str
    """A line of a requirements file."""
    note: str = ""
    """What to know before the first push; empty if nothing."""

    @property
    def action(self) -> str | None:
        """The reference to the action of a repository on GitHub; None if papertrail is not from there."""
        at = _GITHUB.fullmatch(self._url)
        return f"{at[1]}/{at[2]}@{at[3]}" if at else None

    @property
    def gitlab_jobs(self) -> str | None:
        """The URL of the jobs for GitLab in the repository of papertrail; None if it is not known."""
        if at := _GITHUB.fullmatch(self._url):
            return f"https://raw.githubusercontent.com/{at[1]}/{at[2]}/{at[3]}/gitlab-ci.yml"
        at = _GITLAB.fullmatch(self._url)
        return f"{at[1]}/-/raw/{at[2]}/gitlab-ci.yml" if at else None

    @property
    def _url(self) -> str:
        return self.requirement.partition(" @ ")[2]


def installed_origin() -> Origin:
    """Where this papertrail came from, as its installer has recorded it (PEP 610)."""
    try:
        text = distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:  # run from its sources
        text = None
    return origin_of(json.loads(text)) if text else _of_version(__version__)


def origin_of(direct_url: dict[str, Any]) -> Origin:
    """The origin that a `direct_url.json` describes."""
    url = _without_user(direct_url["url"])
    if not _URL.fullmatch(url) or urlsplit(url).scheme == "file":
        return Origin(_of_version(__version__).requirement, _unreachable(direct_url["url"]))
    if vcs := direct_url.get("vcs_info"):
        folder = direct_url.get("subdirectory")
        tail = f"#subdirectory={folder}" if folder else ""
        return Origin(f"{PACKAGE} @ {vcs['vcs']}+{url}@{vcs['commit_id']}{tail}")
    archive = direct_url.get("archive_info", {})
    hashes = dict(archive.get("hashes") or {})
    if "sha256" not in hashes and archive.get("hash", "").startswith("sha256="):
        hashes["sha256"] = archive["hash"].removeprefix("sha256=")
    if "sha256" not in hashes:
        return Origin(
            f"{PACKAGE} @ {url}", f"the hash of {url} is not known; add #sha256=HASH to it in requirements.in"
        )
    return Origin(f"{PACKAGE} @ {url.partition('#')[0]}#sha256={hashes['sha256']}")


def parsed_origin(source: str) -> Origin:
    """The origin that a user chose. Raise `PapertrailError` if it is not pinned, or not something to install."""
    version = source.removeprefix(f"{PACKAGE}==").removeprefix("==")
    if _VERSION.fullmatch(version):
        return _of_version(version)
    if "://" not in source:
        return _of_path(source)
    if not _URL.fullmatch(source):
        raise PapertrailError(f"--from {quoted(source)} is not a URL that can be installed from; {_FORMS}")
    address = urlsplit(source.removeprefix("git+"))
    if address.password or (address.username and address.scheme != "ssh"):
        raise PapertrailError("--from has a password or token, which would be in the list; use a URL without one")
    if source.startswith("git+"):
        _check_commit(source, address.path)
    elif address.scheme == "https":
        if not re.search(r"(?:^|&)sha256=[0-9a-f]{64}(?:&|$)", address.fragment):
            raise PapertrailError(f"--from {quoted(source)} has no hash; {_FORMS}")
    elif address.scheme != "file":
        raise PapertrailError(f"--from {quoted(source)} cannot be installed; {_FORMS}")
    if address.scheme == "file":
        # Versions of pip before 24 accept such a URL of git only without the name of the package.
        requirement = source if source.startswith("git+") else f"{PACKAGE} @ {source}"
        return Origin(requirement, _only_here(source))
    return Origin(f"{PACKAGE} @ {source}")


def _check_commit(source: str, path: str) -> None:
    revision = path.rpartition("@")[2] if "@" in path else ""
    if not _COMMIT.fullmatch(revision) and not _VERSION.fullmatch(revision.removeprefix("v")):
        raise PapertrailError(
            f"--from {quoted(source)} is not pinned; add the 40 digits of a commit, or the tag of a version, "
            "such as git+https://HOST/PATH@COMMIT"
        )


def _of_version(version: str) -> Origin:
    return Origin(f"{PACKAGE}=={version}")


def _of_path(source: str) -> Origin:
    path = Path(source)
    if not path.exists():
        raise PapertrailError(f"--from {quoted(source)} is no version, URL or file; {_FORMS}")
    url = path.resolve().as_uri()
    if path.is_file():
        url += f"#sha256={hashlib.sha256(path.read_bytes()).hexdigest()}"
    return Origin(f"{PACKAGE} @ {url}", _only_here(source))


def _without_user(url: str) -> str:
    """A URL without the name and the password of a user."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc if parts.scheme == "ssh" else host))


def _only_here(source: str) -> str:
    return f"the workflows install papertrail from {source}, which only machines with this file can do"


def _unreachable(url: str) -> str:
    return (
        f"papertrail was installed from {url}, which workflows cannot reach. They install {PACKAGE} {__version__} "
        "instead. If that is not published, replace it in requirements.in and .pre-commit-config.yaml, for example by "
        f"{PACKAGE} @ git+https://HOST/PATH@COMMIT, or use `papertrail init --from git+https://HOST/PATH@COMMIT`"
    )
