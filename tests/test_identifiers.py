"""Which identifiers an address holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.core.identifiers import address_of, arxiv_in, doi_in, identifiers_of, page_of_one_work


def expected() -> dict[str, str]:
    """The identifiers by URL, from `golden/identifiers.txt`: a line of identifiers, then the URLs that hold them."""
    blocks = (Path(__file__).parent / "golden" / "identifiers.txt").read_text(encoding="utf-8").split("\n\n")
    lines = [block.splitlines() for block in blocks]
    return {url.strip(): identifiers for identifiers, *urls in lines for url in urls}


@pytest.mark.parametrize(("url", "identifiers"), expected().items())
def test_identifiers_of_a_url(url: str, identifiers: str) -> None:
    assert (", ".join(" ".join(identifier) for identifier in identifiers_of(url)) or "none") == identifiers


def test_the_address_of_an_identifier_holds_it() -> None:
    for url in expected():
        for scheme, value in identifiers_of(url):
            if address := address_of(scheme, value):
                assert (scheme, value) in identifiers_of(address)


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("1811.06965", "1811.06965"),
        ("arXiv:1811.06965v5", "1811.06965"),
        ("arXiv 1811.06965", "1811.06965"),
        ("10.48550/arXiv.1811.06965", "1811.06965"),
        ("doi:10.48550/arXiv.1811.06965", "1811.06965"),
        ("https://arxiv.org/abs/1811.06965", "1811.06965"),
        ("math.GT/0309136", "math/0309136"),
        ("pages/1234567", None),
        ("10.1000/1811.06965", None),
    ],
)
def test_arxiv_id_in_a_text(text: str, arxiv: str | None) -> None:
    assert arxiv_in(text) == arxiv


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/X", "10.1000/x"),
        ("doi: 10.1000/X", "10.1000/x"),
        ("DOI 10.1000%2Fx.", "10.1000/x"),
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("10.1000", None),
        ("pages 10.1000/x", None),
    ],
)
def test_doi_in_a_text(text: str, doi: str | None) -> None:
    assert doi_in(text) == doi


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.example.org/papers/Tofu/#abstract", "example.org/papers/Tofu"),
        ("http://example.org/papers/Tofu", "example.org/papers/Tofu"),
        ("https://example.org/tofu.pdf", "example.org/tofu.pdf"),
        ("https://example.org/view?id=3", "example.org/view?id=3"),
        ("https://ieeexplore.ieee.org/document/7780459/", "ieeexplore.ieee.org/document/7780459"),
        ("https://example.org/", None),
        ("https://example.org/~ann", None),
        ("https://github.com/ann/tofu", None),
        ("https://dl.acm.org/doi/proceedings/10.1145/3373376", None),
        ("../notes/tofu.md", None),
    ],
)
def test_a_page_of_one_work(url: str, page: str | None) -> None:
    assert page_of_one_work(url) == page
