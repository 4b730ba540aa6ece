"""The data for other programs."""

from papertrail.exporters.atom import atom_feed
from papertrail.exporters.bibtex import bibtex_export
from papertrail.exporters.citation_data import work_of
from papertrail.exporters.csl_json import csl_json_export
from papertrail.exporters.csv import csv_export
from papertrail.exporters.formats import EXPORTS, Exporter, Form, export_text
from papertrail.exporters.head_metadata import citation_tags, json_ld, json_ld_of, tags_of
from papertrail.exporters.json import json_export
from papertrail.exporters.reference import Citation, citation_of, cite
from papertrail.exporters.ris import ris_export

__all__ = [
    "EXPORTS",
    "Citation",
    "Exporter",
    "Form",
    "atom_feed",
    "bibtex_export",
    "citation_of",
    "citation_tags",
    "cite",
    "csl_json_export",
    "csv_export",
    "export_text",
    "json_export",
    "json_ld",
    "json_ld_of",
    "ris_export",
    "tags_of",
    "work_of",
]
