"""What the form for a new paper shares with the checks and the writer of records: fields, limits, words and patterns.

The page "Add a paper" checks a record and writes it as YAML in the browser. It has no list of fields, no limit and no
pattern of its own; all of them come from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from papertrail.core import identifier_sites, identifiers, limits, paper
from papertrail.core.fields import AUTHOR, INSTITUTION, RECORD, VENUE, Field
from papertrail.pages.add_page import KEPT, NAMES_ADDRESS, RECORDS_FOLDER
from papertrail.publishing.script_pattern import script_pattern
from papertrail.rules import (
    pt104_file_name,
    pt202_venue,
    pt302_similar_title,
    pt303_arxiv_id,
    pt304_year,
    pt306_authors,
    pt406_markup,
)
from papertrail.rules.support import dates, markup, suggestions
from papertrail.rules.support.values import choices, mappings
from papertrail.rules.support.values import identifiers as ids
from papertrail.rules.support.values.texts import MOST_ITEMS
from papertrail.text import invisible, strings, urls
from papertrail.yaml import write

_OF_NEW_ENTRIES = ("name", "full", "kind", "url")
"""The fields of a new entry of a registry that the form asks for."""


def record_contract() -> Mapping[str, object]:
    """The constants of the module `record-contract.js`."""
    return {
        "NAMES_ADDRESS": NAMES_ADDRESS,
        "RECORDS_FOLDER": RECORDS_FOLDER,
        "FIELDS": [_field(field) for field in RECORD if field.name not in KEPT],
        "AUTHOR_FIELDS": [_field(field) for field in AUTHOR],
        "ENTRY_FIELDS": {
            "_venues.yml": [_field(field) for field in VENUE if field.name in _OF_NEW_ENTRIES],
            "_institutions.yml": [_field(field) for field in INSTITUTION if field.name in _OF_NEW_ENTRIES],
        },
        "LIMITS": {name: getattr(limits, name) for name in ("TEXT", "ABSTRACT")},
        "MOST_ITEMS": MOST_ITEMS,
        "VOCABULARY": _VOCABULARY,
        "PATTERNS": {name: script_pattern(pattern) for name, pattern in _PATTERNS.items()},
        "SITES": {host: _site(site) for host, site in identifier_sites.SITES.items()},
        "SITE_ENDINGS": {end: _site(site) for end, site in identifier_sites.SITE_ENDINGS},
        "ID_FORMS": {scheme: script_pattern(pattern) for scheme, (pattern, _) in identifiers.FORMS.items()},
    }


def _field(field: Field) -> dict[str, object]:
    members = {
        "name": field.name,
        "kind": field.kind.name,
        "help": field.help,
        "example": field.example,
        "required": field.required,
        "choices": field.choices,
        "fields": [_field(inner) for inner in field.fields],
    }
    return {name: value for name, value in members.items() if value}


def _site(site: identifier_sites.Site) -> object:
    """A site by its patterns, or by the name of the function that finds identifiers in its paths."""
    if not isinstance(site, identifier_sites.PathSite):
        return getattr(site, "__name__", "").strip("_")
    patterns = [script_pattern(pattern) for pattern in site.patterns]
    return {"scheme": site.scheme, "patterns": patterns, "normal": site.normal.__name__}


_VOCABULARY: dict[str, object] = {
    "TOPIC_DEPTH": limits.TOPIC_DEPTH,
    "TOPIC_NAME": limits.TOPIC_NAME,
    "SCHEMES": identifiers.SCHEMES,
    "ID_NOUNS": ids.NOUNS,
    "RECOGNIZED": ids.RECOGNIZED,
    "CHECKED": ids.CHECKED,
    "LANGUAGES": ids.LANGUAGES,
    "CHOICES": choices.SYNONYMS,
    "NUMBERS": mappings.NUMBERS,
    "MONTHS": strings.MONTHS,
    "RESERVED": sorted(strings.RESERVED),
    "SPOKEN": strings.SPOKEN,
    "LONGEST_ID": pt104_file_name.LONGEST,
    "URL_SCHEMES": urls.SCHEMES,
    "SIGNS": urls.NAMES,
    "SELF_LABELS": sorted(paper.SELF_LABELS),
    "NOT_REGISTERED": identifiers.NOT_REGISTERED,
    "REPOSITORIES": sorted(identifiers.REPOSITORIES),
    "ADDRESSES": identifiers.ADDRESSES,
    "ID_LABELS": identifiers.ID_LABELS,
    "IN_DOI": identifiers.IN_DOI,
    "ARXIV_FORM": pt303_arxiv_id.FORM,
    "YEARS_AHEAD": pt304_year.AHEAD,
    "FIRST_YEAR": pt304_year.FIRST,
    "NO_VENUES": sorted(pt202_venue.NONE),
    "AROUND_VENUES": pt202_venue.AROUND,
    "NO_HTML": pt406_markup.HTML,
    "PLAIN_FIELDS": pt406_markup.FIELDS,
    "SIMILAR": pt302_similar_title.SIMILAR,
    "LONGEST_TITLE": pt302_similar_title.LONGEST,
    "YAML_WORDS": sorted(write.WORDS),
    "YAML_INDICATORS": write.INDICATORS,
    "YAML_WIDTH": write.WIDTH,
    "LONGEST_KEY": write.LONGEST_KEY,
}

_PATTERNS: dict[str, re.Pattern[str]] = {
    "INVISIBLE": invisible.INVISIBLE,
    "INVISIBLE_ANYWHERE": invisible.INVISIBLE_ANYWHERE,
    "USUAL_URL": urls.USUAL,
    "ILLEGAL_IN_URL": urls.ILLEGAL,
    "URL_SCHEME": urls.SCHEME,
    "WEB": urls.WEB,
    "WEB_URL": identifiers.WEB_URL,
    "DATE": dates.DATE,
    "DIGITS": dates.DIGITS,
    "LANGUAGE_TAG": ids.LANGUAGE_TAG,
    "NUMBER_PREFIX": mappings.PREFIX,
    "FULL_YEAR": paper.FULL_YEAR,
    "SHORT_YEAR": paper.SHORT_YEAR,
    "TOPIC_SEPARATOR": paper.TOPIC_SEPARATOR,
    "ARXIV_ID": identifier_sites.ARXIV_ID,
    "ARXIV_VENUE": identifiers.ARXIV_VENUE,
    "ARXIV_TEXT": identifiers.ARXIV_TEXT,
    "ARXIV_DOI": identifiers.ARXIV_DOI,
    "ACL_DOI": identifiers.ACL_DOI,
    "DOI_TEXT": identifiers.DOI_TEXT,
    "DOI_PART": identifiers.DOI_PART,
    "DOI_TAIL": identifiers.DOI_TAIL,
    "VOLUMES": identifiers.VOLUMES,
    "HOME": identifiers.HOME,
    "USENIX": identifier_sites.USENIX,
    "ARXIV_ID_LIKE": pt303_arxiv_id.ID_LIKE,
    "ARXIV_LINK": pt303_arxiv_id.LINK,
    "LONG_YEAR": pt202_venue.LONG_YEAR,
    "FAMILY": pt306_authors.FAMILY,
    "GIVEN": pt306_authors.GIVEN,
    "TAG": markup.TAG,
    "MARKED_LINK": markup.MARKS[0],
    "EMPHASIS": markup.MARKS[1],
    "CODE": markup.MARKS[2],
    "CODE_SPAN": pt406_markup.CODE_SPAN,
    "PLAIN_YAML": suggestions.SAFE,
    "HOST": suggestions.HOST,
    "MARKDOWN_LINK": suggestions.MARKDOWN,
    "RECORD_ID": pt104_file_name.ID,
    "YAML_NUMBER": write.NUMBER,
    "YAML_NAMED_NUMBER": write.NAMED_NUMBER,
    "YAML_DAY": write.DAY,
    "YAML_FLOW_SIGNS": write.FLOW_SIGNS,
}
