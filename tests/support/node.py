"""Runs the site's scripts in Node."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from papertrail.publishing.script_contract import contract_modules
from papertrail.templating.environment import scripts

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="no Node in PATH to run the scripts with")

# What the modules of a page expect of a browser when they are loaded.
_BROWSER = """\
globalThis.addEventListener = () => {};
globalThis.document = { createElement: (tag) => ({ tag, append() {} }) };
"""


def write_modules(folder: Path) -> Path:
    """Write all modules of the scripts into a folder, and return it."""
    (folder / "package.json").write_text('{"type": "module"}')
    for file, text in (scripts() | contract_modules()).items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def run(modules: Path, script: str, data: object = None) -> Any:
    """What a script, which finds `data`, returns; modules are imported from the folder."""
    assert NODE is not None
    imports = "".join(re.findall(r"(?m)^import .*\n", script))
    body = script.removeprefix(imports)
    (modules / "run.js").write_text(
        f'import {{ readFileSync }} from "node:fs";\n{imports}'
        'const data = JSON.parse(readFileSync("data.json", "utf8"));\n'
        f"console.log(JSON.stringify((() => {{\n{body}\n}})()));\n",
        encoding="utf-8",
    )
    (modules / "data.json").write_text(json.dumps(data), encoding="utf-8")
    (modules / "browser.js").write_text(_BROWSER, encoding="utf-8")
    command = [NODE, "--import", "./browser.js", "run.js"]
    done = subprocess.run(command, cwd=modules, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
