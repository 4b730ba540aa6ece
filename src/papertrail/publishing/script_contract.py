"""What the pages and the site's scripts both know, as modules of constants that the scripts import.

The values are defined once, in Python, where the pages and the indexes are written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from papertrail.inserts.query import LONGEST_QUERY, MOST_TERMS
from papertrail.pages.browse_options import (
    AS_WRITTEN,
    BEST_MATCH,
    FACETS,
    FIELD,
    HAS,
    ROWS_AT_ONCE,
    SORTS,
    UNGROUPED,
)
from papertrail.pages.index import filters, packing, words
from papertrail.pages.labels import STATUS_LABELS, TYPE_LABELS
from papertrail.pages.list_pages import INDEX_FOLDER, TEXTS_FOLDER, WORDS_FOLDER, index_address
from papertrail.pages.overview_pages import MOST_NEW, NEWEST_PAPERS
from papertrail.pages.row_details import FOLDER, PRIME
from papertrail.pages.row_texts import FIRST_AUTHORS
from papertrail.publishing.record_contract import record_contract
from papertrail.templating.script_words import language_constants
from papertrail.templating.words import ENGLISH, Words
from papertrail.text.math import TOKEN
from papertrail.text.words import WORD

CONTRACT: Mapping[str, Mapping[str, object]] = {
    # For the script that runs before a page is shown.
    "query-keys.js": {
        "QUERY_KEYS": ["find", "group", "sort", "year", *FACETS],
        "FIELD": FIELD,
    },
    # For the script of all pages.
    "index-paths.js": {
        "INDEX_FOLDER": INDEX_FOLDER,
        "TEXTS_FOLDER": TEXTS_FOLDER,
        "NEWEST_PAPERS": NEWEST_PAPERS,
        "MOST_NEW": MOST_NEW,
        "WORDS_FOLDER": WORDS_FOLDER,
    },
    # For the script that the bar loads.
    "contract.js": {
        "INDEX_FORM": packing.FORM,
        "TEXT_COLUMNS": filters.TEXT_COLUMNS,
        "BROWSE_INDEX": index_address("browse.md").removeprefix(INDEX_FOLDER),
        "WORD_FIELDS": words.WORD_FIELDS,
        "FIRST_AUTHORS": FIRST_AUTHORS,
        "ENTITIES": {escape(sign): sign for sign in "&<>\"'"},
        "NOT_IN_SLUG": filters.NOT_IN_SLUG,
        "FORMULA_TOKEN": TOKEN,
        "PLACEHOLDER": filters.PLACEHOLDER,
        "WORD": WORD,
        "FIRST_CODE": packing.FIRST_CODE,
        "UNUSED_CODES": packing.UNUSED_CODES,
        "FIRST_PAIR": packing.FIRST_PAIR,
        "PAIR_CODE": packing.PAIR_CODE,
        "END": packing.END,
        "ONCE": packing.ONCE,
        "PIECE": packing.PIECE,
        "SORTS": list(SORTS),
        "BEST_MATCH": BEST_MATCH,
        "UNGROUPED": UNGROUPED,
        "AS_WRITTEN": AS_WRITTEN,
        "FACETS": FACETS,
        "HAS": HAS,
        "ROWS_AT_ONCE": ROWS_AT_ONCE,
        "LONGEST_QUERY": LONGEST_QUERY,
        "MOST_TERMS": MOST_TERMS,
    },
    # For the script that the buttons of rows load.
    "details-contract.js": {
        "DETAILS_FOLDER": FOLDER,
        "DETAILS_PRIME": PRIME,
    },
    # For the form of a new paper.
    "record-contract.js": record_contract(),
}
"""The constants of each generated module, by its file name."""


_LABELS = ("FACETS", "HAS")
"""The constants whose values readers see."""
LANGUAGE_MODULE = "language.js"


def contract_modules(words: Words = ENGLISH, *, offline: bool = False) -> dict[str, str]:
    """The generated modules by file name."""
    contract = {**CONTRACT, "site-form.js": {"OFFLINE": offline}}
    modules = {
        file: "".join(_constant(*item, words) for item in constants.items()) for file, constants in contract.items()
    }
    labels = {text: label for text in (*STATUS_LABELS, *TYPE_LABELS) if (label := words.label(text)) != text}
    modules["labels.js"] = _constant("RECORD_LABELS", labels, words)
    return {**modules, LANGUAGE_MODULE: language_constants(words)}


def _constant(name: str, value: object, words: Words) -> str:
    if name in _LABELS and isinstance(value, dict):
        value = {key: words.gettext(label) for key, label in value.items()}
    return f"export const {name} = {json.dumps(value, separators=(',', ':'))};\n"
