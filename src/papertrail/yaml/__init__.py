"""Strict YAML: decode and parse files, write values, and edit YAML that a person wrote.

Reading never raises an exception for the contents of a file: problems are diagnostics. May import `core` and `text`.
"""
