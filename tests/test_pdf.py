"""The address of a PDF follows from links and identifiers."""

from __future__ import annotations

import pytest

from papertrail.core import Link, Paper, Venue
from papertrail.core.pdf import links_with_pdf, pdf_url

DERIVED = """\
https://arxiv.org/abs/1811.06965v5                              https://arxiv.org/pdf/1811.06965
https://doi.org/10.48550/arXiv.1811.06965                       https://arxiv.org/pdf/1811.06965
https://arxiv.org/abs/cs/0309136                                https://arxiv.org/pdf/cs/0309136
https://aclanthology.org/P19-1001/                              https://aclanthology.org/P19-1001.pdf
https://aclanthology.org/2020.acl-main.1/                       https://aclanthology.org/2020.acl-main.1.pdf
https://openreview.net/forum?id=rJl-b3RcF7&noteId=x             https://openreview.net/pdf?id=rJl-b3RcF7
https://proceedings.mlr.press/v97/tan19a.html                   https://proceedings.mlr.press/v97/tan19a/tan19a.pdf
http://proceedings.mlr.press/v37/ioffe15.html                   https://proceedings.mlr.press/v37/ioffe15.pdf
https://openaccess.thecvf.com/content/CVPR2021/html/A_B_CVPR_2021_paper.html https://openaccess.thecvf.com/content/CVPR2021/papers/A_B_CVPR_2021_paper.pdf
https://papers.nips.cc/paper/2020/hash/0123456789abcdef0123456789abcdef-Abstract.html https://papers.nips.cc/paper/2020/file/0123456789abcdef0123456789abcdef-Paper.pdf
https://proceedings.neurips.cc/paper_files/paper/2022/hash/0123456789abcdef0123456789abcdef-Abstract-Conference.html https://proceedings.neurips.cc/paper_files/paper/2022/file/0123456789abcdef0123456789abcdef-Paper-Conference.pdf
"""


def paper(*links: tuple[str, str], **fields: object) -> Paper:
    return Paper(id="x", name="X", links=tuple(Link(label=label, url=url) for label, url in links), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("page", "pdf"), [line.split() for line in DERIVED.splitlines()])
def test_the_address_of_a_pdf_follows_from_that_of_the_paper(page: str, pdf: str) -> None:
    assert pdf_url(paper(("Paper", page))) == pdf


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x", "https://dl.acm.org/doi/10.1145/1.2", "https://proceedings.mlr.press/v97/",
        "https://openaccess.thecvf.com/content/CVPR2021/x", "papers/x.html", "https://[x/abs/1811.06965",
        "https://papers.nips.cc/paper/2020", "javascript:x.pdf//https://openaccess.thecvf.com/html/a.html",
    ],
)  # fmt: skip
def test_other_addresses_give_none(url: str) -> None:
    shown = paper(("Code", url), ("Slides", "https://example.org/slides.pdf"))
    assert pdf_url(shown) is None
    assert links_with_pdf(shown) == shown.links


def test_a_pdf_is_added_next_to_the_paper_unless_there_is_one() -> None:
    def labels(*links: tuple[str, str], **fields: object) -> list[str]:
        return [link.label for link in links_with_pdf(paper(*links, **fields))]

    page, code = ("Paper", "https://arxiv.org/abs/1811.06965"), ("Code", "https://github.com/a/b")
    assert labels(code, page) == ["Code", "Paper", "PDF"]
    assert labels(page, code) == ["Paper", "PDF", "Code"]
    assert labels(code, venues=(Venue(text="arXiv:1811.06965"),)) == ["PDF", "Code"]
    assert labels(page, ("pdf", "https://example.org/x")) == ["Paper", "pdf"]
    assert labels(page, ("DOI", "https://example.org/x.pdf")) == ["Paper", "DOI"]
    assert labels(("arXiv", "https://arxiv.org/pdf/1811.06965v2")) == ["arXiv"]
    assert labels(("Code", "https://arxiv.org/abs/1811.06965")) == ["Code"], "the work of another link"
