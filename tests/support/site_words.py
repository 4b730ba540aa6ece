"""The messages of the site: found in its source, and merged into the catalogs of translators."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from papertrail.templating.script_words import MODULE, script_messages
from papertrail.templating.words import TRANSLATIONS

ROOT = Path(__file__).parents[2]
TEMPLATE = TRANSLATIONS / "papertrail.pot"
_KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "msgid": None}
_HEADERS = tuple(f'"{name}' for name in ("Project", "Report", "POT-", "PO-", "Last-", "Language-T", "Generated"))
_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def catalog_files() -> list[Path]:
    """The catalogs of all languages."""
    return sorted(TRANSLATIONS.glob("*.po"))


def messages() -> Catalog:
    """The messages in the source, in the order of the files."""
    catalog = Catalog(header_comment="# Messages of the site.")
    for path, method, options in _sources():
        name = path.relative_to(ROOT).as_posix()
        for _, text, _, _ in extract_from_file(method, path, keywords=_KEYWORDS, options=options):
            catalog.add(text, locations=[(name, 1)])
    return catalog


def _sources() -> Iterator[tuple[Path, Any, dict[str, str]]]:
    for package in ("pages", "pipeline", "publishing"):
        for path in sorted((ROOT / "src/papertrail" / package).rglob("*.py")):
            yield path, "python", {}
    for path in sorted((ROOT / "templates/site").glob("*.j2")):
        yield path, "jinja2", _JINJA
    for path in sorted((ROOT / "templates/assets/js").glob("*.js")):
        if path.name != MODULE:
            yield path, _of_script, {}


def _of_script(
    file: IO[bytes], keywords: object, tags: object, options: object
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    for message in script_messages(file.read().decode()):
        if message.many is None:
            yield 1, "gettext", message.one, []
        else:
            yield 1, "ngettext", (message.one, message.many), []


def read(path: Path) -> Catalog:
    """A catalog from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=None if path == TEMPLATE else path.stem.replace("-", "_"))


def text_of(catalog: Catalog) -> str:
    """A catalog as the text of its file: without dates and line numbers, so that changes are easy to merge."""
    file = io.BytesIO()
    write_po(file, catalog, width=110, no_location=True, sort_output=True)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith((*_HEADERS, "#, fuzzy")))


def updated(path: Path, template: Catalog) -> Catalog:
    """The catalog of a language with all messages of the template and no others."""
    catalog = read(path)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog
