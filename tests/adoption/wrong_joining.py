"""What is lost when entries are joined (not collected: the code is to be mended first)."""

from __future__ import annotations

from adoption.test_joining import adopted, listed, paper
from papertrail.importers.joining import merge


def test_the_address_in_a_remark_is_not_lost() -> None:
    """joining._remarks compares without marks, so the link is dropped, and not even told of."""
    merged = merge(paper("A", remarks=["See here."]), paper("A", remarks=["See [here](https://example.com/h)."]))
    assert "https://example.com/h" in " ".join(merged.paper.remarks) + str(merged.differences)


def test_a_file_that_is_named_twice_is_one_list() -> None:
    """`papertrail import A.md A.md` makes the lists `One` and `One (2)`, with the same prose and the same entries."""
    assert adopted(listed("One", 1), listed("One", 1)).files == adopted(listed("One", 1)).files
