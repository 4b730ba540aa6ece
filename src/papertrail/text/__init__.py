"""Strings, addresses, inline Markdown and tables, of which nothing knows papers. Imports no other package."""
