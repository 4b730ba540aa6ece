"""Titles as the rules about equal and similar works compare them."""

from __future__ import annotations

import re
import unicodedata


def normal_title(title: str) -> str:
    """The words of a title, without case, accents and punctuation.

    >>> normal_title("Gandiva: Introspective Cluster Scheduling for Deep Learning.")
    'gandiva introspective cluster scheduling for deep learning'
    """
    if not title.isascii():
        decomposed = unicodedata.normalize("NFKD", title)
        title = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", title.casefold()))
