"""What a package index shows of papertrail, and the files around a release."""

from __future__ import annotations

import os
import re
from email import message_from_bytes
from email.message import Message
from zipfile import ZipFile

import pytest

from conftest import REPOSITORY
from papertrail import __version__


@pytest.fixture(scope="module")
def metadata() -> Message:
    """The metadata of the built wheel."""
    wheel = os.environ.get("PAPERTRAIL_WHEEL")
    if not wheel:
        pytest.skip("PAPERTRAIL_WHEEL names no wheel; .ci/run builds one")
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def test_the_package_has_the_version_of_the_program(metadata: Message) -> None:
    assert metadata["Version"] == __version__
    assert f"\n## [{__version__}] - " in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


def test_the_description_shows_whole_outside_the_repository(metadata: Message) -> None:
    description = metadata.get_payload(decode=True)
    assert isinstance(description, bytes)
    links = re.findall(r"\]\(([^)]+)\)", description.decode())
    assert len(links) > 10
    assert all(link.startswith("https://") for link in links)
    paths = {re.sub(r"^https://example.com/papertrail/(blob|raw)/v[^/]+/", "", link) for link in links}
    assert not [path for path in paths if not path.startswith("https://") and not (REPOSITORY / path).exists()]
