"""YAML without its traps: bytes to text, text to nodes, and changes to YAML that a person wrote.

Never raises for what a file holds: problems are diagnostics. May import `core` and `text`.
"""
