"""Mappings, such as rows of CSV and items of YAML, JSON and TOML: their values by the names of their keys."""
