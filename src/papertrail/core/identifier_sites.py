"""Web sites whose addresses hold identifiers of works."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

Identifier = tuple[str, str]
"""A scheme, one of `identifiers.SCHEMES`, and a value in the form in which two values of the same work are equal."""

# https://info.arxiv.org/help/arxiv_identifier.html
NEW_ARXIV = r"[0-9]{4}\.[0-9]{4,5}"
_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio quant-ph solv-int supr-con"
)
OLD_ARXIV = rf"(?:{'|'.join(_ARCHIVES.split())})(?:\.[a-z]{{2}})?/[0-9]{{7}}"
ARXIV_ID = re.compile(rf"(?i)(?P<id>{NEW_ARXIV}|{OLD_ARXIV})(?:v[0-9]{{1,3}})?(?![0-9])")


def normal_arxiv(id: str) -> str:
    """An id without its subject class: `math.GT/0309136` and `math/0309136` are the same."""
    archive, slash, number = id.lower().rpartition("/")
    return f"{archive.partition('.')[0]}{slash}{number}"


Site = Callable[[str, str], "tuple[Identifier, ...] | None"]


@dataclass(frozen=True)
class PathSite:
    """A site with one pattern or more for its paths; each has a group for every part of the value."""

    scheme: str
    patterns: tuple[re.Pattern[str], ...]
    normal: Callable[[str], str]

    def __call__(self, path: str, query: str, /) -> tuple[Identifier, ...] | None:
        """The identifier in a path."""
        for pattern in self.patterns:
            if match := pattern.match(path):
                return ((self.scheme, self.normal("/".join(match.groups()))),)
        return None


def _path(scheme: str, *patterns: re.Pattern[str], normal: Callable[[str], str] = str.lower) -> Site:
    return PathSite(scheme, patterns, normal)


def _arxiv(path: str, _: str) -> tuple[Identifier, ...] | None:
    """arXiv and the sites that show its papers: the id is the first one after the first part of the path."""
    for start in (match.end() for match in re.finditer("/", path[:40])):
        if id := ARXIV_ID.match(path, start):
            return (("arxiv", normal_arxiv(id["id"])),)
    return None


def _acm(path: str, query: str) -> tuple[Identifier, ...] | None:
    """The former addresses of the ACM; those of today contain the DOI."""
    match = re.search(r"(?:^|&)doid=(?:10\.1145/)?([0-9]{4,9}(?:\.[0-9]{4,9})?)(?:&|$)", unquote(query))
    return (("doi", f"10.1145/{match[1]}"),) if match and path.endswith(".cfm") else None


def _openreview(path: str, query: str) -> tuple[Identifier, ...] | None:
    """OpenReview's ids distinguish case."""
    match = re.search(r"(?:^|&)id=([A-Za-z0-9_-]{5,40})(?:&|$)", query)
    return (("openreview", match[1]),) if match and path in ("/forum", "/pdf", "/attachment") else None


ACL_ID = r"([a-z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[a-z0-9_]{1,40}-[a-z0-9_]{1,40}\.[0-9]{1,5})(?:v[0-9])?"


def normal_acl(id: str) -> str:
    """Ids before 2020 start with a capital."""
    return id.lower() if "." in id else id.upper()


_acl = _path(
    "acl",
    re.compile(rf"(?i)/(?:anthology/|papers/)?(?:[a-z]/[a-z][0-9]{{2}}/)?{ACL_ID}(?![0-9a-z])"),
    normal=normal_acl,
)
USENIX = re.compile(
    r"(?i)/conference/([a-z]+[0-9]{2})[a-z]*/(?:technical-sessions/)?presentation/([a-z0-9_-]{1,60})/?$"
    r"|/(?:system|sites/default)/files/(?:conference/[a-z0-9]+/)?([a-z]+[0-9]{2})[a-z]*[-_](?:paper[-_])?"
    r"([a-z0-9_-]{1,80})\.pdf$"
)
_REVISION = re.compile(r"[-_][0-9]")


def _usenix(path: str, _: str) -> tuple[Identifier, ...] | None:
    """The page of a presentation, and its paper: `nsdi20/presentation/zhang` and `nsdi20-paper-zhang.pdf`."""
    match = USENIX.match(path)
    if match is None:
        return None
    conference, name = (match[1], match[2]) if match[1] else (match[3], _without_revision(match[4]))
    conference = re.sub(r"^sec(?=[0-9])", "usenixsecurity", conference.lower())
    return (("usenix", f"{conference}/{name.lower()}"),)


