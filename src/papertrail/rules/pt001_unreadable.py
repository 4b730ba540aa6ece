r"""A file that cannot be read, or that is not read.

## Why

Records can come from anyone. papertrail therefore reads only regular files with UTF-8 text, up to a maximum size. It
does not follow symbolic links, which could publish a file from outside the project, and does not wait for pipes. This
applies to the folders of records, pages and templates, and to the `custom_dir` of the theme. A file or folder that
cannot be read, such as one without permission, is an error, because its papers would be missing.

## Fails

```yaml title="papers/tofu.yml"
name: caf\xe9  # saved as Latin-1
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: café
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.read_errors import read_errors_of
from papertrail.rules.support.rule import whole_list

CODE = "PT001"
NAME = "unreadable-file"
WAIVABLE = False
SCOPE = whole_list()


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Files that could not be read or decoded."""
    return read_errors_of(library, CODE)
