"""The paths of a site's files, and which of them a request means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

_INDEX = "index.html"


class SitePaths:
    """The paths of all files of a site, relative to its root.

    A request is only ever compared with them: nothing outside this set can be read, however its path is written.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def find(self, requested: str) -> str | None:
        """Return the path of the file that a request means; None if there is no such file.

        Without its slash, a page is found as on static hosts. In the wrong case, a file is found if it is the only one.

        >>> paths = SitePaths(["index.html", "papers/tofu/index.html", "feed.xml"])
        >>> [paths.find(path) for path in ("", "papers/tofu", "Papers/Tofu/", "feed.xml/", "papers//tofu/")]
        ['index.html', 'papers/tofu/index.html', 'papers/tofu/index.html', None, None]
        """
        for path in _candidates(requested):
            if path in self._paths:
                return path
        similar = [path for folded in _candidates(requested.casefold()) for path in self._by_folded.get(folded, ())]
        return similar[0] if len(similar) == 1 else None

    @cached_property
    def _by_folded(self) -> Mapping[str, list[str]]:
        by_folded = defaultdict(list)
        for path in self._paths:
            by_folded[path.casefold()].append(path)
        return dict(by_folded)


def url_of(path: str) -> str:
    """Return the URL of a file, relative to the root of the site and not encoded.

    >>> url_of("papers/tofu/index.html"), url_of("index.html"), url_of("feed.xml")
    ('papers/tofu/', '', 'feed.xml')
    """
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == _INDEX else path


def _candidates(requested: str) -> tuple[str, ...]:
    if not requested or requested.endswith("/"):
        return (f"{requested}{_INDEX}",)
    return requested, f"{requested}/{_INDEX}"
