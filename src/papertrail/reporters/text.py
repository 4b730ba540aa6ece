"""Report for the terminal: position, message, the underlined line, and help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from papertrail.core.diagnostics import FILE_START, Diagnostic, Severity, Span
from papertrail.reporters.style import Style, plain
from papertrail.text.strings import UNPRINTABLE, printable, width

WINDOW = 100
"""Characters of a long line that are shown."""


def text_report(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], style: Style = plain) -> str:
    """All diagnostics, each followed by an empty line. `texts` are the texts of the files by path.

    Apart from the escape sequences of `style`, the only control character in the report is the line feed.
    """
    lines: dict[str, list[str]] = {}
    parts = []
    for diagnostic in diagnostics:
        path = diagnostic.path
        if path not in lines:
            lines[path] = texts.get(path, "").split("\n")
        parts.append(_entry(diagnostic, lines[path], style) + "\n")
    return "".join(parts)


def count_line(diagnostics: Iterable[Diagnostic], papers: int, style: Style = plain) -> str:
    """`44 papers, 1 error, 2 warnings`."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    parts = [_plural(papers, "paper")]
    parts += [style(_plural(severities.count(s), s), s) for s in ("error", "warning") if s in severities]
    return ", ".join(parts if severities else [*parts, style("no problems", "success")])


def _plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _entry(diagnostic: Diagnostic, lines: list[str], style: Style) -> str:
    span = diagnostic.span
    position = style(f"{printable(diagnostic.path)}:{span.line}:{span.column}", "path")
    severity = style(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    parts = [f"{position}: {severity}: {printable(diagnostic.message)}"]
    if span != FILE_START:
        parts += _excerpt(lines, span, diagnostic.severity, style)
    parts.append(f"  {style('help', 'help')}: {printable(diagnostic.help)}")
    return "\n".join(parts) + "\n"


def _excerpt(lines: list[str], span: Span, severity: Severity, style: Style) -> list[str]:
    """The first line of the span, underlined. A long line is cut to a window around the span."""
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    if not line.strip():
        return []
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    first, last = span.column - 1, max(min(end, len(line)), span.column)
    cut = max(0, min(first - 20, len(line) - WINDOW)) if len(line) > WINDOW else 0
    shown = line[cut : cut + WINDOW]
    before = "…" if cut else ""
    after = "…" if cut + WINDOW < len(line) else ""
    pad = width(_visible(before + shown[: first - cut]))
    size = max(1, width(_visible(shown[first - cut : last - cut])))
    gutter = str(span.line)
    return [
        f"  {style(f'{gutter} |', 'gutter')} {_visible(before + shown + after)}",
        f"  {style(' ' * len(gutter) + ' |', 'gutter')} {' ' * pad}{style('^' * size, severity)}",
    ]


def _visible(text: str) -> str:
    """A text with one column per character, for the underline: tabs as spaces, invisible characters as `·`."""
    return UNPRINTABLE.sub("·", text).replace("\t", " ").replace("##[", "##·")