def _without_revision(name: str) -> str:
    """The name of a file without what tells its versions apart: `li_prepub_0` is `li`."""
    name = name[:-2] if _REVISION.fullmatch(name[-2:]) else name
    return name.removesuffix("_prepub").removesuffix("-prepub")


_NEURIPS = _path(
    "neurips",
    re.compile(r"(?i)/(?:paper_files/)?paper/[0-9]{4}/(?:hash|file)/([0-9a-f]{32})-"),
    re.compile(r"/paper/([0-9]{3,5})-"),
)
_PMLR = _path(
    "pmlr",
    re.compile(r"(?i)/(?:proceedings/papers/)?(v[0-9]{1,4}|r[0-9]{1,2})/([a-z0-9_-]{1,40})(?:/[^/]{1,60})?[./]"),
)
_CVF = _path(
    "cvf",
    re.compile(r"(?i)/content[^/]{0,60}/(?:[^/]{1,40}/)?(?:html|papers)/([^/]{1,200}?_paper)\.(?:html|pdf)"),
)
_PUBMED = _path("pmid", re.compile(r"/(?:pubmed/)?([0-9]{1,9})(?:/|$)"))
_PMC = _path("pmcid", re.compile(r"(?i)/(?:pmc/)?articles/(pmc[0-9]{1,9})(?:/|$)"), normal=str.upper)


def _ncbi(path: str, query: str) -> tuple[Identifier, ...] | None:
    return _PMC(path, query) or (_PUBMED(path, query) if path.startswith("/pubmed/") else None)


DBLP_KEY = r"((?:conf|journals|books|phd|series|reference)/[^/\s]{1,40}/[^/\s]{1,60}?)"
_DBLP = _path("dblp", re.compile(rf"(?i)/rec/(?:html/|bibtex/|xml/)?{DBLP_KEY}(?:\.html|\.bib|\.xml)?$"), normal=str)
_OPENALEX = _path("openalex", re.compile(r"(?i)/(?:works/)?(w[0-9]{4,12})$"), normal=str.upper)
_S2 = _path("s2", re.compile(r"(?i)/paper/(?:[^/]{1,300}/)?([0-9a-f]{40})(?:/|$)"))
_HUGGING_FACE = _path("arxiv", re.compile(rf"/papers/({NEW_ARXIV})(?:v[0-9]{{1,3}})?(?:/|$)"))

SITES: dict[str, Site] = {
    **dict.fromkeys(
        ("arxiv.org", "xxx.lanl.gov", "ar5iv.org", "alphaxiv.org", "arxiv-vanity.com"),
        _arxiv,
    ),
    **dict.fromkeys(("huggingface.co", "hf.co"), _HUGGING_FACE),
    **dict.fromkeys(("dl.acm.org", "portal.acm.org"), _acm),
    "openreview.net": _openreview,
    **dict.fromkeys(("aclanthology.org", "aclweb.org", "aclanthology.info", "aclanthology.coli.uni-saarland.de"), _acl),
    **dict.fromkeys(("proceedings.mlr.press", "jmlr.org"), _PMLR),
    "usenix.org": _usenix,
    **dict.fromkeys(
        ("papers.nips.cc", "papers.neurips.cc", "proceedings.neurips.cc", "proceedings.nips.cc", "books.nips.cc"),
        _NEURIPS,
    ),
    "openaccess.thecvf.com": _CVF,
    "pubmed.ncbi.nlm.nih.gov": _PUBMED,
    "ncbi.nlm.nih.gov": _ncbi,
    "pmc.ncbi.nlm.nih.gov": _PMC,
    "dblp.org": _DBLP,
    "openalex.org": _OPENALEX,
    "semanticscholar.org": _S2,
}
SITE_ENDINGS: tuple[tuple[str, Site], ...] = ((".arxiv.org", _arxiv),)


def site_of(host: str) -> Site | None:
    """The site with a host, without `www.`; None if it is not known."""
    return SITES.get(host) or next((site for end, site in SITE_ENDINGS if host.endswith(end)), None)
