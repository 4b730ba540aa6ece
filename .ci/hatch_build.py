"""What a package index shows of papertrail: its description and its addresses.

The address of the repository is not written down, so that forks need no changes: what releases papertrail sets
`PAPERTRAIL_REPO_URL`. Without it, the package has no addresses, and the description has no links or pictures that lead
into the repository.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_INTO_REPOSITORY = re.compile(r"(!?)\[([^]]*)\]\((?!https?:)([^)]+)\)")


class PackageMetadata(MetadataHookInterface):
    """Completes the metadata in pyproject.toml."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the fields that pyproject.toml declares as dynamic, apart from the version."""
        repository, tag = os.environ.get("PAPERTRAIL_REPO_URL", "").rstrip("/"), f"v{metadata['version']}"

        def link(found: re.Match[str]) -> str:
            picture, text, path = found.groups()
            kind = "raw" if picture else "blob"
            return f"{picture}[{text}]({repository}/{kind}/{tag}/{path})" if repository else "" if picture else text

        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": _INTO_REPOSITORY.sub(link, readme)}
        metadata["urls"] = {
            name: f"{repository}/{path}"
            for name, path in {
                "Source": "",
                "Documentation": f"blob/{tag}/docs/manual/index.md",
                "Changelog": f"blob/{tag}/CHANGELOG.md",
                "Issues": "issues",
            }.items()
            if repository
        }
