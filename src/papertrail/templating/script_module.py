"""Parses a JavaScript module as far as bundling needs: its imports, its exports and the names it declares.

Only the forms that `script_bundle` can join are accepted. Everything else raises `ScriptError` with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain


class ScriptError(ValueError):
    """A script that cannot be bundled; the message starts with file and line."""


@dataclass(frozen=True, kw_only=True)
class Import:
    """A static import of another module."""

    file: str
    names: tuple[str, ...]
    line: int


@dataclass(frozen=True, kw_only=True)
class Module:
    """A parsed module."""

    file: str
    imports: tuple[Import, ...]
    dynamic_imports: Mapping[str, int]
    """Files that `import()` loads at run time, with the line of each."""
    declared: Mapping[str, int]
    """Names declared at the top level, with the line of each."""
    exports: frozenset[str]
    code: str
    """The text without imports, comments and space that means nothing."""
    bare_code: str
    """The same, also without the word `export`."""

    def error(self, line: int, message: str) -> ScriptError:
        """An error at a line of this module."""
        return ScriptError(f"{self.file}:{line}: {message}")


@dataclass(frozen=True)
class _ModuleText:
    file: str
    text: str

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def error(self, at: int, message: str) -> ScriptError:
        return ScriptError(f"{self.file}:{self.line(at)}: {message}")


def parse_module(file: str, text: str) -> Module:
    """Parse a module; raises `ScriptError` where it has a form that cannot be bundled."""
    source = _ModuleText(file, text)
    spans = [span for span in _spans(source) if span.kind != "brace"]
    code = _masked(text, spans)
    flat = _flattened(code)
    imports = list(_imports(source, code, flat))
    declarations = list(_declarations(source, code, flat))
    exported = [declaration for declaration in declarations if declaration.export_word]
    removed = [*(span for span in spans if span.kind == "comment"), *(statement.span for statement in imports)]
    literals = [span for span in spans if span.kind == "literal"]
    return Module(
        file=file,
        imports=tuple(statement.value for statement in imports),
        dynamic_imports=dict(_dynamic_imports(source, code)),
        declared={name: source.line(declaration.at) for declaration in declarations for name in declaration.names},
        exports=frozenset(chain.from_iterable(declaration.names for declaration in exported)),
        code=_compact(text, removed, literals),
        bare_code=_compact(text, [*removed, *filter(None, map(_export_word, exported))], literals),
    )


# Comments and literals


@dataclass(frozen=True)
class _Range:
    kind: str
    """`comment`, `literal` or `brace`."""
    start: int
    end: int


_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<literal>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<brace>[{}])|[`/"']""",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
# A slash after one of these begins a regular expression; elsewhere it divides.
_BEFORE_REGEX = re.compile(r"(?:\A|[(,=:\[!&|?{};>]|\breturn)\s*\Z")
_LONGEST_INDENT = 80
_IN_TEMPLATE = re.compile(r"\\.|`|\$\{", re.DOTALL)


def _spans(source: _ModuleText, at: int = 0) -> Iterator[_Range]:
    """The comments, literals and braces from a position on."""
    text = source.text
    while token := _TOKEN.search(text, at):
        start, at = token.span()
        kind = token.lastgroup or "literal"
        if token[0] == "`":
            at = _template_end(source, at)
        elif token[0] == "/":
            if not _BEFORE_REGEX.search(text[max(0, start - _LONGEST_INDENT) : start]):
                continue
            at = _regex_end(source, start)
        elif token[0] in ("'", '"'):
            raise source.error(start, "string without an end")
        yield _Range(kind, start, at)


def _regex_end(source: _ModuleText, start: int) -> int:
    regex = _REGEX.match(source.text, start)
    if regex is None:
        raise source.error(start, "regular expression without an end")
    return regex.end()


def _template_end(source: _ModuleText, at: int) -> int:
    start = at - 1
    while token := _IN_TEMPLATE.search(source.text, at):
        at = token.end()
        if token[0] == "`":
            return at
        if token[0] == "${":
            at = _end_of_placeholder(source, at)
    raise source.error(start, "template string without an end")


def _end_of_placeholder(source: _ModuleText, at: int) -> int:
    depth = 1
    for span in _spans(source, at):
        if span.kind == "brace":
            depth += 1 if source.text[span.start] == "{" else -1
            if depth == 0:
                return span.end
    raise source.error(at, "template string without an end")


def _masked(text: str, spans: list[_Range]) -> str:
    """The text with comments as spaces and literals as quotes, so that every position stays the same."""
    parts: list[str] = []
    at = 0
    for span in spans:
        filler = " " if span.kind == "comment" else '"'
        parts += text[at : span.start], re.sub(r"[^\n]", filler, text[span.start : span.end])
        at = span.end
    return "".join((*parts, text[at:]))


# Statements


@dataclass(frozen=True)
class _ImportStatement:
    value: Import
    span: _Range


