"""A link or a note whose file is not there.

## Why

A relative address leads to a file of the project, beside the record or further off: a PDF in `docs/`, reading notes.
A file that is not there, or that lies outside the project, would be a dead link on the site.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
notes: tofu.md
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
notes: tofu.md
topic: Training
```

```markdown title="papers/tofu.md"
Read together with the paper on dataflow graphs.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.addresses import fault_of, is_internal, project_path
from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library
from papertrail.nodes import Scalar, link_nodes
from papertrail.text import nearest, quoted

CODE = "PT402"
NAME = "missing-file"
WAIVABLE = False


def check(library: Library) -> Iterator[Diagnostic]:
    """Relative links and notes that lead to no regular file of the project."""
    for record in library.records:
        places = [node for _, node in link_nodes(record.node("links")) if is_internal(node.text)]
        notes = record.node("notes")
        if isinstance(notes, Scalar) and notes.text.strip():
            places.append(notes)
            if fault_of(notes.text, internal=True) or not is_internal(notes.text):
                yield at(
                    record.path, notes, CODE, "`notes` must be a file beside the record",
                    "write the name of a Markdown file, such as tofu.md",
                )  # fmt: skip
                continue
            if not notes.text.endswith(".md"):
                yield at(
                    record.path, notes, CODE, "`notes` must be a Markdown file", "give the file a name that ends in .md"
                )  # fmt: skip
        for node in places:
            if fault_of(node.text, internal=True):
                continue  # PT401 says so
            target = project_path(record.path, node.text)
            if target not in library.files:
                near = nearest(target, library.files) if target else None
                yield at(
                    record.path, node, CODE,
                    f"there is no file {quoted(target)}" if target else "the address leads out of the project",
                    f"did you mean {quoted(near)}? Addresses are relative to the record" if near
                    else "add the file, or write a full address that begins with https://",
                )  # fmt: skip
