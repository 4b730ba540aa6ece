"""Deep recursion of Python functions, for matchers whose depth grows with their input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deep_recursion(limit: int = 200_000) -> Iterator[None]:
    """Allow deep recursion. From Python 3.11 on, calls of Python functions need no memory of the machine's stack."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