@dataclass(frozen=True)
class _Declaration:
    at: int
    names: tuple[str, ...]
    export_word: _Range | None


_KEYWORD = re.compile(
    r"(?<![\w$.#])(?P<export>export\s+)?(?:async\s+)?"
    r"(?P<word>const|let|var|class|function|import|export)(?![\w$])"
)
_IMPORT = re.compile(
    r'import\s+(?:\{(?P<names>(?:\s*[\w$]+\s*,)*(?:\s*[\w$]+)?\s*)\}\s*from\s*)?"\./(?P<file>[^"/]+)";'
)
_IMPORT_EXPRESSION = re.compile(r"import\s*[.(]")
_DYNAMIC_IMPORT = re.compile(r'import\s*\(\s*"\./([^"/]+)"\s*\)')
_NAME = re.compile(r"\s*\*?\s*(?!extends\b)([A-Za-z_$][\w$]*)")
_PATTERN = re.compile(r"\s*(?:\[([\w$\s,]*)\]|\{([\w$\s,]*)\})\s*=")
_INNERMOST = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")


def _imports(source: _ModuleText, code: str, flat: str) -> Iterator[_ImportStatement]:
    """The import statements."""
    for keyword in _KEYWORD.finditer(flat):
        if keyword["word"] == "import" and not _IMPORT_EXPRESSION.match(code, keyword.start("word")):
            yield _import(source, keyword.start("word"))


def _declarations(source: _ModuleText, code: str, flat: str) -> Iterator[_Declaration]:
    """The declarations outside of all brackets."""
    for keyword in _KEYWORD.finditer(flat):
        word = keyword["word"]
        if word == "export":
            raise source.error(keyword.start(), "only a declaration can be exported: write `export` before it")
        if word != "import":
            names = _declared_names(source, code, flat, keyword.end(), word)
            export_word = _Range("code", *keyword.span("export")) if keyword["export"] else None
            yield _Declaration(keyword.start("word"), names, export_word)


def _export_word(declaration: _Declaration) -> _Range | None:
    return declaration.export_word


def _flattened(code: str) -> str:
    """The code with everything inside of brackets, and the brackets, replaced by `@`."""
    count = 1
    while count:
        code, count = _INNERMOST.subn(lambda found: "@" * len(found[0]), code)
    return code


def _import(source: _ModuleText, at: int) -> _ImportStatement:
    found = _IMPORT.match(source.text, at)
    if found is None:
        raise source.error(at, 'unsupported import: use `import { name } from "./file.js";`')
    names = tuple((found["names"] or "").replace(",", " ").split())
    return _ImportStatement(
        Import(file=found["file"], names=names, line=source.line(at)), _Range("code", at, found.end())
    )


def _declared_names(source: _ModuleText, code: str, flat: str, at: int, word: str) -> tuple[str, ...]:
    """The names that the statement after a keyword declares."""
    if word in ("class", "function"):
        name = _NAME.match(code, at)
        return (name[1],) if name else ()
    names: list[str] = []
    end = flat.find(";", at)
    for declarator in re.compile(r"[^,]+").finditer(flat, at, len(flat) if end < 0 else end):
        start = declarator.start()
        if name := _NAME.match(code, start):
            names.append(name[1])
        elif pattern := _PATTERN.match(code, start):
            names += (pattern[1] or pattern[2]).replace(",", " ").split()
        else:
            raise source.error(start, "unsupported declaration: give each value a name of its own")
    return tuple(names)


def _dynamic_imports(source: _ModuleText, code: str) -> Iterator[tuple[str, int]]:
    for expression in re.finditer(r"(?<![\w$.#])import\s*\(", code):
        at = expression.start()
        found = _DYNAMIC_IMPORT.match(source.text, at)
        if found is None:
            raise source.error(at, 'unsupported import(): use `import("./file.js")` with a literal name')
        yield found[1], source.line(at)


# Text


def _compact(text: str, omitted: list[_Range], literals: list[_Range]) -> str:
    """The text without some parts and without space that means nothing; literals stay as they are."""
    kept = [span for span in literals if not any(other.start <= span.start < other.end for other in omitted)]
    parts: list[str] = []
    code: list[str] = []
    at = 0
    for span in sorted([*omitted, *kept], key=lambda span: span.start):
        code += text[at : span.start], " "  # a comment may be all that separates two names
        at = span.end
        if span.kind == "literal":
            code.pop()
            parts += _without_space("".join(code)), text[span.start : span.end]
            code = []
    parts.append(_without_space("".join((*code, text[at:]))))
    return "".join(parts).strip() + "\n"


_SPACED_SIGN = re.compile(r"[ \t]*([{}()\[\],;:=<>?&|])[ \t]*")
_LINE_BREAK = re.compile(r"\s*\n\s*")


def _without_space(code: str) -> str:
    return _LINE_BREAK.sub("\n", _SPACED_SIGN.sub(r"\1", code))
