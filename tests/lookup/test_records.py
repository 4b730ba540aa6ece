"""What `papertrail add` writes for each kind of source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.golden import Golden
from support.paper_servers import PaperServer, paper_server
from support.projects import Project

EXPECTED = Path(__file__).parent / "records"
LIST = """\
=== papers/_topics.yml
- name: Sea
  topics: [Tides, Boats]
=== papers/_venues.yml
- {name: arXiv, kind: preprint}
- {name: CVPR, full: Conference on Computer Vision and Pattern Recognition}
- {name: EuroSys, full: European Conference on Computer Systems}
- {name: ICML, full: International Conference on Machine Learning}
- {name: OSDI, full: USENIX Symposium on Operating Systems Design and Implementation}
=== papers/_institutions.yml
- {name: MSRA, full: Microsoft Research Asia}
- {name: NYU, full: New York University}
"""
SOURCES = {
    "arxiv": ["2004.01234", "arXiv:2004.01234v2", "https://arxiv.org/abs/2004.01234", "https://arxiv.org/pdf/2004.01234v1.pdf"],
    "arxiv-doi": ["10.48550/arXiv.2004.01234"],
    "arxiv-published": ["1905.00007"],
    "doi-conference": ["10.1145/3300000.3300007", "doi:10.1145/3300000.3300007", "https://doi.org/10.1145/3300000.3300007"],
    "doi-of-acm-page": ["https://dl.acm.org/doi/abs/10.1145/3300000.3300007"],
    "doi-journal-with-preprint": ["10.5555000/sand.2021.4"],
    "doi-datacite": ["10.5281/zenodo.7654321"],
    "isbn": ["978-0-306-40615-7", "ISBN 0-306-40615-2"],
    "page-usenix": ["https://www.usenix.org/conference/osdi18/presentation/ebb"],
    "page-pmlr": ["https://proceedings.mlr.press/v139/reef21a.html"],
    "page-openreview": ["https://openreview.net/forum?id=Buoy_Nets1", "https://openreview.net/pdf?id=Buoy_Nets1"],
    "page-neurips": ["https://proceedings.neurips.cc/paper/2020/hash/0123456789abcdef0123456789abcdef-Abstract.html"],
    "page-cvf": ["https://openaccess.thecvf.com/content/CVPR2022/html/Gil_Seeing_Through_Foam_CVPR_2022_paper.html"],
    "page-acl": ["https://aclanthology.org/2020.acl-main.999/", "https://aclanthology.org/2020.acl-main.999.pdf"],
    "page-dublin-core": ["https://library.example.org/article/77"],
    "page-json-ld": ["https://tidal.example.org/articles/anchor"],
}  # fmt: skip
"""Sources by the names of the expected records. All forms of a source give the same record."""


@pytest.fixture(scope="module")
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        yield running


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_becomes_a_complete_record(
    project: Callable[..., Project], server: PaperServer, monkeypatch: pytest.MonkeyPatch, golden: Golden, name: str
) -> None:
    monkeypatch.setenv("PAPERTRAIL_TEST_SERVER_PORT", str(server.port))
    for number, source in enumerate(SOURCES[name]):
        made = project(LIST, f"project-{number}")
        result = made.run("add", source, "--topic", "tides")
        assert (result.status, result.err) == (0, ""), source
        assert ("review: " in result.out) == (name == "page-openreview")
        assert result.out.endswith("check: no problems\n")
        (path,) = [path for path in sorted((made.root / "papers").glob("*.yml")) if not path.name.startswith("_")]
        assert result.out.startswith(f"papers/{path.name}: added\n")
        text = re.sub(r"(?m)^added: .*\n", "", path.read_text(encoding="utf-8"))
        golden.check(f"=== {path.name}\n{text}", EXPECTED / f"{name}.txt")
        again = made.run("add", source)
        assert again.out.startswith(f"papers/{path.name}: already in the list, nothing new\n")
        assert path.read_text(encoding="utf-8").startswith(text[:20])
