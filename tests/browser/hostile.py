"""A list in which every text tries to run as code, to break out of its element or to widen the page.

Code that runs sets `window.pwned`. Venues and institutions have no registry, so that each name has a page of its own.
Topics have one, for the three styles and a custom column.
"""

from __future__ import annotations

import json
from pathlib import Path

MARK = "window.pwned=1"
WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4
"""A word that is wider than any window."""

NAMES = {
    "script": f"<script>{MARK}</script>",
    "title": f"</title><script>{MARK}</script>",
    "image": f'"><img src=x onerror={MARK}>',
    "quotes": f"' onfocus='{MARK}' autofocus x='",
    "comment": f"--></style></textarea><svg onload={MARK}>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} {: onclick=" + MARK + " }",
    "macro": '{{ "".__class__.__mro__ }}',
    "markdown": f"[press](javascript:{MARK}) ![x](x) <https://x> `code`",
    "entities": f"&lt;script&gt;{MARK}&lt;/script&gt; &#60;b&#62;",
    "snippet": '--8<-- "mkdocs.yml"',
    "long": WORD,
    "address": f"https://example.com/{'very-long-' * 3}{'x' * 120}",
    "hebrew": "מערכות למידה עמוקה בקנה מידה גדול",
    "japanese": "深層学習のための分散システムに関する非常に長い名前の論文集成",
    "emoji": "🚀👩‍👩‍👧‍👦 🏳️‍🌈 zero width",
}

# The checks refuse a link to `javascript:` in a remark, so here it only looks like one.
REMARKS = (
    f"\\[press](javascript:{MARK})",
    f"[press] (javascript:{MARK})",
    f"<a href='javascript:{MARK}'>press</a> <img src=x onerror={MARK}>",
    f"`<script>{MARK}</script>` **{WORD}**",
    f"$\\text{{<img src=x onerror={MARK}>}}$ $\\href{{javascript:{MARK}}}{{press}}$ ${'x+' * 200}x$",
    f"[a](https://example.com '\" onmouseover=\"{MARK}')",
)


def write(project: Path) -> None:
    """Write the whole project."""
    files = {"mkdocs.yml": _MKDOCS_YML, "docs/about.md": "# About\n", "papers/_topics.yml": _topics()}
    for paper, text in NAMES.items():
        files[f"papers/{paper}.yml"] = _record(paper, text)
    for path, content in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(content, encoding="utf-8")


_MKDOCS_YML = """\
site_name: Strangers
site_url: !ENV [SITE_URL, ""]
repo_url: !ENV [REPO_URL, ""]
edit_uri: edit/main/docs/
theme:
  name: material
  font: false
  features: [navigation.tabs]
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default}
    - {media: "(prefers-color-scheme: dark)", scheme: slate}
plugins: [search, papertrail]
markdown_extensions: [attr_list, md_in_html, pymdownx.snippets]
extra: {generator: false}
"""

_LISTS = {"Table": "html-table", "Bullets": "bullets", "Paragraphs": "paragraphs"}


def _topics() -> str:
    """Three lists, each with one section for every hostile name."""
    sections = [{"name": text, "intro": _remarks(text)} for text in NAMES.values()]
    lists = [
        {
            "name": f"{title} {NAMES['title']}",
            "intro": NAMES["image"],
            "style": style,
            "columns": [
                "name",
                "authors",
                "venue",
                "institutions",
                "links",
                "remarks",
                {"field": NAMES["image"], "header": NAMES["script"]},
            ],
            "topics": sections,
        }
        for title, style in _LISTS.items()
    ]
    return json.dumps(lists, ensure_ascii=False)


def _remarks(text: str) -> list[str]:
    return [*REMARKS, *([] if text == NAMES["markdown"] else [text])]


def _record(paper: str, text: str) -> str:
    record = {
        "name": text,
        "title": f"{paper}: {text}",
        "authors": [text, NAMES["image"]],
        "venue": {"name": f"At {text} 2019", "url": "https://example.com/venue"},
        "institutions": [text, NAMES["long"]],
        "links": [
            {"label": text, "url": "https://example.com/?q=%22%3E%3Cscript%3E"},
            {"label": "About", "url": "../docs/about.md"},
        ],
        "remarks": _remarks(text),
        "keywords": [text],
        "topic": [f"{title} {NAMES['title']} > {text}" for title in _LISTS],
        "awards": [text],
        "custom": {NAMES["image"]: text, NAMES["comment"]: ("<b>", "'\"><svg>")[len(text) % 2]},
    }
    return json.dumps(record, ensure_ascii=False)
