"""What all forms of the data are written with."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.exporters.json_writer import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(VALUES)
def test_json_is_laid_out_as_the_standard_library_does(value: object) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2)
