"""Strings, URLs, inline Markdown, tables and entry patterns, independent of papers. Imports no other package."""
