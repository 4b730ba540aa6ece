"""The site's scripts, bundled from small modules."""

from __future__ import annotations

import re

import pytest

from papertrail.publishing.script_contract import contract_modules
from papertrail.templating.environment import scripts
from papertrail.templating.script_bundle import bundle, single_script
from papertrail.templating.script_module import ScriptError

SITE_SCRIPTS = (
    "papertrail.js",
    "browse.js",
    "add.js",
    "cite-styles.js",
    "index-page.js",
    "reading.js",
    "row-details.js",
    "take-rows.js",
)
MODULES = {
    "first.js": (
        'import { name } from "./names.js";\nimport "./side.js";\n\n'
        "// Prints it.\nexport function print() {\n  log(name); // now\n}\n"
    ),
    "names.js": '/** A name.\n * It is short. */\nexport const name = "n", short = 1;\n',
    "side.js": "sideEffect();\n",
    "lazy.js": (
        'import { print } from "./first.js";\nimport { names } from "./own.js";\n\n'
        "export const run = () => print(names);\n"
    ),
    "own.js": 'import {\n  name,\n  short,\n} from "./names.js";\nexport const names = [name, short];\n',
}


def first_with(line: str, **modules: str) -> dict[str, str]:
    """The entry `first.js`, whose third line is `line`, and other modules."""
    texts = {f"{name}.js": text for name, text in modules.items()}
    return {"first.js": f'import {{ name }} from "./names.js";\n\n{line}\n', "names.js": MODULES["names.js"], **texts}


def test_modules_follow_those_they_import_without_comments() -> None:
    assert bundle(MODULES, "first.js") == {
        "first.js": 'const name="n",short=1;\nsideEffect();\nfunction print(){\nlog(name);\n}\n'
    }


@pytest.mark.parametrize("line", ["async function run(){", "class Run{", "let run=1;{", "function* run(){"])
def test_every_kind_of_declaration_can_be_exported(line: str) -> None:
    assert bundle(first_with(f"export {line}}}"), "first.js")["first.js"].endswith(f"\n{line}}}\n")


def test_a_lazy_script_gets_from_the_first_what_they_share() -> None:
    scripts = bundle(MODULES, "first.js", "lazy.js")
    assert scripts["first.js"].startswith('(()=>{"use strict";\nconst name="n",short=1;\n')
    assert scripts["first.js"].endswith("}\nglobalThis.papertrail={name,print,short};\n})();\n")
    assert scripts["lazy.js"] == (
        "const {name,print,short}=globalThis.papertrail;\n"
        "const names=[name,short];\nexport const run=()=>print(names);\n"
    )


def test_a_single_script_is_no_module_and_runs_its_entry_last() -> None:
    entry = 'import { short } from "./names.js";\nimport("./own.js");\nlog(short, import.meta.url);\n'
    assert single_script({**MODULES, "first.js": entry}, "first.js", "own.js") == (
        '(()=>{"use strict";\nconst name="n",short=1;\nconst names=[name,short];\n'
        "Promise.resolve({names});\nlog(short,document.currentScript.src);\n})();\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "const text=`\n  // not a comment\n    /* nor this */ ${`nested ${{ a: 1 }.a}`}\n`;",
        "const text=\"// not = a comment, nor `a template\",other='/* nor this */';",
        "const pattern=/[/`\"'] : (?:\\/\\*|\\/\\/)`/g;",
        "const quotient=1 / 2 / 3 - -4 + +5;",
    ],
    ids=["template string", "strings", "regular expression", "division"],
)
def test_literals_stay_as_they_are(line: str) -> None:
    assert bundle(first_with(line), "first.js")["first.js"].endswith(f"\n{line}\n")


def test_comments_still_separate_names() -> None:
    line = "function run() {\n  return/* now */name; // or never\n}"
    assert bundle(first_with(line), "first.js")["first.js"].endswith("function run(){\nreturn name;\n}\n")


def test_names_inside_of_functions_and_classes_are_not_shared() -> None:
    body = "{\n  let name = short;\n}"
    line = f"class First {{\n  #export() {body}\n}}\nconst run = (short) => {body};"
    assert "class First" in bundle(first_with(line), "first.js")["first.js"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("export default class {}", "only a declaration can be exported: write `export` before it"),
        ("export { name };", "only a declaration can be exported: write `export` before it"),
        ('export { name } from "./names.js";', "only a declaration can be exported: write `export` before it"),
        ('export * from "./names.js";', "only a declaration can be exported: write `export` before it"),
        ('import names from "./names.js";', 'unsupported import: use `import { name } from "./file.js";`'),
        ('import * as names from "./names.js";', 'unsupported import: use `import { name } from "./file.js";`'),
        ('import all, { name } from "./names.js";', 'unsupported import: use `import { name } from "./file.js";`'),
        ('import { name as other } from "./names.js";', 'unsupported import: use `import { name } from "./file.js";`'),
        ('import { name } from "names";', 'unsupported import: use `import { name } from "./file.js";`'),
        ('  import names from "./names.js";', 'unsupported import: use `import { name } from "./file.js";`'),
        ('import { gone } from "./names.js";', 'names.js does not export "gone"'),
        ('import "./gone.js";', 'unknown module "gone.js"'),
        ('import "./first.js";', "circular import: first.js -> first.js"),
        ('import "./back.js";', "circular import: first.js -> back.js -> first.js"),
        ('() => import("./gone.js");', 'import() of "gone.js", which is not one of the bundled files'),
        ("() => import(name);", 'unsupported import(): use `import("./file.js")` with a literal name'),
        ("const short = 2;", '"short" is already declared in names.js:3'),
        ("let other = 1, name;", '"name" is already declared in names.js:3'),
        ("const [other, name] = [1, 2];", '"name" is already declared in names.js:3'),
        ("async function name() {}", '"name" is already declared in names.js:3'),
        ("const { name: other } = {};", "unsupported declaration: give each value a name of its own"),
        ("const text = `a ${1}", "template string without an end"),
        ("const text = 'a\n';", "string without an end"),
    ],
    ids=lambda value: value.partition(";")[0] if " " in value else None,
)
def test_what_cannot_be_bundled_is_an_error_with_file_and_line(line: str, message: str) -> None:
    back = 'import "./first.js";\n'
    with pytest.raises(ScriptError) as error:
        bundle(first_with(line, back=back), "first.js")
    where = "back.js:1" if "back.js" in message else "first.js:3"
    assert str(error.value) == f"{where}: {message}"


def test_a_lazy_script_does_not_declare_names_of_the_first() -> None:
    own = 'import { name } from "./names.js";\n\nexport const names = [name];\nconst print = 1;\n'
    with pytest.raises(ScriptError, match=re.escape('own.js:4: "print" is already declared in first.js:5')):
        bundle({**MODULES, "own.js": own}, "first.js", "lazy.js")


def test_the_scripts_of_a_site_that_is_opened_from_the_disk_share_one_scope() -> None:
    assert single_script(scripts() | contract_modules(), *SITE_SCRIPTS)


def test_the_site_s_scripts_are_bundled_without_imports_of_modules() -> None:
    for name, text in bundle(scripts() | contract_modules(), *SITE_SCRIPTS).items():
        assert not re.search(r'from "[^"]+"|^import "[^"]+"', text, re.MULTILINE), name


def test_the_site_s_scripts_have_no_name_twice_on_sites_that_are_opened_from_the_disk() -> None:
    script = single_script(scripts() | contract_modules(offline=True), *SITE_SCRIPTS)
    assert "import(" not in script
